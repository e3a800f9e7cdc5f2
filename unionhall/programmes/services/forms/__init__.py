"""Forms of services."""
