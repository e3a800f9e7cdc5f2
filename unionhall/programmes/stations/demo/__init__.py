"""The stations of the demo world."""
