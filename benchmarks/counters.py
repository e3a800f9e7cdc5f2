"""One scarce session over HTTP, logged in: the booking page of the services room against a bare view that writes the same rows.

Both are served by the same processes through the same middleware; each post is another worker's own, and the answer to the post is measured.
PostgreSQL only, as `seats`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time as hour
from datetime import timedelta
from http.client import HTTPConnection
from secrets import token_hex
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as Cookie
from django.db import connection, transaction
from django.utils import timezone

from tests.postgres import free_port
from unionhall.kernel.people.models import Account, SignIn
from unionhall.kernel.places import services as places
from unionhall.programmes.services.models import Definition
from unionhall.programmes.services.queries.definitions import subject
from unionhall.programmes.services.services import definitions, prices

from .measure import Result, medians
from .rushes import CLIENTS, Rush
from .world import HOME, SYSTEM, World

CEILING = 2.0
OURS, BARE = "/services/{pk}/book/{session}/", "/bare/{pk}/book/{session}/"
SERVER = ("--interface", "wsgi", "unionhall.config.wsgi:application", "--workers", "2", "--blocking-threads", "4", "--host", "127.0.0.1", "--no-ws")
PATIENCE = 30.0
MODEL = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True, slots=True)
class Worker:
    """A signed-in worker's browser: its cookie, and the secret that its forms send back."""

    cookie: str
    token: str

    def headers(self) -> dict[str, str]:
        """As a browser sends them with a form."""
        held = f"{settings.SESSION_COOKIE_NAME}={self.cookie}; {settings.CSRF_COOKIE_NAME}={self.token}"
        return {"Cookie": held, "Content-Type": "application/x-www-form-urlencoded"}


class Counters(Rush):
    """The rush at the page of a service; each client keeps one connection."""

    def __init__(self, world: World, port: int = 0) -> None:
        self.definition, self.port = service(world), port
        super().__init__(world, "service", subject(self.definition), self.definition.path)
        self.workers = signed_in(self.people)

    def ready_client(self) -> None:
        """The line to the server."""
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def post(self, address: str, worker: Worker, fields: Mapping[str, str]) -> tuple[int, str]:
        """Status of one answer, and where it leads or what it says."""
        self.line.request("POST", address, urlencode(fields).encode(), worker.headers())
        answer = self.line.getresponse()
        body = answer.read().decode()
        return answer.status, answer.headers.get("Location") or body

    def send(self, form: str, session: int, number: int) -> None:
        """One worker's form: a redirect to the booking, or the word that it is full; anything else fails the client."""
        worker = self.workers[number]
        fields = {"csrfmiddlewaretoken": worker.token, "client_key": f"{session}-{number}"}
        status, said = self.post(form.format(pk=self.definition.pk, session=session), worker, fields)
        if not (status == 302 and said.startswith("/services/mine/")) and not (status == 422 and "约满了" in said):
            raise SystemExit(f"{form}: {status}")

    def ours(self, session: int, number: int, _person: int) -> None:
        """The room's page."""
        self.send(OURS, session, number)

    def floor(self, session: int, number: int, _person: int) -> None:
        """The bare view."""
        self.send(BARE, session, number)


@transaction.atomic
def service(world: World) -> Definition:
    """A service of the home county for everybody, by the house's own services."""
    place = places.put_place(name="示例驿站", by=SYSTEM, at=world.at)
    offer = definitions.Offer(
        code="bench", name="试", weekdays="1234567", begins=hour(9), ends=hour(11), minutes=30, valid_from=world.today - timedelta(days=30)
    )
    row = definitions.put(offer=offer, union=world.unions[HOME][0], place=place, by=SYSTEM, at=world.at)
    line = prices.Line(who="anyone", weekdays="1234567", price=800, source="示例公告", valid_from=offer.valid_from)
    seen = prices.look(definition_id=row.pk, line=line, by=SYSTEM, at=world.at - timedelta(days=1))
    prices.save(definition_id=row.pk, line=line, seal=seen.seal, by=SYSTEM, at=world.at - timedelta(days=1))
    return row


def signed_in(people: list[int]) -> list[Worker]:
    """An account and a session for each person, without passwords."""
    now, until = timezone.now(), timezone.now() + timedelta(hours=12)
    accounts = Account.objects.bulk_create([Account(person_id=person) for person in people], batch_size=1000)
    workers = [Worker(token_hex(16), token_hex(16)) for _account in accounts]
    store, pairs = SessionStore(), list(zip(accounts, workers, strict=True))
    Cookie.objects.bulk_create(
        [Cookie(session_key=worker.cookie, session_data=store.encode(kept(account)), expire_date=until) for account, worker in pairs], batch_size=1000
    )
    SignIn.objects.bulk_create(
        [SignIn(account=account, session_key=worker.cookie, device="bench", begun_at=now) for account, worker in pairs], batch_size=1000
    )
    return workers


def kept(account: Account) -> dict[str, str]:
    """What Django's log-in keeps in a session."""
    return {SESSION_KEY: str(account.pk), BACKEND_SESSION_KEY: MODEL, HASH_SESSION_KEY: account.get_session_auth_hash()}


@contextmanager
def serving(**environment: str) -> Iterator[int]:
    """The product's server with the bare view beside it, on a port of its own, until the end."""
    port = free_port()
    command = [sys.executable, "-m", "granian", *SERVER, "--port", str(port)]
    settled = {**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    child = subprocess.Popen(command, env=settled, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait(port, child)
        yield port
    finally:
        child.terminate()
        child.wait(PATIENCE)


def wait(port: int, child: subprocess.Popen[bytes]) -> None:
    """Until the server answers."""
    until = time.monotonic() + PATIENCE
    while not answers(port):
        if child.poll() is not None or time.monotonic() > until:
            raise SystemExit("the server does not answer")
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether somebody serves there."""
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("GET", "/sign-in/")
        return line.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        line.close()


def run(world: World) -> Iterator[Result]:
    """Both ways in turn, each turn a session of its own."""
    if connection.vendor != "postgresql":
        return
    with serving() as port:
        at = Counters(world, port)
        bare, taken = medians(lambda: at.rush(at.floor), lambda: at.rush(at.ours), times=world.scale.rushes, warm=1)
    note = f"{CLIENTS} clients × {at.tries} workers, {at.places} places, sold exactly in {len(at.sold)} turns"
    yield Result("one scarce session, over HTTP", bare, taken, CEILING, note)
