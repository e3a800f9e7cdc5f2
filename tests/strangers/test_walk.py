"""Every address declares its door, stands in the table, answers as the table says, and shows strangers nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.http import door
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases.models import Case
from unionhall.kernel.people.kinds import POWERS as REGISTERED
from unionhall.programmes.stations.models import Station
from unionhall.programmes.stations.services import reports as station_reports
from unionhall.web.api import api, doors

from . import table, walk
from .table import JUNK, ODD, OPERATIONS, POWERS, ROWS, a_stranger_to
from .world import PERSONAS, World

pytestmark = pytest.mark.django_db
NAMED = {persona.name: persona for persona in PERSONAS}


def test_every_address_declares_its_door_and_stands_in_the_table() -> None:
    found = list(walk.addresses())
    assert walk.undeclared(found) == []
    print(f"addresses {len(found)}, operations {len(OPERATIONS)}")


def test_every_operation_declares_its_door_and_stands_in_the_table() -> None:
    assert walk.undeclared_operations(doors(api)) == []


def test_the_table_of_powers_says_what_the_house_says() -> None:
    registered = {power.code: (frozenset(map(str, power.roles)), frozenset(map(str, power.assigned))) for power in REGISTERED}
    assert {code: registered.get(code) for code in POWERS} == POWERS
    assert set(registered) == set(POWERS)


OUTSIDERS = ("anonymous", "stranger", "worker", "neighbour", "neighbour_clerk")
OFFICES = ("clerk", "officer", "inspector", "hotline", "counsel", "leader", "city_leader")
OTHERS = ("mediator", "lawyer", "partner", "administrator", "auditor", "keeper", "provider", "doctor", "counsellor", "grassroots")
POSTING = {"anonymous", "worker", "neighbour", "officer", "inspector"}


@pytest.mark.parametrize("names", [OUTSIDERS, OFFICES, OTHERS], ids=["outsiders", "offices", "others"])
def test_the_walk(world: World, names: tuple[str, ...]) -> None:
    """Everybody reads everything of one matter; some post, too. Every cell of all matters stands in the long runs."""
    assert {*OUTSIDERS, *OFFICES, *OTHERS} == set(NAMED)
    target, wrong, cells = world.targets["street"], [], 0
    for name in names:
        step = walk.Walk(world, NAMED[name])
        wrong += step.operations([target]) + step.pages([target], methods=("GET", "POST") if name in POSTING else ("GET",))
        cells += step.cells
    assert not wrong, "\n".join(wrong)
    assert cells >= len(names) * (len(ROWS) + 2 * len(OPERATIONS))
    print(f"cells {cells}")


def test_values_that_no_page_links_to_are_answered(world: World) -> None:
    target, wrong = world.targets["street"], []
    for name, address, kwargs in ODD:
        client = walk.visitor(world, NAMED[name])
        url = reverse(address, kwargs={key: target.ids.get(str(value), value) for key, value in kwargs.items()})
        statuses = [client.get(url).status_code, client.post(url).status_code, client.post(url, JUNK).status_code]
        wrong += [f"{url} as {name}: {statuses}"] if max(statuses) >= 500 else []
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("step", ["drop", "agree", "report_paid", "confirm", "breach", "nonsense"])
def test_no_address_takes_a_step_that_asks_for_more(world: World, step: str) -> None:
    """Ending, signing and paying go through their own forms, whose conditions a bare step would pass by."""
    target = world.targets["street"]
    before = Case.objects.get(pk=target.ids["case"])
    client = walk.visitor(world, NAMED["officer"])
    client.post(f"/wages/cases/{before.pk}/step/{step}/", {"version": before.version, "says": "试一试"})
    assert Case.objects.get(pk=before.pk).state == before.state


def test_junk_in_a_form_is_answered(world: World) -> None:
    target, wrong = world.targets["street"], []
    for who in ("clerk", "worker"):
        client = walk.visitor(world, NAMED[who])
        for name, row in ROWS.items():
            if table.passes(row.door, NAMED[who]) and name != "web:sign_out":
                response = client.post(reverse(name, kwargs=row.kwargs(target)), JUNK)
                wrong += [f"{name} as {who}"] if response.status_code >= 500 else []
    assert not wrong, "\n".join(wrong)


STRANGERS = {"anonymous", "stranger", "neighbour", "neighbour_clerk", "partner", "administrator", "auditor", "lawyer", "mediator", "provider", "doctor", "counsellor", "grassroots"}


def test_the_strangers_are_who_we_think_they_are(world: World) -> None:
    target = world.targets["street"]
    assert {persona.name for persona in PERSONAS if a_stranger_to(persona, target)} == STRANGERS


# the twins: each guard taken away is found


def test_a_view_without_a_door_and_one_without_a_row_are_found() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    found = [*walk.addresses(), ("web:new", bare), ("web:other", door("public")(bare))]
    assert set(walk.undeclared(found)) - set(walk.undeclared(walk.addresses())) == {
        "web:new: no door", "web:new: no row in the table", "web:other: no row in the table"
    }  # fmt: skip


def test_a_door_that_was_opened_wider_and_a_row_without_address_are_found() -> None:
    rows = {**ROWS, "wages:cases": replace(ROWS["wages:cases"], door="public"), "wages:gone": ROWS["web:home"]}
    found = list(walk.addresses())
    assert set(walk.undeclared(found, rows)) - set(walk.undeclared(found)) == {
        "wages:cases: door wages.view, row public", "wages:gone: in the table, not in the house"
    }  # fmt: skip


def test_an_operation_without_door_or_row_is_found() -> None:
    found = {**doors(api), ("GET", "/new"): "closed"}
    assert walk.undeclared_operations(found) == ["('GET', '/new'): closed", "('GET', '/new'): no row in the table"]


def findings(world: World, name: str, *addresses: str, methods: tuple[str, ...] = ("GET",)) -> list[str]:
    """A short walk."""
    rows = {address: ROWS[address] for address in addresses}
    return walk.Walk(world, NAMED[name]).pages([world.targets["street"]], rows, methods)


def test_without_the_scope_a_sister_district_would_read_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings(world, "neighbour", "wages:case", "wages:clue", "wages:cases") == []
    monkeypatch.setattr(case_queries, "reach", lambda scope, prefix="": Q())
    leaks = findings(world, "neighbour", "wages:case", "wages:clue", "wages:cases")
    assert any("shows 金丝雀建筑0号" in leak for leak in leaks)
    assert any("200, wanted" in leak for leak in leaks)


def test_without_the_door_a_worker_would_stand_on_the_desk(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings(world, "stranger", "web:desk", "web:staff", "wages:clues") == []
    monkeypatch.setattr("unionhall.base.http.open_to", lambda policy, request: True)
    assert len(findings(world, "stranger", "web:desk", "web:staff", "wages:clues")) == 3


def test_an_address_that_breaks_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*words: object, **values: object) -> Callable:
        raise RuntimeError

    monkeypatch.setattr("unionhall.kernel.law.queries.rules_list", broken)
    assert findings(world, "anonymous", "law:rules") == ["GET law:rules as anonymous on street: 500, wanted [200]"]


def test_a_strangers_post_that_moves_something_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = iter(range(100))
    monkeypatch.setattr(walk, "stamp", lambda: next(stamps))
    assert findings(world, "neighbour", "wages:money", methods=("POST",)) == ["POST wages:money as neighbour on street: moved something"]


def test_the_table_lets_nobody_reach_what_has_no_row() -> None:
    with pytest.raises(KeyError):
        table.passes("wages.unknown", NAMED["officer"])


# --- a borrowed phone (promise 10) ---

BORROWERS = ("worker", "officer", "keeper", "provider")
STAYING = {"device", "theme", "size", "csrftoken", "django_language"}


def kept(world: World, name: str) -> list[str]:
    """What a browser may keep of any page after somebody used it: by the table, not by a list."""
    target, client, wrong = world.targets["street"], walk.visitor(world, NAMED[name]), []
    for row_name, row in ROWS.items():
        answer = client.get(reverse(row_name, kwargs=row.kwargs(target)))
        rule = answer.get("Cache-Control", "")
        if rule.startswith("public"):
            plain = walk.visitor(world, NAMED["anonymous"]).get(reverse(row_name, kwargs=row.kwargs(target)))
            same = walk.text_of(answer).partition("\n")[2] == walk.text_of(plain).partition("\n")[2]
            wrong += [] if same and not answer.cookies else [f"{row_name}: everybody's, but not the same for {name}"]
        elif "no-store" not in rule:
            wrong.append(f"{row_name}: a browser keeps it for {name}")
        answer.close()
    client.cookies["occupation"] = "courier"
    left = client.post(reverse("web:sign_out"))
    wrong += [] if '"cache"' in left.get("Clear-Site-Data", "") and '"storage"' in left["Clear-Site-Data"] else ["signing out clears nothing"]
    wrong += [f"cookie {cookie} stays" for cookie, value in client.cookies.items() if value.value and cookie not in STAYING]
    marks = (*target.canaries, target.phone, world.accounts[name].person.name)
    for row_name, row in ROWS.items():
        shown = walk.text_of(client.get(reverse(row_name, kwargs=row.kwargs(target))))
        wrong += [f"{row_name}: the next one reads {mark} of {name}" for mark in marks if mark and mark in shown]
    return wrong


@pytest.mark.parametrize("name", BORROWERS)
def test_a_borrowed_phone_keeps_nothing_of_any_page(world: World, name: str) -> None:
    assert not (wrong := kept(world, name)), "\n".join(wrong)


def test_without_the_rule_a_browser_keeps_pages(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("unionhall.web.middleware.personal", lambda request: False)
    monkeypatch.setattr("unionhall.web.views.shell.STAY", {"occupation"})
    wrong = kept(world, "keeper")
    assert "stations:own: a browser keeps it for keeper" in wrong and "cookie occupation stays" in wrong


def test_what_a_receipt_code_opened_is_closed_with_one_press(world: World) -> None:
    target, client = world.targets["street"], walk.visitor(world, NAMED["anonymous"])
    _receipt, code = station_reports.file(
        station=Station.objects.get(pk=target.ids["station"]), told=station_reports.Told("broken", "借来的手机上报的"), client_key="b" * 40,
        by=Actor(name="walk"), at=timezone.now(),
    )  # fmt: skip
    address = client.post(reverse("stations:mine"), {"code": code})["Location"]
    page = client.get(address)
    assert "借来的手机上报的" in page.content.decode() and "no-store" in page["Cache-Control"]
    answer = client.post(reverse("web:close"))
    assert '"storage"' in answer["Clear-Site-Data"] and client.get(address).status_code == 404
