"""Facts, indicators and figures: what programmes count, computed from their records."""
