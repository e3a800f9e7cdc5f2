"""Pure rules: what a file is by its bytes, what a cell says, and where a table stands on a sheet."""
