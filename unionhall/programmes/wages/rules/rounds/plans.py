"""Whom to visit in a week: construction, logistics and couriers first, then by risk, as far as an inspector can walk."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.orgs.rules import Industry

FIRST = (Industry.CONSTRUCTION, Industry.LOGISTICS)
MANY = 30


class Reason(StrEnum):
    """Why a place stands where it does in the list."""

    TRADE = "trade"
    OPEN_CASE = "open_case"
    CLUE = "clue"
    GAPS = "gaps"
    MANY = "many"
    NEVER = "never"
    LONG_AGO = "long_ago"


REASON_WORDS = {
    Reason.TRADE: _("建筑、快递物流先看"), Reason.OPEN_CASE: _("有欠薪案件在办"), Reason.CLUE: _("近来有过线索"),
    Reason.GAPS: _("上次有没做到的"), Reason.MANY: _("人多"), Reason.NEVER: _("还没看过"), Reason.LONG_AGO: _("很久没看了"),
}  # fmt: skip
WEIGHTS = {Reason.OPEN_CASE: 5, Reason.CLUE: 4, Reason.GAPS: 2, Reason.MANY: 1, Reason.NEVER: 1, Reason.LONG_AGO: 1}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often and how much, in weeks and places; all of it dated figures of the law room."""

    first_every: int = 1
    other_every: int = 4
    most: int = 14


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a place of work before the week begins. `last` is the Monday of the last week it was seen in."""

    pk: int
    path: str
    industry: str
    people: int = 0
    cases: int = 0
    clues: int = 0
    gaps: int = 0
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """An inspector and the area of their post; an area ends with a slash."""

    account: int
    path: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in somebody's week: its rank (smaller is earlier) and why."""

    place: int
    account: int
    rank: int
    reasons: tuple[Reason, ...]


def reasons(place: Place, week: date, rhythm: Rhythm) -> tuple[Reason, ...]:
    """Why a place is worth a visit, strongest first."""
    gone = (week - place.last).days // 7 if place.last else None
    facts = (
        (Reason.OPEN_CASE, place.cases > 0), (Reason.CLUE, place.clues > 0), (Reason.GAPS, place.gaps > 0),
        (Reason.TRADE, place.industry in FIRST), (Reason.MANY, place.people >= MANY), (Reason.NEVER, gone is None),
        (Reason.LONG_AGO, gone is not None and gone > rhythm.other_every),
    )  # fmt: skip
    return tuple(reason for reason, true in facts if true)


def due(place: Place, week: date, rhythm: Rhythm) -> bool:
    """Whether the week is the place's turn: the first trades and places at risk by their own rhythm, others by theirs."""
    if place.last is None:
        return True
    quick = place.industry in FIRST or place.cases or place.clues
    return (week - place.last).days // 7 >= (rhythm.first_every if quick else rhythm.other_every)


def weight(found: Iterable[Reason]) -> int:
    """How risky: the sum of what is known."""
    return sum(WEIGHTS.get(reason, 0) for reason in found)


def order(place: Place, week: date, rhythm: Rhythm) -> tuple[object, ...]:
    """Trades first, then risk, then who was not seen longest, then the oldest record."""
    risk = weight(reasons(place, week, rhythm))
    return (place.industry not in FIRST, -risk, place.last or date.min, place.pk)


def turns(
    places: Iterable[Place], seats: Sequence[Seat], week: date, rhythm: Rhythm, held: Mapping[int, int] | None = None
) -> tuple[Turn, ...]:
    """The week's plan: each due place goes to the nearest area's inspector with the least to do; who is full gets no more.

    `held`: how many places each account has in this week already.
    """
    busy = Counter(held or {})
    found = []
    ready = sorted((place for place in places if due(place, week, rhythm)), key=lambda place: order(place, week, rhythm))
    for place in ready:
        account = _nearest(place, seats, busy, rhythm.most)
        if account is not None:
            busy[account] += 1
            found.append(Turn(place.pk, account, busy[account], reasons(place, week, rhythm)))
    return tuple(found)


def _nearest(place: Place, seats: Sequence[Seat], busy: Counter[int], most: int) -> int | None:
    """The longest area that holds the place and has room; among equals the least busy, then the first."""
    able = [seat for seat in seats if place.path.startswith(seat.path) and busy[seat.account] < most]
    best = min(able, key=lambda seat: (-len(seat.path.split("/")), busy[seat.account], seat.account), default=None)
    return best.account if best else None
