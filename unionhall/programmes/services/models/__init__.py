"""Rows of bookable services."""

from .rota import Alarm, Availability, Duty, Guarantee, Leave, Provider, Rota, Swap

__all__ = ["Alarm", "Availability", "Duty", "Guarantee", "Leave", "Provider", "Rota", "Swap"]
