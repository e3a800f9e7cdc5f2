"""At the door, providers, reminders, feedback, calendar."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.kernel.notices.models import Notice

from .. import queries, services
from ..models import Booking, Serving, Tick
from ..rules import State, calendars
from .conftest import NOW, World

DAY = timedelta(days=1)


def test_a_second_scan_changes_nothing_and_a_mistake_is_undone(world: World) -> None:
    row = world.book(world.session(), 0, party=2)
    when = NOW + DAY
    for minute in (0, 3):
        done = services.check_in(booking_id=row.pk, by=world.desk, at=when + timedelta(minutes=minute))
    assert (done.state, done.arrived, done.attended_at) == (State.ATTENDED, 2, when)
    back = services.undo_check_in(booking_id=row.pk, by=world.desk, at=when)
    assert (back.state, back.arrived, back.attended_at) == (State.BOOKED, 0, None)


def test_a_party_comes_in_two_groups(world: World) -> None:
    row = world.book(world.session(), 0, party=3)
    assert services.check_in(booking_id=row.pk, by=world.desk, at=NOW + DAY, arrived=1).arrived == 1
    assert services.check_in(booking_id=row.pk, by=world.desk, at=NOW + DAY, arrived=3).arrived == 3
    with pytest.raises(Refused, match="arrived"):
        services.check_in(booking_id=row.pk, by=world.desk, at=NOW + DAY, arrived=4)


def test_nobody_checks_in_hours_before_nor_for_oneself(world: World) -> None:
    row = world.book(world.session(), 0)
    with pytest.raises(Refused, match="early"):
        services.check_in(booking_id=row.pk, by=world.desk, at=NOW)
    with pytest.raises(Refused, match="no_power"):
        services.check_in(booking_id=row.pk, by=world.actor(0), at=NOW + DAY)


def test_who_was_not_seen_is_absent_and_can_still_come(world: World) -> None:
    row = world.book(world.session(), 0)
    over = NOW + DAY + timedelta(hours=14)
    assert (services.close_out(at=NOW + DAY), services.close_out(at=over), services.close_out(at=over)) == (0, 1, 0)
    assert queries.absences(scope=world.desk.scope("trial.view"), person_id=world.people[0].pk, since=NOW) == 1
    assert services.undo_miss(booking_id=row.pk, by=world.desk, at=over).state == State.BOOKED


def test_a_reminder_goes_once_and_again_after_a_move(world: World) -> None:
    first, second = world.session(), world.session()
    row = world.book(first, 0)
    assert [services.remind(at=NOW), services.remind(at=NOW)] == [1, 0]
    services.move(booking_id=row.pk, session_id=second.pk, by=world.actor(0), at=NOW)
    assert services.remind(at=NOW) == 1
    assert Notice.objects.filter(effect_key__contains=":remind").count() == 2


def test_the_code_is_found_as_people_type_it_and_only_in_scope(world: World) -> None:
    row = world.book(world.session(), 0)
    typed = f"{row.code[:4].lower()} {row.code[4:].replace('0', 'o').replace('1', 'l')}"
    assert queries.by_code(scope=world.desk.scope("trial.handle"), code=typed).pk == row.pk
    assert queries.by_code(scope=world.stranger.scope("trial.handle"), code=row.code) is None


def test_only_who_was_there_says_how_it_was(world: World) -> None:
    row = world.book(world.session(), 0)
    with pytest.raises(Refused, match="not_attended"):
        services.give_feedback(booking_id=row.pk, score="good", by=world.actor(0), at=NOW)
    services.check_in(booking_id=row.pk, by=world.desk, at=NOW + DAY)
    with pytest.raises(Refused, match="not_attended"):
        services.give_feedback(booking_id=row.pk, score="good", by=world.desk, at=NOW)
    for score in ("good", "poor"):
        services.give_feedback(booking_id=row.pk, score=score, words="示例", by=world.actor(0), at=NOW)
    assert [each.score for each in queries.feedback(scope=world.desk.scope("trial.view"), kind="trial")] == ["poor"]


def test_no_provider_serves_two_at_once_whatever_the_session(world: World) -> None:
    barber = world.people[7].pk
    whole, half = world.session(), world.session(starts=NOW + DAY + timedelta(minutes=30))
    for session in (whole, half):
        services.serve(session_ids=[session.pk], provider_ids=[barber], by=world.desk, at=NOW)
    row = world.book(whole, 0)
    assert (row.provider_id, Tick.objects.filter(booking=row).count()) == (barber, 12)
    with pytest.raises(Refused, match="full"):
        world.book(half, 1)
    services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW)
    assert world.book(half, 1).provider_id == barber
    assert queries.shared_ticks() == []


def test_any_provider_is_who_has_least_to_do(world: World) -> None:
    pair = [world.people[6].pk, world.people[7].pk]
    sessions = [world.session(starts=NOW + DAY + timedelta(hours=hour)) for hour in range(2)]
    for session in sessions:
        services.serve(session_ids=[session.pk], provider_ids=pair, by=world.desk, at=NOW)
    assert {world.book(sessions[0], 0).provider_id, world.book(sessions[1], 1).provider_id} == set(pair)


def test_a_provider_who_leaves_hands_on_what_can_be_handed_on_and_names_the_rest(world: World) -> None:
    first, second = world.people[6].pk, world.people[7].pk
    session = world.session()
    services.serve(session_ids=[session.pk], provider_ids=[first], by=world.desk, at=NOW)
    row = world.book(session, 0)
    with pytest.raises(Refused, match="full"):
        world.book(session, 1)
    assert services.withdraw_provider(session_ids=[session.pk], provider_id=first, by=world.desk, at=NOW).unmoved == (row.pk,)
    services.serve(session_ids=[session.pk], provider_ids=[first, second], by=world.desk, at=NOW)
    other = world.book(session, 1)
    moved = services.withdraw_provider(session_ids=[session.pk], provider_id=other.provider_id, by=world.desk, at=NOW)
    assert moved.moved == (other.pk,)
    assert Booking.objects.get(pk=other.pk).provider_id != other.provider_id
    assert Serving.objects.filter(session=session).count() == 1


def test_a_calendar_entry_is_updated_and_struck(world: World) -> None:
    first, second = world.session(), world.session()
    row = world.book(first, 0)
    entry = services.entry_of(booking=row, url="/trial/1/", at=NOW)
    moved = services.move(booking_id=row.pk, session_id=second.pk, by=world.actor(0), at=NOW)
    again = services.entry_of(booking=moved, url="/trial/1/", at=NOW)
    gone = services.entry_of(booking=services.cancel(booking_id=row.pk, by=world.actor(0), at=NOW), url="/trial/1/", at=NOW)
    assert entry.uid == again.uid == gone.uid
    assert entry.sequence < again.sequence < gone.sequence
    read = Calendar.from_ical(calendars.calendar([gone], "试", cancel=True))
    event = read.walk("VEVENT")[0]
    assert (str(read["METHOD"]), str(event["STATUS"]), event["DTSTART"].params["TZID"]) == ("CANCEL", "CANCELLED", "Asia/Shanghai")


def test_a_new_calendar_address_ends_the_old(world: World) -> None:
    old, new = (services.issue_feed(by=world.actor(0), at=NOW) for _twice in range(2))
    assert queries.feed_owner(keyed_hash(old, "bookings.feed")) is None
    assert queries.feed_owner(keyed_hash(new, "bookings.feed")) == world.people[0].pk
