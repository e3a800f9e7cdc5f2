"""What a browser may keep, and what it must let go: the anonymous shell, and everything of the one before."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.people import services as people
from unionhall.web.views import shell

pytestmark = pytest.mark.django_db


def account(login):
    person = people.person_for(name=f"示例{login}", phone=f"1990000{len(login):04d}", by=SYSTEM, at=at())
    return people.open_account(person=person, login=login, password="shifan-2026-hall", totp_secret="00" * 20, by=SYSTEM, at=at())


def sign_in(client, login):
    """Through the door, as a browser does."""
    code = people.totp(secret_hex="00" * 20).generate(int(timezone.now().timestamp())).decode()
    return client.post("/sign-in/staff/", {"login": login, "password": "shifan-2026-hall", "code": code})


def test_the_shell_and_the_worker_name_nobody_and_set_no_cookie():
    for address in ("/offline/", "/worker.js"):
        reply = Client().get(address)
        assert reply["Cache-Control"].startswith("public")
        assert not reply.cookies
    assert "csrftoken" not in Client().get("/offline/").content.decode().lower()


def test_an_ordinary_page_still_names_the_device():
    assert "device" in Client().get("/me/").cookies


def test_the_shell_is_the_same_for_somebody_signed_in():
    client = Client()
    account("one")
    sign_in(client, "one")
    assert client.get("/offline/").content == Client().get("/offline/").content
    assert "data-known" in client.get("/me/").content.decode()


def test_the_worker_keeps_only_files_that_are_there_and_nothing_private():
    script = shell.WORKER.read_text()
    files = re.findall(r'"(/[^"]+)"', script.partition("FILES = [")[2].partition("]")[0])
    assert [finders.find(path.removeprefix(f"/{settings.STATIC_URL.strip('/')}/")) is not None for path in files] == [True] * len(files)
    assert 'credentials: "omit"' in script
    assert re.search(r"private\|no-store", script)
    assert len(re.findall(r"\.put\(path", script)) == 1


def test_another_user_on_the_same_device_clears_what_the_first_left():
    account("one"), account("second")
    client = Client()
    client.get("/me/")
    assert "Clear-Site-Data" not in sign_in(client, "one").headers
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    assert sign_in(client, "second")["Clear-Site-Data"] == '"cache", "storage"'


def test_the_same_user_keeps_what_waits_and_loses_it_at_sign_out():
    account("one")
    client = Client()
    client.get("/me/")
    assert "Clear-Site-Data" not in sign_in(client, "one").headers
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'


def test_no_script_runs_from_elsewhere_or_inline():
    page = Client().get("/offline/")
    assert "script-src" not in page["Content-Security-Policy"]
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)", page.content.decode())
    assert Path(finders.find("ui/outbox.js")).stat().st_size < 12_000


def test_who_signs_in_on_a_shared_phone_finds_nothing_that_a_receipt_code_opened_before():
    account("one")
    client = Client()
    client.get("/me/")
    session = client.session
    session["receipts"] = [7]
    session.save()
    assert client.session["receipts"] == [7]
    sign_in(client, "one")
    assert "receipts" not in client.session
