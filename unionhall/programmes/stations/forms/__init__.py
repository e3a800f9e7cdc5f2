"""What is asked at the door and at the desk behind it."""
