"""Promise 9: a one-time link works for the human, once. Promise §10.7: a taken-back consent bites at once. Short runs stand in the
suite, the long ones in `make prove`; each has a twin without the guard."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from tests.postgres import programs
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import services, urls, views
from unionhall.kernel.cases.models import ReferralLink
from unionhall.kernel.cases.services import links
from unionhall.kernel.cases.tests import test_referrals as grounds

PREVIEWERS = ("facebookexternalhit/1.1", "Slackbot-LinkExpanding 1.0", "WhatsApp/2.23.20", "Mozilla/5.0 MicroMessenger/8.0", "DingTalkBot-LinkService/1.0")
SERVER = pytest.mark.skipif(programs() is None, reason="PostgreSQL's programs are not here")
registered = grounds.registered


def machines(token: str, query: str = "") -> int:
    """What scanners do with a link: HEAD, GET, previews; and one that posts what it finds without the page's nonce. Returns requests."""
    asked = 0
    for agent in ("", *PREVIEWERS):
        browser = Client(headers={"user-agent": agent})
        for method in (browser.head, browser.get, browser.get):
            method(f"/partner/{query}")
            asked += 1
    Client().post("/partner/", {"token": token})
    return asked + 1


def human(token: str) -> bool:
    """Open, press, read the number on the agency's phone, type it: the packet is there."""
    client = Client()
    nonce = re.search(r'name="nonce" value="([^"]+)"', client.get("/partner/").content.decode())
    if client.post("/partner/", {"token": token, "nonce": nonce[1] if nonce else ""}).status_code != 302:
        return False
    client.post("/partner/code/", {"code": grounds.number_sent()})
    return client.get("/partner/open/").status_code == 200


def run_links(ground: grounds.Ground, count: int, eager: bool = False) -> tuple[int, int, int]:
    """(humans who got in, links used up by machines, requests of machines) of so many links."""
    row = ground.offered(moment=timezone.now())
    got_in = consumed = asked = 0
    for _number in range(count):
        link = services.issue_link(referral_id=row.pk, by=grounds.SYSTEM, at=timezone.now())
        token = links.token_of(link=link)
        asked += machines(token, f"?token={token}" if eager else "")
        consumed += ReferralLink.objects.get(pk=link.pk).used_at is not None
        got_in += human(token)
    return got_in, consumed, asked


@pytest.fixture
def ground(db: None) -> grounds.Ground:
    """One referral that lies with its receiver."""
    return grounds.Ground()


def test_twenty_links_work_for_the_human_after_the_machines(ground: grounds.Ground) -> None:
    got_in, consumed, asked = run_links(ground, 20)
    assert (got_in, consumed) == (20, 0)
    print(f"links 20, machine requests {asked}, consumed {consumed}, humans {got_in}")


@pytest.mark.prove
def test_five_hundred_links(ground: grounds.Ground, proved: Callable[[str, str, str], None]) -> None:
    got_in, consumed, asked = run_links(ground, 500)
    proved("9 one-time links", f"N = 500 links, {asked} requests of machines first", f"{got_in} humans got in, {consumed} links used up by machines")
    assert (got_in, consumed) == (500, 0)


def test_a_link_that_a_get_uses_up_is_lost_to_the_human(ground: grounds.Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: the token in the query, and a page that opens at once."""
    calm = views.entrance

    def eager(request: HttpRequest) -> HttpResponse:
        if token := request.GET.get("token"):
            try:
                link = services.find_link(said=token, place="x", at=timezone.now())
                links.claim(link=link, device="machine", shown=f"machine{link.pk}", at=timezone.now())
            except Refused:
                return HttpResponse(status=410)
        return calm(request)

    eager.door = "public"  # type: ignore[attr-defined]
    pattern = next(each for each in urls.urlpatterns if each.name == "entrance")
    monkeypatch.setattr(pattern, "callback", eager)
    got_in, consumed, _asked = run_links(ground, 3, eager=True)
    assert (got_in, consumed) == (0, 3)


# fifty at once, and consent that bites: in a process of their own, on a file database or PostgreSQL


def counted(*words: object) -> dict[str, int]:
    """What the driver counted."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")}
    done = subprocess.run([sys.executable, "-m", "tests.prove.links", *map(str, words)], stdout=subprocess.PIPE, text=True, check=True, env=outside)
    return json.loads(done.stdout.strip().splitlines()[-1])


def test_of_fifty_at_once_one_wins_and_after_thirty_revocations_nothing_is_read() -> None:
    """The brake on guessing is taken off: what remains is the row that makes it once."""
    found = counted("sqlite", 50, 30)
    print(found)
    assert (found["winners"], found["later_reads"], found["waiting"]) == (1, 0, 0)
    assert found["reads"] > 0


def test_without_the_guards_everybody_wins_and_the_revoked_are_read() -> None:
    """The twin: nobody asks whether the link was used, or who agrees now."""
    found = counted("sqlite", 8, 3, "open")
    assert found["winners"] == 8
    assert found["later_reads"] > 0


@pytest.mark.prove
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=SERVER)])
def test_three_hundred_revocations_in_flight(engine: str, proved: Callable[[str, str, str], None]) -> None:
    found = counted(engine, 50, 300)
    proved("9 one-time links", f"{engine}: 50 right numbers at once", f"{found['winners']} won")
    proved("§10.7 consent bites", f"{engine}: N = 300 revocations, {found['reads']} reads around them", f"{found['later_reads']} later reads, {found['waiting']} messages left")
    assert (found["winners"], found["later_reads"], found["waiting"]) == (1, 0, 0)
