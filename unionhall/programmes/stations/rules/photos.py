"""Pictures of a station: few, and light enough for a phone on a slow network."""

MOST = 6
MOST_BYTES = 2 * 1024 * 1024
