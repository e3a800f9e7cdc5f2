"""Rows of bookable services."""

from .bus import Arrival, BusPlan, BusRequest, BusStop, Slot, Unserved, Workshop
from .decisions import Decision
from .definitions import Definition
from .prices import PriceRule
from .results import Block, BodyResult, Cell, Group, GroupBlock, LawResult, Member, MindResult, Report
from .rota import Alarm, Availability, Duty, Guarantee, Leave, Provider, Rota, Swap

__all__ = ["Alarm", "Arrival", "Availability", "Block", "BodyResult", "BusPlan", "BusRequest", "BusStop", "Cell", "Decision", "Definition", "Duty", "Group", "GroupBlock", "Guarantee", "LawResult", "Leave", "Member", "MindResult", "PriceRule", "Provider", "Report", "Rota", "Slot", "Swap", "Unserved", "Workshop"]
