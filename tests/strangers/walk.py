"""The walk itself: all addresses of the resolver, declared doors, and one cell after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM
from unionhall.kernel.people import services as people

from .table import OPERATIONS, ROWS, Row, a_stranger_to, expected, reaches
from .world import Persona, Target, World, stamp

API = "api:"


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, Callable]]:
    """(name with namespaces, view) of every address; one without a name is called by its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield prefix + (pattern.name or str(pattern.pattern)), pattern.callback
        else:
            yield from addresses(pattern, prefix + (f"{pattern.namespace}:" if pattern.namespace else ""))


def undeclared(found: Iterable[tuple[str, Callable]], rows: Mapping[str, Row] = ROWS) -> list[str]:
    """Addresses without a door, without a row, or whose door differs from the row; rows without an address."""
    own = {name: view for name, view in found if not name.startswith(API)}
    wrong = [f"{name}: no door" for name, view in own.items() if not hasattr(view, "door")]
    wrong += [f"{name}: no row in the table" for name in own if name not in rows]
    wrong += [f"{name}: in the table, not in the house" for name in rows if name not in own]
    doors = ((name, getattr(view, "door", "")) for name, view in own.items())
    return wrong + [f"{name}: door {door}, row {rows[name].door}" for name, door in doors if door and name in rows and rows[name].door != door]


def undeclared_operations(found: Mapping[tuple[str, str], str], rows: Mapping[tuple[str, str], Row] = OPERATIONS) -> list[str]:
    """The same for the operations of the API."""
    wrong = [f"{key}: {door}" for key, door in found.items() if door == "closed"]
    wrong += [f"{key}: no row in the table" for key in found if key not in rows]
    wrong += [f"{key}: in the table, not in the house" for key in rows if key not in found]
    return wrong + [f"{key}: door {door}, row {rows[key].door}" for key, door in found.items() if key in rows and rows[key].door != door]


def visitor(world: World, persona: Persona) -> Client:
    """A browser with the persona signed in, as the sign-in page would leave it."""
    client = Client(raise_request_exception=False)
    if persona.known:
        account = world.accounts[persona.name]
        client.force_login(account)
        people.begin(account=account, session_key=client.session.session_key, device="walk", agent="", at=timezone.now())
    return client


def text_of(response: HttpResponse) -> str:
    """Everything that was handed out: headers and body, a spreadsheet or paper unpacked."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        try:
            with ZipFile(BytesIO(body)) as packed:
                body = b"\n".join(packed.read(name) for name in packed.namelist())
        except BadZipFile:
            pass
    return f"{dict(response.headers)}\n{body.decode('utf-8', 'replace')}"


@dataclass
class Walk:
    """Cells walked and what was wrong in them."""

    world: World
    persona: Persona
    cells: int = 0

    def page(self, client: Client, name: str, row: Row, target: Target, method: str) -> list[str]:
        """One cell: status as expected, nothing leaked, and a stranger's post moves nothing."""
        self.cells += 1
        url, where = reverse(name, kwargs=row.kwargs(target)), f"{method} {name} as {self.persona.name} on {target.name}"
        before = stamp() if method == "POST" else ()
        response = client.get(url) if method == "GET" else client.post(url)
        wrong = self.judged(response, expected(row, self.persona, target, method), target, where)
        may = not row.about or reaches(row.about, self.persona, target)
        if method == "POST" and not may and stamp() != before:
            wrong.append(f"{where}: moved something")
        return wrong

    def judged(self, response: HttpResponse, statuses: frozenset[int], target: Target, where: str) -> list[str]:
        """What is wrong with an answer."""
        wrong = [] if response.status_code in statuses else [f"{where}: {response.status_code}, wanted {sorted(statuses)}"]
        shown = text_of(response)
        if a_stranger_to(self.persona, target):
            wrong += [f"{where}: shows {mark}" for mark in (*target.canaries, target.phone) if mark in shown]
        elif where.startswith("GET") and target.phone in shown:
            wrong.append(f"{where}: shows the whole phone")
        return wrong

    def pages(self, targets: Iterable[Target], rows: Mapping[str, Row] = ROWS, methods: Iterable[str] = ("GET", "POST")) -> list[str]:
        """Every address for every target; the one that signs out comes last, in its own session."""
        wrong: list[str] = []
        client = visitor(self.world, self.persona)
        for target in targets:
            for name, row in rows.items():
                for method in methods:
                    asker = visitor(self.world, self.persona) if name == "web:sign_out" else client
                    wrong += self.page(asker, name, row, target, method)
        return wrong

    def operations(self, targets: Iterable[Target]) -> list[str]:
        """Every operation: without a key, with the cookie of a signed-in browser, with a key of one's own."""
        wrong: list[str] = []
        for target in targets:
            for (method, address), row in OPERATIONS.items():
                for with_key in (False, True):
                    wrong += self.operation(method, address, row, target, with_key)
        return wrong

    def operation(self, method: str, address: str, row: Row, target: Target, with_key: bool) -> list[str]:
        """One cell of the API."""
        self.cells += 1
        key = token(self.world, self.persona, row.door) if with_key else ""
        values = {name: str(value) for name, value in row.kwargs(target).items()}
        path = "/api/v1" + filled(address, values)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        client = visitor(self.world, self.persona) if not with_key else Client(raise_request_exception=False)
        data = {"start": "2026-02-12"} if method == "GET" else {}
        response = getattr(client, method.lower())(path, data, headers=headers, **({} if method == "GET" else {"content_type": "application/json"}))
        where = f"{method} {path} as {self.persona.name} on {target.name}{' with key' if key else ''}"
        allowed = self.allowed(row, target, key)
        return self.judged(response, allowed | {422} if method == "POST" and allowed == {200} else allowed, target, where)

    def allowed(self, row: Row, target: Target, key: str) -> frozenset[int]:
        """The statuses of an operation's cell."""
        if row.door != "public" and not key:
            return frozenset({401})
        if row.about and not reaches(row.about, self.persona, target):
            return frozenset({404})
        return frozenset({200, 422}) if row.door == "public" else frozenset({200})


def filled(address: str, values: Mapping[str, str]) -> str:
    """'/cases/{int:case_id}' with its values."""
    for name, value in values.items():
        address = next(address.replace(spot, value) for spot in (f"{{{name}}}", f"{{int:{name}}}", f"{{path:{name}}}") if spot in address)
    return address


def token(world: World, persona: Persona, power: str) -> str:
    """A key of the persona's own with the power, '' when they hold none to give."""
    if power == "public" or not persona.role:
        return ""
    account, now = world.accounts[persona.name], timezone.now()
    try:
        return people.issue_token(account=account, label="walk", powers=[power], valid_to=now + timedelta(days=1), by=SYSTEM, at=now)[1]
    except Refused:
        return ""
