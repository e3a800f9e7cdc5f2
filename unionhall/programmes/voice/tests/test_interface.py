"""Opinions for programs: one receipt for one key, only what the key's account may see, persons masked."""

import json
from datetime import timedelta

import pytest

from unionhall.base.testing import at
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.voice.models import Matter
from unionhall.programmes.voice.tests.test_matters import PHONE, filed

KEY = {"Idempotency-Key": "a-key-of-the-client-0123456789-abcdef"}


@pytest.fixture(autouse=True)
def _hour(time_machine):
    time_machine.move_to(at(), tick=False)


def asked(ground, client, path, who="officer"):
    """An answer to somebody's key."""
    account, by = people_queries.account(ground.actors[who].account_id), ground.actors[who]
    _row, text = people.issue_token(account=account, label="示例", powers=["voice.view"], valid_to=at() + timedelta(days=1), by=by, at=at())
    return client.get(f"/api/v1/voice/matters{path}", headers={"Authorization": f"Bearer {text}"})


def post(client, told, key=KEY):
    """File by the API."""
    return client.post("/api/v1/voice/matters", json.dumps(told), content_type="application/json", headers=key)


def test_the_same_key_files_once_and_another_matter_under_it_is_a_conflict(ground, client):
    one, two = (post(client, {"text": "食堂的饭馊了", "kind": "complaint"}) for _press in range(2))
    assert (one.status_code, one.json()) == (201, two.json())
    assert Matter.objects.count() == 1
    assert post(client, {"text": "别的事"}).json()["code"] == "key_reused"


def test_a_list_and_a_matter_are_masked_and_the_neighbour_sees_neither(ground, client):
    matter = filed()
    row = asked(ground, client, "").json()["items"][0]
    assert (row["phone"], row["contact"]) == ("199****0701", "职*1")
    assert PHONE not in asked(ground, client, f"/{matter.case_id}").content.decode()
    assert asked(ground, client, "", who="neighbour").json()["items"] == []
    assert asked(ground, client, f"/{matter.case_id}", who="neighbour").status_code == 404


def test_pages_and_filters_show_each_matter_once(ground, client):
    made = [filed(number, kind="help" if number == 2 else "advice").case_id for number in (1, 2, 3)]
    first = asked(ground, client, "?limit=2").json()
    second = asked(ground, client, f"?limit=2&after={first['next']}").json()
    assert [row["id"] for row in first["items"] + second["items"]] == made
    assert [row["id"] for row in asked(ground, client, "?kind=help").json()["items"]] == [made[1]]


def test_the_due_minute_is_told(ground, client):
    found = asked(ground, client, f"/{filed().case_id}").json()["deadlines"]
    assert [row["due_at"] is not None for row in found] == [True, False]
