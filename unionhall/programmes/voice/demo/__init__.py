"""The demo world's opinions, made by calling the services with dates."""
