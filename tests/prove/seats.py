"""Promise 6: no oversell. `python -m tests.prove.seats sqlite|postgres CLIENTS TRIES PLACES ROUNDS [unguarded|killed]` prints JSON.

Clients book one scarce session at once: processes on PostgreSQL, threads on SQLite. Every try is another person. `unguarded` is the
twin: it counts, then inserts. `killed`: client 0 kills itself inside its transaction, after its rows are written.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from .retries import database

PATH = "/1/"


class Ground:
    """The schema, a kind of booking, a union and so many people; made once, after Django knows its database."""

    def __init__(self, filing: object, people: int) -> None:
        from unionhall.kernel.bookings import kinds, queries, services
        from unionhall.kernel.bookings.models import Booking, Session
        from unionhall.kernel.people.models import Person

        filing.found_union()
        kinds.BOOKING_KINDS.add(kinds.BookingKind("prove", "试", "prove.view", "prove.handle", "/prove/{pk}/"))
        self.queries, self.services, self.Booking, self.Session = queries, services, Booking, Session
        self.connections, self.by, self.at = filing.connections, filing.SYSTEM, filing.at()
        rows = Person.objects.bulk_create([Person(name=f"职工{number:05}", created_at=self.at) for number in range(people)], batch_size=1000)
        self.people = [row.pk for row in rows]

    def connect(self) -> None:
        """A client's own connection stands before the rush begins, as a server's do."""
        self.connections["default"].ensure_connection()

    def session(self, places: int) -> int:
        """A session tomorrow."""
        begin = self.at + timedelta(days=1)
        row = self.services.open_session(
            kind="prove", subject="prove:1", title="试", path=PATH, starts_at=begin, ends_at=begin + timedelta(hours=1), capacity=places,
            by=self.by, at=self.at,
        )  # fmt: skip
        return row.pk

    def book(self, session: int, key: str, person: int) -> str:
        """One try, in a word: booked, full, or the name of an error that nobody should see."""
        from unionhall.base.refusal import Refused

        try:
            self.services.book(session_id=session, person_id=person, client_key=key, by=self.by, at=self.at)
        except Refused as refusal:
            return refusal.code
        except Exception as error:
            return f"error {type(error).__name__}: {error}"[:120]
        return "booked"

    def book_unguarded(self, session: int, key: str, person: int) -> str:
        """The twin: count what stands, then insert."""
        room = self.Session.objects.get(pk=session).capacity
        if self.Booking.objects.filter(session_id=session, state="booked").count() >= room:
            return "full"
        self.Booking.objects.create(
            session_id=session, person_id=person, state="booked", client_key=key, code=os.urandom(4).hex(), made_at=self.at
        )
        return "booked"


def client(ground: Ground, session: int, number: int, tries: int, how: str) -> tuple[Counter[str], list[float]]:
    """One client's tries and how long each took, in seconds."""
    told: Counter[str] = Counter()
    times = []
    book = ground.book_unguarded if how == "unguarded" else ground.book
    for turn in range(tries):
        begun = time.perf_counter()
        told[book(session, f"{session}-{number}-{turn}", ground.people[number * tries + turn])] += 1
        times.append(time.perf_counter() - begun)
    ground.connections.close_all()
    return told, times


def die_inside(ground: Ground) -> None:
    """The next booking of this process kills it after the counter is taken and before the commit."""
    from unionhall.kernel.bookings.services import counters

    real = counters.take

    def take(*words: object) -> bool:
        real(*words)
        os.kill(os.getpid(), signal.SIGKILL)
        return True

    counters.take = take


def forked(ground: Ground, session: int, clients: int, tries: int, how: str) -> list[tuple[Counter[str], list[float]]]:
    """Processes that begin together."""
    ground.connections.close_all()
    start, children = os.pipe(), []
    for number in range(clients):
        back = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(start[1])
            ground.connect()
            os.read(start[0], 1)
            if how == "killed" and number == 0:
                die_inside(ground)
            told, times = client(ground, session, number, tries, how)
            with os.fdopen(back[1], "w") as line:
                line.write(json.dumps([told, times]))
            os._exit(0)
        os.close(back[1])
        children.append((pid, back[0]))
    os.close(start[0])
    os.close(start[1])
    found = []
    for pid, line in children:
        with os.fdopen(line) as file:
            text = file.read()
        os.waitpid(pid, 0)
        found.append((Counter(json.loads(text)[0]), json.loads(text)[1]) if text else (Counter(killed=1), []))
    return found


def threaded(ground: Ground, session: int, clients: int, tries: int, how: str) -> list[tuple[Counter[str], list[float]]]:
    """Threads that begin together."""
    found, start = [], threading.Barrier(clients)

    def one(number: int) -> None:
        ground.connect()
        start.wait()
        found.append(client(ground, session, number, tries, how))

    threads = [threading.Thread(target=one, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def run(engine: str, clients: int, tries: int, places: int, rounds: int, how: str) -> dict[str, object]:
    """All rounds: what was sold in each, what clients were told in all, and the 95th part of a hundred of the times."""
    from . import filing

    ground = Ground(filing, clients * tries)
    sold, told, times = [], Counter(), []
    for _round in range(rounds):
        session = ground.session(places)
        for words, taken in (forked if engine == "postgres" else threaded)(ground, session, clients, tries, how):
            told += words
            times += taken
        sold.append(ground.Booking.objects.filter(session_id=session, state="booked").count())
    apart = [] if how == "unguarded" else ground.queries.imbalances()
    ground.connections.close_all()
    times.sort()
    return {"sold": sold, "told": told, "p95": round(times[int(len(times) * 0.95)], 4), "apart": apart, "day": str(date.today())}


def main(words: Sequence[str]) -> int:
    """Engine, clients, tries, places, rounds; the twin's or the kill's word last."""
    with database(words[0], max_connections=str(int(words[1]) + 50)):
        print(json.dumps(run(words[0], *map(int, words[1:5]), words[5] if len(words) > 5 else "")))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
