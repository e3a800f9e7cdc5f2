"""Verbs at the door: check in, find it locked, report; and those of the desk behind it."""
