"""Forms of unpaid wages, by page."""
