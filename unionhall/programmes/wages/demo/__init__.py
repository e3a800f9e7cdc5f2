"""The wages part of the demo world, a module for each course."""
