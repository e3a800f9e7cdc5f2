"""Return visits and care at the desk and on the phone: new arrears open a linked clue, hardship wants a yes, strangers get nothing."""

from datetime import timedelta
from io import BytesIO

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases.models import Case
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.models import Consent, Standing
from unionhall.programmes.wages.models import Arrears, Clue, Hardship
from unionhall.programmes.wages.queries import care as queries
from unionhall.programmes.wages.services import care, money, visits
from unionhall.programmes.wages.services import cases as wage_cases

from .test_indicators import opened

NOW = at("2026-11-23 10:00")
FINE = {"kept": "yes", "harassed": "no", "owed": "no"}
AGAIN = {"kept": "yes", "harassed": "no", "owed": "yes"}


@pytest.fixture
def done(ground) -> Arrears:
    """A case of one, paid, confirmed, concluded on 23 November."""
    arrears = opened("2026-11-02", tail="0037", owed=18_900_00)
    officer, worker = ground.actors["officer"], people.person_by_phone("19900000037")
    entry = money.paid_off(case_id=arrears.case_id, amount=18_900_00, on=NOW.date(), by=officer, at=NOW)
    money.answer(entry_id=entry.pk, received=True, person=worker, by=SYSTEM, at=NOW)
    wage_cases.conclude(case_id=arrears.case_id, code="K1", by=officer, at=NOW)
    return Arrears.objects.select_related("case__union").get(pk=arrears.pk)


def first_of(done):
    return case_queries.round_of(done.case)[0]


def on_day(visit):
    return NOW + (visit.deadline.due - NOW.date())


def record(ground, visit, answers=FINE, **more):
    return visits.record(visit_id=visit.pk, how="phone", answers=answers, by=ground.actors["officer"], at=on_day(visit), **more)


def test_a_case_closes_only_after_seven_thirty_and_ninety_days(ground, done):
    for visit in case_queries.round_of(done.case):
        with pytest.raises(Refused, match="visits_open"):
            visits.close(case_id=done.case_id, by=ground.actors["officer"], at=NOW)
        record(ground, visit)
    assert visits.close(case_id=done.case_id, by=ground.actors["officer"], at=NOW + timedelta(days=100)).state == "closed"


def test_new_arrears_at_a_visit_open_one_clue_linked_to_the_case(ground, done):
    row = record(ground, first_of(done), AGAIN, note="十月又没发")
    clue = Clue.objects.get(case=row.found)
    assert (clue.case.origin, clue.employer_name, clue.told, clue.case.union) == (done.case, done.employer_name, "十月又没发", done.case.union)
    assert clue.case.parties.filter(person__phone_hash=people.person_by_phone("19900000037").phone_hash).exists()
    assert Case.objects.filter(origin=done.case).count() == 1
    assert record(ground, case_queries.round_of(done.case)[1]).found is None


def test_the_worker_is_asked_once_and_answers_on_the_phone(ground, done):
    visit = first_of(done)
    assert visits.ask(at=on_day(visit) - timedelta(days=1)) == 0
    assert (visits.ask(at=on_day(visit)), visits.ask(at=on_day(visit))) == (1, 1)
    assert Notice.objects.filter(effect_key__startswith="app:visit:").count() == 1
    worker = people.person_by_phone("19900000037")
    assert queries.own_visit(done.case_id, worker.pk, NOW.date()) is None
    assert queries.own_visit(done.case_id, worker.pk, visit.deadline.due) == visit
    stranger = people.person_by_phone("19900009001")
    assert queries.own_visit(done.case_id, stranger.pk, visit.deadline.due) is None
    with pytest.raises(Refused, match="not_yours"):
        visits.answer(visit_id=visit.pk, person=stranger, answers=FINE, by=SYSTEM, at=on_day(visit))
    row = visits.answer(visit_id=visit.pk, person=worker, answers=AGAIN, by=SYSTEM, at=on_day(visit))
    assert (row.state, row.how) == ("done", "own")
    assert row.found.kind == "clue"


def test_hardship_is_passed_on_only_with_the_persons_own_yes_and_only_once(ground, done):
    facts = {"case_id": done.case_id, "claimant_id": done.claimants.get().pk, "degree": "severe", "told": "房租欠了两个月", "at": NOW}
    with pytest.raises(Refused, match="consent"):
        care.pass_on_hardship(consented=False, by=ground.actors["officer"], **facts)
    assert not Standing.objects.exists()
    with pytest.raises(Refused, match="not_yours"):
        care.pass_on_hardship(consented=True, by=ground.actors["neighbour"], **facts)
    first = care.pass_on_hardship(consented=True, by=ground.actors["officer"], **facts)
    assert care.pass_on_hardship(consented=True, by=ground.actors["officer"], **facts) == first
    assert list(Standing.objects.values_list("kind", "level")) == [("hardship", "severe")]
    assert Consent.objects.get().purpose == "relief"
    assert Hardship.objects.count() == 1


def test_a_call_and_an_event_stand_in_their_union_and_a_stranger_sees_neither(ground, done):
    officer = ground.actors["officer"]
    care.call_on(whom="职工037家", on=NOW.date(), visitors="示例七", told="孩子上小学", case_id=done.case_id, by=officer, at=NOW)
    event = care.hold_event(title="进工地讲工资", on=NOW.date(), sites=[("一期", 40, 60), ("二期", 21, 0)], by=officer, at=NOW)
    assert care.hold_event(title="进工地讲工资", on=NOW.date(), sites=[("一期", 40, 60)], by=officer, at=NOW) == event
    row = queries.events(scope=officer.scope("wages.care")).get()
    assert (row.heads, row.materials) == (61, 60)
    neighbour = ground.actors["neighbour"].scope("wages.care")
    assert not queries.events(scope=neighbour).exists()
    assert not queries.family_visits(scope=neighbour).exists()
    for wrong in ({"sites": []}, {"sites": [("一期", 0, 9)]}, {"sites": [("一期", 1, 0), ("一期", 2, 0)]}, {"on": NOW.date() + timedelta(days=1)}):
        with pytest.raises(Refused):
            care.hold_event(**{"title": "又一场", "on": NOW.date(), "sites": [("一期", 1, 0)], "by": officer, "at": NOW} | wrong)
    with pytest.raises(Refused, match="not_yours"):
        care.add_photo(event_id=event.pk, content=BytesIO(b"x"), name="a.png", label="", by=ground.actors["neighbour"], at=NOW)


