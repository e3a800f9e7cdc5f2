"""The queue: offers by party size in order, for a time, then the next."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.kernel.notices.models import Notice

from .. import queries, rules, services
from ..models import Booking, Session, Wait
from ..rules import State, WaitState
from .conftest import NOW, World


def waits(world: World, session: Session, number: int, party: int = 1) -> Wait:
    """One person stands in line."""
    who = world.people[number].pk
    return services.join_line(session_id=session.pk, person_id=who, party=party, client_key=f"w-{session.pk}-{number}", by=world.actor(number), at=NOW)


@given(line=st.lists(st.integers(1, 6), max_size=8), free=st.integers(0, 12))
@settings(deadline=None, derandomize=True)
def test_offers_never_exceed_what_is_free_and_nobody_who_fits_is_passed(line: list[int], free: int) -> None:
    numbered = list(enumerate(line))
    chosen = rules.next_in_line(numbered, free)
    left = free - sum(line[number] for number in chosen)
    assert left >= 0 and chosen == sorted(chosen)
    assert all(party > left for number, party in numbered if number not in chosen)


def test_a_freed_place_is_offered_to_the_first_in_line(world: World) -> None:
    session = world.session(capacity=1)
    row = world.book(session, 0)
    first, second = waits(world, session, 1), waits(world, session, 2)
    services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    first.refresh_from_db(), second.refresh_from_db()
    assert (first.state, second.state) == (WaitState.OFFERED, WaitState.WAITING)
    with pytest.raises(Refused, match="full"):
        world.book(session, 3)
    assert services.accept(wait_id=first.pk, by=world.actor(1), at=NOW).state == State.BOOKED
    assert Wait.objects.get(pk=first.pk).state == WaitState.TAKEN


def test_a_party_that_does_not_fit_lets_the_next_pass(world: World) -> None:
    session = world.session(capacity=3)
    rows = [world.book(session, number) for number in range(3)]
    large, small = waits(world, session, 4, party=2), waits(world, session, 5)
    services.cancel(booking_id=rows[0].pk, by=world.actor(0), at=NOW)
    assert [Wait.objects.get(pk=row.pk).state for row in (large, small)] == [WaitState.WAITING, WaitState.OFFERED]


def test_an_offer_over_its_time_goes_to_the_next(world: World) -> None:
    session = world.session(capacity=1)
    row = world.book(session, 0)
    first, second = waits(world, session, 1), waits(world, session, 2)
    services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    later = NOW + timedelta(minutes=30)
    assert services.lapse_all(at=later) == 1
    assert [Wait.objects.get(pk=row.pk).state for row in (first, second)] == [WaitState.EXPIRED, WaitState.OFFERED]
    with pytest.raises(Refused):
        services.accept(wait_id=first.pk, by=world.actor(1), at=later)
    assert Session.objects.get().taken == 1


def test_declining_twice_asks_the_next_once(world: World) -> None:
    session = world.session(capacity=1)
    row = world.book(session, 0)
    first, second, third = (waits(world, session, number) for number in (1, 2, 3))
    services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    for _twice in range(2):
        services.decline(wait_id=first.pk, by=world.actor(1), at=NOW)
    assert [Wait.objects.get(pk=row.pk).state for row in (first, second, third)] == ["declined", "offered", "waiting"]


def test_the_offers_link_is_told_and_reading_it_changes_nothing(world: World) -> None:
    session = world.session(capacity=1)
    row = world.book(session, 0)
    place = waits(world, session, 1)
    services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    link = Notice.objects.get(effect_key=f"app:offer:{place.pk}").link
    token = link.partition("?offer=")[2]
    for _twice in range(2):
        assert services.offer_by_token(token=token).pk == place.pk
    assert services.offer_by_token(token="") is None and services.offer_by_token(token="x" * 32) is None
    assert Wait.objects.get(pk=place.pk).state == WaitState.OFFERED


def test_another_person_cannot_take_or_leave_my_place(world: World) -> None:
    session = world.session(capacity=1)
    world.book(session, 0)
    place = waits(world, session, 1)
    for act in (services.accept, services.decline, services.leave_line):
        for stranger in (world.actor(2), world.stranger):
            with pytest.raises(Refused, match="not_found"):
                act(wait_id=place.pk, by=stranger, at=NOW)
    assert not queries.line(scope=world.actor(2).own()).exists()
    assert queries.line(scope=world.actor(1).own()).get().pk == place.pk


def test_who_stands_in_line_once_stands_once(world: World) -> None:
    session = world.session(capacity=1)
    world.book(session, 0)
    assert waits(world, session, 1).pk == waits(world, session, 1).pk
    with pytest.raises(Refused, match="twice"):
        waits(world, session, 0)


def test_a_place_that_is_free_is_offered_at_once(world: World) -> None:
    session = world.session(capacity=2)
    assert waits(world, session, 1).state == WaitState.OFFERED
    assert Booking.objects.get().state == State.HELD


def test_who_books_elsewhere_in_the_session_leaves_the_line(world: World) -> None:
    session = world.session(capacity=2)
    world.book(session, 0, party=2)
    place = waits(world, session, 1, party=1)
    services.change_session(session_id=session.pk, capacity=2, by=world.desk, at=NOW)
    world.book(session, 1, by=world.desk, over=True)
    assert Wait.objects.get(pk=place.pk).state == WaitState.LEFT
