"""Agreed payments: the day after the due day the breach is open, and money fills the oldest first."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused

from ..rules import instalments
from ..rules.instalments import Instalment, InstalmentState, Payment, Plan

DAYS = (date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30))
AGREED = instalments.plan([Instalment(day, 6_300_00) for day in DAYS], total=18_900_00)
STATE = InstalmentState


def _states(payments: list[Payment], today: date) -> list[InstalmentState]:
    return [one.state for one in instalments.standings(AGREED, payments, today)]


def test_6_15_the_breach_of_the_first_instalment_opens_on_october_1() -> None:
    assert instalments.breach_on(DAYS[0]) == date(2026, 10, 1)
    assert instalments.breached(AGREED, [], DAYS[0]) == ()
    assert [one.instalment.due for one in instalments.breached(AGREED, [], date(2026, 10, 1))] == [DAYS[0]]


def test_6_15_enforcement_runs_two_years_from_the_last_due_day() -> None:
    assert instalments.enforcement_base(AGREED) == date(2026, 11, 30)
    assert instalments.enforce_by(AGREED) == date(2028, 11, 30)


def test_6_15_the_530000_settlement_is_broken_on_2024_08_21() -> None:
    agreed = instalments.plan([Instalment(date(2024, 8, 20), 530_000_00)])
    assert instalments.breached(agreed, [], date(2024, 8, 20)) == ()
    (broken,) = instalments.breached(agreed, [], date(2024, 8, 21))
    assert broken.open == 530_000_00


def test_money_fills_the_oldest_instalment_first() -> None:
    paid = [Payment(date(2026, 9, 20), 8_000_00)]
    assert _states(paid, date(2026, 9, 30)) == [STATE.PAID, STATE.PART_PAID, STATE.NOT_DUE]
    assert [one.paid for one in instalments.standings(AGREED, paid, DAYS[0])] == [6_300_00, 1_700_00, 0]


def test_a_late_payment_ends_the_breach_and_stays_late() -> None:
    paid = [Payment(date(2026, 10, 5), 6_300_00)]
    assert _states(paid, date(2026, 10, 4))[0] is STATE.BREACHED
    assert _states(paid, date(2026, 10, 5))[0] is STATE.PAID_LATE


def test_one_fen_short_is_a_breach() -> None:
    assert _states([Payment(DAYS[0], 6_299_99)], date(2026, 10, 1))[0] is STATE.BREACHED


def test_what_is_paid_beyond_the_plan_is_shown_and_not_lost() -> None:
    assert instalments.surplus(AGREED, [Payment(DAYS[0], 20_000_00)]) == 1_100_00


@pytest.mark.parametrize(
    ("code", "rows", "total"),
    [
        ("plan_empty", [], None),
        ("plan_amount", [Instalment(DAYS[0], 0)], None),
        ("plan_order", [Instalment(DAYS[1], 1), Instalment(DAYS[0], 1)], None),
        ("plan_order", [Instalment(DAYS[0], 1), Instalment(DAYS[0], 1)], None),
        ("plan_sum", [Instalment(DAYS[0], 1)], 2),
    ],
)
def test_a_plan_that_does_not_add_up_is_refused(code: str, rows: list[Instalment], total: int | None) -> None:
    with pytest.raises(Refused, match=code):
        instalments.plan(rows, total=total)


AMOUNTS = st.lists(st.integers(1, 10**6), min_size=1, max_size=6)
PAYMENTS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 10**6)), max_size=8)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(AMOUNTS, PAYMENTS, st.integers(0, 220))
def test_money_is_allocated_to_the_fen_and_never_skips_an_older_instalment(
    amounts: list[int], payments: list[tuple[int, int]], day: int
) -> None:
    start = date(2026, 1, 1)
    agreed = Plan(tuple(Instalment(start + timedelta(days=30 * n), one) for n, one in enumerate(amounts)))
    arrived = [Payment(start + timedelta(days=after), amount) for after, amount in payments]
    today = start + timedelta(days=day)
    rows = instalments.standings(agreed, arrived, today)
    seen = [pay for pay in arrived if pay.on <= today]
    assert sum(row.paid for row in rows) + instalments.surplus(agreed, seen) == sum(
        pay.amount for pay in seen
    )
    assert all(not later.paid or not earlier.open for earlier, later in zip(rows, rows[1:], strict=False))
    broken = [row.instalment for row in rows if row.open and today > row.instalment.due]
    assert [one.instalment for one in instalments.breached(agreed, arrived, today)] == broken
