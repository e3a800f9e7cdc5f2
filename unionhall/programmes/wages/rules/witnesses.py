"""Who can testify for whom: workers of one case who were at the same site at the same time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stay:
    """Where and when a worker worked. `begun` None: not known. `ended` None: still there. Both days count."""

    worker: int
    site: str
    begun: date | None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Witness:
    """A colleague, and the days on which both were there."""

    worker: int
    span: Span


def place(site: str) -> str:
    """A site's name for comparing: no blanks, one case. An unknown site is no place."""
    return "".join(site.split()).casefold()


def together(one: Stay, other: Stay, today: date) -> Span | None:
    """The days both worked at one site; None for the same person, another site, unknown days or no common day."""
    if one.worker == other.worker or not place(one.site) or place(one.site) != place(other.site):
        return None
    if one.begun is None or other.begun is None:
        return None
    first = max(one.begun, other.begun)
    last = min(one.ended or today, other.ended or today)
    return Span(first, last) if first <= last else None


def witnesses_for(worker: int, stays: Iterable[Stay], today: date) -> tuple[Witness, ...]:
    """Who can say that this worker was there, the longest time together first; each colleague once."""
    rows = list(stays)
    found: dict[int, Span] = {}
    for mine in (stay for stay in rows if stay.worker == worker):
        for other in rows:
            span = together(mine, other, today)
            if span and (other.worker not in found or span.days > found[other.worker].days):
                found[other.worker] = span
    order = sorted(found, key=lambda pk: (-found[pk].days, pk))
    return tuple(Witness(pk, found[pk]) for pk in order)
