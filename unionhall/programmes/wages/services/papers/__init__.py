"""Papers of a case: made from its rows and shipped templates, kept in its folder, drafted after a breach."""

from .folder import draft_after_breach, papers_in, ready, save, save_list
from .kinds import PAPER_LABELS, POWERS, Made, Paper
from .making import make
from .shapes import SHAPES, ship

__all__ = [
    "PAPER_LABELS", "POWERS", "SHAPES", "Made", "Paper", "draft_after_breach", "make", "papers_in", "ready", "save", "save_list", "ship",
]  # fmt: skip
