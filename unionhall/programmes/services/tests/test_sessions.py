"""The desk changes one session or all to come, calls one off, stops bookings for a while; a stranger's desk finds nothing."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from unionhall.base.testing import at
from unionhall.kernel.bookings.models import Blackout, Booking, Session
from unionhall.kernel.notices.models import Notice
from unionhall.programmes.services.services import book, timetables
from unionhall.programmes.services.tasks.slots import booking_changed
from unionhall.programmes.services.tests.test_book import client_of
from unionhall.programmes.services.tests.test_prices import WEDNESDAY

NOW = at("2026-11-23 08:00")


@pytest.fixture
def week(haircut):
    """Its slots as of Monday morning; the clock stands there."""
    with time_machine.travel(NOW, tick=False):
        timetables.lay(definition=haircut, at=NOW)
        yield haircut


def desk(ground, who="keeper") -> Client:
    """Somebody signed in."""
    return client_of(ground, who)


def first(day=WEDNESDAY) -> Session:
    """The first slot of a day."""
    return Session.objects.filter(starts_at__date=day).order_by("starts_at")[0]


def booked(ground, session: Session) -> Booking:
    """The titled worker books it."""
    return book.book(session_id=session.pk, client_key="k", by=ground.actors["titled"], at=NOW)[0]


@pytest.mark.parametrize(("span", "changed"), [("one", 1), ("following", 4), ("all", 6)])
def test_an_edit_asks_how_far_it_goes(week, ground, span, changed):
    row = first()
    form = {"capacity": 3, "begins": "08:50", "minutes": 30, "span": span}
    assert desk(ground).post(f"/services/desk/session/{row.pk}/", form).status_code == 302
    moved = Session.objects.filter(capacity=3, starts_at__lte=at("2026-12-01 00:00"))
    assert {f"{timezone.localtime(each.starts_at):%H:%M}" for each in moved} == {"08:50"}
    assert moved.count() == changed


def test_fewer_places_than_are_taken_is_a_sentence_beside_the_field_and_nothing_is_lost(week, ground):
    row = first()
    Session.objects.filter(pk=row.pk).update(capacity=3, public=3)
    booked(ground, row)
    Session.objects.filter(pk=row.pk).update(taken=2)
    reply = desk(ground).post(f"/services/desk/session/{row.pk}/", {"capacity": 1, "begins": "09:00", "minutes": 30, "span": "one"})
    page = reply.content.decode()
    assert reply.status_code == 422 and "已经约出去 2 位" in page and 'value="30"' in page


def test_a_session_called_off_tells_who_has_booked_and_why(week, ground):
    row = booked(ground, first())
    client = desk(ground)
    assert client.post(f"/services/desk/session/{row.session_id}/off/", {"reason": ""}).status_code == 422
    client.post(f"/services/desk/session/{row.session_id}/off/", {"reason": "停电"})
    row.refresh_from_db()
    booking_changed(row.pk, "cancelled")  # the work that the cancellation queued
    assert (row.state, row.reason) == ("cancelled", "停电") and Notice.objects.filter(person=row.person).exists()


@pytest.mark.parametrize("cancel", [False, True])
def test_a_stretch_without_bookings_names_or_tells_who_stands_in_it_and_is_lifted(week, ground, cancel):
    row = booked(ground, first())
    client = desk(ground)
    form = {"place": week.place_id, "since": "2026-11-25", "until": "2026-11-26", "reason": "装修"} | ({"cancel": "on"} if cancel else {})
    reply = client.post("/services/desk/blackouts/", form)
    row.refresh_from_db()
    assert row.state == ("cancelled" if cancel else "booked")
    assert reply.status_code == (302 if cancel else 200) and (cancel or f"/services/desk/{row.pk}/" in reply.content.decode())
    assert not Session.objects.filter(starts_at__date=WEDNESDAY, state="open").exists()
    client.post(f"/services/desk/blackouts/{Blackout.objects.get().pk}/lift/")
    assert Session.objects.filter(starts_at__date=WEDNESDAY, state="open").count() == 4


def test_a_strangers_desk_changes_nothing(week, ground):
    row = first()
    client = desk(ground, "neighbour")
    assert client.get(f"/services/desk/session/{row.pk}/").status_code == 404
    assert client.post(f"/services/desk/session/{row.pk}/off/", {"reason": "不办"}).status_code == 404
    reply = client.post("/services/desk/blackouts/", {"place": week.place_id, "since": "2026-11-25", "until": "2026-11-26", "reason": "不办"})
    assert reply.status_code == 422 and not Blackout.objects.exists()
    assert first().state == "open"
