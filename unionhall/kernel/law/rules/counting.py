"""How a period is counted: 民诉法 Art.85, 民法典 Art.201-203; never later than the law.

- The start day is not counted; days that start at an hour start on that hour's day in Beijing time.
- Hours and minutes run from the minute given, although the law leaves out the hour of the start; they never roll.
- Months and years end on the same day number, or on the month's last day when it has none.
- Limitation rows print the plain last day (`roll` is false), although 民法典 Art.203 would let it roll.
- An extension runs on from the unrolled end of the period before it.
- Counting back leaves out the day itself; a free last day moves to the working day before.
- A stop takes out the days from its first up to, not including, the day on which the clock goes on.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import ONE_DAY, Calendar

from .values import CLOCKED, Anchor, Due, Length, Rule, Unit

BEIJING = timezone(timedelta(hours=8))
FIRST_YEAR, LAST_YEAR = 1950, 2100
MONTHS = 12
PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(PLAIN_DATE.pattern + r"[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")

NO_CLOCK = _("这一条没有天数")
NOT_SET = _("当地的天数还没有填")
STOPPED = _("时钟停着，恢复以后接着算")
WANTS_HOUR = _("按小时算，起点要写到几点几分")

Stop = tuple[date, date | None]


def parse_start(text: str) -> date | datetime:
    """A date `2026-02-12` or an ISO date-time `2026-02-12T09:30`; anything else is Refused('bad_start')."""
    plain = text.strip()
    try:
        if PLAIN_DATE.fullmatch(plain):
            return date.fromisoformat(plain)
        if MOMENT.fullmatch(plain):
            return datetime.fromisoformat(plain)
    except ValueError as wrong:
        raise bad_start(text) from wrong
    raise bad_start(text)


def bad_start(text: str) -> Refused:
    """What is said to a start that cannot be read, or that no calendar has."""
    sentence = _("看不懂日期“{text}”：请写成 2026-02-12，按小时算的写成 2026-02-12T09:30")
    return Refused("bad_start", sentence, field="start", values={"text": text})


def due(rule: Rule, start: date | datetime, calendar: Calendar) -> Due:
    """The last day of the rule's main length from `start`, its safe day, and the further lengths in `also`.

    A rule of hours wants a date-time. Refused for a plain date there, and for a start outside 1950-2100.
    """
    return due_with_stops(rule, start, (), calendar)


def due_with_stops(rule: Rule, start: date | datetime, stops: Sequence[Stop], calendar: Calendar) -> Due:
    """Like `due`, but each stop halts the clock from its first day until it runs on (None: still stopped)."""
    check_start(rule, start, stops)
    if not rule.lengths:
        opens = day_of(start) + ONE_DAY if rule.at_once else None
        return Due(None, reason=rule.reason or NO_CLOCK, opens=opens)
    held = merged(stops)
    results: list[Due] = []
    end: date | datetime | None = start
    for length in rule.lengths:
        if length.anchor is Anchor.PREVIOUS and end is None:
            results.append(Due(None, unit=length.unit, label=length.label, reason=results[-1].reason))
            continue
        begin = end if length.anchor is Anchor.PREVIOUS and end is not None else start
        end, result = period(length, begin, held, calendar)
        results.append(result)
    main = results[0]
    reason = rule.reason if main.reason == NOT_SET and rule.reason else main.reason
    return replace(main, also=tuple(results[1:]), reason=reason)


def check_start(rule: Rule, start: date | datetime, stops: Sequence[Stop]) -> None:
    """Refused when the start cannot be counted from, or a stop ends before it begins."""
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        raise Refused("start_out_of_range", _("起点要在 1950 年到 2100 年之间"), field="start")
    if rule.unit in CLOCKED and not isinstance(start, datetime):
        sentence = _("“{title}”按小时算，起点要写到几点几分，如 2026-02-12T09:30")
        raise Refused("start_wants_hour", sentence, field="start", values={"title": rule.title})
    if rule.unit in CLOCKED and stops:
        raise Refused("hours_never_stop", _("按小时算的期限不能中止"), field="stops")
    if any(until is not None and until < first for first, until in stops):
        raise Refused("stop_order", _("恢复的日子不能早于停下的日子"), field="stops")


def day_of(moment: date | datetime) -> date:
    """The day of a moment; a moment with an offset is read in Beijing time."""
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(BEIJING) if moment.tzinfo else moment).date()


def merged(stops: Iterable[Stop]) -> list[Stop]:
    """Stops by date, overlapping ones joined, so that no day is taken out twice."""
    joined: list[Stop] = []
    for first, until in sorted(stops, key=lambda stop: stop[0]):
        last = joined[-1][1] if joined else first
        if joined and (last is None or first <= last):
            joined[-1] = (joined[-1][0], None if last is None or until is None else max(last, until))
        else:
            joined.append((first, until))
    return joined


def period(
    length: Length, begin: date | datetime, stops: Sequence[Stop], calendar: Calendar
) -> tuple[date | datetime | None, Due]:
    """One length from `begin`: its unrolled end, and what is shown. No end while it is unset or stopped."""
    if length.n is None:
        return None, Due(None, unit=length.unit, label=length.label, reason=NOT_SET)
    if length.unit in CLOCKED:
        return hours(length, begin, length.n, calendar)
    backwards, first = length.anchor is Anchor.BEFORE, day_of(begin)
    plain = plain_end(length.unit, first, -length.n if backwards else length.n, calendar)
    end = plain if backwards or not stops else pushed(length.unit, first, plain, stops, calendar)
    if end is None:
        return None, Due(None, unit=length.unit, label=length.label, reason=STOPPED)
    return end, shown(length, first, end, calendar)


def hours(length: Length, begin: date | datetime, n: int, calendar: Calendar) -> tuple[datetime | None, Due]:
    """Hours or minutes on the clock; an offset is answered in Beijing time. A plain date cannot be counted from."""
    if not isinstance(begin, datetime):
        return None, Due(None, unit=length.unit, label=length.label, reason=WANTS_HOUR)
    span = timedelta(hours=n) if length.unit is Unit.H else timedelta(minutes=n)
    end = (begin.astimezone(BEIJING) if begin.tzinfo else begin) + span
    safe = calendar.last_working(end.date())
    touched = calendar.provisional(min(safe, day_of(begin)), end.date())
    return end, Due(end, safe, length.unit, touched, label=length.label)


def plain_end(unit: Unit, first: date, n: int, calendar: Calendar) -> date:
    """The day `n` units from `first`, before any rolling; negative counts back."""
    match unit:
        case Unit.WD:
            return calendar.add_working(first, n)
        case Unit.M:
            return add_months(first, n)
        case Unit.Y:
            return add_months(first, n * MONTHS)
        case _:
            return first + timedelta(days=n)


def add_months(first: date, n: int) -> date:
    """The same day number `n` months on, or that month's last day. Source: 民法典 Art.202."""
    year, month = divmod(first.year * MONTHS + first.month - 1 + n, MONTHS)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def pushed(unit: Unit, begin: date, end: date, stops: Sequence[Stop], calendar: Calendar) -> date | None:
    """The end moved on by the stopped days that fall before it; None when the clock still stands."""
    for first, until in stops:
        first = max(first, begin + ONE_DAY)
        if first > end:
            break
        if until is None:
            return None
        days = [first + timedelta(days=step) for step in range((until - first).days)]
        if unit is Unit.WD:
            end = calendar.add_working(end, sum(calendar.is_working(day) for day in days))
        else:
            end += timedelta(days=len(days))
    return end


def shown(length: Length, begin: date, end: date, calendar: Calendar) -> Due:
    """The end as it is printed: rolled where the row says so, with its safe day and what it touches."""
    backwards = length.anchor is Anchor.BEFORE
    last = end
    if length.roll:
        last = calendar.last_working(end) if backwards else calendar.roll(end)
    safe = calendar.last_working(last)
    counted = (min(safe, last), begin - ONE_DAY) if backwards else (min(safe, begin + ONE_DAY), last)
    opens = None if backwards else last + ONE_DAY
    return Due(last, safe, length.unit, calendar.provisional(*counted), label=length.label, opens=opens)
