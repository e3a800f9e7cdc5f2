"""Money: what is printed, how it rounds, and that shares sum to the fen."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.money import capitals, round_fen, share, short, yuan


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        (Fraction(6300, 174), 3621),
        (Fraction(630000, 2175), 28966),
        (Decimal("0.005"), 1),
        (Decimal("0.0049"), 0),
        (Decimal("-0.005"), -1),
        (Decimal("139.8082"), 13981),
    ],
)
def test_half_a_fen_rounds_up(amount: Fraction | Decimal, fen: int) -> None:
    assert round_fen(amount) == fen


def test_yuan_has_commas_and_two_decimals() -> None:
    assert [yuan(1_890_000), yuan(5), yuan(-123_456_789)] == ["18,900.00", "0.05", "-1,234,567.89"]


def test_short_drops_empty_decimals_only() -> None:
    assert [short(1_890_000), short(1_890_050), short(1_890_005)] == ["18,900", "18,900.50", "18,900.05"]


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (20_435_050, "贰拾万肆仟叁佰伍拾元伍角"),
        (1_890_000, "壹万捌仟玖佰元整"),
        (10_005, "壹佰元零伍分"),
        (5, "伍分"),
        (0, "零元整"),
        (53_000_000, "伍拾叁万元整"),
    ],
)
def test_capitals_end_in_whole_only_for_whole_yuan(fen: int, words: str) -> None:
    assert capitals(fen) == words


def test_example_6_17_part_money_is_shared_by_largest_remainder() -> None:
    assert share(2_000_000, [1_890_000, 1_260_000, 945_000]) == [923_077, 615_385, 461_538]


def test_ties_go_in_order() -> None:
    assert share(2, [1, 1, 1]) == [1, 1, 0]


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [0, 0]), (-1, [1]), (1, [2, -1])])
def test_a_share_without_weight_is_an_error(total: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weight"):
        share(total, weights)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_shares_sum_to_the_fen_and_stray_less_than_one(total: int, weights: list[int]) -> None:
    parts = share(total, weights)
    assert sum(parts) == total
    fair = [Fraction(total * weight, sum(weights)) for weight in weights]
    assert all(abs(part - exact) < 1 for part, exact in zip(parts, fair, strict=True))


@given(st.integers(-(10**12), 10**12))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_printed_yuan_reads_back_to_the_same_fen(fen: int) -> None:
    assert round_fen(Decimal(yuan(fen).replace(",", ""))) == fen
