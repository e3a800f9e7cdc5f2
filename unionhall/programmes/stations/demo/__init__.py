"""The stations part of the demo world."""
