"""What may be done with services, each in one transaction."""
