"""Sharing under every rule: to the fen, never above a debt, the same in whatever order the workers are given."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.programmes.wages.rules import sharing
from unionhall.programmes.wages.rules.groups import Line, claims
from unionhall.programmes.wages.rules.sharing import Claim, ShareRule

RULES = [rule for rule in ShareRule if rule is not ShareRule.AGREED]
DAYS = st.integers(0, 40).map(lambda days: date(2024, 1, 1) + timedelta(days=days))


@st.composite
def given_to(draw: st.DrawFn) -> tuple[int, list[Claim]]:
    """Workers with debts (many alike, so that there are ties) and some of the money."""
    owed = draw(st.lists(st.one_of(st.integers(0, 3), st.integers(0, 10**8)), min_size=1, max_size=12))
    rows = [Claim(f"{n:03d}", one, draw(DAYS)) for n, one in enumerate(owed)]
    return draw(st.integers(0, sum(owed))), rows


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(found=given_to(), turn=st.randoms(use_true_random=False))
def test_parts_sum_to_the_fen_none_is_above_its_debt_and_order_changes_nothing(rule, found, turn):
    received, rows = found
    parts = sharing.share(rule, received, rows)
    assert sum(part.amount for part in parts) == received
    assert all(0 <= part.amount <= row.owed for part, row in zip(parts, rows, strict=True))
    turned = list(rows)
    turn.shuffle(turned)
    assert {part.worker: part.amount for part in sharing.share(rule, received, turned)} == {part.worker: part.amount for part in parts}


@settings(max_examples=120, deadline=None, derandomize=True)
@given(found=given_to())
def test_equal_parts_differ_by_a_fen_at_most_but_for_debts_that_are_paid_whole(found):
    received, rows = found
    parts = sharing.share(ShareRule.EQUAL, received, rows)
    open_ = [part.amount for part, row in zip(parts, rows, strict=True) if part.amount < row.owed]
    assert not open_ or max(part.amount for part in parts) - min(open_) <= 1


@pytest.mark.parametrize(("rule", "key"), [(ShareRule.OLDEST, lambda row: (row.since, row.worker)), (ShareRule.SMALLEST, lambda row: (row.owed, row.worker))])
@settings(max_examples=80, deadline=None, derandomize=True)
@given(found=given_to())
def test_in_turn_nobody_gets_a_fen_before_those_ahead_have_everything(rule, key, found):
    received, rows = found
    got = {part.worker: part.amount for part in sharing.share(rule, received, rows)}
    ahead = True
    for row in sorted(rows, key=key):
        assert ahead or not got[row.worker]
        ahead = ahead and got[row.worker] == row.owed


@settings(max_examples=80, deadline=None, derandomize=True)
@given(found=given_to())
def test_an_agreed_list_is_what_was_agreed_and_one_fen_off_is_refused(found):
    received, rows = found
    agreed = {part.worker: part.amount for part in sharing.share(ShareRule.EQUAL, received, rows)}
    assert {part.worker: part.amount for part in sharing.share(ShareRule.AGREED, received, rows, agreed)} == agreed
    if received:
        with pytest.raises(Refused, match="share_sum"):
            sharing.share(ShareRule.AGREED, received - 1, rows, agreed)


def test_in_the_order_given_the_odd_fen_would_go_to_whoever_comes_first(monkeypatch):
    """The twin: without the total order two lists of the same workers share differently."""
    rows = [Claim("b", 1), Claim("a", 1)]
    parts = {part.worker: part.amount for part in sharing.share(ShareRule.PRO_RATA, 1, rows)}
    assert parts == {"a": 1, "b": 0}
    plain = dict(zip(("b", "a"), money.share(1, [1, 1]), strict=True))
    assert plain == {"b": 1, "a": 0}


def test_a_debt_without_its_day_cannot_be_called_the_oldest():
    with pytest.raises(Refused, match="share_since"):
        sharing.share(ShareRule.OLDEST, 1, [Claim("a", 1), Claim("b", 1, date(2024, 1, 1))])


LINES = st.lists(st.builds(Line, st.just(""), st.integers(0, 900), st.integers(0, 2000), st.integers(0, 100), st.integers(0, 2000), left=st.booleans()), max_size=9)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(LINES)
def test_what_is_open_is_each_lines_own_never_below_nought_and_who_left_is_out(lines):
    rows = [Line(str(n), *(getattr(line, name) for name in ("owed", "paid", "denied", "confirmed")), left=line.left) for n, line in enumerate(lines)]
    found = {claim.worker: claim.owed for claim in claims(rows)}
    for row in rows:
        got = max(row.paid - row.denied, row.confirmed)
        assert found.get(row.worker, 0) == (0 if row.left else max(0, row.owed - got))
