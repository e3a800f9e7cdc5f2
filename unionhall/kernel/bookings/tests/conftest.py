"""A kind of booking for trials, two districts, a desk in each, and people who book."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

import pytest

from unionhall.base.access import Actor, Grant
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import kinds as people_kinds
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Person
from unionhall.kernel.people.rules import Role

from .. import kinds, services
from ..models import Session

NOW = at("2026-11-23 10:00")
VIEW, HANDLE = "trial.view", "trial.handle"
TRIAL = kinds.BookingKind(code="trial", label="试", view=VIEW, handle=HANDLE, address="/trial/{pk}/")
KEYS = count()


@pytest.fixture(autouse=True)
def _trial_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registered for one test; taken away after it."""
    monkeypatch.setitem(kinds.BOOKING_KINDS._rows, "trial", TRIAL)
    for code in (VIEW, HANDLE):
        monkeypatch.setitem(people_kinds.POWERS._rows, code, people_kinds.Power(code, "试", frozenset({Role.OFFICER})))


@dataclass
class World:
    """Paths of two districts, their desks, people with their actors."""

    home: str
    desk: Actor
    stranger: Actor
    people: list[Person]

    def actor(self, number: int) -> Actor:
        """Somebody who books for the own person."""
        person = self.people[number]
        return Actor(person_id=person.pk, name=person.name)

    def session(self, capacity: int = 3, starts: datetime | None = None, **more: object) -> Session:
        """A session of an hour, tomorrow unless said."""
        begin = starts or NOW + timedelta(days=1)
        values = {"kind": "trial", "subject": "trial:1", "title": "试", "path": self.home, **more}
        return services.open_session(starts_at=begin, ends_at=begin + timedelta(hours=1), capacity=capacity, by=self.desk, at=NOW, **values)

    def book(self, session: Session, number: int, **more: object) -> object:
        """One person books for itself."""
        who = self.people[number].pk
        values = {"by": self.actor(number), "at": NOW, "client_key": f"key-{next(KEYS)}", **more}
        return services.book(session_id=session.pk, person_id=who, **values)


def world_of(size: int) -> World:
    """Two districts under one city, and so many people."""
    day = at("2020-01-01 00:00").date()
    city = orgs.found(name="示例市", level="city", parent=None, valid_from=day, by=SYSTEM, at=NOW)
    home, other = (orgs.found(name=name, level="county", parent=city, valid_from=day, by=SYSTEM, at=NOW) for name in ("甲区", "乙区"))
    powers = frozenset({VIEW, HANDLE})
    desks = [Actor(name="示例", grants=(Grant(role="officer", path=union.path, org_id=union.pk, powers=powers),)) for union in (home, other)]
    guests = [people.draft_person(name=f"职工{number:03}", at=NOW) for number in range(size)]
    return World(home.path, desks[0], desks[1], Person.objects.bulk_create(guests))


@pytest.fixture
def world(db: None) -> World:
    """Eight people."""
    return world_of(8)
