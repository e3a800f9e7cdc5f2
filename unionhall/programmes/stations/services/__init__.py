"""What other rooms may ask of stations."""
