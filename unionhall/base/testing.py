"""Small grounds for tests: a fixed hour, a tree with a sister district, people of every role."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import transaction

from .access import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
SYSTEM = Actor(system="test")


def at(text: str = "2026-11-23 10:00") -> datetime:
    """A moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class Ground:
    """Unions by name, actors by role; filled by the room that builds it."""

    unions: dict = field(default_factory=dict)
    actors: dict = field(default_factory=dict)
    today: date = date(2026, 11, 23)


class Blocker(Protocol):
    """pytest-django's guard before the database."""

    def unblock(self) -> AbstractContextManager[None]: ...


@contextmanager
def standing(blocker: Blocker) -> Iterator[None]:
    """What is written when this begins stands for all tests of a module, each in its own savepoint, and is then taken back."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
