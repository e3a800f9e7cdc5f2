"""When a service is offered, and in which slots. Pure."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from unionhall.base.workdays import Calendar, DayKind

CLOSED_KINDS = frozenset({DayKind.STATUTORY, DayKind.IN_LIEU})


def offered_on(day: date, weekdays: str, valid_from: date, valid_to: date | None, calendar: Calendar) -> bool:
    """Whether a service is offered on a day: its weekday, inside its dates, no statutory holiday nor its substitute."""
    inside = valid_from <= day and (valid_to is None or day < valid_to)
    return inside and str(day.isoweekday()) in weekdays and calendar.kind(day) not in CLOSED_KINDS


def slots(day: date, begins: time, ends: time, minutes: int, pause: int) -> Iterator[tuple[datetime, datetime]]:
    """Naive (begin, end) of each slot that fits whole between the two times, `pause` minutes apart."""
    start, last = datetime.combine(day, begins), datetime.combine(day, ends)
    while start + timedelta(minutes=minutes) <= last:
        yield start, start + timedelta(minutes=minutes)
        start += timedelta(minutes=minutes + pause)
