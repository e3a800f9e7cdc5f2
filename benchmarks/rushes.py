"""A rush: sessions of so many places, one for each turn, and eight clients as processes that try for one of them at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from itertools import count

from django.db import connection, connections

from unionhall.base.testing import SYSTEM
from unionhall.kernel.bookings import services
from unionhall.kernel.bookings.models import Booking, Session
from unionhall.kernel.people.models import Person

from .world import World

CLIENTS = 8
Try = Callable[[int, int, int], None]


class Rush:
    """People, each of whom tries once in a turn, and the sessions of a kind of booking."""

    def __init__(self, world: World, kind: str, subject: str, path: str) -> None:
        self.world, self.places, self.tries = world, world.scale.places, world.scale.tries
        self.kind, self.subject, self.path = kind, subject, path
        rows = [Person(name=f"职工{number:05}", created_at=world.at) for number in range(CLIENTS * self.tries)]
        self.people = [row.pk for row in Person.objects.bulk_create(rows, batch_size=1000)]
        self.numbers, self.sold = count(1), list[int]()

    def open(self) -> int:
        """A session of its own for each turn, tomorrow."""
        begin = self.world.at + timedelta(days=1, minutes=next(self.numbers))
        row = services.open_session(
            kind=self.kind, subject=self.subject, title="试", path=self.path, starts_at=begin, ends_at=begin + timedelta(hours=1),
            capacity=self.places, by=SYSTEM, at=self.world.at,
        )  # fmt: skip
        return row.pk

    def rush(self, attempt: Try) -> None:
        """All clients at once on a new session, until each has tried so often; every place must be sold."""
        session = self.open()
        connections.close_all()
        children = [self.forked(attempt, session, client) for client in range(CLIENTS)]
        ended = [os.waitpid(pid, 0)[1] for pid in children]
        if any(ended):
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
            self.ready_client()
            for turn in range(self.tries):
                number = client * self.tries + turn
                attempt(session, number, self.people[number])
            code = 0
        finally:
            os._exit(code)

    def ready_client(self) -> None:
        """What a client opens for itself before it begins."""
        connection.ensure_connection()
