"""The shipped calendar, built from the `holidays` package; the levels of a region and the country's table of them. Pure.

Statutory days are those of 全国年节及纪念日放假办法 Art.2 (13 since 2025, 11 before); everything else that is
free in a holiday is an in-lieu rest day, which matters for pay (300 % against 200 %).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import holidays
from stdnum import numdb

from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar, DayKind

FIRST_YEAR, LAST_YEAR = 2020, 2030
BY_NOTICE = _("国务院办公厅节假日安排通知")
BY_LAW = _("全国年节及纪念日放假办法（当年通知未发布）")


class Level(StrEnum):
    """How high a region stands."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    STREET = "street"


LEVEL_LABELS = {
    Level.PROVINCE: _("省"),
    Level.CITY: _("市"),
    Level.COUNTY: _("县区"),
    Level.STREET: _("街道乡镇"),
}

KIND_LABELS = {
    DayKind.WORKING: _("工作日"),
    DayKind.REST: _("休息日"),
    DayKind.IN_LIEU: _("调休补休日"),
    DayKind.STATUTORY: _("法定节假日"),
    DayKind.ADJUSTED: _("调休上班日"),
}


@dataclass(frozen=True, slots=True)
class ShippedDay:
    """One day that differs from plain weekday and weekend, and where that is written."""

    day: date
    kind: DayKind
    source: str


def free_kind(name: str) -> DayKind:
    """Statutory when any of the day's names is a holiday itself, not its substitute or extension."""
    moved = ("Day off", "(observed)", "Extended")
    held = [part for part in name.split("; ") if not any(word in part for word in moved)]
    return DayKind.STATUTORY if held else DayKind.IN_LIEU


def shipped_years() -> dict[int, bool]:
    """Year -> whether its notice is known: every notice moves workdays, so a year without any has none."""
    return {year: bool(adjusted_days(year)) for year in range(FIRST_YEAR, LAST_YEAR + 1)}


def year_source(published: bool) -> str:
    """Where a year's days are written: the notice, or only the law while there is none."""
    return BY_NOTICE if published else BY_LAW


@lru_cache(maxsize=LAST_YEAR - FIRST_YEAR + 1)
def adjusted_days(year: int) -> tuple[date, ...]:
    """The weekend days of `year` that the notice turned into workdays."""
    china = holidays.country_holidays("CN", years=year, language="en_US")
    return tuple(sorted(day for day in china.weekend_workdays if day.year == year))


def shipped_days() -> Iterator[ShippedDay]:
    """Every day of the covered years that differs, by date within each year."""
    for year, published in shipped_years().items():
        china = holidays.country_holidays("CN", years=year, language="en_US")
        kinds = {day: free_kind(name) for day, name in china.items()}
        kinds |= dict.fromkeys(adjusted_days(year), DayKind.ADJUSTED)
        yield from (ShippedDay(day, kind, year_source(published)) for day, kind in sorted(kinds.items()))


@lru_cache(maxsize=1)
def shipped() -> Calendar:
    """The shipped calendar as a value; the same object on every call."""
    published = frozenset(year for year, known in shipped_years().items() if known)
    return Calendar({row.day: row.kind for row in shipped_days()}, published)


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A region of the national table (python-stdnum's copy of GB/T 2260 and its changes); `parent` is '' for a province."""

    code: str
    name: str
    level: Level
    parent: str


_GRADE = re.compile("(省|市|地区|(壮族|回族|维吾尔)?自治区)$")
_NO_PLACE = re.compile("^(市辖区|县|市)$|直辖")  # lines of the table that only group others
_DATED = re.compile(r"(?:\[(\d*)-(\d*)\])?([^,\[\]]+)")


def named_region(code: str) -> NamedRegion | None:
    """The province, city or county that bears this six-figure code today; None for others and for abolished ones."""
    if not re.fullmatch(r"[1-6]\d{5}", code, re.ASCII):
        return None
    found = numdb.get("cn/loc").info(code)
    province = found[0][1].get("province", "") if found else ""
    if code.endswith("0000"):
        return NamedRegion(code, province, Level.PROVINCE, "") if province else None
    names = [name for _since, until, name in _DATED.findall(found[1][1].get("county", "")) if not until] if len(found) > 1 else []
    if not names or _NO_PLACE.search(names[-1]):
        return None
    city = f"{code[:4]}00"
    if code == city:
        return NamedRegion(code, names[-1], Level.CITY, f"{code[:2]}0000")
    above = city if named_region(city) else f"{code[:2]}0000"  # a municipality's district stands below the municipality
    return NamedRegion(code, names[-1], Level.COUNTY, above)


def named_lineage(code: str) -> list[NamedRegion]:
    """From the province down to the region itself; empty for an unknown code."""
    found: list[NamedRegion] = []
    while row := named_region(code):
        found.insert(0, row)
        code = row.parent
    return found


@lru_cache(maxsize=1)
def plain_names() -> frozenset[str]:
    """Provinces and cities as people say them, without 省, 市, 自治区: 山东, 潍坊, 广西."""
    codes = [f"{province}{city:02d}00" for province in range(11, 66) for city in range(91)]
    rows = [row for code in codes if (row := named_region(code))]
    return frozenset(short for row in rows if len(short := _GRADE.sub("", row.name)) >= 2 and not row.name.endswith(("州", "盟")))
