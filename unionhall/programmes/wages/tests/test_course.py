"""The course of a matter: from a report without log-in to money that the worker confirmed."""

from datetime import date

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.models import Case, Receipt
from unionhall.kernel.people import queries as people
from unionhall.programmes.wages.models import Arrears, Clue
from unionhall.programmes.wages.services import agreements, clues, money
from unionhall.programmes.wages.services import cases as wage_cases

KEY = "k" * 32
REPORT = clues.Report(
    employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=1, contact="职工001", phone="19900000037"
)


def file_report(key: str = KEY):
    return clues.report(report=REPORT, client_key=key, by=SYSTEM, at=at())


def test_a_report_without_log_in_gets_a_receipt_that_finds_it_again(ground):
    receipt, code = file_report()
    assert len(code) == 16
    assert cases.find_by_receipt(code=code.lower()) == receipt
    assert receipt.case.union == ground.unions["street"]
    assert code not in str(Receipt.objects.values())


def test_the_same_form_sent_twice_files_once_and_gets_the_same_receipt(ground):
    first, code = file_report()
    second, again = file_report()
    assert (first.pk, code) == (second.pk, again)
    assert Clue.objects.count() == 1
    third, other = file_report("j" * 32)
    assert third.pk != first.pk
    assert other != code


def test_the_county_sees_what_its_street_received_and_the_sister_district_sees_nothing(ground):
    file_report()
    seen = {name: case_queries.visible(actor.scope("wages.view")).count() for name, actor in ground.actors.items()}
    assert seen["clerk"] == seen["officer"] == seen["leader"] == 1
    assert seen["neighbour"] == seen["administrator"] == seen["lawyer"] == 0
    with pytest.raises(Refused, match="not_yours"):
        clues.check(clue_id=Clue.objects.get().pk, by=ground.actors["neighbour"], at=at())


def open_case(ground) -> Arrears:
    receipt, _code = file_report()
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=ground.actors["clerk"], at=at())
    return wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=at())


def test_an_unpaid_agreement_breaches_by_itself_the_day_after_and_not_on_the_day(ground):
    arrears = open_case(ground)
    officer = ground.actors["officer"]
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=officer, at=at())
    agreements.sign(
        case_id=arrears.case_id, kind="mediation", signed_on=date(2026, 11, 23), parts=[(date(2026, 11, 30), 18_900_00)],
        by=officer, at=at(),
    )

    def lapse(moment):
        return [agreements.lapse(deadline=row, at=moment) for row in arrears.case.deadlines.filter(state="lapsed")]

    cases.sweep(at=at("2026-11-30 23:59"))
    assert lapse(at("2026-11-30 23:59")) == []
    cases.sweep(at=at("2026-12-01 00:01"))
    assert lapse(at("2026-12-01 00:01")) == [True]
    assert lapse(at("2026-12-02 00:01")) == [False]
    assert Case.objects.get(pk=arrears.case_id).state == "breached"


def test_only_the_workers_own_answer_makes_money_confirmed(ground):
    arrears = open_case(ground)
    officer, worker = ground.actors["officer"], people.person_by_phone("19900000037")
    entry = money.paid_off(case_id=arrears.case_id, amount=18_900_00, on=date(2026, 11, 23), by=officer, at=at())
    arrears.refresh_from_db()
    assert (arrears.paid, arrears.confirmed) == (18_900_00, 0)
    with pytest.raises(Refused):
        money.record(case_id=arrears.case_id, kind="confirmed", amount=1, on=date(2026, 11, 23), by=officer, at=at())
    with pytest.raises(Refused, match="K1|conclusion"):
        wage_cases.conclude(case_id=arrears.case_id, code="K1", by=officer, at=at())
    money.answer(entry_id=entry.pk, received=True, person=worker, by=SYSTEM, at=at())
    money.answer(entry_id=entry.pk, received=True, person=worker, by=SYSTEM, at=at())
    arrears.refresh_from_db()
    assert arrears.confirmed == 18_900_00
    assert wage_cases.conclude(case_id=arrears.case_id, code="K1", by=officer, at=at()).state == "concluded"
    assert money.sums_hold() == []


def test_a_stranger_cannot_confirm_and_not_received_goes_back_to_the_officer(ground):
    arrears = open_case(ground)
    officer, worker = ground.actors["officer"], people.person_by_phone("19900000037")
    entry = money.paid_off(case_id=arrears.case_id, amount=18_900_00, on=date(2026, 11, 23), by=officer, at=at())
    stranger = people.person_by_phone("19900009001")
    with pytest.raises(Refused, match="not_yours"):
        money.answer(entry_id=entry.pk, received=True, person=stranger, by=SYSTEM, at=at())
    money.answer(entry_id=entry.pk, received=False, person=worker, by=SYSTEM, at=at())
    assert Case.objects.get(pk=arrears.case_id).state == "negotiating"
