"""Papers of a case: made from its rows and the templates that hold for its union, kept in its folder, drafted after a breach."""

from . import examples, letters, own, templates
from .folder import draft_after_breach, draft_before_limit, keep, load_file, papers_in, payers_to_ask, ready, save, save_list
from .kinds import MANY, PAPER_LABELS, POWERS, Made, Paper
from .own import make_own
from .press import make, make_many, values_of
from .shapes import SHAPES, ship

__all__ = [
    "MANY",
    "PAPER_LABELS",
    "POWERS",
    "SHAPES",
    "Made",
    "Paper",
    "draft_after_breach",
    "draft_before_limit",
    "examples",
    "keep",
    "letters",
    "load_file",
    "make",
    "make_many",
    "make_own",
    "own",
    "papers_in",
    "payers_to_ask",
    "ready",
    "save",
    "save_list",
    "ship",
    "templates",
    "values_of",
]  # fmt: skip
