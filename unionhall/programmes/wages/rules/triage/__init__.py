"""The roads to the money side by side: which are open by the facts, by when at worst, at what cost, and what each closes."""

from .comparing import Closing, LegDay, Option, Reason, after, compare, offered, openness, reasons, step_open
from .roads import LAWS, OPENNESS_WORDS, ROWS, TABLE, Condition, Facts, Leg, Openness, Route, Row

__all__ = [
    "LAWS", "OPENNESS_WORDS", "ROWS", "TABLE", "Closing", "Condition", "Facts", "Leg", "LegDay", "Openness", "Option", "Reason",
    "Route", "Row", "after", "compare", "offered", "openness", "reasons", "step_open",
]  # fmt: skip
