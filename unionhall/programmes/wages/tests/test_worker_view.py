"""The worker's page: who looked and why, the queue's drafts, and sums that always agree with their rows."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.wages.models import Arrears, Clue, MoneyEntry
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, money

PHONE = "19900000037"


def signed_in(account_id: int, client: Client | None = None) -> Client:
    """A browser that somebody is signed in with."""
    client = client or Client()
    account = people_queries.account(account_id)
    client.force_login(account)
    people.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=at())
    return client


@pytest.fixture
def matter(ground) -> Arrears:
    """One worker's case, opened by the officer."""
    report = clues.Report(employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=1, contact="职工001", phone=PHONE)
    receipt, _code = clues.report(report=report, client_key="w" * 40, by=SYSTEM, at=at())
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=ground.actors["clerk"], at=at())
    return wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=at())


def test_the_worker_sees_every_opening_with_name_role_and_reason(ground, matter):
    officer = signed_in(ground.actors["officer"].account_id)
    clerk = signed_in(ground.actors["clerk"].account_id)
    for _time in range(20):
        officer.get(f"/wages/cases/{matter.case_id}/?reason=核对协议")
    clerk.get(f"/wages/cases/{matter.case_id}/")
    account = people.account_for_phone(phone=PHONE, at=at())
    page = signed_in(account.pk).get(f"/wages/mine/{matter.case_id}/")
    looks = page.context["looks"]
    assert len(looks) == 21
    assert {look["who"] for look in looks} == {"示例officer（经办人）", "示例clerk（线索专员）"}
    assert sum(look["reason"] == "核对协议" for look in looks) == 20


def test_a_view_that_forgets_to_journal_would_be_seen_here(ground, matter, monkeypatch):
    monkeypatch.setattr(cases, "looked", lambda **facts: None)
    signed_in(ground.actors["officer"].account_id).get(f"/wages/cases/{matter.case_id}/")
    account = people.account_for_phone(phone=PHONE, at=at())
    assert signed_in(account.pk).get(f"/wages/mine/{matter.case_id}/").context["looks"] == []


def test_another_worker_and_a_browser_without_the_code_find_nothing(ground, matter):
    stranger = people.account_for_phone(phone="19900000999", at=at())
    assert signed_in(stranger.pk).get(f"/wages/mine/{matter.case_id}/").status_code == 404
    assert Client().get(f"/wages/mine/{matter.case_id}/").status_code == 404


@pytest.mark.parametrize("days", [0, 1, 400])
def test_a_payment_confirmed_late_is_still_confirmed(ground, matter, days):
    officer, worker = ground.actors["officer"], people_queries.person_by_phone(PHONE)
    entry = money.paid_off(case_id=matter.case_id, amount=18_900_00, on=date(2026, 11, 23), by=officer, at=at())
    money.answer(entry_id=entry.pk, received=True, person=worker, by=Actor(person_id=worker.pk), at=at() + timedelta(days=days))
    matter.refresh_from_db()
    assert matter.confirmed == 18_900_00


STEPS = st.lists(st.tuples(st.sampled_from(["paid", "ordered", "yes", "no", "twice"]), st.integers(1, 10**9)), max_size=12)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_the_four_sums_equal_their_rows_to_the_fen_whatever_happens(ground, matter, steps):
    officer, worker = ground.actors["officer"], people_queries.person_by_phone(PHONE)
    MoneyEntry.objects.filter(arrears=matter).delete()
    money.refresh(arrears=matter)
    expected = {"paid": 0, "ordered": 0, "confirmed": 0}
    for step, amount in steps:
        if step in ("paid", "ordered"):
            money.record(case_id=matter.case_id, kind=step, amount=amount, on=date(2026, 11, 23), by=officer, at=at())
            expected[step] += amount
            continue
        entry = money.unanswered(claimant=matter.claimants.get())
        if entry is None:
            continue
        for _tap in range(2 if step == "twice" else 1):
            money.answer(entry_id=entry.pk, received=step != "no", person=worker, by=SYSTEM, at=at())
        expected["confirmed"] += entry.amount if step != "no" else 0
    matter.refresh_from_db()
    assert (matter.paid, matter.ordered or 0, matter.confirmed) == tuple(expected.values())
    assert money.sums_hold() == []


def test_a_sum_written_past_the_book_is_found(ground, matter):
    Arrears.objects.filter(pk=matter.pk).update(confirmed=1)
    assert money.sums_hold() != []


def test_a_negative_sum_is_refused(ground, matter):
    with pytest.raises(Refused, match="amount"):
        money.record(case_id=matter.case_id, kind="paid", amount=-1, on=date(2026, 11, 23), by=ground.actors["officer"], at=at())


def test_a_receipt_without_a_name_does_not_speak_for_a_worker_who_was_added_later(ground):
    """Its holder may follow the matter; the money of somebody else is not theirs to confirm."""
    said = clues.Report(employer_name="示例无名举报有限公司", region_code="370702001", amount=1_000_00, people=1)
    receipt, code = clues.report(report=said, client_key="n" * 32, by=SYSTEM, at=at())
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=at())
    row = wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=at())
    person = people.person_for(name="职工777", phone="19900000777", by=SYSTEM, at=at())
    wage_cases.add_claimant(case_id=row.case_id, name="职工777", owed=1_000_00, person=person, by=ground.actors["officer"], at=at())
    paid = money.record(case_id=row.case_id, kind="paid", amount=1_000_00, on=at().date(), by=ground.actors["officer"], at=at())
    client = Client()
    client.post("/wages/mine/", {"code": code})
    page = client.get(f"/wages/mine/{row.case_id}/")
    assert page.status_code == 200
    client.post(f"/wages/mine/{row.case_id}/answer/", {"entry": paid.pk, "received": "yes"})
    assert not MoneyEntry.objects.filter(kind="confirmed").exists()
