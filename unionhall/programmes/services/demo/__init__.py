"""The demo world of services, made by calling them with dates."""
