"""A confidential report is read by those at the desk who hold a key and by the holder of the code, and by nobody else."""

import zlib
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account
from unionhall.kernel.people.rules import Role
from unionhall.programmes.wages.models import Clue
from unionhall.programmes.wages.queries import ledger
from unionhall.programmes.wages.rules.sealed import POWER
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, sealed

from .conftest import staff

OWN, KEY, SECRET = "own-words-nobody-knows", "k" * 40, "老板把考勤表锁在保险柜里"
TOLD = {"employer_name": "潍坊保密示例有限公司", "project": "保密工地", "amount": "1890000", "people": "3", "contact": "职工001", "phone": "19900000037", "told": SECRET}
PDF = b"%PDF-1.4\n" + SECRET.encode() + b"\n%%EOF\n"


def keyed(actor):
    """A pair for somebody, and the private half as a session would have it."""
    account = Account.objects.get(pk=actor.account_id)
    people.new_pair(account=account, password=OWN, by=SYSTEM, at=at())
    return people.open_pair(account=account, password=OWN)


@pytest.fixture
def desk(ground):
    return SimpleNamespace(ground=ground, clerk=ground.actors["clerk"], holder=keyed(ground.actors["clerk"]))


def filed(**more):
    attached = [cases.Attachment("工资条.pdf", PDF)]
    return sealed.report(**{"told": TOLD, "region_code": "370702001", "attached": attached, "client_key": KEY, "at": at()} | more)


def read(desk, actor=None, holder=None):
    clue = Clue.objects.get(sealed=True)
    return cases.read_letter(case_id=clue.case_id, holder=holder or desk.holder, power=POWER, by=actor or desk.clerk, at=at())


def test_a_reader_and_the_code_open_every_word_and_file(desk) -> None:
    receipt, code = filed()
    opened = read(desk)
    assert dict(opened.parts[0].fields) == TOLD and opened.files[0].name == "工资条.pdf"
    _about, data = cases.enclosure(case_id=receipt.case_id, file_id=opened.files[0].pk, holder=desk.holder, power=POWER, by=desk.clerk, at=at())
    assert data == PDF
    own = cases.read_own(case=receipt.case, code=code, at=at())
    assert own.parts == opened.parts
    assert cases.own_enclosure(case=receipt.case, code=code, file_id=own.files[0].pk, at=at())[1] == PDF


def test_a_retried_form_files_one_letter(desk) -> None:
    assert filed()[1] == filed()[1]
    assert Clue.objects.filter(sealed=True).count() == 1


def test_the_ledger_shows_a_date_and_a_place_and_nothing_else(desk) -> None:
    filed()
    clue = Clue.objects.get(sealed=True)
    assert clue.case.title == "保密件" and clue.region_code == "370702001" and clue.case.union == desk.ground.unions["county"]
    assert (clue.employer_name, clue.name_key, clue.phone_hash, clue.contact, clue.told, clue.amount, clue.people) == ("", "", "", "", "", None, None)
    assert not clue.case.parties.exists()
    other = clues.register(report=clues.Report(TOLD["employer_name"], phone=TOLD["phone"]), channel="visit", by=desk.clerk, at=at())
    assert ledger.alike(other, scope=desk.clerk.scope("wages.view")) == []
    assert list(ledger.clues(scope=desk.clerk.scope("wages.view"), by=ledger.Filter(text="保密示例"))) == [other]


def test_nobody_with_a_key_means_it_is_not_taken_in_and_never_filed_openly(ground) -> None:
    with pytest.raises(Refused) as refused:
        filed()
    assert refused.value.code == "not_open" and refused.value.values["hotline"]
    assert not Clue.objects.exists()


def test_without_a_key_the_clerk_is_told_how_to_get_one(desk) -> None:
    filed()
    officer = desk.ground.actors["officer"]
    with pytest.raises(Refused) as refused:
        cases.read_letter(case_id=Clue.objects.get().case_id, holder=None, power=POWER, by=officer, at=at())
    assert refused.value.code == "no_key"
    late = keyed(officer)
    with pytest.raises(Refused) as refused:
        read(desk, officer, late)
    assert refused.value.code == "not_for_you"
    with pytest.raises(Refused) as refused:
        read(desk, officer, desk.holder)
    assert refused.value.code == "key_away", "somebody else's key is nobody's key"


@pytest.mark.parametrize("who", ["neighbour", "administrator", "mediator", "leader", "auditor", "stranger"])
def test_others_open_nothing_whatever_key_they_hold(desk, who: str) -> None:
    filed()
    actor = Actor() if who == "stranger" else desk.ground.actors[who]
    holder = desk.holder if who == "stranger" else keyed(actor)
    case = Clue.objects.get().case
    if who == "mediator":
        cases.assign(case=case, account=Account.objects.get(pk=actor.account_id), role="mediator", by=desk.clerk, at=at())
    with pytest.raises(Refused) as refused:
        read(desk, actor, holder)
    assert refused.value.code == "not_yours"


def test_the_twin_without_the_scope_a_key_alone_would_open_it(desk, monkeypatch) -> None:
    filed()
    neighbour = desk.ground.actors["neighbour"]
    monkeypatch.setattr(cases.letters.matters, "loaded", lambda *, case_id, by, power: Clue.objects.get().case)
    row = keyed(neighbour)
    letter = case_queries.letter_of(Clue.objects.get().case_id)
    _letter, key = cases.letters._at_desk(letter.case_id, desk.holder, POWER, desk.clerk, at())
    cases.letters._give(letter, people_queries.pair_of(neighbour.account_id), key, desk.clerk, at())
    assert SECRET in read(desk, neighbour, row).parts[0].fields["told"]


def test_a_colleague_reads_after_sharing_and_not_after_it_was_taken_away(desk) -> None:
    filed()
    case_id, officer = Clue.objects.get().case_id, desk.ground.actors["officer"]
    holder = keyed(officer)
    more = {"case_id": case_id, "pair_id": holder.pair_id, "holder": desk.holder, "power": POWER, "by": desk.clerk, "at": at()}
    cases.share_letter(**more)
    assert read(desk, officer, holder).parts[0].fields["told"] == SECRET
    cases.take_away(**more)
    with pytest.raises(Refused):
        read(desk, officer, holder)
    with pytest.raises(Refused) as refused:
        cases.take_away(**more | {"pair_id": desk.holder.pair_id})
    assert refused.value.code == "last_reader"
    verbs = list(Entry.objects.filter(verb__contains="letter").order_by("pk").values_list("verb", "account_id"))
    assert [verb for verb, _who in verbs] == ["clue.letter_shared", "clue.letter_read", "clue.letter_taken_away"]
    assert verbs[1][1] == officer.account_id


@pytest.mark.parametrize("who", ["neighbour", "administrator", "mediator"])
def test_a_key_is_shared_only_with_who_may_read(desk, who: str) -> None:
    filed()
    holder = keyed(desk.ground.actors[who])
    with pytest.raises(Refused) as refused:
        cases.share_letter(case_id=Clue.objects.get().case_id, pair_id=holder.pair_id, holder=desk.holder, power=POWER, by=desk.clerk, at=at())
    assert refused.value.code == "cannot_be_given"


def test_who_is_tied_to_the_employer_gets_no_key(desk) -> None:
    officer = desk.ground.actors["officer"]
    holder, person = keyed(officer), Account.objects.get(pk=officer.account_id).person
    keys = cases.keys_for(name=TOLD["employer_name"])
    cases.record_tie(kind="family", subjects=keys, shown=TOLD["employer_name"], by=SYSTEM, at=at(), person=person)
    filed()
    letter = Clue.objects.get().case.letter
    assert [name for _row, name in cases.readers_of(letter=letter)] == ["示例clerk"]
    with pytest.raises(Refused) as refused:
        cases.share_letter(
            case_id=letter.case_id, pair_id=holder.pair_id, holder=desk.holder, power=POWER, by=desk.clerk, at=at(), about=sealed.subjects(TOLD)
        )  # fmt: skip
    assert refused.value.code == "tied"


def test_the_nearest_desk_with_a_key_gets_it(desk) -> None:
    near = staff("streetclerk", Role.CLERK, desk.ground.unions["street"], "19900009088")
    keyed(near)
    receipt, _code = filed()
    assert receipt.case.union == desk.ground.unions["street"]


def test_the_worker_adds_and_the_desk_answers_inside_the_letter(desk) -> None:
    receipt, code = filed()
    cases.add_own(case=receipt.case, code=code, fields={"told": "又想起一件事"}, attached=[], at=at())
    cases.write_back(case_id=receipt.case_id, says="我们周三去查他的账", holder=desk.holder, power=POWER, by=desk.clerk, at=at())
    own = cases.read_own(case=receipt.case, code=code, at=at())
    assert [(part.desk, *part.fields.values()) for part in own.parts[1:]] == [(False, "又想起一件事"), (True, "我们周三去查他的账")]
    assert not any("查他的账" in row.says or "又想起" in row.says for row in receipt.case.events.all())
    assert not receipt.case.deadlines.filter(code="first_answer", state="running").exists()


def test_chosen_fields_go_into_the_ledger_and_the_others_stay(desk) -> None:
    receipt, _code = filed()
    clue = Clue.objects.get()
    with pytest.raises(Refused) as refused:
        wage_cases.open_from(clue_id=clue.pk, by=desk.clerk, at=at())
    assert refused.value.code == "sealed"
    sealed.write_in(clue_id=clue.pk, names=["employer_name", "amount"], holder=desk.holder, by=desk.clerk, at=at())
    clue.refresh_from_db()
    assert (clue.employer_name, clue.amount, clue.contact, clue.told) == (TOLD["employer_name"], 1890000, "", "")
    assert Entry.objects.get(verb="clue.letter_written_in").note == "employer_name amount"
    with pytest.raises(Refused):
        sealed.write_in(clue_id=clue.pk, names=["region_code", "state"], holder=desk.holder, by=desk.clerk, at=at())


def test_a_renewed_key_opens_nothing_old(desk) -> None:
    filed()
    fresh = keyed(desk.clerk)
    with pytest.raises(Refused):
        read(desk, desk.clerk, fresh)


@pytest.mark.parametrize("bad", [b"MZ\x90\x00 not a picture", b""])
def test_a_hostile_file_refuses_the_whole_report_and_leaves_nothing(desk, bad: bytes) -> None:
    with pytest.raises(Refused):
        filed(attached=[cases.Attachment("x.jpg", bad)])
    assert not Clue.objects.exists()


def test_a_wrong_code_opens_nothing(desk) -> None:
    receipt, code = filed()
    with pytest.raises(Refused) as refused:
        cases.read_own(case=receipt.case, code=code[:-1] + ("0" if code[-1] != "0" else "1"), at=at())
    assert refused.value.field == "code"


# Pages


def signed_in(actor, **cookies) -> Client:
    client, account = Client(), Account.objects.get(pk=actor.account_id)
    client.force_login(account)
    people.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=at())
    return client


def with_key(actor, holder) -> Client:
    client = signed_in(actor)
    client.cookies["pair"] = people.put_away(holder=holder, session_key=client.session.session_key)
    return client


def post_report(client: Client):
    attached = SimpleUploadedFile("工资条.pdf", PDF)
    yuan = {"amount": "18900", "key": KEY, "region_code": "370702001"}
    return client.post("/wages/report/sealed/", {**TOLD, **yuan, "attached": attached})


def test_reported_and_opened_on_pages_without_a_log_in(desk) -> None:
    client = Client()
    assert "打得开" in client.get("/wages/report/sealed/").content.decode()
    page = post_report(client)
    text = page.content.decode()
    assert page.status_code == 200 and SECRET not in text and TOLD["employer_name"] not in text
    assert "no-store" in page["Cache-Control"]
    code = cases.code_for(client_key=KEY)
    own = client.post("/wages/mine/sealed/", {"code": code})
    assert SECRET in own.content.decode() and "no-store" in own["Cache-Control"]
    added = client.post("/wages/mine/sealed/", {"code": code, "add": "1", "told": "又想起一件事"})
    assert "又想起一件事" in added.content.decode()
    file = Clue.objects.get().case.letter.files.get()
    sent = client.post(f"/wages/mine/sealed/file/{file.pk}/", {"code": code})
    assert sent.content == PDF and sent["Content-Disposition"].startswith("attachment")
    assert client.post("/wages/mine/sealed/", {"code": "0000-0000-0000-0000"}).status_code == 422
    assert SECRET not in str(dict(client.session)) and code not in str(dict(client.session))


def test_the_matters_own_page_takes_no_open_evidence(desk) -> None:
    client = Client()
    post_report(client)
    client.post("/wages/mine/", {"code": cases.code_for(client_key=KEY)})
    case = Clue.objects.get().case
    assert "/evidence/" not in client.get(f"/wages/mine/{case.pk}/").content.decode()
    sent = client.post(f"/wages/mine/{case.pk}/evidence/", {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert sent.status_code == 302 and not case.files.exists()


def test_the_desk_opens_it_with_the_sessions_key_and_shuts_it_without(desk) -> None:
    post_report(Client())
    clue = Clue.objects.get()
    page = with_key(desk.clerk, desk.holder).get(f"/wages/clues/{clue.pk}/sealed/")
    assert SECRET in page.content.decode() and "no-store" in page["Cache-Control"]
    without = signed_in(desk.clerk).get(f"/wages/clues/{clue.pk}/sealed/")
    assert without.status_code == 403 and "重新登录" in without.content.decode() and SECRET not in without.content.decode()
    officer = signed_in(desk.ground.actors["officer"]).get(f"/wages/clues/{clue.pk}/sealed/")
    assert officer.status_code == 403 and "改一次密码" in officer.content.decode()
    for who in ("neighbour", "administrator", "mediator"):
        assert signed_in(desk.ground.actors[who]).get(f"/wages/clues/{clue.pk}/sealed/").status_code == 404
    assert Client().get(f"/wages/clues/{clue.pk}/sealed/").status_code == 302
    file = clue.case.letter.files.get()
    assert signed_in(desk.ground.actors["officer"]).get(f"/files/{file.blob_id}/").status_code == 404
    assert with_key(desk.clerk, desk.holder).get(f"/wages/clues/{clue.pk}/sealed/file/{file.pk}/").content == PDF


def test_the_desks_list_and_clue_page_say_sealed_and_no_more(desk) -> None:
    post_report(Client())
    client, clue = signed_in(desk.clerk), Clue.objects.get()
    for address in ("/wages/clues/", f"/wages/clues/{clue.pk}/", "/desk/search/?q=保密示例", "/wages/clues/export/"):
        body = client.get(address)
        raw = b"".join(body.streaming_content) if body.streaming else body.content
        assert SECRET.encode() not in raw and TOLD["employer_name"].encode() not in raw and TOLD["phone"].encode() not in raw, address
    assert "保密件" in client.get("/wages/clues/").content.decode()


def test_answer_share_and_ledger_on_pages(desk) -> None:
    post_report(Client())
    officer = desk.ground.actors["officer"]
    pair, client, base = keyed(officer), with_key(desk.clerk, desk.holder), f"/wages/clues/{Clue.objects.get().pk}/sealed/"
    assert client.post(base + "answer/", {"says": "嗯"}).status_code == 422
    assert client.post(base + "answer/", {"says": "我们周三去查他的账"}).status_code == 302
    assert client.post(base + "share/", {"pair": pair.pair_id}).status_code == 302
    assert "查他的账" in with_key(officer, pair).get(base).content.decode()
    assert client.post(base + f"take/{pair.pair_id}/").status_code == 302
    assert with_key(officer, pair).get(base).status_code == 403
    assert client.post(base + "ledger/", {"names": ["employer_name"]}).status_code == 302
    assert Clue.objects.get().employer_name == TOLD["employer_name"]


def test_where_nobody_holds_a_key_the_page_says_whom_to_ring(ground) -> None:
    page = Client().get("/wages/report/sealed/").content.decode()
    assert "还不能收保密件" in page and 'href="tel:' in page and 'name="told"' not in page
    assert post_report(Client()).status_code == 422 and not Clue.objects.exists()


def test_an_upload_to_the_sealed_form_touches_no_temporary_file_and_one_elsewhere_does(desk, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", lambda *args: seen.append(args) or 1 / 0)
    assert post_report(Client()).status_code == 200 and seen == []
    with pytest.raises(ZeroDivisionError):
        Client().post("/wages/mine/", {"code": "x", "file": SimpleUploadedFile("a.pdf", PDF)})


def test_more_than_fits_into_memory_is_refused_and_not_laid_on_the_disk(desk, settings) -> None:
    settings.UPLOAD_MAX_MB = 0
    big = SimpleUploadedFile("a.pdf", PDF + zlib.compress(b"x") * 200_000)
    assert Client().post("/wages/report/sealed/", {**TOLD, "key": KEY, "attached": big}).status_code == 400
