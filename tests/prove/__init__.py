"""The promises, proven: short seeded runs stand in the suite, the long ones behind the mark `prove`."""
