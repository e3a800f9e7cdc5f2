"""Where and when: regions down to the street, and the calendar of working days."""
