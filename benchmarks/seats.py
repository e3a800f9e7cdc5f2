"""One scarce session, eight processes at once: the service against one transaction of the driver that writes the same rows.

PostgreSQL only: SQLite has one writer, and a county's peaks are far below it.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

from django.db import connection, connections

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM
from unionhall.kernel.bookings import kinds, services
from unionhall.kernel.bookings.models import Booking, Session
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.people.models import Person

from . import pouring
from .measure import Result, medians
from .world import World

CEILING = 3.0
CLIENTS = 8
TAKE = "UPDATE bookings_session SET taken = taken + 1 WHERE id = %s AND state = 'open' AND taken <= public - 1"
Try = Callable[[int, int, int], None]


class Rush:
    """People, sessions of so many places, and the rows that one booking writes, ready for the driver."""

    def __init__(self, world: World) -> None:
        self.world, self.places, self.tries = world, world.scale.places, world.scale.tries
        if "bench" not in kinds.BOOKING_KINDS:
            kinds.BOOKING_KINDS.add(kinds.BookingKind("bench", "试", "bench.view", "bench.handle", "/bench/{pk}/"))
        rows = [Person(name=f"职工{number:05}", created_at=world.at) for number in range(CLIENTS * self.tries)]
        self.people = [row.pk for row in Person.objects.bulk_create(rows, batch_size=1000)]
        self.numbers, self.sold = count(1), list[int]()
        model = self.open()
        row = services.book(session_id=model, person_id=self.people[0], client_key="model", by=SYSTEM, at=world.at)
        self.booking = Booking.objects.get(pk=row.pk)
        self.entry = Entry.objects.get(verb="bookings.book")

    def open(self) -> int:
        """A session of its own for each turn."""
        begin = self.world.at + timedelta(days=next(self.numbers))
        row = services.open_session(
            kind="bench", subject="bench:1", title="试", path="/1/", starts_at=begin, ends_at=begin + timedelta(hours=1), capacity=self.places,
            by=SYSTEM, at=self.world.at,
        )  # fmt: skip
        return row.pk

    def ours(self, session: int, number: int, person: int) -> None:
        """The service; full is an answer."""
        try:
            services.book(session_id=session, person_id=person, client_key=f"{session}-{number}", by=SYSTEM, at=self.world.at)
        except Refused as refusal:
            if refusal.code != "full":
                raise

    def floor(self, session: int, number: int, person: int) -> None:
        """The same rows by the driver in one transaction, the counter last as in ours."""
        raw = connection.connection
        booking, entry = self.ready(session, number, person)
        with raw.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(self.order(Booking), booking)
            cursor.execute(self.order(Entry), entry)
            cursor.execute(TAKE, (session,))
            cursor.execute("COMMIT" if cursor.rowcount else "ROLLBACK")

    def ready(self, session: int, number: int, person: int) -> list[list[object]]:
        """The two rows without their numbers, keys of their own put in."""
        names = ("uuid", "session_id", "person_id", "client_key", "code")
        values = (uuid.uuid4(), session, person, f"{session}-{number}", uuid.uuid4().hex[:8].upper())
        lines = next(pouring.clones(self.booking, names, [values])), pouring.whole(self.entry)
        return [list(line[1:]) for line in lines]

    def order(self, model: type) -> str:
        """One INSERT; the database gives the number."""
        names = pouring.columns(model)[1:]
        return f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"

    def rush(self, attempt: Try) -> None:
        """All clients at once on a new session, until each has tried so often; every place must be sold."""
        session = self.open()
        connections.close_all()
        children = [self.forked(attempt, session, client) for client in range(CLIENTS)]
        if any(os.waitpid(pid, 0)[1] for pid in children):
            raise SystemExit("a client failed")
        sold = Booking.objects.filter(session_id=session).count()
        if sold != self.places or Session.objects.get(pk=session).taken != self.places:
            raise SystemExit(f"{sold} sold of {self.places}")
        self.sold.append(sold)

    def forked(self, attempt: Try, session: int, client: int) -> int:
        """A client as a process of its own."""
        if pid := os.fork():
            return pid
        code = 1
        try:
            connection.ensure_connection()
            for turn in range(self.tries):
                number = client * self.tries + turn
                attempt(session, number, self.people[number])
            code = 0
        finally:
            os._exit(code)


def run(world: World) -> Iterator[Result]:
    """Both ways in turn, each turn a session of its own."""
    if connection.vendor != "postgresql":
        return
    rush = Rush(world)
    bare, taken = medians(lambda: rush.rush(rush.floor), lambda: rush.rush(rush.ours), times=world.scale.rushes, warm=1)
    note = f"{CLIENTS} processes × {rush.tries} tries, {rush.places} places, sold exactly in {len(rush.sold)} turns"
    yield Result("one scarce session, service layer", bare, taken, CEILING, note)
