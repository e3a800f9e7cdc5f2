"""What the desk types about stations."""
