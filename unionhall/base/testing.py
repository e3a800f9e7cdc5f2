"""Small grounds for tests: a fixed hour, a tree with a sister district, people of every role."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

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
