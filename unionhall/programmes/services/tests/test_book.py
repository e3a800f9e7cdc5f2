"""A worker books, moves and checks in; place and price come together or not at all; a stranger finds nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.bookings import services as bookings
from unionhall.kernel.bookings.models import Booking, Session
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account
from unionhall.programmes.services.models import Decision
from unionhall.programmes.services.queries import book as found
from unionhall.programmes.services.services import book, timetables
from unionhall.programmes.services.tests.test_prices import MONDAY, WEDNESDAY

TEN = at("2026-11-23 08:00")


@pytest.fixture
def week(haircut):
    """Its slots as of Monday morning, one seat each."""
    with time_machine.travel(TEN, tick=False):
        timetables.lay(definition=haircut, at=TEN)
    return haircut


def slot(day: date, nth: int = 0) -> int:
    """The nth slot of a day."""
    return Session.objects.filter(starts_at__date=day).order_by("starts_at")[nth].pk


def booked(ground, day=WEDNESDAY, who="titled", key="k1", **more):
    """Somebody books for themselves."""
    return book.book(session_id=slot(day), client_key=key, by=ground.actors[who], at=TEN, **more)


def test_a_place_and_its_price_are_made_together_and_once(ground, week):
    row, decision = booked(ground)
    again, same = booked(ground)
    assert (again.pk, same.pk, decision.price, Booking.objects.count()) == (row.pk, decision.pk, 0, 1)


def test_who_may_not_have_the_price_takes_no_place(ground, week):
    with pytest.raises(Refused, match="not_for_you"):
        booked(ground, who="plain")
    assert (Booking.objects.count(), Decision.objects.count(), Session.objects.get(pk=slot(WEDNESDAY)).taken) == (0, 0, 0)


def test_a_move_to_another_day_is_priced_anew_and_keeps_the_code(ground, week):
    row, _free = booked(ground)
    moved, decision = book.move(booking_id=row.pk, session_id=slot(MONDAY + timedelta(days=4)), by=ground.actors["titled"], at=TEN)
    assert (moved.code, decision.price, Decision.objects.filter(booking=row).count()) == (row.code, 800, 2)


def test_check_in_looks_at_the_price_again_and_refuses_a_claim_without_its_paper(ground, week):
    row, decision = booked(ground, day=MONDAY, who="plain", claimed=["citizen"])
    assert decision.evidence == "身份证"
    with pytest.raises(Refused, match="not_for_you"):
        book.check_in(booking_id=row.pk, by=ground.actors["keeper"], at=TEN)
    assert Booking.objects.get(pk=row.pk).state == "booked"
    done, decision = book.check_in(booking_id=row.pk, seen=True, by=ground.actors["keeper"], at=TEN)
    assert (done.state, decision.due) == ("attended", 800)


def test_who_walks_in_with_a_phone_on_record_pays_by_the_record(ground, week):
    _row, decision = book.walk_in(session_id=slot(WEDNESDAY), name="示例titled", phone="19900007311", client_key="w", by=ground.actors["keeper"], at=TEN)
    assert (decision.channel, decision.price) == ("desk", 0)
    for who in ("neighbour", "plain"):
        with pytest.raises(Refused, match="no_power"):
            book.walk_in(session_id=slot(WEDNESDAY, 1), name="示例", phone="", client_key=who, by=ground.actors[who], at=TEN)


def test_the_strip_says_closed_full_and_the_price(ground, week):
    booked(ground)
    cells = {cell.day: cell for cell in found.strip(week, person_id=ground.actors["titled"].person_id, at=TEN)}
    assert (cells[WEDNESDAY].left, cells[MONDAY].left, cells[MONDAY + timedelta(days=5)].left) == (3, 4, None)
    assert (cells[MONDAY].answer.price, cells[MONDAY].answer.better.day) == (800, WEDNESDAY)


def test_who_may_not_take_the_place_is_told_before_standing_in_line(ground, week):
    row, _decision = booked(ground)
    with pytest.raises(Refused, match="not_for_you"):
        book.join_line(session_id=row.session_id, client_key="w1", by=ground.actors["plain"], at=TEN)
    wait = book.join_line(session_id=row.session_id, client_key="w2", claimed=["new_employment"], by=ground.actors["plain"], at=TEN)
    bookings.cancel(booking_id=row.pk, by=ground.actors["titled"], at=TEN)
    taken, decision = book.accept(wait_id=wait.pk, claimed=["new_employment"], by=ground.actors["plain"], at=TEN)
    assert (taken.state, decision.price, decision.evidence) == ("booked", 0, "平台账号页面")


def client_of(ground, who) -> Client:
    """A browser that is signed in as somebody."""
    client, account = Client(), Account.objects.get(pk=ground.actors[who].account_id)
    client.force_login(account)
    people.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=TEN)
    return client


@pytest.fixture
def monday():
    """The hour of the tests."""
    with time_machine.travel(TEN, tick=False):
        yield


def test_the_day_page_needs_no_log_in_and_tells_price_and_reason(ground, week, monday):
    page = Client().get(f"/services/{week.pk}/?day={MONDAY}&as=citizen").content.decode()
    assert "8 元" in page
    assert "您说您是本市市民" in page
    assert "身份证" in page
    assert Client().get(f"/services/{week.pk}/book/{slot(MONDAY)}/").status_code == 302


def test_a_worker_books_on_the_phone_and_a_stranger_finds_nothing(ground, week, monday):
    row, _decision = booked(ground)
    own, stranger, desk = (client_of(ground, who) for who in ("titled", "plain", "neighbour"))
    assert row.code[:4] in own.get(f"/services/mine/{row.pk}/").content.decode()
    assert "BEGIN:VEVENT" in own.get(f"/services/mine/{row.pk}/calendar.ics").content.decode()
    for address in ("", "calendar.ics"):
        assert stranger.get(f"/services/mine/{row.pk}/{address}").status_code == 404
    assert stranger.post(f"/services/mine/{row.pk}/cancel/").status_code == 404
    assert desk.get(f"/services/desk/{row.pk}/").status_code == 404
    assert desk.get(f"/services/at/{row.code}/").status_code == 404


def test_a_full_time_is_waited_for_and_the_freed_place_is_offered_and_taken(ground, week, monday):
    row, _decision = booked(ground)
    second = client_of(ground, "titled")
    from_plain = bookings.join_line(session_id=row.session_id, person_id=ground.actors["plain"].person_id, client_key="w", by=ground.actors["plain"], at=TEN)
    second.post(f"/services/mine/{row.pk}/cancel/")
    from_plain.refresh_from_db()
    assert from_plain.state == "offered"
    with pytest.raises(Refused, match="not_for_you"):
        book.accept(wait_id=from_plain.pk, by=ground.actors["plain"], at=TEN)
    from_plain.refresh_from_db()
    assert from_plain.state == "offered"


def test_who_comes_to_a_full_time_is_shown_the_other_times_and_another_services_time_is_not_there(ground, week, monday):
    row, _decision = booked(ground)
    late, address = client_of(ground, "plain"), f"/services/{week.pk}/book/{row.session_id}/"
    reply = late.post(address, {"client_key": "late", "as": "new_employment"})
    assert reply.status_code == 422
    assert "约满了" in reply.content.decode() and "看别的时间" in reply.content.decode() and 'id="price"' not in reply.content.decode()
    assert "看别的时间" not in late.get(address).content.decode()
    Session.objects.filter(pk=slot(MONDAY)).update(subject="service:0")
    elsewhere = Session.objects.get(subject="service:0").pk
    for session in (elsewhere, 999_999):
        assert late.post(f"/services/{week.pk}/book/{session}/", {"client_key": f"x{session}"}).status_code == 404
    assert not Booking.objects.filter(session_id=elsewhere).exists()


def test_a_calendar_address_opens_the_own_bookings_until_it_is_renewed(ground, week, monday):
    row, _decision = booked(ground)
    own = client_of(ground, "titled")
    page = own.post("/services/mine/feed/")
    old = page.content.decode().partition("/services/feed/")[2].partition("<")[0]
    answer = Client().get(f"/services/feed/{old}")
    assert (answer["Content-Type"], answer["Cache-Control"], answer["Referrer-Policy"]) == ("text/calendar; charset=utf-8", "private, no-store", "no-referrer")
    assert page["Referrer-Policy"] == "no-referrer"
    assert (answer.content.count(b"BEGIN:VEVENT"), b"STATUS:CONFIRMED" in answer.content) == (1, True)
    bookings.cancel(booking_id=row.pk, by=ground.actors["titled"], at=TEN)
    assert b"STATUS:CANCELLED" in Client().get(f"/services/feed/{old}").content
    own.post("/services/mine/feed/")
    assert Client().get(f"/services/feed/{old}").status_code == 404
    assert old not in own.get("/services/mine/").content.decode()
