"""The same rights on paper: receipt, terms, journal, timeline, notices and escalation are those of the web."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.programmes.voice.models import Matter
from unionhall.programmes.voice.services import matters
from unionhall.programmes.voice.tests import pairs
from unionhall.programmes.voice.tests.pairs import signed_in

SHORT = 10


def test_ten_pairs_on_the_web_and_on_paper_differ_in_nothing(ground):
    assert pairs.differences(ground, SHORT) == []


def test_a_paper_way_without_receipt_would_be_found(ground):
    found = pairs.differences(ground, 2, pairs.without_receipt)
    assert {name for _number, name in found} >= {"receipt"}


def test_a_paper_way_that_forgets_its_clocks_would_be_found(ground):
    assert {name for _number, name in pairs.differences(ground, 2, pairs.without_clocks)} >= {"deadlines", "timeline"}


@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="食堂饭馊了 abc，。\n1", min_size=2, max_size=60).filter(lambda text: len(text.strip()) > 1), st.sampled_from(["visit", "paper"]))
def test_whatever_is_said_its_receipt_covers_the_same_words(ground, text, channel):
    number = abs(hash((text, channel))) % 10**9
    said = matters.Said(text=text)
    web, _one = matters.file(said=said, channel="web", client_key=f"w{number}".ljust(40, "0"), by=NOBODY, at=at())
    paper, _two = matters.file(said=said, channel=channel, client_key=f"p{number}".ljust(40, "0"), by=ground.actors["clerk"], at=at())
    assert web.statement.split("|")[2:] == paper.statement.split("|")[2:]


def test_the_hall_prints_code_words_due_day_and_a_line_to_sign(ground):
    clerk = signed_in(ground.actors["clerk"])
    page = clerk.get("/voice/paper/")
    key = page.context["form"]["key"].value()
    typed = {"key": key, "channel": "visit", "kind": "complaint", "text": "食堂的饭馊了", "region": "示例street", "contact": "职工702", "phone": "19900000702"}
    sheet = clerk.post("/voice/paper/", typed).content.decode()
    code = re.search(r"data-receipt>([0-9A-Z ]{19})<", sheet)[1]
    assert cases.find_by_receipt(code=code).case == Matter.objects.get().case
    for words in ("食堂的饭馊了", "本人签字", "最晚哪天答复", "199****0702"):
        assert words in sheet
    assert "19900000702" not in sheet
    again = clerk.get(f"/voice/matters/{Matter.objects.get().case_id}/sheet/").content.decode()
    assert code not in again
    assert "本人签字" in again


def test_what_was_taken_down_is_signed_once_and_only_what_was_taken_down(ground):
    clerk = ground.actors["clerk"]
    receipt, _code = matters.file(said=matters.Said(text="来信说的事"), channel="paper", client_key="s" * 40, by=clerk, at=at())
    first = matters.signed(case_id=receipt.case_id, by=clerk, at=at()).read_back_at
    assert matters.signed(case_id=receipt.case_id, by=clerk, at=at() + timedelta(hours=1)).read_back_at == first
    own, _code = matters.file(said=matters.Said(text="网上说的事"), channel="web", client_key="o" * 40, by=NOBODY, at=at())
    with pytest.raises(Refused, match="own_hand"):
        matters.signed(case_id=own.case_id, by=clerk, at=at())


def test_a_neighbour_signs_nothing_and_prints_nothing(ground):
    receipt, _code = matters.file(said=matters.Said(text="来信说的事"), channel="paper", client_key="n" * 40, by=SYSTEM, at=at())
    with pytest.raises(Refused, match="not_yours"):
        matters.signed(case_id=receipt.case_id, by=ground.actors["neighbour"], at=at())
    assert signed_in(ground.actors["neighbour"]).get(f"/voice/matters/{receipt.case_id}/sheet/").status_code == 404
    assert Client().get("/voice/paper/").status_code == 302
