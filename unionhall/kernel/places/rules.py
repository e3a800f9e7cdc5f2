"""The shipped calendar, built from the `holidays` package, and the levels of a region. Pure.

Statutory days are those of 全国年节及纪念日放假办法 Art.2 (13 since 2025, 11 before); everything else that is
free in a holiday is an in-lieu rest day, which matters for pay (300 % against 200 %).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

import holidays

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
