"""Bookable services at a place: who pays what when, the rota behind it, and the check bus."""
