"""Reading what people found at the door, and what was counted there."""
