"""What workers ask, need, suggest and complain of: taken down, sent to who can answer, answered in time, asked whether it helped."""
