"""The demo world's services, made by calling the services with dates."""
