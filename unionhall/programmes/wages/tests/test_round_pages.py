"""The round's pages: an ordinary form without script, the queue's answers, a clerk's sheet, and who sees none of it."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from unionhall.base.testing import SYSTEM
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.programmes.wages.models import Check, Clue, Visit
from unionhall.programmes.wages.rules.rounds.checks import week_of
from unionhall.programmes.wages.services import rounds

SAMPLE = Path(__file__).parents[1] / "data" / "sample-ledger.xlsx"
DATA = {"Accept": "application/json"}


def client(ground, who):
    """Somebody's browser."""
    found = Client()
    account = people.account(ground.actors[who].account_id)
    found.force_login(account)
    people_services.begin(account=account, session_key=found.session.session_key, device="x" * 32, agent="", at=timezone.now())
    return found


@pytest.fixture
def site(ground):
    """A building site of the street, in this week's plan of the county's inspector."""
    row = rounds.add_site(union=ground.unions["street"], name="示例建筑公司", place="一期", industry="construction", by=SYSTEM, at=timezone.now())
    rounds.plan_week(week=timezone.localdate(), by=ground.actors["clerk"], at=timezone.now())
    return row


def typed(**more):
    return {"client_id": "k" * 32, "result": "none", **more}


def test_without_script_the_page_is_an_ordinary_form(ground, site):
    inspector = client(ground, "inspector")
    page = inspector.get("/wages/rounds/").content.decode()
    assert f'href="/wages/rounds/{site.pk}/"' in page
    form = inspector.get(f"/wages/rounds/{site.pk}/").content.decode()
    key = re.search(r'name="client_id" value="(\w{32})"', form)[1]
    assert "保障农民工工资支付条例第34条" in form
    answer = {**typed(client_id=key, result="clue", note="六个人没拿到钱", people="6", amount="12000"), "point-ledger": "no"}
    sent = [inspector.post(f"/wages/rounds/{site.pk}/", answer, follow=True) for _twice in range(2)]
    assert "记下了：示例建筑公司 一期" in sent[0].content.decode()
    assert (Check.objects.count(), Clue.objects.get().amount) == (1, 1_200_000)
    assert Clue.objects.get().case.reference in sent[1].content.decode()


def test_a_missing_note_is_said_beside_its_field_and_nothing_typed_is_lost(ground, site):
    reply = client(ground, "inspector").post(f"/wages/rounds/{site.pk}/", {**typed(result="clue", period="8月"), "point-slip": "no"})
    text = reply.content.decode()
    assert (reply.status_code, Check.objects.count()) == (422, 0)
    assert "写一句看到了什么" in text
    assert 'value="8月"' in text
    assert re.search(r'value="no"[^>]*checked', text)


def test_the_queue_gets_data_once_and_once_more(ground, site):
    inspector = client(ground, "inspector")
    moment = (timezone.now() - timedelta(minutes=5)).isoformat()
    replies = [inspector.post(f"/wages/rounds/{site.pk}/", typed(checked_at=moment, queued="1"), headers=DATA) for _twice in range(2)]
    assert [json.loads(reply.content)["fresh"] for reply in replies] == [True, False]
    assert Check.objects.get().source == "phone"
    refused = inspector.post(f"/wages/rounds/{site.pk}/", typed(client_id="n" * 32, result="clue"), headers=DATA)
    assert (refused.status_code, json.loads(refused.content)["code"]) == (422, "note")
    nowhere = inspector.post("/wages/rounds/999999/", typed(client_id="n" * 32), headers=DATA)
    assert (nowhere.status_code, json.loads(nowhere.content)["code"]) == (422, "not_yours")
    unread = inspector.post(f"/wages/rounds/{site.pk}/", {"client_id": "n" * 32}, headers=DATA)
    assert (unread.status_code, Check.objects.count()) == (422, 1)


def test_the_key_is_handed_to_its_owner_and_stored_by_nobody(ground):
    reply = client(ground, "inspector").get("/wages/rounds/key/")
    assert (reply["Cache-Control"], len(json.loads(reply.content)["secret"])) == ("no-store", 64)
    assert client(ground, "officer").get("/wages/rounds/key/").status_code == 404
    assert client(ground, "inspector").get("/wages/rounds/key/?name=20200106").status_code == 422
    assert Client().get("/wages/rounds/key/").status_code == 302


def test_a_new_place_is_added_and_its_checklist_opens(ground):
    inspector = client(ground, "inspector")
    values = {"name": "示例新工地", "place": "", "union": ground.unions["street"].pk, "industry": "construction", "people": "12"}
    reply = inspector.post("/wages/rounds/new/", values)
    assert reply["Location"].startswith("/wages/rounds/")
    assert "示例新工地" in inspector.get(reply["Location"]).content.decode()
    assert "示例新工地" in inspector.get("/wages/rounds/").content.decode()
    elsewhere = inspector.post("/wages/rounds/new/", {**values, "union": ground.unions["sister"].pk})
    assert elsewhere.status_code == 422


def test_the_office_sees_what_is_unknown_and_a_neighbour_sees_nothing(ground, site):
    for address in ("/wages/rounds/coverage/", "/wages/rounds/coverage/?by=week", "/wages/rounds/coverage/?by=inspector&weeks=1"):
        assert "还有 1 家未知" in client(ground, "leader").get(address).content.decode()
        assert "示例建筑公司" not in (text := client(ground, "neighbour").get(address).content.decode())
        assert "家未知" not in text


def test_a_record_shows_the_duty_that_was_not_met_with_its_penalty(ground, site):
    client(ground, "inspector").post(f"/wages/rounds/{site.pk}/", {**typed(), "point-ledger": "no"})
    page = client(ground, "leader").get(f"/wages/rounds/checks/{Check.objects.get().pk}/").content.decode()
    assert "有工资支付台账" in page
    assert "第54条罚 20,000–50,000 元" in page


def test_the_desk_moves_a_visit_and_takes_one_out(ground, site):
    clerk, visit = client(ground, "clerk"), Visit.objects.get()
    assert visit.week == week_of(timezone.localdate())
    assert "示例建筑公司" in clerk.get("/wages/rounds/plan/").content.decode()
    assert clerk.get(f"/wages/rounds/plan/{visit.pk}/").status_code == 200
    assert clerk.post(f"/wages/rounds/plan/{visit.pk}/", {"do": "move", "account": "0"}).status_code == 422
    assert clerk.post(f"/wages/rounds/plan/{visit.pk}/", {"do": "drop"}).status_code == 302
    assert clerk.get(f"/wages/rounds/plan/{visit.pk}/").status_code == 404


def test_a_clerk_looks_at_the_sheet_before_it_comes_in(ground):
    clerk = client(ground, "clerk")
    with SAMPLE.open("rb") as file:
        address = clerk.post("/wages/rounds/sheets/", {"file": file})["Location"]
    looked = clerk.get(address).content.decode()
    assert "384 行会变成什么" in looked
    assert Check.objects.count() == 0
    assert "先说清是哪一年的台账" in clerk.post(address, {"do": "import"}).content.decode()
    done = clerk.post(address, {"do": "import", "year": "2024"}, follow=True).content.decode()
    assert "记下 279 条，没报结果的 105 家记为未知" in done
    assert Check.objects.count() == 279
