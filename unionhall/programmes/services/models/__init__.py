from .bus import Arrival, BusPlan, BusRequest, BusStop, Slot, Unserved, Workshop
from .results import Block, BodyResult, Cell, Group, GroupBlock, LawResult, Member, MindResult, Report

__all__ = [
    "Arrival", "Block", "BodyResult", "BusPlan", "BusRequest", "BusStop", "Cell", "Group", "GroupBlock", "LawResult", "Member",
    "MindResult", "Report", "Slot", "Unserved", "Workshop",
]  # fmt: skip
