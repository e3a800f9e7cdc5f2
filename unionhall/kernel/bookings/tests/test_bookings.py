"""Booking, holding, cancelling, moving: the counter is what its rows say, and a stranger reaches nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused

from .. import queries, rules, services
from ..models import Booking, Session
from ..rules import State
from .conftest import NOW, World

HOUR = timedelta(hours=1)


def taken(session: Session) -> int:
    """The counter as it stands."""
    return Session.objects.get(pk=session.pk).taken


def test_every_cell_of_the_table_leads_where_it_says() -> None:
    open_cells = {(state, step.code) for state, step, is_open in rules.FLOW.cells(rules.State) if is_open}
    assert open_cells == {
        (State.HELD, "confirm"), (State.HELD, "lapse"), (State.HELD, "cancel"), (State.BOOKED, "cancel"), (State.BOOKED, "check_in"),
        (State.ABSENT, "check_in"), (State.ATTENDED, "undo_check_in"), (State.BOOKED, "miss"), (State.ABSENT, "undo_miss"),
    }  # fmt: skip


def test_a_double_tap_is_one_booking(world: World) -> None:
    session = world.session()
    first, again = (world.book(session, 0, client_key="same") for _tap in range(2))
    assert (first.pk, taken(session)) == (again.pk, 1)


def test_the_key_of_somebody_elses_form_is_refused(world: World) -> None:
    session = world.session()
    world.book(session, 0, client_key="same")
    with pytest.raises(Refused, match="key"):
        world.book(session, 1, client_key="same")
    assert taken(session) == 1


def test_nobody_books_the_same_session_twice(world: World) -> None:
    session = world.session()
    world.book(session, 0)
    with pytest.raises(Refused, match="twice"):
        world.book(session, 0)
    assert taken(session) == 1


def test_who_cancelled_can_book_again(world: World) -> None:
    session = world.session()
    row = world.book(session, 0)
    services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    assert world.book(session, 0).pk != row.pk
    assert taken(session) == 1


def test_full_is_said_and_nothing_is_left_behind(world: World) -> None:
    session = world.session(capacity=2)
    world.book(session, 0, party=2)
    with pytest.raises(Refused, match="full"):
        world.book(session, 1)
    assert (taken(session), Booking.objects.count()) == (2, 1)


def test_the_public_never_overbooks_and_staff_does_with_a_mark(world: World) -> None:
    session = world.session(capacity=1)
    world.book(session, 0)
    with pytest.raises(Refused, match="no_power"):
        world.book(session, 1, over=True)
    row = world.book(session, 1, by=world.desk, over=True)
    session.refresh_from_db()
    assert (row.over, session.taken, session.capacity, session.extra) == (True, 2, 1, 1)
    with pytest.raises(Refused, match="full"):
        world.book(session, 2)


def test_the_database_itself_refuses_a_count_above_capacity(world: World) -> None:
    session = world.session(capacity=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(taken=F("taken") + 2)


def test_what_is_kept_for_walk_ins_is_not_the_publics(world: World) -> None:
    session = world.session(capacity=2, kept=1)
    world.book(session, 0)
    with pytest.raises(Refused, match="full"):
        world.book(session, 1)
    assert world.book(session, 1, by=world.desk, walk_in=True).walk_in
    with pytest.raises(Refused, match="no_power"):
        world.book(session, 2, walk_in=True)


def test_kept_places_are_let_go_to_the_public(world: World) -> None:
    session = world.session(capacity=2, kept=1)
    world.book(session, 0)
    assert services.release_kept(session_id=session.pk, by=world.desk, at=NOW) == 1
    world.book(session, 1)
    assert taken(session) == 2


def test_a_hold_takes_a_place_until_it_lapses(world: World) -> None:
    session = world.session(capacity=1)
    row = services.hold(session_id=session.pk, person_id=world.people[0].pk, client_key="h", by=world.actor(0), at=NOW)
    with pytest.raises(Refused, match="full"):
        world.book(session, 1, at=NOW + timedelta(minutes=4))
    late = world.book(session, 1, at=NOW + timedelta(minutes=5))
    assert late.state == State.BOOKED
    with pytest.raises(Refused, match="step_closed"):
        services.confirm(booking_id=row.pk, by=world.actor(0), at=NOW + timedelta(minutes=6))
    assert taken(session) == 1


def test_a_hold_over_its_time_is_not_confirmed_even_when_nobody_swept(world: World) -> None:
    session = world.session(capacity=1)
    row = services.hold(session_id=session.pk, person_id=world.people[0].pk, client_key="h", by=world.actor(0), at=NOW)
    with pytest.raises(Refused, match="lapsed"):
        services.confirm(booking_id=row.pk, by=world.actor(0), at=NOW + timedelta(minutes=5))
    assert services.lapse_all(at=NOW + timedelta(minutes=5)) == 1
    assert taken(session) == 0


def test_a_confirmed_hold_stays(world: World) -> None:
    session = world.session(capacity=1)
    row = services.hold(session_id=session.pk, person_id=world.people[0].pk, client_key="h", by=world.actor(0), at=NOW)
    for _twice in range(2):
        assert services.confirm(booking_id=row.pk, by=world.actor(0), at=NOW).state == State.BOOKED
    assert services.lapse_all(at=NOW + HOUR) == 0


def test_cancelling_twice_gives_one_place_back(world: World) -> None:
    session = world.session()
    row = world.book(session, 0, party=2)
    for _twice in range(2):
        services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    assert taken(session) == 0


def test_after_the_cut_off_only_the_desk_cancels(world: World) -> None:
    session = world.session(settled_at=NOW - HOUR)
    row = world.book(session, 0)
    with pytest.raises(Refused, match="late"):
        services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    assert services.cancel(booking_id=row.pk, by=world.desk, at=NOW, reason="来电话").state == State.CANCELLED


def test_notice_and_horizon_bind_the_public(world: World) -> None:
    closed, early = world.session(closes_at=NOW), world.session(opens_at=NOW + HOUR)
    with pytest.raises(Refused, match="too_late"):
        world.book(closed, 0)
    with pytest.raises(Refused, match="too_early"):
        world.book(early, 0)
    assert world.book(closed, 0, by=world.desk).state == State.BOOKED


def test_moving_keeps_code_and_uid_and_counts_one_more(world: World) -> None:
    first, second = world.session(), world.session()
    row = world.book(first, 0)
    moved = services.move(booking_id=row.pk, session_id=second.pk, by=world.actor(0), at=NOW)
    assert (moved.code, moved.uuid, moved.session_id, moved.sequence) == (row.code, row.uuid, second.pk, row.sequence + 1)
    assert (taken(first), taken(second)) == (0, 1)


def test_a_move_to_a_full_session_loses_nothing(world: World) -> None:
    first, second = world.session(), world.session(capacity=1)
    world.book(second, 1)
    row = world.book(first, 0)
    with pytest.raises(Refused, match="full"):
        services.move(booking_id=row.pk, session_id=second.pk, by=world.actor(0), at=NOW)
    assert (taken(first), taken(second), Booking.objects.get(pk=row.pk).session_id) == (1, 1, first.pk)


def test_a_party_grows_only_into_free_places(world: World) -> None:
    session = world.session(capacity=3)
    row = world.book(session, 0, party=2)
    assert services.resize(booking_id=row.pk, party=3, by=world.actor(0), at=NOW).party == 3
    with pytest.raises(Refused, match="full"):
        services.resize(booking_id=row.pk, party=4, by=world.actor(0), at=NOW)
    assert services.resize(booking_id=row.pk, party=1, by=world.actor(0), at=NOW).party == 1
    assert taken(session) == 1


def test_capacity_never_falls_below_what_is_taken(world: World) -> None:
    session = world.session(capacity=3)
    world.book(session, 0, party=2)
    with pytest.raises(Refused, match="capacity"):
        services.change_session(session_id=session.pk, capacity=1, by=world.desk, at=NOW)
    assert services.change_session(session_id=session.pk, capacity=2, by=world.desk, at=NOW).capacity == 2


def test_a_called_off_session_ends_every_booking_with_its_reason(world: World) -> None:
    session = world.session()
    rows = [world.book(session, number) for number in range(2)]
    assert services.cancel_session(session_id=session.pk, reason="停电", by=world.desk, at=NOW) == [row.pk for row in rows]
    assert set(Booking.objects.values_list("state", "reason")) == {(State.CANCELLED, "停电")}
    assert taken(session) == 0
    with pytest.raises(Refused, match="not_open"):
        world.book(session, 3)


def test_a_blackout_closes_what_lies_in_it_and_names_who_had_booked(world: World) -> None:
    inside, outside = world.session(), world.session(starts=NOW + timedelta(days=3))
    row = world.book(inside, 0)
    begin, until = NOW + timedelta(hours=20), NOW + timedelta(days=2)
    found = services.black_out(path=world.home, begins_at=begin, ends_at=until, reason="装修", kind="trial", by=world.desk, at=NOW)
    assert found == [row.pk]
    with pytest.raises(Refused, match="not_open"):
        world.book(inside, 1)
    assert world.book(outside, 1).state == State.BOOKED
    with pytest.raises(Refused, match="blackout"):
        world.session()


def test_a_sister_districts_desk_sees_and_does_nothing(world: World) -> None:
    session = world.session()
    row = world.book(session, 0)
    for act in (
        lambda: services.cancel(booking_id=row.pk, by=world.stranger, at=NOW),
        lambda: services.check_in(booking_id=row.pk, by=world.stranger, at=NOW),
        lambda: services.move(booking_id=row.pk, session_id=session.pk, by=world.actor(1), at=NOW),
        lambda: services.confirm(booking_id=row.pk, by=NOBODY, at=NOW),
    ):
        with pytest.raises(Refused, match="not_found"):
            act()
    with pytest.raises(Refused, match="no_power"):
        services.change_session(session_id=session.pk, capacity=9, by=world.stranger, at=NOW)
    with pytest.raises(Refused, match="no_power"):
        world.book(session, 1, by=world.stranger)
    assert not queries.visible(world.stranger.scope("trial.view")).exists()
    assert not queries.held_sessions(world.stranger.scope("trial.view"), "trial").exists()
    assert not queries.own(scope=world.actor(1).own()).exists()
    assert queries.visible(world.desk.scope("trial.view")).count() == 1


def test_a_counter_that_lies_is_found(world: World) -> None:
    session = world.session()
    world.book(session, 0)
    assert queries.imbalances() == []
    Session.objects.filter(pk=session.pk).update(taken=3)
    assert queries.imbalances() == [(session.pk, 3, 1)]


def test_full_is_said_before_a_transaction_begins_and_who_has_booked_passes(world: World) -> None:
    session = world.session(capacity=1)
    world.book(session, 0, client_key="mine")
    ask = {"session_id": session.pk, "at": NOW}
    with CaptureQueriesContext(connection) as asked, pytest.raises(Refused, match="full"):
        services.turn_away(person_id=world.people[1].pk, client_key="late", by=world.actor(1), **ask)
    assert not [row for row in asked.captured_queries if not row["sql"].startswith("SELECT")]
    services.turn_away(person_id=world.people[0].pk, client_key="mine", by=world.actor(0), **ask)
    with pytest.raises(Refused, match="no_power"):
        services.turn_away(person_id=world.people[0].pk, client_key="other", by=world.actor(1), **ask)
    services.hold(session_id=world.session(capacity=1).pk, person_id=world.people[0].pk, client_key="h", by=world.actor(0), at=NOW)
    contested = Session.objects.latest("pk")
    services.turn_away(session_id=contested.pk, person_id=world.people[1].pk, client_key="new", by=world.actor(1), at=NOW)
