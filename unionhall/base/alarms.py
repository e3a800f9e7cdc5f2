"""What the house says aloud when it does not do its work: each room registers where to look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .registry import Registry


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that stands still or fails. `says` is a marked sentence with {since}, {count} and {what}; `what` a marked word of its own."""

    kind: str
    says: str
    since: datetime
    count: int = 1
    what: str = ""

    @property
    def key(self) -> str:
        """The same trouble has the same key, however long it lasts."""
        return f"{self.kind}:{self.what}"[:120]


@dataclass(frozen=True, slots=True)
class Alarm:
    """`look(at)` returns what is wrong at a moment; an empty list is good."""

    name: str
    look: Callable[[datetime], list[Trouble]]


ALARMS: Registry[Alarm] = Registry("alarms", key=lambda alarm: alarm.name)
