"""A desk's list goes through the same guard as one booking, all or nothing; a paper list is checked in at once."""

from datetime import timedelta

import pytest

from unionhall.base.refusal import Refused
from unionhall.kernel.journal.models import Entry

from .. import queries, services
from ..models import Booking
from ..rules import State
from .conftest import NOW, world_of


@pytest.fixture
def world(db):
    return world_of(4)


def roster(world, session, numbers, by=None, tag=""):
    people = [(world.people[number].pk, f"list{tag}-{session.pk}-{number}") for number in numbers]
    return services.book_many(session_id=session.pk, people=people, by=by or world.desk, at=NOW)


def test_a_list_is_booked_in_its_order_and_noted_person_by_person(world):
    session = world.session(capacity=3)
    rows = roster(world, session, [2, 0])
    assert [row.person_id for row in rows] == [world.people[2].pk, world.people[0].pk]
    assert len({row.code for row in rows}) == 2
    assert (queries.session(session.pk).taken, queries.imbalances()) == (2, [])
    assert Entry.objects.filter(verb="bookings.book", subject__in=[f"bookings.booking:{row.pk}" for row in rows]).count() == 2


def test_a_list_that_does_not_fit_leaves_nothing_and_a_stranger_books_nobody(world):
    session = world.session(capacity=3)
    for numbers, by, code in (([0, 1, 2, 3], None, "full"), ([0], world.stranger, "no_power"), ([0], world.actor(0), "no_power")):
        with pytest.raises(Refused) as refusal:
            roster(world, session, numbers, by)
        assert refusal.value.code == code
    world.book(session, 1)
    with pytest.raises(Refused) as refusal:
        roster(world, session, [0, 1])
    assert refusal.value.code == "twice"
    assert (queries.session(session.pk).taken, Booking.objects.count()) == (1, 1)


def test_without_the_guard_the_same_list_oversells(world, monkeypatch):
    session = world.session(capacity=3)
    monkeypatch.setattr("unionhall.kernel.bookings.services.counters.take", lambda *_args: True)
    roster(world, session, [0, 1, 2, 3])
    assert queries.imbalances() == [(session.pk, 0, 4)]


def test_a_paper_list_is_checked_in_at_once_and_twice_is_once(world):
    session = world.session(capacity=3)
    one, two = (row.pk for row in roster(world, session, [0, 1]))
    there = session.starts_at
    for pks, by, at, code in (([one, two], world.desk, there - timedelta(hours=3), "early"), ([one], world.stranger, there, "no_power"), ([one, 10**6], world.desk, there, "not_found")):
        with pytest.raises(Refused) as refusal:
            services.check_in_many(booking_ids=pks, by=by, at=at)
        assert refusal.value.code == code
    services.check_in_many(booking_ids=[one], by=world.desk, at=there)
    services.check_in_many(booking_ids=[one, two], by=world.desk, at=there + timedelta(hours=1))
    rows = Booking.objects.in_bulk([one, two])
    assert [(rows[pk].state, rows[pk].attended_at, rows[pk].arrived) for pk in (one, two)] == [(State.ATTENDED, there, 1), (State.ATTENDED, there + timedelta(hours=1), 1)]
    assert Entry.objects.filter(verb="bookings.check_in").count() == 2


def test_a_cancelled_booking_stops_the_whole_paper_list(world):
    session = world.session(capacity=3)
    one, two = (row.pk for row in roster(world, session, [0, 1]))
    services.cancel(booking_id=two, by=world.desk, at=NOW)
    with pytest.raises(Refused):
        services.check_in_many(booking_ids=[one, two], by=world.desk, at=session.starts_at)
    assert Booking.objects.get(pk=one).state == State.BOOKED
