"""Whether the house is awake: when each timer last went well, what fails, what waits too long, and who is told."""
