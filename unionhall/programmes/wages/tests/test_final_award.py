"""The final-award test is made item by item; one item that is not final makes the award not final."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..rules import final_award as award
from ..rules import severance
from ..rules.arrears import MoneyKind, Period, arrears
from ..rules.figures import Figures
from ..rules.final_award import Demand, Kind
from ..rules.lines import ClaimLine, Item

FIGURES = Figures("2026-01", minimum_wage=2_200_00)
WAGES = Demand("arrears", Kind.PAY, 18_900_00)
SEVERANCE = Demand("severance", Kind.PAY, 22_050_00)
OVERTIME = Demand("overtime", Kind.PAY, 1_774_14)
DAMAGES = Demand("damages_2n", Kind.PAY, 44_100_00)


def test_6_10_three_items_each_under_the_line_are_final_although_their_sum_is_over() -> None:
    result = award.final_award([WAGES, SEVERANCE, OVERTIME], figures=FIGURES)
    assert (result.limit, result.limit_arithmetic) == (26_400_00, "12 × 2,200.00 = 26,400.00 元")
    assert sum(item.amount or 0 for item in result.items) == 42_724_14
    assert (result.final, result.reason) == (True, award.ALL_FINAL)


def test_6_10_replacing_severance_by_2n_makes_the_whole_award_not_final() -> None:
    result = award.final_award([WAGES, DAMAGES, OVERTIME], figures=FIGURES)
    assert [item.final for item in result.items] == [True, False, True]
    assert (result.final, result.reason, result.articles) == (False, award.ONE_NOT, (award.MIXED,))


def test_an_item_at_the_line_exactly_is_within_it() -> None:
    assert award.final_award([Demand("a", Kind.PAY, 26_400_00)], figures=FIGURES).final is True
    assert award.final_award([Demand("a", Kind.PAY, 26_400_01)], figures=FIGURES).final is False


def test_without_the_minimum_wage_nothing_is_guessed() -> None:
    result = award.final_award([WAGES], figures=Figures("2026-01"))
    assert (result.limit, result.final, result.items[0].reason) == (None, None, award.NO_FIGURE)


def test_work_time_rest_and_insurance_are_final_without_any_sum() -> None:
    result = award.final_award([Demand("社会保险", Kind.STANDARD)], figures=Figures("2026-01"))
    assert result.final is True


def test_something_outside_the_list_is_not_final_even_without_the_minimum_wage() -> None:
    result = award.final_award([WAGES, Demand("其他", Kind.OTHER)], figures=Figures("2026-01"))
    assert result.final is False


def test_the_awards_own_words_rule() -> None:
    result = award.final_award([WAGES, DAMAGES], figures=FIGURES, stated=True)
    assert (result.final, result.articles) == (True, (award.STATED,))


def test_double_wage_under_the_line_is_left_to_the_lawyer() -> None:
    demand = Demand("double_wage", Kind.UNSURE, 18_900_00)
    assert award.final_award([demand], figures=FIGURES).final is None


def test_no_demand_no_answer() -> None:
    assert award.final_award([], figures=FIGURES).final is None


def test_claim_lines_become_one_demand_an_item_and_nought_and_unavailable_lines_stay_out() -> None:
    june = Period(date(2026, 6, 1), date(2026, 6, 30), 6_300_00)
    owed = arrears([june], MoneyKind.WAGES, figures=FIGURES)
    service = severance.Service(date(2023, 5, 8), date(2026, 8, 20))
    once, twice = severance.unlawful_dismissal(service, [6_300_00] * 12, figures=FIGURES)
    later = ClaimLine(Item.INTEREST, 100, (), (), "2026-01", available=False)
    asked = award.demands([owed, owed, once, twice, later])
    assert [(one.label, one.amount) for one in asked] == [("arrears", 12_600_00), ("damages_2n", 44_100_00)]


@pytest.mark.parametrize("kind", list(Kind))
@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 60_000_00), min_size=1, max_size=5))
def test_adding_an_item_never_makes_an_award_final(kind: Kind, amounts: list[int]) -> None:
    asked = [Demand(str(number), Kind.PAY, amount) for number, amount in enumerate(amounts)]
    before = award.final_award(asked, figures=FIGURES).final
    after = award.final_award([*asked, Demand("more", kind, 20_000_00)], figures=FIGURES).final
    assert before is True or after is not True
