"""The shipped calendar: statutory days, moved workdays, and years without a notice."""

from collections import Counter
from datetime import date, timedelta

import pytest

from unionhall.base.workdays import DayKind
from unionhall.kernel.places import rules
from unionhall.kernel.places.rules import FIRST_YEAR, LAST_YEAR, free_kind, shipped, shipped_days

CALENDAR = shipped()


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=step) for step in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(
    ("year", "statutory"), [(2021, 11), (2022, 11), (2023, 11), (2024, 11), (2025, 13), (2026, 13)]
)
def test_a_year_has_eleven_statutory_days_and_thirteen_since_2025(year: int, statutory: int) -> None:
    assert Counter(CALENDAR.kind(day) for day in days_of(year))[DayKind.STATUTORY] == statutory


@pytest.mark.parametrize(("year", "worked"), [(2025, 248), (2026, 248)])
def test_example_6_2_a_year_has_248_working_days(year: int, worked: int) -> None:
    assert sum(CALENDAR.is_working(day) for day in days_of(year)) == worked


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024, 2025, 2026])
def test_moving_days_about_changes_nothing_but_the_statutory_days_on_weekdays(year: int) -> None:
    """Substitutes are free for weekend holidays and moved days are worked off: the sum stays the law's."""
    days = days_of(year)
    weekdays = sum(day.weekday() < 5 for day in days)
    statutory = sum(CALENDAR.kind(day) is DayKind.STATUTORY for day in days)
    assert sum(CALENDAR.is_working(day) for day in days) == weekdays - statutory


def test_a_year_without_adjusted_workdays_has_no_notice_yet() -> None:
    assert CALENDAR.published >= frozenset(range(2020, 2027))
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        adjusted = any(CALENDAR.kind(day) is DayKind.ADJUSTED for day in days_of(year))
        assert (year in CALENDAR.published) == adjusted


def test_example_6_3_the_fifth_of_october_2026_is_in_lieu_and_the_second_statutory() -> None:
    assert CALENDAR.kind(date(2026, 10, 5)) is DayKind.IN_LIEU
    assert CALENDAR.kind(date(2026, 10, 2)) is DayKind.STATUTORY
    assert CALENDAR.kind(date(2026, 10, 4)) is DayKind.REST


def test_two_holidays_on_one_day_are_statutory_and_an_extension_is_not() -> None:
    assert free_kind("Mid-Autumn Festival; National Day") is DayKind.STATUTORY
    assert free_kind("Chinese New Year Extended Holiday") is DayKind.IN_LIEU
    assert free_kind("Day off (substituted from 02/14/2026)") is DayKind.IN_LIEU
    assert free_kind("National Day (observed)") is DayKind.IN_LIEU


def test_every_shipped_day_is_listed_once_with_its_source() -> None:
    rows = list(shipped_days())
    assert len({row.day for row in rows}) == len(rows)
    assert all(row.source for row in rows)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("370702", ["山东省", "潍坊市", "潍城区"]),
        ("110101", ["北京市", "东城区"]),
        ("440300", ["广东省", "深圳市"]),
        ("310115", ["上海市", "浦东新区"]),
        ("469001", ["海南省", "五指山市"]),
        ("370000", ["山东省"]),
        ("372201", []),  # abolished
        ("370799", []),
        ("37070", []),
        ("000000", []),
    ],
)
def test_a_code_stands_below_those_that_stand_above_it_today(code: str, names: list[str]) -> None:
    assert [row.name for row in rules.named_lineage(code)] == names


def test_cities_and_provinces_have_plain_names() -> None:
    assert {"山东", "潍坊", "临沂", "广西", "新疆", "北京"} <= rules.plain_names()
    assert not {"市辖区", "市", "区"} & rules.plain_names()
