"""工会驿站: the directory of stations, the nearest open one, and what people find at the door."""
