"""Pages: the hotline clerk's one page with and without script, the person's own page, lists that ask no more for three than for one."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unionhall.base.access import NOBODY
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases.models import Case
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.people import services as people
from unionhall.programmes.voice.models import Matter, Snippet
from unionhall.programmes.voice.services import knowledge, matters
from unionhall.programmes.voice.tests.pairs import signed_in
from unionhall.programmes.voice.tests.test_knowledge import KNOWN
from unionhall.programmes.voice.tests.test_matters import PHONE, filed
from unionhall.programmes.wages.models import Clue


@pytest.fixture
def hotline(ground) -> Client:
    """The hotline clerk's browser."""
    return signed_in(ground.actors["hotline"])


def typed(client: Client, **more) -> dict[str, str]:
    """What a clerk types into a fresh call."""
    key = client.get("/voice/call/").context["form"]["key"].value()
    return {"key": key, "phone": PHONE, "kind": "complaint", "text": "食堂的饭馊了", "region": "示例street", "contact": "职工701", **more}


def test_a_call_is_sent_to_the_street_that_was_typed_and_the_code_is_read_out(ground, hotline):
    page = hotline.post("/voice/call/", typed(hotline))
    matter = Matter.objects.get()
    assert (matter.case.state, matter.case.union, matter.case.channel) == ("dispatched", ground.unions["street"], "hotline")
    assert re.search(r"data-receipt>[0-9A-Z ]{19}<", page.content.decode())
    assert page.context["form"]["text"].value() is None


def test_a_chosen_known_answer_answers_at_once_and_a_press_of_the_button_twice_is_one_matter(ground, hotline):
    row = knowledge.write(known=KNOWN, by=ground.actors["hotline"], at=at())
    said = typed(hotline, snippet=str(row.pk), region="")
    pages = [hotline.post("/voice/call/", said).content.decode() for _press in range(2)]
    matter = Matter.objects.get()
    assert (matter.case.state, matter.answer, Snippet.objects.get().used) == ("answered", KNOWN.answer, 1)
    assert len({re.search(r"data-receipt>([0-9A-Z ]{19})<", page)[1] for page in pages}) == 1


def test_without_answer_and_street_it_stays_here(hotline):
    hotline.post("/voice/call/", typed(hotline, region=""))
    assert Case.objects.get(kind="matter").state == "received"


@pytest.mark.parametrize(("more", "field"), [({"text": ""}, "text"), ({"region": "火星"}, "region"), ({"phone": "123"}, "phone"), ({"kind": ""}, "kind")])
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(hotline, more, field):
    page = hotline.post("/voice/call/", typed(hotline, **more))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert page.context["form"]["contact"].value() == "职工701"
    assert Matter.objects.count() == 0


def test_the_look_up_button_shows_caller_and_answers_without_script_and_files_nothing(ground, hotline):
    filed()
    knowledge.write(known=KNOWN, by=ground.actors["hotline"], at=at())
    page = hotline.post("/voice/call/", typed(hotline, look="1", q="加班"))
    assert [row["case"].title for row in page.context["earlier"]["rows"]] == ["食堂的饭馊了，跟班长说没用"]
    assert [row.title for row in page.context["found"]] == ["加班费怎么算"]
    assert page.context["form"]["text"].value() == "食堂的饭馊了"
    assert Matter.objects.count() == 1


def test_looking_a_caller_up_is_journalled_and_the_sister_districts_matters_stay_hidden(ground, hotline):
    matters.file(said=matters.Said(text="邻区的事", phone=PHONE, contact="职工701"), channel="web", client_key="x" * 40, by=ground.actors["neighbour"], at=at())
    filed()
    page = hotline.post("/voice/call/caller/", {"phone": PHONE}).content.decode()
    assert "食堂的饭馊了" in page
    assert "邻区的事" not in page
    assert Entry.objects.filter(kind="read", verb="voice.caller").count() == 1


def test_every_field_of_the_call_has_a_key_without_script(hotline):
    page = hotline.get("/voice/call/").content.decode()
    for key in "1234tqzds":
        assert f'accesskey="{key}"' in page


def test_the_person_follows_by_code_reads_the_answer_and_says_no(ground):
    phone = Client()
    receipt, code = matters.file(said=matters.Said(text="食堂的饭馊了"), channel="web", client_key="p" * 40, by=NOBODY, at=at())
    matters.answer(case_id=receipt.case_id, text="换了厨师，请您再看看", by=ground.actors["officer"], at=at())
    assert phone.get(f"/voice/mine/{receipt.case_id}/").status_code == 404
    assert phone.post("/voice/mine/", {"code": code}).headers["Location"] == f"/voice/mine/{receipt.case_id}/"
    page = phone.get(f"/voice/mine/{receipt.case_id}/").content.decode()
    assert "换了厨师，请您再看看" in page
    phone.post(f"/voice/mine/{receipt.case_id}/word/", {"satisfied": "no", "says": "还是馊的"})
    assert Matter.objects.get().reopened
    assert "还是馊的" not in phone.get(f"/voice/mine/{receipt.case_id}/").content.decode().split("您说的")[0]


def test_another_worker_finds_nothing_and_a_signed_in_one_finds_their_own(ground):
    matter = filed()
    stranger, owner = people.account_for_phone(phone="19900000999", at=at()), people.account_for_phone(phone=PHONE, at=at())
    for account, status in ((stranger, 404), (owner, 200)):
        client = Client()
        client.force_login(account)
        people.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=at())
        assert client.get(f"/voice/mine/{matter.case_id}/").status_code == status
        assert client.post(f"/voice/mine/{matter.case_id}/word/", {"satisfied": "yes"}).status_code in ({404} if status == 404 else {409, 422})


def test_a_code_on_a_door_names_the_place(ground):
    client = Client()
    page = client.get("/voice/at/ng-01/?name=南关驿站")
    form = page.context["form"]
    assert (form["place_code"].value(), form["place"].value()) == ("NG-01", "南关驿站")
    answers = {"key": form["key"].value(), "kind": "suggestion", "text": "门口装个灯", "place": "南关驿站", "place_code": "NG-01", "step": "check", "send": "1"}
    sent = client.post("/voice/at/ng-01/", answers)
    matter = Matter.objects.get()
    assert sent.context["receipt"].case == matter.case
    assert (matter.place_code, matter.case.channel) == ("NG-01", "station")


def test_a_wages_matter_goes_over_under_the_same_receipt_and_is_one_persons_still(ground, hotline):
    receipt, code = matters.file(said=matters.Said(text="三个月没发工资", phone=PHONE, contact="职工701"), channel="hotline", client_key="h" * 40, by=SYSTEM, at=at())
    address = f"/voice/matters/{receipt.case_id}/step/hand_over/"
    refused = hotline.post(address, {"to": "wages", "about": ""})
    assert refused.status_code == 422
    assert Clue.objects.count() == 0
    hotline.post(address, {"to": "wages", "about": "示例建筑有限公司"})
    clue = Clue.objects.get()
    assert (clue.told, clue.employer_name, clue.case.origin_id, clue.case.channel) == ("三个月没发工资", "示例建筑有限公司", receipt.case_id, "hotline")
    phone = Client()
    assert phone.post("/voice/mine/", {"code": code}).headers["Location"] == f"/wages/mine/{clue.case_id}/"
    assert phone.get(f"/wages/mine/{clue.case_id}/").status_code == 200
    assert phone.post("/wages/mine/", {"code": code}).headers["Location"] == f"/wages/mine/{clue.case_id}/"


def test_a_code_of_ours_typed_into_the_other_programmes_box_leads_home(ground):
    receipt, code = matters.file(said=matters.Said(text="食堂的饭馊了"), channel="web", client_key="z" * 40, by=NOBODY, at=at())
    phone = Client()
    assert phone.post("/wages/mine/", {"code": code}).headers["Location"] == f"/voice/mine/{receipt.case_id}/"
    assert phone.get(f"/wages/mine/{receipt.case_id}/").status_code == 404


def test_the_whole_phone_wants_a_reason_that_the_person_reads(ground, hotline):
    matter = filed()
    address = f"/voice/matters/{matter.case_id}/"
    assert PHONE not in hotline.get(address).content.decode()
    assert PHONE not in hotline.post(f"{address}phone/", {"reason": "x"}).content.decode()
    assert PHONE in hotline.post(f"{address}phone/", {"reason": "回访要打给他"}).content.decode()
    owner, client = people.account_for_phone(phone=PHONE, at=at()), Client()
    client.force_login(owner)
    people.begin(account=owner, session_key=client.session.session_key, device="d", agent="", at=at())
    assert "回访要打给他" in client.get(f"/voice/mine/{matter.case_id}/").content.decode()


def test_each_step_on_the_desks_page_does_what_it_says(ground, hotline):
    matter, officer = filed(kind="suggestion"), signed_in(ground.actors["officer"])
    leader, address = signed_in(ground.actors["leader"]), f"/voice/matters/{matter.case_id}/step/"
    course = (
        (hotline, "dispatch", {"union": str(ground.unions["street"].pk), "difficulty": "hard"}, "dispatched"), (hotline, "track", {"says": "问了街道"}, "dispatched"),
        (officer, "accept", {}, "working"), (officer, "return", {"reason": "要区里定"}, "received"), (officer, "answer", {"answer": "下周装灯"}, "answered"),
        (hotline, "call_back", {"satisfied": "no", "says": "没装"}, "working"), (officer, "answer", {"answer": "今天装好了"}, "answered"),
        (hotline, "call_back", {"satisfied": "no"}, "called_back"), (leader, "check", {"score": "2", "words": "拖了一周"}, "called_back"),
        (leader, "trace", {"change": "service", "title": "门口装了灯", "on": "2026-11-20", "summary": "请在门口装灯"}, "called_back"), (hotline, "close", {}, "closed"),
    )  # fmt: skip
    for client, step, data, state in course:
        assert client.post(address + step + "/", data).status_code == 302, step
        assert Case.objects.get(pk=matter.case_id).state == state, step
    assert hotline.get(f"/voice/matters/{matter.case_id}/").status_code == 200


@pytest.mark.parametrize("address", ["/voice/matters/?tab=all", "/voice/knowledge/", "/voice/quality/", "/voice/call/", "/search/?q=食堂", "/voice/suggestions/"])
def test_a_list_of_three_asks_no_more_than_a_list_of_one(ground, address, monkeypatch):
    monkeypatch.setattr("unionhall.programmes.voice.queries.quality.share", lambda on: 1)
    who = signed_in(ground.actors["leader" if "quality" in address else "hotline"])
    counts = []
    for number in (1, 2, 3):
        matter = filed(number)
        matters.answer(case_id=matter.case_id, text="已经办好了", by=ground.actors["officer"], at=at())
        knowledge.write(known=KNOWN, by=ground.actors["hotline"], at=at())
        Case.objects.filter(pk=matter.case_id).update(state="called_back")
        with CaptureQueriesContext(connection) as asked:
            assert who.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] >= counts[2] or counts[1] == counts[2]


def test_sorted_by_kind_and_topic_and_strangers_find_an_empty_list(ground, hotline):
    filed(1, kind="help", topic="hardship")
    filed(2, kind="advice", topic="wages")
    rows = hotline.get("/voice/matters/?kind=help").context["rows"]
    assert [row["kind"] for row in rows] == ["求助"]
    assert len(hotline.get("/voice/matters/?topic=wages").context["rows"]) == 1
    assert len(hotline.get("/voice/matters/?kind=nonsense").context["rows"]) == 2
    assert signed_in(ground.actors["neighbour"]).get("/voice/matters/").context["rows"] == []
    assert signed_in(ground.actors["auditor"]).get("/voice/matters/").status_code == 404
