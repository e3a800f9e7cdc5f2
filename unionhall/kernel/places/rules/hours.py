"""When a place is open: closure first, then holidays by our own calendar, then the weekly text. Pure.

The weekly text is OpenStreetMap's opening_hours without its holidays: what the libraries know of Chinese ones is wrong
(days inside a Golden Week come out open). A day is judged from midnight to midnight, in the place's own time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from opening_hours import OpeningHours, ParserError, State

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar, DayKind

AS_USUAL, CLOSED = "", "closed"
HOLIDAYS = frozenset({DayKind.STATUTORY, DayKind.IN_LIEU})
DAY = 24 * 60
AHEAD = 60  # days that are searched for the next opening
ONE_DAY = timedelta(days=1)
_FOREIGN = re.compile(r"\b(?:PH|SH|sunrise|sunset|dawn|dusk|unknown|week|easter)\b|[\"|]", re.IGNORECASE)
_DAYS = {"一": "Mo", "二": "Tu", "三": "We", "四": "Th", "五": "Fr", "六": "Sa", "日": "Su", "天": "Su", "末": "Sa-Su"}
_ALWAYS = re.compile(r"24/7|(?:每天|全天|全年)*24小?时(?:开放|营业|服务)?|全天(?:开放)?|(?:每天)?0?0:00-2[34]:(?:00|59)")
_DAILY = re.compile(r"每[天日]|全周|周一-周日|周一-日")
Period = tuple[int, int]


class Layer(StrEnum):
    """What decided whether a place is open."""

    CLOSURE = "closure"
    HOLIDAY = "holiday"
    ALWAYS = "always"
    WEEKLY = "weekly"
    UNSAID = "unsaid"


LAYER_LABELS = {
    Layer.CLOSURE: _("临时关门"), Layer.HOLIDAY: _("节假日时间"), Layer.ALWAYS: _("24 小时"), Layer.WEEKLY: _("平时时间"),
    Layer.UNSAID: _("没有写开放时间"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shut:
    """A closure or an incident, from `since` up to `until` (None: until further notice), and why."""

    since: datetime
    until: datetime | None
    reason: str = ""

    def covers(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Hours:
    """What is written down: weekly text, 24 hours or not, what holds on holidays (a text, CLOSED or AS_USUAL), closures."""

    text: str = ""
    always: bool = False
    holiday: str = AS_USUAL
    shut: tuple[Shut, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Open or not, until when, when it opens next, and which layer decided.

    None: not within the next two months. `provisional`: the year's holiday notice is not out. `reason` is a closure's.
    """

    open: bool
    layer: Layer
    until: datetime | None = None
    opens: datetime | None = None
    provisional: bool = False
    reason: str = ""


@lru_cache(maxsize=4096)
def _parsed(text: str) -> OpeningHours:
    return OpeningHours(text)


@lru_cache(maxsize=65536)
def periods(text: str, day: date) -> tuple[Period, ...]:
    """The open minutes of a day by a weekly text, as (from, to) counted from midnight; to is at most 1440."""
    midnight = datetime.combine(day, time())
    found = _parsed(text).intervals(midnight, midnight + ONE_DAY)
    return tuple((_minute(start, midnight), _minute(end, midnight)) for start, end, state, _note in found if state == State.OPEN)


def _minute(moment: datetime, midnight: datetime) -> int:
    return int((moment - midnight).total_seconds()) // 60


def is_holiday(day: date, calendar: Calendar) -> bool:
    """Whether a day belongs to a holiday: the weekend days inside or beside it do too, as the notice counts them."""
    kind = calendar.kind(day)
    return kind in HOLIDAYS or (kind is DayKind.REST and (_leads_to(day, -ONE_DAY, calendar) or _leads_to(day, ONE_DAY, calendar)))


def _leads_to(day: date, step: timedelta, calendar: Calendar) -> bool:
    """Whether free days in one direction reach a holiday before a day of work."""
    while not calendar.is_working(day):
        if calendar.kind(day) in HOLIDAYS:
            return True
        day += step
    return False


def day_periods(hours: Hours, day: date, calendar: Calendar) -> tuple[Layer, tuple[Period, ...]]:
    """What decides on a day and its open minutes, closures aside."""
    if hours.holiday != AS_USUAL and is_holiday(day, calendar):
        return Layer.HOLIDAY, () if hours.holiday == CLOSED else periods(hours.holiday, day)
    if hours.always:
        return Layer.ALWAYS, ((0, DAY),)
    return (Layer.WEEKLY, periods(hours.text, day)) if hours.text else (Layer.UNSAID, ())


def is_open(hours: Hours, at: datetime, calendar: Calendar) -> bool:
    """Only whether: the quick way for many places. `at` in the place's own time."""
    if any(shut.covers(at) for shut in hours.shut):
        return False
    minute = at.hour * 60 + at.minute
    return any(start <= minute < end for start, end in day_periods(hours, at.date(), calendar)[1])


def answer(hours: Hours, at: datetime, calendar: Calendar) -> Answer:
    """Whether it is open at a moment and what comes next. `at` in the place's own time."""
    layer = day_periods(hours, at.date(), calendar)[0]
    if layer is Layer.ALWAYS and hours.holiday == AS_USUAL and not hours.shut:
        return Answer(True, layer)
    end = datetime.combine(at.date() + ONE_DAY * AHEAD, time(), at.tzinfo)
    shut = next((each for each in hours.shut if each.covers(at)), None)
    start, until = next(((start, until) for start, until in spans(hours, at, calendar) if until > at), (None, None))
    opened = start is not None and start <= at
    told = Layer.CLOSURE if shut else layer
    look = until if opened else start
    provisional = calendar.provisional(at.date(), min(look or end, end).date()) and hours.holiday != AS_USUAL
    return Answer(
        opened, told, until if opened and until and until < end else None, None if opened else start, provisional, shut.reason if shut else ""
    )


def spans(hours: Hours, at: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches from the day of `at` on, whole over midnight, closures cut out; two months at most."""
    held: tuple[datetime, datetime] | None = None
    for step in range(AHEAD):
        midnight = datetime.combine(at.date() + ONE_DAY * step, time(), at.tzinfo)
        for first, last in day_periods(hours, midnight.date(), calendar)[1]:
            start, end = midnight + timedelta(minutes=first), midnight + timedelta(minutes=last)
            if held and held[1] == start:
                held = (held[0], end)
                continue
            if held:
                yield from _cut(held, hours.shut)
            held = (start, end)
    if held:
        yield from _cut(held, hours.shut)


def _cut(span: tuple[datetime, datetime], closures: tuple[Shut, ...]) -> Iterator[tuple[datetime, datetime]]:
    """A stretch without its closures."""
    start, end = span
    for shut in sorted(closures, key=lambda each: each.since):
        if shut.since >= end or (shut.until is not None and shut.until <= start):
            continue
        if shut.since > start:
            yield start, shut.since
        if shut.until is None:
            return
        start = max(start, shut.until)
    if start < end:
        yield start, end


def check(text: str) -> str:
    """A weekly text as it is stored, '' for none. Refused('hours') with the way to write it."""
    text = " ".join(text.split())
    if not text:
        return ""
    try:
        if not _FOREIGN.search(text) and text != "24/7":
            return str(_parsed(text))
    except ParserError as fault:
        raise _unreadable(text) from fault
    raise _unreadable(text)


def _unreadable(text: str) -> Refused:
    words = _("看不懂“{text}”。请写成 Mo-Fr 08:00-18:00; Sa 09:00-12:00 或者 周一至周五 8:00-18:00 这样；节假日另填，24 小时请打钩")
    return Refused("hours", words, field="hours", values={"text": text[:40]})


def written(text: str) -> tuple[str, bool]:
    """What people write, as (weekly text, 24 hours): 每天 8:00-20:00, 周一至周五 8点-18点, 24小时. Refused('hours') otherwise."""
    plain = text.strip().translate(str.maketrans("：～—–~－；，、（）", ":-----;,,()")).replace("至", "-").replace("到", "-")
    squeezed = re.sub(r"\s", "", plain)
    if _ALWAYS.fullmatch(squeezed):
        return "", True
    if not re.search(r"[\u4e00-\u9fff]", plain):
        return check(plain), False
    plain = re.sub(r"(\d{1,2})[点时](?:整)?(?!\d)", r"\1:00", squeezed.replace("工作日", "周一-周五").replace("双休日", "周末").replace("星期", "周"))
    plain = re.sub(r"(\d{1,2})[点时](\d{2})分?", r"\1:\2", _DAILY.sub("Mo-Su ", plain).replace("上午", "").replace("中午", ""))
    plain = re.sub(r"下午(\d{1,2})", lambda found: str(int(found[1]) + 12 if int(found[1]) < 12 else int(found[1])), plain)
    plain = re.sub(r"周?([一二三四五六日天末])(?=[-,周一二三四五六日天末\d:(]|$)", lambda found: _DAYS[found[1]], plain)
    plain = re.sub(r"-+", "-", plain)
    plain = re.sub(r"(?<![\d:])(\d):", r"0\1:", re.sub(r"(?<=[a-z])(?=\d)", " ", plain))
    return check(re.sub(r"(?<=\d)[,;]?(?=(?:Mo|Tu|We|Th|Fr|Sa|Su))", "; ", plain)), False
