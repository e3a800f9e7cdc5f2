"""Confidential letters on their pages: without a log-in, at the desk with and without a key, for everybody else."""

import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from unionhall.base.testing import at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account
from unionhall.programmes.wages.models import Clue

from .sealed_ground import KEY, PDF, SECRET, TOLD, keyed


def signed_in(actor) -> Client:
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
    assert signed_in(desk.ground.actors["officer"]).get(reverse("files:download", args=[file.blob_id])).status_code == 404
    assert with_key(desk.clerk, desk.holder).get(f"/wages/clues/{clue.pk}/sealed/file/{file.pk}/").content == PDF


def test_the_desks_list_and_clue_page_say_sealed_and_no_more(desk) -> None:
    post_report(Client())
    client, clue = signed_in(desk.clerk), Clue.objects.get()
    for address in ("/wages/clues/", f"/wages/clues/{clue.pk}/", reverse("web:search") + "?q=保密示例", reverse("wages:export_clues")):
        body = client.get(address)
        assert body.status_code == 200
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
