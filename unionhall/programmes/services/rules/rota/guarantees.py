"""The promise of a service: on these weekdays at least so many of this group are there. Dated rows, never a constant. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from unionhall.base.workdays import Calendar, DayKind

from .duties import Duty, DutyState, Member

FREE = frozenset({DayKind.STATUTORY, DayKind.IN_LIEU})


@dataclass(frozen=True, slots=True)
class Guarantee:
    """From `valid_from` to the day before `valid_to`: `least` of `group` on each of `weekdays` (0 is Monday).

    On a public holiday of our calendar nothing is promised, unless `on_holidays`.
    """

    id: int
    group: str
    weekdays: frozenset[int]
    least: int
    begins: time
    ends: time
    valid_from: date
    valid_to: date | None = None
    on_holidays: bool = False

    def holds(self, day: date, calendar: Calendar) -> bool:
        """Whether the promise is made for the day."""
        dated = self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
        return dated and day.weekday() in self.weekdays and (self.on_holidays or calendar.kind(day) not in FREE)


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """A day on which the promise is not kept: `there` of `least`."""

    day: date
    guarantee: int
    there: int
    least: int


def days_between(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both counted."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def uncovered(
    duties: Iterable[Duty], guarantees: Iterable[Guarantee], days: Iterable[date], members: Mapping[int, Member], calendar: Calendar,
    *, confirmed: bool = False,
) -> tuple[Gap, ...]:  # fmt: skip
    """The gaps of these days, in order. A duty counts when it is live (`confirmed`: said yes to) and spans the promised hours."""
    counted = [each for each in duties if (each.state is DutyState.CONFIRMED if confirmed else each.live)]
    found = []
    for day in sorted(set(days)):
        here = [each for each in counted if each.day == day]
        for promise in guarantees:
            if promise.holds(day, calendar):
                there = len({each.member for each in here if keeps(each, promise, members)})
                found += [Gap(day, promise.id, there, promise.least)] if there < promise.least else []
    return tuple(found)


def keeps(duty: Duty, promise: Guarantee, members: Mapping[int, Member]) -> bool:
    """Whether a duty helps to keep a promise: of its group, and there for all of its hours."""
    member = members.get(duty.member)
    return member is not None and member.group == promise.group and duty.begins <= promise.begins and promise.ends <= duty.ends


def worse(before: Iterable[Gap], after: Iterable[Gap]) -> tuple[Gap, ...]:
    """What a change would break: gaps that were not there, or are deeper than before."""
    stood = {(gap.day, gap.guarantee): gap.there for gap in before}
    return tuple(gap for gap in after if gap.there < stood.get((gap.day, gap.guarantee), gap.least))
