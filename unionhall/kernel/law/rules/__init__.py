"""The law as values: rules, how their periods are counted, which version holds where and when. Pure."""

from .choosing import may_confirm, near, pick, place_chain
from .counting import add_months, day_of, due, due_with_stops, parse_start
from .shipped import shipped_parameters, shipped_rules
from .values import (
    ANCHOR_LABELS,
    CLOCKED,
    MARK_LABELS,
    UNIT_LABELS,
    Anchor,
    Due,
    Length,
    Mark,
    Parameter,
    Rule,
    Unit,
    unconfirmed,
)

__all__ = [
    "ANCHOR_LABELS",
    "CLOCKED",
    "MARK_LABELS",
    "UNIT_LABELS",
    "Anchor",
    "Due",
    "Length",
    "Mark",
    "Parameter",
    "Rule",
    "Unit",
    "add_months",
    "day_of",
    "due",
    "due_with_stops",
    "may_confirm",
    "near",
    "parse_start",
    "pick",
    "place_chain",
    "shipped_parameters",
    "shipped_rules",
    "unconfirmed",
]
