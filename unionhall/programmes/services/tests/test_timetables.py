"""The timetable of a service: repetitions over our calendar, laid anew without touching a day for which somebody has booked."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.utils import timezone

from unionhall.base.testing import at
from unionhall.kernel.bookings import services as bookings
from unionhall.kernel.bookings.models import Booking, Series, Session
from unionhall.kernel.bookings.services import write_all_ahead
from unionhall.programmes.services.models import Definition
from unionhall.programmes.services.services import book, definitions, timetables
from unionhall.programmes.services.tests.conftest import OFFER
from unionhall.programmes.services.tests.test_prices import MONDAY, WEDNESDAY

NOW = at("2026-11-23 08:00")


@pytest.fixture
def week(haircut):
    """Monday to Friday, nine to eleven, half an hour each."""
    timetables.lay(definition=haircut, at=NOW)
    return haircut


def times(day: date) -> list[str]:
    """The hours of a day that can be booked."""
    rows = Session.objects.filter(starts_at__date=day, state="open").order_by("starts_at")
    return [f"{timezone.localtime(row.starts_at):%H:%M}" for row in rows]


def changed(week, ground, **new):
    """The officer changes the service."""
    return definitions.put(offer=replace(OFFER, **new), pk=week.pk, by=ground.actors["officer"], at=NOW)


def test_slots_stand_on_the_days_of_the_service_and_not_on_a_holiday(week):
    assert times(MONDAY) == ["09:00", "09:30", "10:00", "10:30"]
    assert times(date(2026, 11, 28)) == [] and times(date(2027, 1, 1)) == []
    assert Series.objects.filter(ended_at=None).count() == 4


def test_the_next_days_are_written_by_the_hourly_tick_and_once(week):
    before = Session.objects.count()
    assert write_all_ahead(at=NOW) == 0
    assert write_all_ahead(at=at("2026-11-24 08:00")) == 4 and Session.objects.count() == before + 4


def test_a_new_timetable_leaves_the_days_alone_for_which_somebody_has_booked(week, ground):
    first = Session.objects.filter(starts_at__date=WEDNESDAY).order_by("starts_at")[0]
    row, _decision = book.book(session_id=first.pk, client_key="k", by=ground.actors["titled"], at=NOW)
    changed(week, ground, begins=time(13), ends=time(15), minutes=40, seats=3)
    assert times(WEDNESDAY) == ["09:00", "09:30", "10:00", "10:30"]
    assert times(date(2026, 11, 26)) == ["13:00", "13:40", "14:20"]
    assert Booking.objects.get(pk=row.pk).state == "booked"
    assert set(Session.objects.filter(starts_at__date=date(2026, 11, 26)).values_list("capacity", flat=True)) == {3}


def test_nobody_ever_has_two_overlapping_slots_of_one_seat(week, ground):
    first = Session.objects.filter(starts_at__date=WEDNESDAY).order_by("starts_at")[0]
    book.book(session_id=first.pk, client_key="k", by=ground.actors["titled"], at=NOW)
    for minutes in (20, 45, 30):
        changed(week, ground, minutes=minutes)
        rows = list(Session.objects.filter(state="open", starts_at__gt=NOW).order_by("starts_at"))
        assert all(one.ends_at <= other.starts_at for one, other in zip(rows, rows[1:], strict=False))


def test_a_time_somebody_gave_back_is_called_off_not_lost_from_their_list(week, ground):
    first = Session.objects.filter(starts_at__date=WEDNESDAY).order_by("starts_at")[0]
    row, _decision = book.book(session_id=first.pk, client_key="k", by=ground.actors["titled"], at=NOW)
    bookings.cancel(booking_id=row.pk, by=ground.actors["titled"], at=NOW)
    changed(week, ground, weekdays="1245")
    first.refresh_from_db()
    assert times(WEDNESDAY) == [] and first.state == "cancelled" and Booking.objects.filter(pk=row.pk).exists()


def test_a_word_in_the_notice_moves_no_session(week, ground):
    before = set(Session.objects.values_list("pk", flat=True))
    changed(week, ground, bring="带杯子")
    assert set(Session.objects.values_list("pk", flat=True)) == before


def test_a_service_that_ends_has_no_slot_from_that_day_on(week, ground):
    changed(week, ground, valid_to=WEDNESDAY)
    assert times(MONDAY) and not times(WEDNESDAY)


def test_a_service_that_begins_far_ahead_has_its_first_day(week, ground):
    changed(week, ground, valid_from=date(2027, 6, 7))
    assert not times(MONDAY)
    write_all_ahead(at=at("2027-04-01 08:00"))
    assert times(date(2027, 6, 7)) == ["09:00", "09:30", "10:00", "10:30"]


def test_a_service_that_follows_a_rota_has_no_timetable(week, ground):
    changed(week, ground, needs_provider=True)
    assert not times(MONDAY) and not Series.objects.filter(ended_at=None).exists()
    assert Definition.objects.get(pk=week.pk).needs_provider
