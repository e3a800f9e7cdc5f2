"""Eight site facts give the payers in order; a gap in the facts is a condition, never a guess."""

from dataclasses import fields, replace

import pytest

from ..rules import compliance, routes
from ..rules.articles import Mark
from ..rules.compliance import Point
from ..rules.payers import EmployerState, Hirer, NameShown, Payer, Role, SiteFacts, payers
from ..rules.routes import CautionCode, RouteFacts

SITE = SiteFacts(
    hirer=Hirer.SUBCONTRACTOR,
    qualified=True,
    name_shown=NameShown.GENERAL_CONTRACTOR,
    passed_on=False,
    name_borrowed=False,
    developer_paid=True,
    lawful=True,
    states=frozenset(),
    construction=True,
    rural_worker=True,
)
PLAIN = replace(SITE, hirer=Hirer.EMPLOYER, construction=False)


def _pairs(found: tuple[Payer, ...]) -> list[tuple[Role, str]]:
    return [(payer.role, payer.article.article) for payer in found if not payer.condition]


def test_a_subcontractor_owes_and_the_general_contractor_pays_first() -> None:
    assert _pairs(payers(SITE)) == [(Role.EMPLOYER, "第30条"), (Role.GENERAL_CONTRACTOR, "第30条")]
    assert payers(SITE) == tuple(payer for payer in payers(SITE) if not payer.condition)


@pytest.mark.parametrize(
    ("facts", "role", "article"),
    [
        (replace(SITE, hirer=Hirer.EMPLOYER, passed_on=True), Role.GENERAL_CONTRACTOR, "第30条"),
        (replace(SITE, developer_paid=False), Role.DEVELOPER, "第29条第2款"),
        (replace(SITE, hirer=Hirer.INDIVIDUAL), Role.DEVELOPER_OR_CONTRACTOR, "第36条第1款"),
        (replace(SITE, qualified=False), Role.DEVELOPER_OR_CONTRACTOR, "第36条第1款"),
        (replace(SITE, name_borrowed=True), Role.LENDING_COMPANY, "第36条第2款"),
        (replace(PLAIN, name_borrowed=True), Role.LENDING_COMPANY, "第19条第2款"),
        (replace(SITE, lawful=False), Role.DEVELOPER, "第37条"),
        (
            replace(PLAIN, hirer=Hirer.DISPATCHER, states=frozenset({EmployerState.UNLICENSED_DISPATCH})),
            Role.USER_COMPANY,
            "第18条",
        ),
        (replace(PLAIN, states=frozenset({EmployerState.OWNED_BY_PERSONS})), Role.INVESTORS, "第20条"),
        (replace(PLAIN, states=frozenset({EmployerState.MERGING})), Role.EMPLOYER, "第21条"),
        (replace(PLAIN, states=frozenset({EmployerState.SUCCEEDED})), Role.SUCCESSOR, "第21条"),
        (replace(PLAIN, states=frozenset({EmployerState.CLOSING})), Role.EMPLOYER, "第22条第1款"),
        (replace(PLAIN, states=frozenset({EmployerState.DEREGISTERED})), Role.MAIN_INVESTOR, "第22条第2款"),
    ],
)
def test_each_situation_of_the_handbook_names_its_payer(facts: SiteFacts, role: Role, article: str) -> None:
    assert (role, article) in _pairs(payers(facts))
    assert (role, article) not in _pairs(payers(SITE if facts.construction else PLAIN)) or facts.passed_on


def test_an_ordinary_company_pays_alone() -> None:
    assert _pairs(payers(PLAIN)) == [(Role.EMPLOYER, "第30条")]


def test_in_any_trade_the_qualified_company_answers_for_unqualified_subcontracting() -> None:
    worker = replace(PLAIN, hirer=Hirer.INDIVIDUAL, passed_on=True, qualified=False, rural_worker=False)
    found = payers(worker)
    assert [(one.role, one.mark) for one in found] == [(Role.QUALIFIED_COMPANY, Mark.SECONDARY)]


def test_the_rules_for_rural_workers_bind_nobody_else() -> None:
    townsman = replace(SITE, rural_worker=False, developer_paid=False, lawful=False)
    assert _pairs(payers(townsman)) == [(Role.EMPLOYER, "第30条")]


def test_with_nothing_known_every_payer_carries_what_must_be_found_out() -> None:
    found = payers(SiteFacts())
    assert len(found) == 14
    assert all(one.condition for one in found)


@pytest.mark.parametrize("name", [one.name for one in fields(SiteFacts) if one.name != "name_shown"])
def test_forgetting_a_fact_never_loses_a_payer(name: str) -> None:
    known = replace(SITE, qualified=False, developer_paid=False, lawful=False, name_borrowed=True)
    forgotten = payers(replace(known, **{name: None}))
    assert {(one.role, one.article) for one in payers(known)} <= {
        (one.role, one.article) for one in forgotten
    }


def test_the_sure_ones_stand_before_those_with_a_condition() -> None:
    conditions = [bool(one.condition) for one in payers(replace(SITE, developer_paid=None, states=None))]
    assert conditions == sorted(conditions)
    assert {True, False} == set(conditions)


def test_a_board_in_the_hirers_own_name_answers_the_question_of_a_borrowed_one() -> None:
    asked = replace(SITE, name_borrowed=None, name_shown=NameShown.HIRER)
    assert Role.LENDING_COMPANY not in {one.role for one in payers(asked)}
    other = payers(replace(asked, name_shown=NameShown.OTHER_COMPANY))
    assert Role.LENDING_COMPANY in {one.role for one in other if one.condition}


def test_a_gap_is_a_no_and_silence_is_not_a_yes() -> None:
    answers = {Point.ACCOUNT: False, Point.LEDGER: True, Point.BOARD: None}
    assert [duty.point for duty in compliance.gaps(answers)] == [Point.ACCOUNT]
    assert len(compliance.unasked(answers)) == len(Point) - 2


@pytest.mark.parametrize(
    ("points", "article", "low", "high", "stop"),
    [
        (
            {Point.PAID_IN_MONEY, Point.LEDGER, Point.SLIP, Point.CARDS_FREE},
            "第54条",
            20_000_00,
            50_000_00,
            False,
        ),
        ({Point.ACCOUNT, Point.DEPOSIT, Point.REAL_NAME}, "第55条", 50_000_00, 100_000_00, True),
        ({Point.MONTHLY_SHEET, Point.SUPERVISION, Point.BOARD}, "第56条", 50_000_00, 100_000_00, False),
        ({Point.GUARANTEE, Point.LABOUR_COST, Point.DOCUMENTS}, "第57条", 50_000_00, 100_000_00, True),
    ],
)
def test_each_penalty_hangs_on_its_own_duties(
    points: set[Point], article: str, low: int, high: int, stop: bool
) -> None:
    hung = [duty for duty in compliance.CHECKLIST if duty.penalty and duty.penalty.article.article == article]
    assert {duty.point for duty in hung} == points
    assert {(one.penalty.low, one.penalty.high, one.penalty.stop_work) for one in hung if one.penalty} == {
        (low, high, stop)
    }


def test_the_checklist_asks_every_point_once() -> None:
    assert [duty.point for duty in compliance.CHECKLIST] == list(Point)


def _codes(**facts: object) -> set[CautionCode]:
    return {one.code for one in routes.cautions(RouteFacts(**{"other_items": False, **facts}))}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"arbitration_begun": True}, CautionCode.INSPECTION_CLOSED),
        ({"mediation_begun": True}, CautionCode.INSPECTION_CLOSED),
        ({"fled_or_bad_faith": True}, CautionCode.INSPECTION_FIRST),
        ({"other_items": True}, CautionCode.WAGES_ONLY),
        ({"unreachable": True}, CautionCode.NO_PAYMENT_ORDER),
        ({"other_debts": True}, CautionCode.NO_PAYMENT_ORDER),
        ({"unreachable": True}, CautionCode.NO_SMALL_CLAIM),
        ({"non_final_item": True}, CautionCode.MIXED_AWARD),
        ({"asked_for_relief": True}, CautionCode.KEEP_PROOF),
        ({"mediation_agreement": False}, CautionCode.ORDER_FORK),
        ({"workers": 2}, CautionCode.EACH_DECIDES),
        ({"wage_iou": True}, CautionCode.IOU_ALONE),
    ],
)
def test_each_conflict_of_roads_is_said_when_it_applies(facts: dict[str, object], code: CautionCode) -> None:
    assert code in _codes(**facts)
    assert code not in _codes(mediation_agreement=True)


def test_once_arbitration_runs_nobody_is_sent_to_the_inspectorate_first() -> None:
    assert CautionCode.INSPECTION_FIRST not in _codes(fled_or_bad_faith=True, arbitration_begun=True)


def test_a_payment_order_is_never_suggested_against_a_boss_who_cannot_be_reached() -> None:
    assert CautionCode.ORDER_FORK not in _codes(unreachable=True)


def test_every_caution_cites_its_article() -> None:
    assert {rule.caution.code for rule in routes.RULES} == set(CautionCode)
    assert all(rule.caution.articles and rule.caution.sentence for rule in routes.RULES)
