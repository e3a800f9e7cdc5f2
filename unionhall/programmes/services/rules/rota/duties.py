"""Providers, when they can come, and their duties. Pure.

A duty that moves to somebody else ends (`off`) and a new one begins: each keeps its own line in its owner's calendar.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from unionhall.base.words import gettext_noop as _


class DutyState(StrEnum):
    """Planned: on the rota; confirmed: the provider said yes, people may book; off: it does not take place."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    OFF = "off"


DUTY_LABELS = {DutyState.PLANNED: _("等本人确认"), DutyState.CONFIRMED: _("定了"), DutyState.OFF: _("不上了")}
LIVE = frozenset({DutyState.PLANNED, DutyState.CONFIRMED})


class AvailableKind(StrEnum):
    """A weekday of the pattern, or one dated exception. A wish is kept when the guarantee allows it."""

    WEEK = "week"
    AWAY = "away"
    EXTRA = "extra"
    WISH = "wish"


AVAILABLE_LABELS = {
    AvailableKind.WEEK: _("每周这天能来"), AvailableKind.AWAY: _("这天来不了"), AvailableKind.EXTRA: _("这天另外能来"),
    AvailableKind.WISH: _("这天最好别排我"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """One provider: `group` is whose promise they help to keep; `served` counts duties of the year so far."""

    id: int
    name: str
    group: str
    weekdays: frozenset[int] = frozenset()
    away: frozenset[date] = frozenset()
    extra: frozenset[date] = frozenset()
    wishes: frozenset[date] = frozenset()
    leave: frozenset[date] = frozenset()
    served: int = 0

    def comes(self, day: date) -> bool:
        """Whether the pattern and its exceptions bring them here on the day."""
        return day in self.extra or (day.weekday() in self.weekdays and day not in self.away)

    def able(self, day: date) -> bool:
        """Whether they come and are not on leave."""
        return self.comes(day) and day not in self.leave


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's turn on a day, with its hours."""

    id: int
    member: int
    day: date
    begins: time
    ends: time
    state: DutyState = DutyState.PLANNED

    @property
    def live(self) -> bool:
        """Planned or confirmed."""
        return self.state in LIVE


def overlap(one: Duty, begins: time, ends: time) -> bool:
    """Whether two spans of one day touch for longer than a moment."""
    return one.begins < ends and begins < one.ends


def clash(duties: Iterable[Duty], member: int, day: date, begins: time, ends: time) -> Duty | None:
    """A live duty of the same person that lies in the same hours."""
    return next((each for each in duties if each.live and (each.member, each.day) == (member, day) and overlap(each, begins, ends)), None)
