"""A desk's program books, moves and gives back in its own area, once for each key; the person stays masked, a sister's key finds nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from unionhall.kernel.bookings.models import Booking
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.services.tests.test_book import MONDAY, TEN, WEDNESDAY, slot, week  # noqa: F401

KEY = "a-key-of-the-client-0123456789-abcdef"


@pytest.fixture
def hour(week):  # noqa: F811
    """Monday eight o'clock stands still."""
    with time_machine.travel(TEN, tick=False):
        yield week


def program(ground, name: str) -> Client:
    """A client that carries a key of somebody."""
    account = people_queries.account(ground.actors[name].account_id)
    _row, text = people.issue_token(
        account=account, label="示例程序", powers=("services.serve",), valid_to=TEN + timedelta(days=30), by=ground.actors[name], at=TEN
    )
    return Client(headers={"Authorization": f"Bearer {text}"})


def send(client: Client, path: str, body: dict | None = None, key: str = KEY):
    """A post with its Idempotency-Key."""
    return client.post(f"/api/v1/services{path}", body or {}, content_type="application/json", headers={"Idempotency-Key": key})


def asked(session: int, **more: object) -> dict[str, object]:
    """A citizen without anything on record."""
    return {"session_id": session, "name": "职工001", "claimed": ["citizen"], **more}


def test_anybody_reads_what_is_offered_its_times_and_what_each_day_costs(ground, hour):
    client = Client()
    (row,) = client.get("/api/v1/services").json()
    assert (row["id"], row["place"], row["metres"]) == (hour.pk, "示例驿站", None)
    plain, citizen = (client.get(f"/api/v1/services/{hour.pk}/sessions{said}").json()[0] for said in ("", "?as=citizen"))
    assert (plain["allowed"], plain["price"]) == (False, None)
    assert (citizen["day"], citizen["allowed"], citizen["price"], citizen["evidence"]) == (MONDAY.isoformat(), True, 800, "身份证")
    assert citizen["sessions"][0]["free"] == 1


def test_the_same_key_books_once_and_another_is_told_that_it_is_full(ground, hour):
    desk, monday = program(ground, "keeper"), slot(MONDAY, 2)
    first, again = (send(desk, "/bookings", asked(monday)) for _turn in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert first.json() | {"name": "职*1", "phone": "", "price": 800} == first.json()
    full = send(desk, "/bookings", asked(monday), key=KEY[::-1])
    assert (full.status_code, full.json()["code"], Booking.objects.count()) == (422, "full", 1)


def test_a_booking_is_moved_within_its_service_and_given_back_once(ground, hour):
    desk = program(ground, "keeper")
    row = send(desk, "/bookings", asked(slot(MONDAY, 2))).json()
    moved = send(desk, f"/bookings/{row['id']}/move/{slot(MONDAY, 3)}").json()
    assert (moved["code"], moved["session_id"]) == (row["code"], slot(MONDAY, 3))
    states = [send(desk, f"/bookings/{row['id']}/cancel").json()["state"] for _turn in range(2)]
    assert states == ["cancelled", "cancelled"]
    listed = desk.get("/api/v1/services/bookings?state=cancelled").json()["items"]
    assert [each["id"] for each in listed] == [row["id"]]


@pytest.mark.parametrize("who", ["neighbour", None])
def test_a_key_of_another_area_finds_nothing_and_none_is_asked_for_one(ground, hour, who):
    row = send(program(ground, "keeper"), "/bookings", asked(slot(MONDAY, 2))).json()
    stranger, status = (program(ground, who), 404) if who else (Client(), 401)
    assert send(stranger, "/bookings", asked(slot(WEDNESDAY))).status_code == status
    assert send(stranger, f"/bookings/{row['id']}/cancel").status_code == status
    assert send(stranger, f"/bookings/{row['id']}/move/{slot(MONDAY, 3)}").status_code == status
    if who:
        assert stranger.get("/api/v1/services/bookings").json()["items"] == []
