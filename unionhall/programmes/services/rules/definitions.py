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


DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rrule(weekdays: str, valid_to: date | None) -> str:
    """The repetition of a service's days (RFC 5545); '135' is Monday, Wednesday, Friday. The last day is the one before `valid_to`."""
    text = f"FREQ=WEEKLY;BYDAY={','.join(DAY_CODES[int(digit) - 1] for digit in sorted(weekdays))}"
    return f"{text};UNTIL={valid_to - timedelta(days=1):%Y%m%d}T235959" if valid_to else text


def firsts(weekdays: str, begins: time, ends: time, minutes: int, pause: int, since: datetime) -> Iterator[datetime]:
    """For each time of the day its first moment after `since` on one of the weekdays; naive."""
    for start, _end in slots(since.date(), begins, ends, minutes, pause):
        moment = start
        while moment < since or str(moment.isoweekday()) not in weekdays:
            moment += timedelta(days=1)
        yield moment
