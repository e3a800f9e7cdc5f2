"""Rounds: which places of work are looked at in which week, what is asked there, and what nobody has looked at."""
