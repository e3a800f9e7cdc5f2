"""Counting days: three kinds of free day, adjusted workdays, and years whose holiday notice is not out yet.

Wages differ on a rest day and on a statutory day; deadlines only ask whether a day is a working day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    """What a day is. In-lieu days lengthen a holiday and are paid as rest days, not as statutory ones."""

    WORKING = "working"
    REST = "rest"
    IN_LIEU = "in_lieu"
    STATUTORY = "statutory"
    ADJUSTED = "adjusted"


WORKED = frozenset({DayKind.WORKING, DayKind.ADJUSTED})


@dataclass(frozen=True, slots=True)
class Calendar:
    """`days` holds only what differs from plain weekday and weekend.

    `published` holds the years whose notice is loaded. Source: 全国年节及纪念日放假办法 Art.6-7.
    """

    days: Mapping[date, DayKind]
    published: frozenset[int]

    def kind(self, day: date) -> DayKind:
        """The kind of `day`; a day that is not listed is a plain weekday or weekend day."""
        return self.days.get(day) or (DayKind.REST if day.weekday() >= SATURDAY else DayKind.WORKING)

    def is_working(self, day: date) -> bool:
        """Whether people work on `day`: a weekday that is not free, or an adjusted workday."""
        kind = self.days.get(day)
        return day.weekday() < SATURDAY if kind is None else kind in WORKED

    def add_working(self, start: date, n: int) -> date:
        """The `n`-th working day after `start`, which is not counted; a negative `n` counts back."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        day, left = start, abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def roll(self, day: date) -> date:
        """`day`, or the first working day after it when it is free. Source: 民诉法 Art.85."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def last_working(self, day: date) -> date:
        """`day`, or the last working day before it when it is free: the safe day."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def provisional(self, first: date, last: date) -> bool:
        """Whether the span touches a year whose notice is not loaded; both ends count."""
        return any(year not in self.published for year in range(first.year, last.year + 1))
