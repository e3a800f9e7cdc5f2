"""States of a booking and of a place in the queue, the windows in which the public may book, who is next in line. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

TICK = timedelta(minutes=5)


class SessionState(StrEnum):
    """Open to bookings, closed for a while (with its reason), or called off."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class State(StrEnum):
    """A booking's state; the first four take up places."""

    HELD = "held"
    BOOKED = "booked"
    ATTENDED = "attended"
    ABSENT = "absent"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


LIVE = (State.HELD, State.BOOKED, State.ATTENDED, State.ABSENT)
STATE_LABELS = {
    State.HELD: _("先占着"), State.BOOKED: _("约好了"), State.ATTENDED: _("到了"), State.ABSENT: _("没来"),
    State.CANCELLED: _("取消了"), State.LAPSED: _("过时没确认"),
}  # fmt: skip

FLOW = Flow(
    Step("confirm", {State.HELD}, State.BOOKED, _("确认")),
    Step("lapse", {State.HELD}, State.LAPSED),
    Step("cancel", {State.HELD, State.BOOKED}, State.CANCELLED, _("取消预约")),
    Step("check_in", {State.BOOKED, State.ABSENT}, State.ATTENDED, _("签到")),
    Step("undo_check_in", {State.ATTENDED}, State.BOOKED, _("撤回签到")),
    Step("miss", {State.BOOKED}, State.ABSENT, _("没来")),
    Step("undo_miss", {State.ABSENT}, State.BOOKED, _("撤回“没来”")),
)


class WaitState(StrEnum):
    """A place in the queue. Taken, declined, expired and left are the ends."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    EXPIRED = "expired"
    LEFT = "left"


WAITS = Flow(
    Step("offer", {WaitState.WAITING}, WaitState.OFFERED),
    Step("accept", {WaitState.OFFERED}, WaitState.TAKEN, _("我要这个位子")),
    Step("decline", {WaitState.OFFERED}, WaitState.DECLINED, _("不要了")),
    Step("expire", {WaitState.OFFERED}, WaitState.EXPIRED),
    Step("leave", {WaitState.WAITING}, WaitState.LEFT, _("不等了")),
)
LIVE_WAITS = (WaitState.WAITING, WaitState.OFFERED)
WAIT_LABELS = {
    WaitState.WAITING: _("排着队"), WaitState.OFFERED: _("轮到您了"), WaitState.TAKEN: _("约上了"), WaitState.DECLINED: _("没要"),
    WaitState.EXPIRED: _("过时没答复"), WaitState.LEFT: _("不等了"),
}  # fmt: skip


class Score(StrEnum):
    """Feedback with one tap."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


SCORE_LABELS = {Score.GOOD: _("满意"), Score.FAIR: _("一般"), Score.POOR: _("不满意")}


class Span(StrEnum):
    """What an edit of a repeated session is for."""

    ONE = "one"
    FOLLOWING = "following"
    ALL = "all"


SPAN_LABELS = {Span.ONE: _("只改这一场"), Span.FOLLOWING: _("这一场和以后的"), Span.ALL: _("整个系列")}


@dataclass(frozen=True, slots=True)
class Window:
    """When the public may act: booking from `opens` until `closes`, cancelling and moving until `settled`; None is no limit."""

    opens: datetime | None
    closes: datetime
    settled: datetime


def ticks(begin: datetime, end: datetime) -> range:
    """The numbers of the five-minute ticks that [begin, end) touches, counted from 1970 UTC; end after begin."""
    step = TICK.total_seconds()
    return range(int(begin.timestamp() // step), -int(-end.timestamp() // step))


def next_in_line(line: Sequence[tuple[int, int]], free: int) -> list[int]:
    """Whom freed places are offered to: `line` is (number, party) in order of arrival; a party that does not fit lets the next pass."""
    chosen = []
    for number, party in line:
        if party <= free:
            chosen.append(number)
            free -= party
    return chosen


def kept_places(capacity: int, percent: int) -> int:
    """How many places a walk-in share of `percent` keeps back, rounded down: never the last place of a small session."""
    return min(capacity * percent // 100, max(capacity - 1, 0))


def minutes_until(at: datetime, moment: datetime) -> int:
    """Whole minutes, never below nought."""
    return max(int((moment - at).total_seconds() // 60), 0)


def overlapping(spans: Iterable[tuple[datetime, datetime]], begin: datetime, end: datetime) -> bool:
    """Whether [begin, end) meets one of the spans; touching ends do not meet."""
    return any(first < end and begin < last for first, last in spans)
