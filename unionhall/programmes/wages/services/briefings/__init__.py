"""Briefings drawn from the ledger: computed, issued by a person, printed as docx, sent up the tree."""

from .drawing import draw_major, draw_period
from .printing import name_of, on_paper, opening
from .reading import page_of, thresholds
from .sending import move
from .shapes import SHAPES, ship_briefings
from .watching import watch

__all__ = [
    "SHAPES", "draw_major", "draw_period", "move", "name_of", "on_paper", "opening", "page_of", "ship_briefings", "thresholds", "watch",
]  # fmt: skip
