"""A clue taken at the desk gives the receipt of the web: whom it was taken for follows it without a log-in."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from unionhall.programmes.wages.models import Clue

from .test_worker_view import signed_in

FACTS = {
    "channel": "hotline", "employer_name": "示例建筑工程有限公司", "contact": "职工041", "phone": "19900000041", "amount": "18900",
    "money_kind": "unknown", "migrant": "unknown", "boss_reachable": "unknown", "region_code": "370702001",
}  # fmt: skip
ADDRESS = "/wages/clues/new/"


def taken(client: Client, **facts: str) -> tuple[str, Client]:
    """The page after a clue was taken down, and the enquiry code on it."""
    key = re.search(r'name="key" value="([0-9a-f]+)"', client.get(ADDRESS).content.decode())[1]
    page = client.post(ADDRESS, {**FACTS, "key": key, **facts})
    return page.context["code"] if page.status_code == 200 else "", page


@pytest.fixture
def clerk(ground) -> Client:
    return signed_in(ground.actors["clerk"].account_id)


def test_the_worker_follows_the_receipt_from_another_browser(ground, clerk):
    code, page = taken(clerk)
    case = Clue.objects.get().case
    assert case.reference in page.content.decode() and case.channel == "hotline"
    assert f'href="{reverse("wages:clue_by_case", args=[case.pk])}"' in page.content.decode()
    assert 'action="/wages/mine/"' not in page.content.decode()  # the clerk's browser does not keep the worker's code
    worker = Client()
    assert worker.get(f"/wages/mine/{case.pk}/").status_code == 404
    found = worker.post("/wages/mine/", {"code": code}, follow=True)
    assert found.status_code == 200 and case.reference in found.content.decode()
    assert [party.person.name for party in case.parties.all()] == ["职工041"]


def test_a_second_press_gives_the_same_code_and_no_second_clue(clerk):
    first, _page = taken(clerk, key="k" * 40)
    again, _page = taken(clerk, key="k" * 40)
    assert first == again != "" and Clue.objects.count() == 1


def test_without_a_form_key_nothing_is_taken_down(clerk):
    code, page = taken(clerk, key="short")
    assert (code, page.status_code, Clue.objects.count()) == ("", 422, 0)


def test_a_clue_without_phone_or_name_has_its_code_all_the_same(clerk):
    code, _page = taken(clerk, contact="", phone="")
    case = Clue.objects.get().case
    found = Client().post("/wages/mine/", {"code": code}, follow=True)
    assert case.reference in found.content.decode() and not case.parties.exists()


def test_a_stranger_has_no_such_page(ground):
    assert Client().post(ADDRESS, {**FACTS, "key": "k" * 40}).status_code in (302, 403, 404)
    assert not Clue.objects.exists()
