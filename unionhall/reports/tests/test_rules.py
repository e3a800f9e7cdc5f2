"""When a number bears another out, which days a period means, and sums in a figure's own unit."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.reports import rules

quick = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("value", "wanted", "how", "good"),
    [
        (32, 32, "eq", True), (31, 32, "eq", False), (33, 32, "eq", False),
        (70, 70, "ge", True), (71, 70, "ge", True), (69, 70, "ge", False),
        (285, 300, "about", True), (315, 300, "about", True), (284, 300, "about", False), (316, 300, "about", False),
        (Decimal("3.8"), Decimal("4.0"), "about", True), (Decimal("3.79"), Decimal("4.0"), "about", False),
        (None, 1, "eq", False), (None, 0, "ge", False),
    ],
)  # fmt: skip
def test_exactly_at_least_and_within_five_percent(value, wanted, how, good):
    assert rules.judge(value, wanted, how) is good


@quick
@given(st.integers(-(10**12), 10**12), st.integers(0, 10**12))
def test_a_number_bears_itself_out_however_it_was_said(value, wanted):
    assert all(rules.judge(wanted, wanted, how) for how in rules.How)
    assert rules.judge(value, wanted, "eq") == (value == wanted)
    assert rules.judge(value, wanted, "about") == (abs(value - wanted) * 100 <= 5 * wanted)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)), ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-03-13", date(2025, 3, 13), date(2025, 3, 13)), ("1960s", date(1960, 1, 1), date(1969, 12, 31)),
    ],
)  # fmt: skip
def test_a_period_is_a_year_a_month_a_day_or_a_decade(period, first, last):
    assert rules.days(period) == (first, last)


@pytest.mark.parametrize("period", ["", "24", "2024-13", "2023-02-29", "2024-1", "2024年", "2024s-01", "0024"])
def test_another_period_is_refused(period):
    with pytest.raises(Refused, match="period"):
        rules.days(period)


@quick
@given(st.integers(-(10**14), 10**14))
def test_fen_as_yuan_lose_nothing(fen):
    value = rules.in_unit(fen, 100)
    assert value * 100 == fen
    assert isinstance(value, int) == (fen % 100 == 0)


def test_a_missing_amount_stays_missing():
    assert rules.in_unit(None, 100) is None
    assert rules.plain(None) is None
    assert rules.plain(Decimal("4.0")) == 4.0
    assert [rules.spelled(value) for value in (Decimal("4.0"), 835_000_000, Decimal("10.50"))] == ["4", "835,000,000", "10.50"]
