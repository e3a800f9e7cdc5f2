"""Nobody on an enterprise's list is left out silently: a slot, or the reason and a word; and the bus never sees more than it can."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings.models import Booking, Session
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.people import queries as people_queries
from unionhall.programmes.services.models import Arrival, Slot, Unserved
from unionhall.programmes.services.queries import bus as found
from unionhall.programmes.services.rules import slots as rules
from unionhall.programmes.services.rules.bus import Figures, Risk, RiskClass, due_again, weighed
from unionhall.programmes.services.services import lists, plans, requests, slots, visits
from unionhall.programmes.services.tasks import bus as tasks
from unionhall.programmes.services.tests.visited import FIRST, HOME, evening, planned, sent

PHONE = "199000008{:02d}"
TIGHT = (("一车间", 20, 480, 540, "dust"), ("二车间", 3, 480, 1050, "none"))


@pytest.fixture
def confirmed(yard):
    """A mill whose first workshop can only come between 8:00 and 9:00, in two slots; twelve of it are on the list, each with a phone."""
    row = sent(yard, workshops=TIGHT)
    shop = row.workshops.order_by("pk")[0]
    lists.put_down(workshop_id=shop.pk, names=[(f"职工{n:02d}", PHONE.format(n)) for n in range(12)], by=yard.actors["mill"], at=at())
    planned(yard)
    requests.confirm(case_id=row.pk, by=yard.actors["mill"], at=at())
    return row, shop


def listed(row) -> list[Arrival]:
    return list(Arrival.objects.filter(workshop__request=row).select_related("booking__session", "person", "slot").order_by("pk"))


def worker(arrival: Arrival) -> Actor:
    return Actor(person_id=arrival.person_id, name="职工")


def counters_hold() -> bool:
    return bookings.imbalances() == []


def words(person) -> list[str]:
    return list(Notice.objects.filter(person=person, channel="app").order_by("pk").values_list("text", flat=True))


def fill(row, shop, yard) -> None:
    """Take every place of a workshop that is left."""
    left = sum(slot.session.free for slot in found.free([shop.pk], at()))
    lists.put_down(workshop_id=shop.pk, names=[(f"职工甲{n}", "") for n in range(left)], by=yard.actors["mill"], at=at())


def test_a_list_is_seated_when_the_days_suit_and_each_seat_is_a_booking(confirmed):
    row, _shop = confirmed
    people_there = listed(row)
    assert [each.missing for each in people_there] == [""] * 12
    assert all(each.booking.session_id == each.slot.session_id and each.booking.state == "booked" for each in people_there)
    assert [each.number for each in people_there if each.slot_id == people_there[0].slot_id] == list(range(1, 1 + people_there[0].booking.session.taken))
    assert counters_hold()
    tasks.told([each.pk for each in people_there], "slot")
    tasks.told([each.pk for each in people_there], "slot")
    assert len([text for text in words(people_there[0].person) if "您的时段是" in text]) == 1


def test_who_finds_no_place_is_shown_with_the_reason_and_gets_the_next_one_that_is_given_back(yard, confirmed):
    row, shop = confirmed
    fill(row, shop, yard)
    late = lists.put_down(workshop_id=shop.pk, names=[("职工乙", PHONE.format(50)), ("职工丙", PHONE.format(51))], by=yard.actors["mill"], at=at())
    assert [each.missing for each in late] == ["full", "full"]
    assert found.counts(row)["without"] == 2
    assert found.without_slot(row.stops.get().plan) == [(row.pk, "示例纺织厂", 2)]
    tasks.told([each.pk for each in late], "none")
    assert "您还没有时段" in words(late[0].person)[-1]
    first = listed(row)[0]
    slots.give_up(arrival_id=first.pk, by=worker(first), at=at())
    late[0].refresh_from_db()
    late[1].refresh_from_db()
    first.refresh_from_db()
    assert (late[0].booking is not None, late[1].missing, first.missing) == (True, "full", "own")
    assert counters_hold()


def test_a_worker_moves_within_the_own_workshop_only_and_a_full_slot_stays_full(yard, confirmed):
    row, shop = confirmed
    mine = listed(row)[0]
    foreign = Slot.objects.filter(stop__request=row).exclude(workshop=shop).first()
    with pytest.raises(Refused) as refusal:
        slots.choose(arrival_id=mine.pk, slot_id=foreign.pk, by=worker(mine), at=at())
    assert refusal.value.code == "slot"
    fill(row, shop, yard)
    other = Slot.objects.filter(workshop=shop).exclude(pk=mine.slot_id).first()
    with pytest.raises(Refused) as refusal:
        slots.choose(arrival_id=mine.pk, slot_id=other.pk, by=worker(mine), at=at())
    assert refusal.value.code == "full"
    for who in (yard.actors["mill"], yard.actors["officer"], worker(listed(row)[1])):
        with pytest.raises(Refused):
            slots.give_up(arrival_id=mine.pk, by=who, at=at())
    assert counters_hold()


@given(st.lists(st.tuples(st.integers(1, 40), st.sampled_from(((480, 1050), (480, 540), (840, 1320), (1320, 480)))), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_sessions_of_a_time_together_hold_what_the_bus_sees(rows):
    figures = Figures()
    shifts = [rules.Shift(number, heads, *times) for number, (heads, times) in enumerate(rows)]
    made, _left = rules.laid(shifts, rules.OPENS, rules.CLOSES, figures)
    room = Counter[int]()
    for each, places in zip(made, rules.seats(made), strict=True):
        assert places >= each.heads
        room[each.begins] += places
    assert all(places == rules.capacity(figures) for places in room.values())


def test_without_the_split_the_bus_would_see_too_many():
    figures = Figures()
    made, _left = rules.laid([rules.Shift(1, 9, 480, 540), rules.Shift(2, 9, 480, 540)], rules.OPENS, rules.CLOSES, figures)
    naive = Counter[int]()
    for each in made:
        naive[each.begins] += each.capacity
    assert max(naive.values()) > rules.capacity(figures)


def test_people_whose_shift_has_no_room_are_written_down_with_the_plan(yard):
    row = sent(yard, workshops=(("夜班", 40, 1140, 480, "none"), ("一车间", 20, 480, 540, "none")))
    plan = planned(yard)
    missing = Unserved.objects.get(plan=plan, why="shift")
    assert missing.request == row
    assert missing.heads + sum(slot.heads for slot in Slot.objects.filter(stop__plan=plan)) == 60
    assert [each.why for each in found.left_out(row)] == ["shift"]


def chair(yard):
    """Who asked for the enterprise."""
    return people_queries.account(yard.actors["mill"].account_id).person


def test_a_day_called_off_tells_everybody_and_puts_them_on_the_next_plan(yard, confirmed):
    row, _shop = confirmed
    stop = row.stops.get()
    one, *_rest = listed(row)
    assert one.booking
    held, names = one.booking_id, [each.pk for each in listed(row)]
    with pytest.raises(Refused):
        visits.call_off(stop_id=stop.pk, reason="车坏在路上了", by=yard.actors["neighbour"], at=at())
    visits.call_off(stop_id=stop.pk, reason="车坏在路上了", by=yard.actors["officer"], at=at())
    row.case.refresh_from_db()
    assert (row.case.state, {each.missing for each in listed(row)}) == ("sent", {"off"})
    assert (Booking.objects.get(pk=held).state, Booking.objects.get(pk=held).reason) == ("cancelled", "车坏在路上了")
    assert set(Session.objects.filter(kind="bus").values_list("state", flat=True)) == {"cancelled"}
    tasks.told([one.pk], "off")
    assert "那天车不来了" in words(one.person)[-1]
    assert ["不来了" in text for text in words(chair(yard))] == [True]
    again = plans.draft(first=FIRST + timedelta(days=14), home=HOME, by=yard.actors["officer"], at=at())
    assert again.stops.get().heads == 23
    plans.accept(plan_id=again.pk, by=yard.actors["officer"], at=at())
    requests.confirm(case_id=row.pk, by=yard.actors["mill"], at=at())
    assert {each.missing for each in listed(row)} == {""}
    assert [each.pk for each in listed(row)] == names  # whose results these are stays: their keys follow from the row
    assert counters_hold()


def test_of_two_days_one_called_off_the_other_stands_and_the_rest_waits_for_the_next_plan(yard):
    row = sent(yard, workshops=(("一车间", 300, 480, 1140, "none"),))
    planned(yard)
    requests.confirm(case_id=row.pk, by=yard.actors["mill"], at=at())
    first, second = row.stops.order_by("day")
    visits.call_off(stop_id=first.pk, reason="车坏在路上了", by=yard.actors["officer"], at=at())
    row.case.refresh_from_db()
    assert row.case.state == "confirmed"
    visits.finish(stop_id=second.pk, by=yard.actors["officer"], at=evening(second.day))
    row.case.refresh_from_db()
    assert row.case.state == "sent"
    assert sum(plans.outstanding(row).values()) == first.heads


def test_nothing_is_called_off_once_somebody_came(yard, confirmed):
    row, _shop = confirmed
    stop, one = row.stops.get(), listed(row)[0]
    visits.arrive_many(arrival_ids=[one.pk], by=yard.actors["officer"], at=one.booking.session.starts_at)
    for call in (lambda: visits.call_off(stop_id=stop.pk, reason="车坏在路上了", by=yard.actors["officer"], at=at()),
                 lambda: requests.withdraw(case_id=row.pk, reason="", by=yard.actors["mill"], at=at()),
                 lambda: lists.strike(arrival_id=one.pk, by=yard.actors["mill"], at=at())):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            call()
        assert refusal.value.code == "came"


def test_withdrawing_ends_the_slots_and_everybody_reads_so(yard, confirmed):
    row, _shop = confirmed
    requests.withdraw(case_id=row.pk, reason="停产一个月", by=yard.actors["mill"], at=at())
    assert {each.missing for each in listed(row)} == {"ended"}
    assert not Booking.objects.filter(state="booked", session__kind="bus").exists()


def test_a_late_bus_moves_what_has_not_begun_and_says_the_new_time(yard, confirmed):
    row, _shop = confirmed
    stop, (one, *_rest, last) = row.stops.get(), listed(row)
    before, later = one.booking.session.starts_at, Slot.objects.filter(workshop=last.workshop).exclude(pk=last.slot_id).get()
    slots.choose(arrival_id=last.pk, slot_id=later.pk, by=worker(last), at=at())
    for minutes, code in ((3, "minutes"), (300, "minutes")):
        with pytest.raises(Refused) as refusal:
            visits.delay(stop_id=stop.pk, minutes=minutes, by=yard.actors["officer"], at=at())
        assert refusal.value.code == code
    assert visits.delay(stop_id=stop.pk, minutes=30, by=yard.actors["mill"], at=before) == stop.slot_rows.count() - 1
    assert words(chair(yard)) == []  # whoever says it need not be told
    one, *_rest, last = listed(row)
    assert (one.booking.session.starts_at, last.booking.session.starts_at) == (before, before + timedelta(hours=1))
    tasks.changed(last.booking_id, "retimed")
    assert "您的时段改到11月30日 09:00" in words(last.person)[-1]


def test_nobody_is_twice_on_a_list_and_a_struck_one_is_told_and_frees_the_place(yard, confirmed):
    row, shop = confirmed
    with pytest.raises(Refused) as refusal:
        lists.put_down(workshop_id=shop.pk, names=[("职工00", PHONE.format(0))], by=yard.actors["mill"], at=at())
    assert refusal.value.code == "twice"
    one = listed(row)[0]
    with pytest.raises(Refused):
        lists.strike(arrival_id=one.pk, by=yard.actors["works"], at=at())
    lists.strike(arrival_id=one.pk, by=yard.actors["mill"], at=at())
    assert "划掉" in words(one.person)[-1]
    assert len(listed(row)) == 11
    assert counters_hold()


def test_risk_counts_only_when_it_is_due_again_and_the_law_says_when():
    classes = {Risk.DUST: RiskClass(Risk.DUST, Decimal("0.5"), 12)}
    assert due_again(date(2024, 2, 29), 12) == date(2025, 2, 28)
    shops = [("dust", 20), ("none", 30), ("other", 10)]
    assert weighed(classes, shops, None, date(2026, 1, 1)) == 10
    assert weighed(classes, shops, date(2025, 1, 1), date(2026, 1, 1)) == 10
    assert weighed(classes, shops, date(2025, 1, 2), date(2026, 1, 1)) == 0


def test_every_class_has_its_row_and_what_nobody_confirmed_wears_its_badge(yard):
    classes = found.risks(at().date())
    assert set(classes) == set(Risk) - {Risk.NONE}
    assert all(months.unconfirmed and months.source for _extra, months in found.risk_sources(at().date()).values())
    assert found.risks(date(2015, 1, 1)) == {}
