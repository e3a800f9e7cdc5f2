"""Rows of bookable services."""

from .decisions import Decision
from .definitions import Definition
from .prices import PriceRule
from .rota import Alarm, Availability, Duty, Guarantee, Leave, Provider, Rota, Swap

__all__ = ["Alarm", "Availability", "Decision", "Definition", "Duty", "Guarantee", "Leave", "PriceRule", "Provider", "Rota", "Swap"]
