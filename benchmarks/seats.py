"""One scarce session, eight processes at once: the service against one transaction of the driver that writes the same rows.

PostgreSQL only: SQLite has one writer, and a county's peaks are far below it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import connection

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM
from unionhall.kernel.bookings import kinds, services
from unionhall.kernel.bookings.models import Booking
from unionhall.kernel.journal.models import Entry

from . import pouring
from .measure import Result, medians
from .rushes import CLIENTS, Rush
from .world import World

CEILING = 3.0
TAKE = "UPDATE bookings_session SET taken = taken + 1 WHERE id = %s AND state = 'open' AND taken <= public - 1"


class Seats(Rush):
    """The rush at the service, and the rows that one booking writes, ready for the driver."""

    def __init__(self, world: World) -> None:
        if "bench" not in kinds.BOOKING_KINDS:
            kinds.BOOKING_KINDS.add(kinds.BookingKind("bench", "试", "bench.view", "bench.handle", "/bench/{pk}/"))
        super().__init__(world, "bench", "bench:1", "/1/")
        row = services.book(session_id=self.open(), person_id=self.people[0], client_key="model", by=SYSTEM, at=world.at)
        self.booking = Booking.objects.get(pk=row.pk)
        self.entry = Entry.objects.get(verb="bookings.book", subject=f"bookings.booking:{row.pk}")

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


def run(world: World) -> Iterator[Result]:
    """Both ways in turn, each turn a session of its own."""
    if connection.vendor != "postgresql":
        return
    seats = Seats(world)
    bare, taken = medians(lambda: seats.rush(seats.floor), lambda: seats.rush(seats.ours), times=world.scale.rushes, warm=1)
    note = f"{CLIENTS} processes × {seats.tries} tries, {seats.places} places, sold exactly in {len(seats.sold)} turns"
    yield Result("one scarce session, service layer", bare, taken, CEILING, note)
