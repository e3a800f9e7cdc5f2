"""A service follows its rota: who is there serves, who is gone hands on, who is left is told and listed, whatever the order."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from unionhall.base import work
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings import services as booking_services
from unionhall.kernel.bookings.models import Booking, Serving, Session
from unionhall.kernel.bookings.services import providers as serving
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.services.models import Duty
from unionhall.programmes.services.queries import book as found
from unionhall.programmes.services.queries import rota as rotas
from unionhall.programmes.services.services import book, definitions, prices, rota, staffing

from .conftest import priced
from .rotas import FOUNDED, WED, hall
from .test_bus_pages import signed_in

__all__ = ["hall"]
MONDAY = at("2026-11-23 08:00")
LATE = time(9, 30)


@pytest.fixture
def works(monkeypatch):
    """What was queued, as (name, values), instead of being queued."""
    asked = []
    monkeypatch.setattr(work, "run_named", type("Line", (), {"enqueue": staticmethod(lambda name, values: asked.append((name, values)))}))
    return asked


@pytest.fixture
def desk(hall, works):
    """The rota's service: half hours from nine to ten; three people who book; the clock stands on Monday."""
    offer = definitions.Offer(
        code="desk", name="示例服务", weekdays="12345", begins=time(9), ends=time(10), minutes=30, valid_from=FOUNDED, needs_provider=True
    )
    hall.service = definitions.put(offer=offer, union=hall.unions["city"], place=hall.rota.place, by=SYSTEM, at=MONDAY)
    priced(hall.service, prices.Line(who="anyone", weekdays="12345", price=0, source="示例公告", valid_from=FOUNDED))
    for number in range(3):
        person = people.person_for(name=f"职工10{number}", phone=f"1990000960{number}", by=SYSTEM, at=MONDAY)
        hall.actors[f"guest{number}"] = people_queries.actor_for(people.open_account(person=person, by=SYSTEM, at=MONDAY), MONDAY.date())
    works.clear()
    with time_machine.travel(MONDAY, tick=False):
        yield hall


def plan(hall, name: str, begins: time = time(8, 30), day: date = WED) -> Duty:
    """A duty that waits for its yes."""
    return Duty.objects.create(rota=hall.rota, path=hall.rota.path, provider=hall.seats[name], day=day, begins=begins, ends=time(17), planned_at=MONDAY)


def confirmed(hall, name: str, **more) -> Duty:
    return rota.confirm(duty_id=plan(hall, name, **more).pk, by=hall.actors[name], at=MONDAY)


def gone(hall, duty: Duty) -> None:
    rota.drop(duty_id=duty.pk, reason="示例", override=True, by=hall.actors["officer"], at=MONDAY)


def done(works) -> None:
    """The worker does what is queued, and what that queues."""
    while works:
        name, values = works.pop(0)
        if name.startswith("services."):
            work.WORKS[name].run(**values)


def booked(hall, guest: int, nth: int = 0) -> Booking:
    session = Session.objects.order_by("starts_at")[nth]
    return book.book(session_id=session.pk, client_key=f"{guest}:{session.pk}:{Booking.objects.count()}", by=hall.actors[f"guest{guest}"], at=MONDAY)[0]


def told(hall, guest: int) -> list[str]:
    return list(Notice.objects.filter(channel="app", person_id=hall.actors[f"guest{guest}"].person_id).order_by("pk").values_list("text", flat=True))


def listed(hall) -> list[int]:
    rows = bookings.unserved(scope=hall.actors["keeper"].scope("services.serve"), kind=found.KIND, at=MONDAY)
    return list(rows.values_list("pk", flat=True))


def person(hall, name: str) -> int:
    return hall.actors[name].person_id


def test_a_day_opens_with_its_first_yes_and_holds_as_many_as_are_there(desk, works):
    assert found.strip(desk.service, person_id=None, at=MONDAY)[2].waits
    confirmed(desk, "a")
    assert not Session.objects.exists()
    done(works)
    confirmed(desk, "b", begins=LATE)
    done(works)
    assert list(Session.objects.order_by("starts_at").values_list("capacity", "public", "state")) == [(1, 1, "open"), (2, 2, "open")]
    cell = found.strip(desk.service, person_id=None, at=MONDAY)[2]
    assert (cell.day, cell.left, cell.waits) == (WED, 3, False)
    assert {row.path for row in Session.objects.all()} == {desk.rota.path}


def test_somebody_chooses_among_who_is_free_and_is_told_when_that_one_is_taken(desk, works):
    for name in ("a", "b"):
        confirmed(desk, name)
    done(works)
    session = Session.objects.order_by("starts_at")[0]
    address = f"/services/{desk.service.pk}/book/{session.pk}/"
    first, second = (signed_in(desk.actors[f"guest{number}"]) for number in range(2))
    assert first.get(address).content.decode().count('name="provider"') == 3
    first.post(address, {"client_key": "one", "provider": person(desk, "b")})
    assert Booking.objects.get().provider_id == person(desk, "b")
    refused = second.post(address, {"client_key": "two", "provider": person(desk, "b")})
    assert (refused.status_code, Booking.objects.count()) == (422, 1)
    assert "这位刚刚被约走了" in refused.content.decode()
    second.post(address, {"client_key": "three", "provider": ""})
    assert Booking.objects.latest("pk").provider_id == person(desk, "a")


def test_who_takes_the_duty_over_takes_the_bookings_and_the_person_is_told_by_whom(desk, works):
    duty = confirmed(desk, "a")
    done(works)
    row = booked(desk, 0)
    assert row.provider_id == person(desk, "a")
    rota.hand_over(row=duty, to=desk.seats["b"], at=MONDAY)
    works.extend(list(works))
    done(works)
    row.refresh_from_db()
    assert (row.provider_id, row.state, told(desk, 0)) == (person(desk, "b"), "booked", ["您约的11月25日 09:00照常，这次由示例provider-b为您服务。"])
    assert listed(desk) == []


def test_who_is_left_without_anybody_keeps_the_place_is_told_and_listed_until_settled(desk, works):
    duty = confirmed(desk, "a")
    done(works)
    row = booked(desk, 0)
    gone(desk, duty)
    done(works)
    session = Session.objects.get(pk=row.session_id)
    assert (session.state, session.public, listed(desk)) == ("closed", 0, [row.pk])
    assert "还没有人顶" in told(desk, 0)[0]
    with pytest.raises(Refused, match="not_open"):
        booked(desk, 1)
    confirmed(desk, "c")
    done(works)
    row.refresh_from_db()
    assert (row.provider_id, listed(desk), len(told(desk, 0))) == (person(desk, "c"), [], 2)


def test_the_desk_moves_whom_nobody_serves_and_a_stranger_cannot(desk, works):
    duty = confirmed(desk, "a")
    confirmed(desk, "a", day=WED + timedelta(days=1))
    done(works)
    row = booked(desk, 0)
    gone(desk, duty)
    done(works)
    free = found.others(desk.service, at=MONDAY, without=row.session_id)
    for who, code in (("neighbour", "kind"), ("guest1", "kind")):
        with pytest.raises(Refused, match=code):
            book.move_for(booking_id=row.pk, session_id=free[0].pk, by=desk.actors[who], at=MONDAY)
    moved, decision = book.move_for(booking_id=row.pk, session_id=free[0].pk, by=desk.actors["keeper"], at=MONDAY)
    done(works)
    assert (moved.code, decision.day, listed(desk)) == (row.code, WED + timedelta(days=1), [])
    assert "改到11月26日" in told(desk, 0)[-1]


def test_a_freed_provider_serves_who_was_left_before_anybody_in_line(desk, works):
    first, second = confirmed(desk, "a"), confirmed(desk, "b")
    done(works)
    rows = [booked(desk, 0), booked(desk, 1)]
    book.join_line(session_id=rows[0].session_id, client_key="w", by=desk.actors["guest2"], at=MONDAY)
    gone(desk, first if rows[0].provider_id == person(desk, "a") else second)
    done(works)
    assert listed(desk) == [rows[0].pk]
    booking_services.cancel(booking_id=rows[1].pk, by=desk.actors["guest1"], at=MONDAY)
    assert (listed(desk), Booking.objects.filter(state="held").count()) == ([], 0)


def test_no_place_is_given_in_a_stretch_without_bookings_and_none_opens_in_it(desk, works):
    booking_services.black_out(
        path=desk.rota.path, begins_at=at("2026-11-25 09:00"), ends_at=at("2026-11-25 09:30"), reason="停电", kind=found.KIND, by=desk.actors["officer"], at=MONDAY
    )
    confirmed(desk, "a")
    done(works)
    assert [row.starts_at for row in Session.objects.all()] == [at("2026-11-25 09:30")]


def test_the_hourly_look_mends_what_a_lost_work_left(desk, works):
    duty = confirmed(desk, "a")
    works.clear()
    assert staffing.match_ahead(at=MONDAY) == 0
    row = booked(desk, 0)
    gone(desk, duty)
    works.clear()
    assert staffing.match_ahead(at=MONDAY) == 1
    assert (staffing.match_ahead(at=MONDAY), listed(desk)) == (0, [row.pk])


# In any order
STEPS = st.lists(
    st.tuples(st.sampled_from(("yes", "off", "off", "swap", "book", "cancel", "move", "work", "twice")), st.integers(0, 2), st.integers(0, 2)), min_size=3, max_size=16
)
CALM = {
    "deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "database": None, "phases": (Phase.generate,), "print_blob": False,
}  # fmt: skip


def live(name: str | None = None) -> list[Duty]:
    rows = Duty.objects.filter(state__in=("planned", "confirmed")).select_related("rota__place", "provider").order_by("pk")
    return list(rows.filter(provider__account__login=f"provider-{name}") if name else rows)


def step(hall, works, what: str, one: int, two: int) -> None:
    """One thing that somebody does; what is refused changes nothing."""
    name, other = "abc"[one], "abc"[two]
    rows, sessions = list(Booking.objects.filter(state="booked").order_by("pk")), list(Session.objects.order_by("starts_at"))
    if what == "yes" and not live(name):
        confirmed(hall, name, begins=(time(8, 30), LATE)[two % 2])
    elif what == "off" and live(name):
        gone(hall, live(name)[0])
    elif what == "swap" and live(name) and not live(other):
        rota.hand_over(row=live(name)[0], to=hall.seats[other], at=MONDAY)
    elif what == "book" and sessions:
        booked(hall, one, min(two, len(sessions) - 1))
    elif what == "cancel" and rows:
        booking_services.cancel(booking_id=rows[one % len(rows)].pk, by=hall.actors["keeper"], at=MONDAY)
    elif what == "move" and rows and sessions:
        booking_services.move(booking_id=rows[one % len(rows)].pk, session_id=sessions[two % len(sessions)].pk, by=hall.actors["keeper"], at=MONDAY)
    elif what in ("work", "twice") and works:
        queued = works[one % len(works)] if what == "twice" else works.pop(one % len(works))
        if queued[0].startswith("services."):
            work.WORKS[queued[0]].run(**queued[1])


def holds(hall, *, settled: bool) -> None:
    """What must be true at any time, and (`settled`) once the queue is empty."""
    for session in Session.objects.all():
        there = set(Serving.objects.filter(session=session).values_list("provider_id", flat=True))
        with_somebody = list(Booking.objects.filter(session=session, state__in=("held", "booked"), provider__isnull=False).values_list("provider_id", flat=True))
        assert len(with_somebody) == len(set(with_somebody))
        assert set(with_somebody) <= there
        if settled:
            hour = staffing.hour(session.starts_at)
            assert there == {each.person_id for each in rotas.confirmed(hall.rota.place_id, "desk", WED) if each.begins <= hour}
            assert session.public == len(there)
            assert session.taken <= session.capacity
    left = set(Booking.objects.filter(state__in=("held", "booked"), provider__isnull=True).values_list("pk", flat=True))
    assert left == set(listed(hall))
    if settled:
        for row in Booking.objects.filter(pk__in=left):
            assert Notice.objects.filter(person_id=row.person_id, effect_key=f"app:service:{row.pk}:{row.sequence}:nobody").exists()
    assert bookings.imbalances() == []


def run(hall, works, examples: int) -> None:
    @given(STEPS)
    @settings(max_examples=examples, **CALM)
    def course(steps):
        works.clear()
        ground = transaction.atomic()
        ground.__enter__()
        try:
            confirmed(hall, "a")
            done(works)
            booked(hall, 0)
            for each in steps:
                try:
                    step(hall, works, *each)
                except Refused as refusal:
                    assert refusal.code in {"full", "twice", "not_open", "busy", "step_closed"}, refusal.code
                holds(hall, settled=False)
            done(works)
            holds(hall, settled=True)
        finally:
            transaction.set_rollback(True)
            ground.__exit__(None, None, None)

    course()


def test_in_any_order_nobody_is_served_by_two_and_nobody_is_dropped(desk, works):
    run(desk, works, 20)


def test_bookings_that_stay_with_who_is_gone_are_found_out(desk, works, monkeypatch):
    monkeypatch.setattr(serving, "handed_on", lambda rows, *rest: ((), ()))
    with pytest.raises(AssertionError):
        run(desk, works, 20)


def test_a_person_who_is_left_and_not_told_is_found_out(desk, works, monkeypatch):
    monkeypatch.setattr(staffing, "tell", lambda **values: None)
    with pytest.raises(AssertionError):
        run(desk, works, 20)
