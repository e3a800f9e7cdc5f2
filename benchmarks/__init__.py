"""What the platform does at size, each against its own floor in the same run: ratios, not times."""
