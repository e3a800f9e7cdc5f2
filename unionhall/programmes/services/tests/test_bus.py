"""An enterprise asks for the bus, is planned or told why not, gets its slots, and its people arrive."""

from datetime import date, timedelta

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.programmes.services.models import BusPlan, BusRequest, BusStop, Slot, Unserved
from unionhall.programmes.services.queries import bus as found
from unionhall.programmes.services.rules.bus import ENDED, FLOW, WORDS, State
from unionhall.programmes.services.services import plans, requests, visits
from unionhall.programmes.services.tests.visited import FIRST, HOME, asked, planned, sent, visited


@pytest.mark.parametrize(("state", "step", "is_open"), [(str(state), step.code, is_open) for state, step, is_open in FLOW.cells(State)])
def test_every_cell_of_the_table_is_open_or_refused(state, step, is_open):
    if is_open:
        assert FLOW.after(state, step) in State
    else:
        with pytest.raises(Refused):
            FLOW.after(state, step)


def test_every_state_has_words_and_an_ended_one_no_step():
    assert set(WORDS) == set(State)
    assert [FLOW.open_to(state) for state in ENDED] == [()] * len(ENDED)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "employer"), ({"address": "路"}, "address"), ({"workshops": ()}, "workshops"), ({"workshops": (("一", 0, 480, 900),)}, "workshops"),
        ({"workshops": (("一", 5, 480, 480),)}, "workshops"), ({"workshops": (("一", 5, 480, 900), ("一", 5, 480, 900))}, "workshops"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_request_is_said_beside_its_field(yard, more, field):
    with pytest.raises(Refused) as refusal:
        requests.draft(asked=asked(**more), by=yard.actors["mill"], at=at())
    assert refusal.value.field == field
    assert not BusRequest.objects.exists()


def test_only_an_enterprises_own_union_asks(yard):
    for who in ("grassroots", "officer", "doctor"):
        with pytest.raises(Refused):
            requests.draft(asked=asked(), by=yard.actors[who], at=at())


def test_a_sent_request_is_answered_within_ten_working_days(yard):
    row = sent(yard)
    deadline = row.case.deadlines.get(code="bus_answer")
    assert (deadline.due, deadline.mark) == (date(2026, 12, 7), "D")
    planned(yard)
    assert not row.case.deadlines.filter(code="bus_answer", state="running").exists()


def test_another_enterprise_and_the_sister_district_see_nothing_of_it(yard):
    row = sent(yard)
    for who in ("works", "far", "neighbour"):
        assert found.request(row.pk, scope=yard.actors[who].scope("services.requests")) is None
    for who in ("doctor", "counsellor", "lawyer", "hotline"):
        assert yard.actors[who].scope("services.requests").empty
    assert found.request(row.pk, scope=yard.actors["officer"].scope("services.requests")) == row
    with pytest.raises(Refused):
        requests.withdraw(case_id=row.pk, reason="", by=yard.actors["works"], at=at())


def test_a_plan_goes_on_workdays_and_one_without_yard_or_place_is_told_why(yard):
    ready, cramped = sent(yard), sent(yard, "works", name="示例印刷厂", parking=False)
    plan = plans.draft(first=FIRST, home=HOME, by=yard.actors["officer"], at=at())
    assert [stop.request for stop in plan.stops.all()] == [ready]
    assert plan.stops.get().day.weekday() < 5
    assert Unserved.objects.get().request == cramped
    assert (Unserved.objects.get().why, Unserved.objects.get().one_more) == ("yard", False)


def test_who_finds_no_room_is_told_so_and_whether_one_more_day_would_do(yard):
    for number in range(12):
        sent(yard, "mill", name=f"示例{number}号厂", workshops=(("一车间", 200, 480, 1050),))
    plan = plans.draft(first=FIRST, home=HOME, by=yard.actors["officer"], at=at())
    assert plan.stops.count() == 10
    assert list(plan.unserved.values_list("why", flat=True)) == ["full", "full"]
    assert sum(plan.unserved.values_list("one_more", flat=True)) == 1


def test_a_new_draft_takes_the_place_of_the_one_before_and_an_accepted_plan_stands(yard):
    sent(yard)
    first = plans.draft(first=FIRST, home=HOME, by=yard.actors["officer"], at=at())
    plan = planned(yard)
    assert not BusPlan.objects.filter(pk=first.pk).exists()
    again = plans.draft(first=FIRST, home=HOME, by=yard.actors["officer"], at=at())
    assert BusPlan.objects.filter(pk=plan.pk, accepted_at__isnull=False).exists()
    assert again.stops.count() == 0


def test_a_stop_is_moved_by_hand_but_not_to_a_full_day_or_a_free_one(yard):
    for number in range(2):
        sent(yard, "mill", name=f"示例{number}号厂", workshops=(("一车间", 200, 480, 1050),))
    officer = yard.actors["officer"]
    plan = plans.draft(first=FIRST, home=HOME, by=officer, at=at())
    one, two = plan.stops.order_by("day")
    for to, code in ((two.day, "over"), (FIRST + timedelta(days=5), "day"), (FIRST + timedelta(days=40), "day")):
        with pytest.raises(Refused) as refusal:
            plans.move(plan_id=plan.pk, stop_id=one.pk, to=to, by=officer, at=at())
        assert refusal.value.code == code
    plans.move(plan_id=plan.pk, stop_id=one.pk, to=FIRST + timedelta(days=8), by=officer, at=at())
    assert BusStop.objects.get(pk=one.pk).day == FIRST + timedelta(days=8)
    with pytest.raises(Refused):
        plans.move(plan_id=plan.pk, stop_id=one.pk, to=FIRST, by=yard.actors["neighbour"], at=at())


def test_every_worker_has_a_slot_in_the_own_shift_and_a_big_employer_is_not_counted_twice(yard):
    row = sent(yard, workshops=(("一车间", 300, 480, 1140), ("二车间", 100, 480, 1140)))
    planned(yard)
    assert BusStop.objects.filter(request=row).count() == 2
    assert {each.name: sum(slot.heads for slot in Slot.objects.filter(workshop=each)) for each in row.workshops.all()} == {"一车间": 300, "二车间": 100}
    for stop in BusStop.objects.all():
        assert sum(slot.heads for slot in found.slots(stop)) == stop.heads


def test_a_slot_holds_no_more_names_than_its_session_has_places(yard):
    row = sent(yard)
    planned(yard)
    requests.confirm(case_id=row.pk, by=yard.actors["mill"], at=at())
    stop = BusStop.objects.get(request=row)
    slot = found.slots(stop)[0]
    with pytest.raises(Refused) as refusal:
        visits.enter(stop_id=stop.pk, slot_id=slot.pk, names=[(f"职工{n}", "") for n in range(slot.session.capacity + 1)], by=yard.actors["mill"], at=at())
    assert refusal.value.code == "full"
    with pytest.raises(Refused):
        visits.enter(stop_id=stop.pk, slot_id=slot.pk, names=[("职工1", "")], by=yard.actors["works"], at=at())


def test_arriving_twice_is_once_and_can_be_undone_until_the_stop_is_over(yard):
    row = sent(yard)
    planned(yard)
    stop = BusStop.objects.get(request=row)
    slot = found.slots(stop)[0]
    mill, there = yard.actors["mill"], slot.session.starts_at
    with pytest.raises(Refused):
        visits.enter(stop_id=stop.pk, slot_id=slot.pk, names=[("职工1", "")], by=mill, at=at())
    requests.confirm(case_id=row.pk, by=mill, at=at())
    arrival = visits.enter(stop_id=stop.pk, slot_id=slot.pk, names=[("职工1", "")], by=mill, at=at())[0]
    with pytest.raises(Refused) as refusal:
        visits.arrive(arrival_id=arrival.pk, by=mill, at=at())
    assert refusal.value.code == "early"
    assert visits.arrive(arrival_id=arrival.pk, by=mill, at=there).booking.attended_at == there
    assert visits.arrive(arrival_id=arrival.pk, by=mill, at=there + timedelta(hours=1)).booking.attended_at == there
    assert visits.arrive(arrival_id=arrival.pk, by=yard.actors["officer"], at=there, undo=True).booking.attended_at is None
    visits.finish(stop_id=stop.pk, by=yard.actors["officer"], at=there)
    for who in ("mill", "works", "neighbour", "doctor"):
        with pytest.raises(Refused):
            visits.arrive(arrival_id=arrival.pk, by=yard.actors[who], at=there)


def test_withdrawing_is_open_until_the_bus_was_there_and_refusing_wants_a_reason(yard):
    row = sent(yard)
    with pytest.raises(Refused):
        requests.refuse(case_id=row.pk, reason="不", by=yard.actors["officer"], at=at())
    planned(yard)
    arrivals = visited(yard, row)
    assert arrivals
    with pytest.raises(Refused):
        requests.withdraw(case_id=row.pk, reason="", by=yard.actors["mill"], at=at())
    other = sent(yard, "works", name="示例印刷厂")
    assert requests.refuse(case_id=other.pk, reason="车要大修一个月", by=yard.actors["officer"], at=at()).case.state == "refused"
