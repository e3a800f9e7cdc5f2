"""The map of the house and the checks that keep it true. `make map` writes what is generated."""
