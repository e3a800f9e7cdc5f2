"""Pages of stations: finding one without logging in, the desk's register, open data."""
