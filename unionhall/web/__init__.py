"""The shell: sign-in, worker's home, staff desk, navigation, search; it knows no programme."""
