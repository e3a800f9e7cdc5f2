"""When a station is in doubt: found locked within its hours by so many different devices in so long, with nobody who found it open since.

A device counts once. The matter's table: doubtful, then cleared (somebody found it open, or the keeper says why) or shut.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

KEEP = "stations.keep"


class Found(StrEnum):
    """What was found at the door; `word` is the keeper's own."""

    OPEN = "open"
    LOCKED = "locked"
    WORD = "word"


class TruthState(StrEnum):
    """Where the matter of a doubtful station stands."""

    DOUBTFUL = "doubtful"
    CLEARED = "cleared"
    SHUT = "shut"


ENDED = frozenset({TruthState.CLEARED, TruthState.SHUT})
FLOW = Flow(
    Step("confirmed", {TruthState.DOUBTFUL}, TruthState.CLEARED, _("有人确认开着"), (KEEP,)),
    Step("clear", {TruthState.DOUBTFUL}, TruthState.CLEARED, _("开着，说明情况"), (KEEP,)),
    Step("shut", {TruthState.DOUBTFUL}, TruthState.SHUT, _("确实关了，先停"), (KEEP,)),
)
WORDS = {
    TruthState.DOUBTFUL: _("有人说没开门，等核实"), TruthState.CLEARED: _("核实过，开着"), TruthState.SHUT: _("核实过，先停开"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation: when, what, by which mark, whether within the hours of opening."""

    at: datetime
    found: str
    mark: str
    in_hours: bool


def tellers(rows: Iterable[Seen], at: datetime, window: timedelta) -> int:
    """How many devices found it locked within its hours in the window up to `at`, since the last word that it is open."""
    recent = [row for row in rows if at - window < row.at <= at]
    opened = max((row.at for row in recent if row.found != Found.LOCKED), default=at - window)
    return len({row.mark for row in recent if row.found == Found.LOCKED and row.in_hours and row.at > opened})


def doubtful(rows: Iterable[Seen], at: datetime, window: timedelta, needed: int) -> bool:
    """Whether so many different devices found it locked."""
    return tellers(rows, at, window) >= needed
