"""What the hotline handbook and the house say about opinions: states, powers, what is sampled, what is private."""
