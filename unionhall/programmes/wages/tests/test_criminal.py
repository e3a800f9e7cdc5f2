"""The elements of 刑法 276-1 and of the list are shown one by one; nobody is judged here."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..rules import crime
from ..rules.crime import CrimeFacts, Owed
from ..rules.figures import Band, Figures
from ..rules.tristate import Answer, every, negated, some

FIGURES = Figures("2026-01")
SET = replace(
    FIGURES,
    crime_one=Band(5_000_00, 20_000_00, 10_000_00),
    crime_many=Band(30_000_00, 100_000_00, 60_000_00),
)
GROUP = CrimeFacts(owed=(Owed(13_600_00, 2),) * 15)


def _amount(*owed: Owed, figures: Figures = FIGURES) -> crime.Element:
    return crime.amount(CrimeFacts(owed=owed), figures)


def test_6_11_fifteen_workers_with_204000_reach_it_whatever_the_province_chose() -> None:
    element = crime.amount(GROUP, FIGURES)
    assert sum(one.amount or 0 for one in GROUP.owed) == 204_000_00
    assert (element.met, element.reason) == (True, crime.REACHED)


def test_6_11_one_worker_three_months_and_18900_depends_on_the_setting() -> None:
    element = _amount(Owed(18_900_00, 3))
    assert (element.met, element.reason) == (None, crime.DEPENDS)


def test_once_the_province_has_chosen_the_same_18900_is_answered() -> None:
    assert _amount(Owed(18_900_00, 3), figures=SET).met is True
    assert _amount(Owed(18_900_00, 3), figures=SET).reason == crime.REACHED_SET
    assert _amount(Owed(9_999_99, 3), figures=SET).met is False


def test_under_three_months_one_workers_sum_is_not_enough() -> None:
    assert _amount(Owed(50_000_00, 2)).met is False


def test_nine_workers_are_tested_one_by_one_and_ten_together() -> None:
    each = Owed(12_000_00, 1)
    assert _amount(*(each,) * 9).met is False
    assert _amount(*(each,) * 10).met is True


def test_the_ends_of_the_band_belong_to_the_reached_side() -> None:
    assert [_amount(Owed(fen, 3)).met for fen in (4_999_99, 5_000_00, 19_999_99, 20_000_00)] == [
        False, None, None, True,
    ]  # fmt: skip


def test_an_unknown_sum_leaves_it_open_and_no_worker_leaves_it_unknown() -> None:
    assert _amount(Owed(None, 3)).met is None
    assert _amount(*(Owed(1_000_00, 1),) * 9, Owed(None, 1)).reason == crime.UNKNOWN
    assert (_amount().met, _amount().reason) == (None, crime.UNKNOWN)


def test_posting_with_proof_counts_as_service() -> None:
    posted = replace(GROUP, order_served=False, posted_with_proof=True)
    assert {one.code: one.met for one in crime.order(posted)}["SERVED"] is True


def test_every_element_has_a_question_and_an_article_and_starts_unknown() -> None:
    elements = (*crime.crime(CrimeFacts(), FIGURES), *crime.blacklist(CrimeFacts(), FIGURES))
    assert all(one.question and one.article.law and one.met is None for one in elements)
    assert len({one.code for one in elements}) == len(elements)


def test_the_missing_list_names_what_nobody_has_shown() -> None:
    known = replace(GROUP, fled=True, ordered=True, order_served=True)
    left = {one.code for one in crime.missing(crime.crime(known, FIGURES))}
    assert left == {"HID", "NO_SHOW", "ABLE", "UNPAID", "WHO"}


def test_the_list_shows_the_criminal_amount_and_the_order_beside_each_other() -> None:
    shown = {one.code: one.met for one in crime.blacklist(replace(GROUP, ordered=True), FIGURES)}
    assert shown == {"BL_AMOUNT": True, "BL_INCIDENT": None, "BL_ORDERED": True, "BL_UNPAID": None}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 30_000_00), st.integers(0, 6)), min_size=1, max_size=20))
def test_what_is_reached_without_a_choice_is_reached_under_every_choice(rows: list[tuple[int, int]]) -> None:
    owed = [Owed(amount, months) for amount, months in rows]
    answer = _amount(*owed).met
    ends = [
        replace(FIGURES, crime_one=Band(0, 0, one), crime_many=Band(0, 0, many))
        for one, many in ((5_000_00, 30_000_00), (20_000_00, 100_000_00))
    ]
    under = [_amount(*owed, figures=figures).met for figures in ends]
    assert under == [answer, answer] if answer is not None else under == [True, False]


@pytest.mark.parametrize(
    ("answers", "all_of", "one_of"),
    [((True, None), None, True), ((False, None), False, None), ((True, True), True, True), ((), True, False)],
)
def test_not_known_is_neither_yes_nor_no(answers: tuple[Answer, ...], all_of: Answer, one_of: Answer) -> None:
    assert (every(*answers), some(*answers)) == (all_of, one_of)
    assert [negated(one) for one in (True, False, None)] == [False, True, None]
