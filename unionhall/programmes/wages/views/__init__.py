"""Pages of unpaid wages, by noun."""
