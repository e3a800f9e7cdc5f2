"""Rounds on the phone and at the desk."""
