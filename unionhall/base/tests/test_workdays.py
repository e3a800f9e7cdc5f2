"""Working days on a small calendar of their own: Spring Festival and National Day of 2026."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.workdays import Calendar, DayKind

DAYS = {
    date(2026, 2, 14): DayKind.ADJUSTED,
    date(2026, 2, 16): DayKind.STATUTORY,
    date(2026, 2, 17): DayKind.STATUTORY,
    date(2026, 2, 18): DayKind.STATUTORY,
    date(2026, 2, 19): DayKind.STATUTORY,
    date(2026, 2, 20): DayKind.IN_LIEU,
    date(2026, 2, 23): DayKind.IN_LIEU,
    date(2026, 2, 28): DayKind.ADJUSTED,
    date(2026, 10, 1): DayKind.STATUTORY,
    date(2026, 10, 2): DayKind.STATUTORY,
    date(2026, 10, 3): DayKind.STATUTORY,
    date(2026, 10, 5): DayKind.IN_LIEU,
    date(2026, 10, 6): DayKind.IN_LIEU,
    date(2026, 10, 7): DayKind.IN_LIEU,
}
CALENDAR = Calendar(DAYS, frozenset({2026}))
EVERY_DAY = st.dates(date(2024, 1, 1), date(2026, 12, 31))
BRIEFLY = settings(max_examples=200, deadline=None, derandomize=True)


def test_days_that_are_not_listed_are_plain_weekdays_and_weekends() -> None:
    assert CALENDAR.kind(date(2026, 3, 2)) is DayKind.WORKING
    assert CALENDAR.kind(date(2026, 3, 1)) is DayKind.REST
    assert CALENDAR.kind(date(2026, 10, 4)) is DayKind.REST


def test_the_start_day_is_not_counted_and_an_adjusted_saturday_is() -> None:
    assert CALENDAR.add_working(date(2026, 2, 12), 5) == date(2026, 2, 26)
    assert CALENDAR.add_working(date(2026, 2, 12), 0) == date(2026, 2, 12)


def test_a_negative_count_goes_backwards() -> None:
    assert CALENDAR.add_working(date(2026, 2, 26), -5) == date(2026, 2, 12)


def test_a_free_day_rolls_past_the_whole_holiday_and_an_adjusted_day_stays() -> None:
    assert CALENDAR.roll(date(2026, 10, 3)) == date(2026, 10, 8)
    assert CALENDAR.roll(date(2026, 2, 14)) == date(2026, 2, 14)


def test_the_last_working_day_before_a_holiday_is_the_safe_one() -> None:
    assert CALENDAR.last_working(date(2026, 10, 4)) == date(2026, 9, 30)
    assert CALENDAR.last_working(date(2026, 9, 30)) == date(2026, 9, 30)


def test_a_span_is_provisional_when_any_of_its_years_is_not_published() -> None:
    assert not CALENDAR.provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert CALENDAR.provisional(date(2026, 12, 31), date(2027, 1, 4))
    assert CALENDAR.provisional(date(2025, 12, 31), date(2026, 1, 4))


@given(EVERY_DAY, st.integers(1, 90))
@BRIEFLY
def test_adding_working_days_agrees_with_counting_them_one_by_one(start: date, n: int) -> None:
    end = CALENDAR.add_working(start, n)
    between = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(CALENDAR.is_working(day) for day in between) == n
    assert CALENDAR.is_working(end)


@given(EVERY_DAY)
@BRIEFLY
def test_rolling_and_safe_days_enclose_the_day_and_are_worked(day: date) -> None:
    before, after = CALENDAR.last_working(day), CALENDAR.roll(day)
    assert before <= day <= after
    assert CALENDAR.is_working(before)
    assert CALENDAR.is_working(after)
    assert (before == after) == CALENDAR.is_working(day)
