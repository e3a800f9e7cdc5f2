"""The house as people use it: the demo world in a real browser, with mouse and keyboard only."""
