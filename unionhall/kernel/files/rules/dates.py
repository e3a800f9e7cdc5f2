"""Dates and periods as Chinese offices write them: 2024年1月13日, 1.19, 24/3/5, 2024.9, serial numbers, 三月五日."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from .values import Parsed, Value, normalise, vacant

_EPOCH = date(1899, 12, 30)  # day 0 of the serial numbers, with Excel's false 29 February 1900 allowed for
_SERIALS = range(20000, 80000)
_YEARS = range(1990, 2101)
_SMALL = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "元": 1}
_HAN = re.compile(r"[〇零一二三四五六七八九十廿卅元]+(?=[年月日号])")
_END = r"(?!\d)"
_FULL = re.compile(rf"(\d{{4}})\s?[年.\-/,、·_ ]\s?(\d{{1,2}})\s?[月.\-/,、·_ ]\s?(\d{{1,2}}){_END}\s?[日号]?")
_SHORT = re.compile(rf"(\d\d)\s?[年.\-/]\s?(\d{{1,2}})\s?[月.\-/]\s?(\d{{1,2}}){_END}\s?[日号]?")
_TURNED = re.compile(rf"(\d{{1,2}})[./\-](\d{{1,2}})[./\-](\d{{4}}){_END}")
_MONTH = re.compile(rf"(\d{{4}}|\d\d(?=\s?年))\s?[年.\-/]\s?(\d{{1,2}}){_END}\s?(?:月份?)?\s?(上旬|中旬|下旬|初|中|底|末)?")
_YEARLESS = re.compile(rf"(\d{{1,2}})\s?[月.\-/]\s?(\d{{1,2}}){_END}\s?[日号]?")
_LONE_MONTH = re.compile(r"(\d{1,2})\s?月份?(上旬|中旬|下旬|初|中|底|末)?")
_PACKED = re.compile(rf"(\d{{4}})(\d\d)(\d\d)?{_END}")
_CLOCK = re.compile(
    r"\s?T?\s?(上午|下午|晚上?)?\s?\d{1,2}[:时点]\d{0,2}分?(:\d{2}(\.\d+)?)?(秒)?\s?([AaPp][Mm])?(Z|[+-]\d\d:?\d\d)?"
    r"|\s?\(?(星期|周|礼拜)[一二三四五六日天]\)?"
)
_BESIDE = re.compile(r"\s?([(,;、~至到\-—]|左右|前后|前|后|起|以后|以前)")
_PARTS = {"上旬": 1, "初": 1, "中旬": 11, "中": 11, "下旬": 21, "底": 31, "末": 31}


class Day(NamedTuple):
    """What is written: year and day may be missing; `part` is the day meant by 上旬, 底 and the like."""

    year: int | None
    month: int
    day: int | None
    part: int = 1
    note: str = ""


def _han_number(text: str) -> str:
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return "".join(str(_SMALL[c]) for c in text)
    tens, _, ones = text.partition("十")
    return str((_SMALL.get(tens, 1) if tens else 1) * 10 + (_SMALL.get(ones, 0) if ones else 0))


def _digits(text: str) -> str:
    return _HAN.sub(lambda found: _han_number(found.group()), text)


@lru_cache(maxsize=8192, typed=True)
def read_day(value: Value) -> Day | str:
    """What a date cell says, or an error code; no year is added here."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return Day(value.year, value.month, value.day) if value.year in _YEARS else "date_out_of_range"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return "date_unreadable"
    if isinstance(value, int | float):
        return _from_number(value)
    return _from_text(_digits(normalise(value)))


def _from_number(value: int | float) -> Day | str:
    if value != value or abs(value) > 10**9:
        return "date_unreadable"
    if int(value) in _SERIALS:
        return _from_serial(int(value))
    text = str(int(value)) if float(value).is_integer() else repr(value)
    head, _, tail = text.partition(".")
    # 3.10 typed into a number cell is kept as 3.1: the first and the tenth look alike
    days = tail == "1" or tail == "2" or (tail == "3" and head != "2")
    if (days and len(head) <= 2) or (tail == "1" and len(head) == 4):
        return "date_ambiguous"
    return _from_text(text)


def _from_serial(number: int) -> Day:
    day = _EPOCH + timedelta(days=number)
    return Day(day.year, day.month, day.day)


def _from_text(text: str) -> Day | str:
    if text.isdigit() and len(text) == 5:
        return _from_serial(int(text)) if int(text) in _SERIALS else "date_unreadable"
    for pattern, build in _FORMS:
        if found := pattern.match(text):
            note = _beside(text[found.end() :])
            if note is not None:
                day = build(found)
                return day._replace(note=note) if isinstance(day, Day) else day
    return "date_incomplete" if re.fullmatch(r"\d{4}年?", text) else "date_unreadable"


def _beside(rest: str) -> str | None:
    """Text after the date that may stand there (time and weekday vanish), or none where it may not."""
    while found := _CLOCK.match(rest):
        rest = rest[found.end() :]
    rest = rest.strip(" .。;")
    return rest if not rest or _BESIDE.match(rest) else None


def _full(found: re.Match[str]) -> Day | str:
    year, month, day = (int(part) for part in found.groups()[:3])
    return Day(year, month, day) if year in _YEARS else "date_out_of_range"


def _short(found: re.Match[str]) -> Day | str:
    year, month, day = (int(part) for part in found.groups())
    return Day(2000 + year, month, day) if 10 <= year <= 50 else "date_ambiguous"


def _turned(found: re.Match[str]) -> Day | str:
    first, second, year = (int(part) for part in found.groups())
    if first != second and first <= 12 and second <= 12:
        return "date_ambiguous"
    return Day(year, second, first) if first > 12 else Day(year, first, second)


def _month(found: re.Match[str]) -> Day | str:
    year = int(found[1]) if len(found[1]) == 4 else 2000 + int(found[1])
    return Day(year, int(found[2]), None, _PARTS.get(found[3], 1)) if year in _YEARS else "date_out_of_range"


def _yearless(found: re.Match[str]) -> Day | str:
    first, second = int(found[1]), int(found[2])
    if 20 <= first <= 50 and 1 <= second <= 12 and "日" not in found[0]:
        return Day(2000 + first, second, None)  # 24.3: the third month of 2024
    return Day(None, first, second)


def _lone_month(found: re.Match[str]) -> Day | str:
    return Day(None, int(found[1]), None, _PARTS.get(found[2], 1))


def _packed(found: re.Match[str]) -> Day | str:
    if int(found[1]) not in _YEARS:
        return "date_unreadable"
    return Day(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)


_FORMS = (
    (_FULL, _full), (_TURNED, _turned), (_SHORT, _short), (_MONTH, _month), (_YEARLESS, _yearless),
    (_LONE_MONTH, _lone_month), (_PACKED, _packed),
)  # fmt: skip


@lru_cache(maxsize=2048)
def _month_end(year: int, month: int) -> int:
    return monthrange(year, month)[1]


def _calendar(day: Day, year: int) -> date | None:
    if not 1 <= day.month <= 12:
        return None
    last = _month_end(year, day.month)
    if day.day is None:
        return date(year, day.month, min(day.part, last))
    return date(year, day.month, day.day) if 1 <= day.day <= last else None


def parse_date(value: Value, year: int | None = None, *, not_before: date | None = None) -> Parsed:
    """Read a date cell to a `date`. A date without a year takes `year`, the ledger's.

    `not_before` is the day the matter began: a date without a year that would lie before it belongs to the next year
    (warning `year_rolled`). Errors: date_unreadable, date_impossible, date_ambiguous, date_incomplete,
    date_out_of_range, year_needed. Warnings: year_filled, year_rolled, day_assumed, date_note.
    """
    empty = vacant(value)
    if empty is not None:
        return empty
    day = read_day(value)
    if isinstance(day, str):
        return Parsed(None, error=day)
    warning = "day_assumed" if day.day is None else "date_note" if day.note else ""
    if day.year is not None:
        found = _calendar(day, day.year)
        return Parsed(found, warning, "" if found else "date_impossible", day.note)
    return _with_year(day, year, not_before, warning)


def _with_year(day: Day, year: int | None, not_before: date | None, warning: str) -> Parsed:
    if year is None:
        possible = _calendar(day, 2024)  # a leap year: only 29 February needs the real one
        return Parsed(None, error="year_needed" if possible else "date_impossible")
    found = _calendar(day, year)
    rolled = False
    while found and not_before and found.year < 2100 and _last(found, day) < not_before:
        found, rolled = _calendar(day, found.year + 1), True
    if found is None:
        return Parsed(None, error="date_impossible")
    return Parsed(found, "year_rolled" if rolled else warning or "year_filled", note=day.note)


def _last(found: date, day: Day) -> date:
    """The last day that the cell may mean: month ends where the day is missing."""
    return found if day.day is not None else found.replace(day=_month_end(found.year, found.month))


def lacks_year(value: Value) -> bool:
    """A readable date without a year: the ledger's year must be asked."""
    if vacant(value) is not None:
        return False
    day = read_day(value)
    return isinstance(day, Day) and day.year is None


class Period(NamedTuple):
    """Months of unpaid wages: first and last as YYYY-MM where written, the number of months, the text as written."""

    start: str
    end: str
    months: int | None
    text: str


_SPAN = re.compile(
    r"(?:(\d{4}|\d\d(?=年))\s?[年.\-/]\s?)?(\d{1,2})\s?(?:月份?)?(?:[.\-/]?\d{1,2}[日号])?\s?(?:-|~|—+|至|到)\s?"
    r"(?:(\d{4}|\d\d(?=年))\s?[年.\-/]\s?)?(\d{1,2})\s?(?:月份?)?(?:[.\-/]?\d{1,2}[日号])?\s?(?:期间|工资|的工资)?"
)
_ONE_MONTH = re.compile(r"(?:(\d{4}|\d\d(?=年))\s?[年.\-/]\s?)?(\d{1,2})月份?(?:工资|的工资)?")
_MONTHS = re.compile(r"(?:拖欠|欠薪|欠|共|合计|累计|约|近)*\s?(\d{1,3})\s?个?多?月(?:工资|的工资|左右)?")
_HAN_MONTHS = re.compile(r"[一二两三四五六七八九十]+(?=个)")
_YEAR_WORDS = {"半年": 6, "一年": 12, "1年": 12, "两年": 24, "二年": 24, "2年": 24, "一年半": 18, "全年": 12}


def parse_period(value: Value, year: int | None = None, *, not_after: date | None = None) -> Period | None:
    """Read a period of arrears; where no months can be had the text is kept alone. None for an empty cell.

    Months without any year take `year`; if they would then end after `not_after` (registration), the year before.
    """
    if vacant(value) is not None:
        return None
    period = _read_period(value, year)
    if not_after and period.end > f"{not_after:%Y-%m}" and year and str(year) not in period.text:
        return _read_period(value, year - 1)
    return period


@lru_cache(maxsize=8192, typed=True)
def _read_period(value: Value, year: int | None) -> Period:
    text = normalise(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 120:
        return Period("", "", int(value), text) if float(value).is_integer() else Period("", "", None, text)
    if isinstance(value, date):
        return _months(value.year, value.month, value.year, value.month, text)
    bare = re.sub(r"^(拖欠|欠薪|欠)", "", text)
    if bare in _YEAR_WORDS:
        return Period("", "", _YEAR_WORDS[bare], text)
    bare = _digits(_HAN_MONTHS.sub(lambda found: _han_number(found.group().replace("两", "二")), bare))
    if found := _SPAN.fullmatch(bare):
        return _span(found, year, text)
    if "个" in bare and (found := _MONTHS.fullmatch(bare)):
        return Period("", "", int(found[1]), text)
    if (found := _ONE_MONTH.fullmatch(bare)) and (found[1] or year):
        return _months(_year(found[1], year or 0), int(found[2]), _year(found[1], year or 0), int(found[2]), text)
    return Period("", "", None, text)


def _year(text: str | None, otherwise: int) -> int:
    if not text:
        return otherwise
    return int(text) if len(text) == 4 else 2000 + int(text)


def _span(found: re.Match[str], year: int | None, text: str) -> Period:
    first, last = int(found[2]), int(found[4])
    if not found[1] and not found[3] and year is None:
        return Period("", "", None, text)
    if found[1] or not found[3]:
        start = _year(found[1], year or 0)
        end = _year(found[3], start if last >= first else start + 1)
    else:
        end = _year(found[3], 0)
        start = end if first <= last else end - 1
    return _months(start, first, end, last, text)


def _months(start: int, first: int, end: int, last: int, text: str) -> Period:
    months = (end - start) * 12 + last - first + 1
    if not (1 <= first <= 12 and 1 <= last <= 12 and 1 <= months <= 240 and start in _YEARS):
        return Period("", "", None, text)
    return Period(f"{start:04d}-{first:02d}", f"{end:04d}-{last:02d}", months, text)
