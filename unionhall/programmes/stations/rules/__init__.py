"""What a station is, who may do what with it."""
