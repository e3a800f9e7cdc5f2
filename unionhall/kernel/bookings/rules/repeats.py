"""Repetition: RRULE text read into days. Pure; what a holiday is comes from our own calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar, DayKind

CLOSED_KINDS = frozenset({DayKind.STATUTORY, DayKind.IN_LIEU})
MOST = 1000


def read(text: str, first: datetime) -> None:
    """Refused unless the text is an RRULE of days or longer, which the first moment belongs to."""
    try:
        rule = rrulestr(text, dtstart=first.replace(tzinfo=None))
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused("rrule", _("看不懂这个重复规则，换一个试试"), field="rrule") from error
    if any(part in text.upper() for part in ("HOURLY", "MINUTELY", "SECONDLY", "BYHOUR", "BYMINUTE", "DTSTART")):
        raise Refused("rrule", _("重复规则只能按天、周、月、年"), field="rrule")
    if next(iter(rule), None) is None:
        raise Refused("rrule", _("按这个规则一次也轮不到"), field="rrule")


def days(text: str, first: datetime, begin: date, until: date) -> Iterator[date]:
    """The days of the repetition in [begin, until], at most a thousand. `first` is local time with its zone."""
    rule = rrulestr(text, dtstart=first.replace(tzinfo=None))
    low, high = datetime.combine(begin, time.min), datetime.combine(until, time.max)
    for count, moment in enumerate(rule.xafter(low, inc=True)):
        if moment > high or count >= MOST:
            return
        yield moment.date()


def moment(first: datetime, day: date) -> datetime:
    """The local time of `first` on another day."""
    return datetime.combine(day, first.timetz())


def works(day: date, calendar: Calendar, on_holidays: bool) -> bool:
    """Whether a session is written for this day: not on statutory holidays and their in-lieu days unless it is said."""
    return on_holidays or calendar.kind(day) not in CLOSED_KINDS


def window(starts: datetime, opens_days: int, notice: int, cutoff: int) -> tuple[datetime, datetime, datetime]:
    """(opens, closes, settled) of a session: `opens_days` before, `notice` and `cutoff` in minutes before it starts."""
    return starts - timedelta(days=opens_days), starts - timedelta(minutes=notice), starts - timedelta(minutes=cutoff)
