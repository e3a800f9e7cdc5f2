"""Pages of the bus: asked on one page, planned, entered on the phone; results behind one door each; strangers find nothing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unionhall.base.testing import at
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.services.forms.bus import NamesForm
from unionhall.programmes.services.models import Arrival, BusPlan, BusRequest, BusStop, Report
from unionhall.programmes.services.queries import bus as found
from unionhall.programmes.services.rules.stores import Store
from unionhall.programmes.services.services import reports
from unionhall.programmes.services.tests.visited import all_seen, planned, sent, visited, write

TYPED = {
    "employer": "示例纺织厂", "address": "示例路 1 号东门", "gate": "36.72，119.12", "power": "on", "parking": "on", "name1": "一车间", "heads1": "24",
    "begins1": "8:00", "ends1": "17:30", "risk1": "dust",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _hour(time_machine):
    time_machine.move_to(at(), tick=False)


def signed_in(actor) -> Client:
    client, account = Client(), people_queries.account(actor.account_id)
    client.force_login(account)
    people.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=at())
    return client


def test_an_enterprise_asks_sends_and_reads_its_slots(yard):
    mill, officer = signed_in(yard.actors["mill"]), signed_in(yard.actors["officer"])
    page = mill.post("/services/bus/ask/", TYPED)
    row = BusRequest.objects.get()
    assert page.url == f"/services/bus/{row.pk}/"
    assert (row.lat, row.lng, row.workshops.get().begins) == (36.72, 119.12, 480)
    mill.post(f"/services/bus/{row.pk}/step/send/")
    officer.post("/services/bus/plan/", {"first": "2026-11-30", "lat": "36.71", "lng": "119.07"})
    plan = BusPlan.objects.get()
    assert "示例纺织厂" in officer.get(f"/services/bus/plan/{plan.pk}/").content.decode()
    told = officer.post(f"/services/bus/plan/{plan.pk}/move/{plan.stops.get().pk}/", {"day": "2026-12-03"})
    assert (told.status_code, told.context["told"].comes, str(plan.stops.get().day)) == (200, 24, "2026-11-30")
    officer.post(f"/services/bus/plan/{plan.pk}/move/{plan.stops.get().pk}/", {"day": "2026-12-03", "sure": "1"})
    assert str(plan.stops.get().day) == "2026-12-03"
    officer.post(f"/services/bus/plan/{plan.pk}/")
    stop = BusStop.objects.get()
    assert "8:00–8:30" in mill.get(f"/services/bus/stop/{stop.pk}/").content.decode()
    assert "只给您本人" in mill.get(f"/services/bus/stop/{stop.pk}/?print").content.decode()


@pytest.mark.parametrize(("more", "field"), [({"gate": "东边"}, "gate"), ({"begins1": "早上"}, "begins1"), ({"heads1": "0"}, None), ({"name1": ""}, "name1")])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(yard, more, field):
    page = signed_in(yard.actors["mill"]).post("/services/bus/ask/", TYPED | more)
    assert page.status_code == 422
    assert field is None or field in page.context["form"].errors
    assert page.context["form"]["employer"].value() == "示例纺织厂"
    assert not BusRequest.objects.exists()


def test_names_are_entered_and_ticked_off_on_the_phone_or_from_paper_and_shown_by_half(yard, time_machine):
    row = sent(yard)
    planned(yard)
    mill, stop = signed_in(yard.actors["mill"]), BusStop.objects.get()
    mill.post(f"/services/bus/{row.pk}/step/confirm/")
    url = f"/services/bus/stop/{stop.pk}/arrivals/"
    assert mill.post(url, {"slot": found.slots(stop)[0].pk, "names": "职工甲乙 12"}).status_code == 422
    mill.post(url, {"slot": found.slots(stop)[0].pk, "names": "职工甲乙 19900000977\n职工丙丁"})
    page = mill.get(url).content.decode()
    assert "职*乙" in page
    assert "职工甲乙" not in page
    assert "19900000977" not in page
    first = Arrival.objects.first()
    assert mill.post(url, {"arrival": first.pk}).status_code == 422
    time_machine.move_to(at(f"{stop.day.isoformat()} 08:00"), tick=False)
    mill, officer = signed_in(yard.actors["mill"]), signed_in(yard.actors["officer"])
    assert officer.get(f"/services/bus/at/{first.booking.code}/").url == f"{url}#n{first.pk}"
    assert officer.get(url, {"code": first.booking.code.lower()}).url == f"{url}#n{first.pk}"
    officer.post(url, {"arrival": first.pk})
    assert [row.came for row in Arrival.objects.order_by("pk")] == [True, False]
    officer.post(url, {"arrival": first.pk, "undo": "1"})
    mill.post(url, {"arrival": [row.pk for row in Arrival.objects.all()]})
    assert [row.came for row in Arrival.objects.order_by("pk")] == [True, True]
    paper = mill.get(f"/services/bus/stop/{stop.pk}/?list").content.decode()
    assert ("职*乙" in paper, "19900000977" in paper) == (True, False)
    assert signed_in(yard.actors["works"]).get(url).status_code == 404
    assert signed_in(yard.actors["neighbour"]).get(f"/services/bus/at/{first.booking.code}/").status_code == 404
    assert signed_in(yard.actors["leader"]).get(f"/services/bus/stop/{stop.pk}/?list").status_code == 404


def test_a_result_is_on_one_page_only_and_the_person_reads_the_own(yard):
    row = sent(yard)
    planned(yard)
    arrival = visited(yard, row)[0]
    doctor = signed_in(yard.actors["doctor"])
    url = f"/services/bus/store/body/{arrival.pk}/"
    doctor.post(url, {"level": "refer", "words": "听力要再查一次", "advice": "到医院看"})
    assert "听力要再查一次" in doctor.get(url).content.decode()
    for who in ("counsellor", "lawyer", "officer", "leader", "mill", "neighbour", "neighbour_doctor", "administrator", "auditor"):
        assert signed_in(yard.actors[who]).get(url).status_code == 404
    for address in (f"/services/bus/store/mind/{arrival.pk}/", f"/services/bus/store/law/{arrival.pk}/"):
        assert doctor.get(address).status_code == 404
    account = people.open_account(person=arrival.person, by=yard.actors["administrator"], at=at())
    own = signed_in(people_queries.actor_for(account, at().date()))
    assert "听力要再查一次" in own.get("/services/bus/mine/").content.decode()
    own.post(f"/services/bus/mine/body/{arrival.pk}/", {"step": "accept"})
    assert "您愿意去，等安排" in own.get("/services/bus/mine/").content.decode()
    doctor.post(url, {"see": "1"})
    assert "已经看过" in own.get("/services/bus/mine/").content.decode()
    assert "听力" not in signed_in(yard.actors["leader"]).get("/services/bus/mine/").content.decode()


def test_no_page_of_enterprise_or_union_holds_a_word_of_a_result_or_a_number_under_ten(yard):
    row = sent(yard)
    planned(yard)
    arrivals = visited(yard, row)
    all_seen(yard, arrivals)
    write(yard, Store.BODY, arrivals[1], "watch", "金丝雀听力")
    report = reports.make(case_id=row.pk, by=yard.actors["officer"], at=at())
    for who in ("mill", "officer", "leader"):
        client = signed_in(yard.actors[who])
        for address in ("/services/bus/", f"/services/bus/{row.pk}/", "/services/bus/reports/", f"/services/bus/reports/{report.pk}/"):
            page = client.get(address)
            assert page.status_code == 200
            assert "金丝雀" not in page.content.decode()
        assert min(people for *_rest, people in client.get(f"/services/bus/reports/{report.pk}/").context["lines"]) >= 10
        assert client.get(f"/services/bus/reports/{report.pk}/?xlsx").content[:2] == b"PK"
    assert signed_in(yard.actors["works"]).get(f"/services/bus/reports/{report.pk}/").status_code == 404
    assert Report.objects.count() == 1


def test_a_worker_moves_gives_back_and_takes_a_slot_on_the_phone(yard):
    row = sent(yard)
    planned(yard)
    mill = signed_in(yard.actors["mill"])
    shop = row.workshops.order_by("pk")[0]
    mill.post(f"/services/bus/{row.pk}/list/", {"workshop": shop.pk, "names": "职工甲乙 19900000977\n职工丙丁"})
    assert Arrival.objects.filter(missing="waiting").count() == 2
    mill.post(f"/services/bus/{row.pk}/step/confirm/")
    mine = Arrival.objects.get(person__isnull=False)
    account = people.open_account(person=mine.person, by=yard.actors["administrator"], at=at())
    own = signed_in(people_queries.actor_for(account, at().date()))
    page = own.get("/services/bus/mine/").content.decode()
    assert mine.booking.code[:4] in page
    assert "8:00" in page
    other = found.free([shop.pk], at()).exclude(pk=mine.slot_id).last()
    own.post(f"/services/bus/mine/slot/{mine.pk}/choose/{other.pk}/")
    mine.refresh_from_db()
    assert (mine.slot_id, mine.booking.session_id) == (other.pk, other.session_id)
    own.post(f"/services/bus/mine/slot/{mine.pk}/cancel/")
    assert "本人说不来" in own.get("/services/bus/mine/").content.decode()
    own.post(f"/services/bus/mine/slot/{mine.pk}/choose/{other.pk}/")
    mine.refresh_from_db()
    assert mine.slot_id == other.pk
    for who in ("works", "leader", "officer"):
        assert signed_in(yard.actors[who]).post(f"/services/bus/mine/slot/{mine.pk}/cancel/").status_code == 404
    assert signed_in(yard.actors["works"]).get(f"/services/bus/{row.pk}/list/").status_code == 404
    stranger = Arrival.objects.exclude(pk=mine.pk).get()
    assert own.post(f"/services/bus/mine/slot/{stranger.pk}/cancel/").status_code == 404


def test_a_late_bus_and_a_day_called_off_are_said_on_the_pages(yard):
    row = sent(yard)
    planned(yard)
    mill, officer, stop = signed_in(yard.actors["mill"]), signed_in(yard.actors["officer"]), BusStop.objects.get()
    mill.post(f"/services/bus/{row.pk}/step/confirm/")
    assert officer.post(f"/services/bus/stop/{stop.pk}/late/", {"minutes": "1"}).status_code == 422
    officer.post(f"/services/bus/stop/{stop.pk}/late/", {"minutes": "45"})
    assert "8:45–9:15" in mill.get(f"/services/bus/stop/{stop.pk}/").content.decode()
    assert officer.post(f"/services/bus/stop/{stop.pk}/off/", {"off-reason": "坏"}).status_code == 422
    officer.post(f"/services/bus/stop/{stop.pk}/off/", {"off-reason": "车坏在路上了"})
    for address in (f"/services/bus/stop/{stop.pk}/", f"/services/bus/{row.pk}/"):
        assert "这天不来了" in mill.get(address).content.decode()
    assert signed_in(yard.actors["neighbour"]).post(f"/services/bus/stop/{stop.pk}/off/", {"off-reason": "车坏在路上了"}).status_code == 404


def test_a_list_of_three_asks_no_more_than_a_list_of_one(yard):
    client = signed_in(yard.actors["officer"])
    sent(yard)
    with CaptureQueriesContext(connection) as one:
        client.get("/services/bus/")
    for number in range(2):
        sent(yard, name=f"示例{number}号厂")
    with CaptureQueriesContext(connection) as three:
        client.get("/services/bus/")
    assert len(three) == len(one)


def test_every_wrong_row_of_a_list_is_told_by_its_number_and_namesakes_are_not_one_person():
    form = NamesForm({"names": "职工甲 19900000977\n职工乙 12\n\n职工甲 19900000977\n职工甲\t19900000978\n职工丙\n职工丙"})
    assert not form.is_valid()
    assert [text.split("：")[0] for text in form.errors["names"]] == ["第 2 行", "第 4 行"]
    assert "职工乙 12" in str(form["names"])
    form = NamesForm({"names": "职工甲 19900000977\n职工甲\t19900000978\n职工丙\n职工丙"})
    assert form.is_valid() and form.cleaned_data["names"] == [("职工甲", "19900000977"), ("职工甲", "19900000978"), ("职工丙", ""), ("职工丙", "")]
