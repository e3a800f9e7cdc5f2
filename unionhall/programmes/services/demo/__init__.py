"""The share of services in the demo world."""
