"""Who is there for the whole of a slot. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Hours:
    """Somebody's confirmed hours of one day; `person` is who bookings are with."""

    person: int
    begins: time
    ends: time


def there(present: Iterable[Hours], begins: time, ends: time) -> frozenset[int]:
    """The people whose hours hold a slot whole: who leaves in the middle of it does not serve it."""
    return frozenset(each.person for each in present if each.begins <= begins and ends <= each.ends)
