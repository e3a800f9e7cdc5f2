"""The nearest stations, exactly: a box on two indexed columns that grows until nothing nearer can lie outside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import sqrt

from django.db.models import CharField, DateTimeField, Exists, FloatField, OuterRef, QuerySet
from django.utils.timezone import localtime

from unionhall.base import geo
from unionhall.base.geo import Point
from unionhall.base.readings import Reading, Slot
from unionhall.base.workdays import Calendar
from unionhall.kernel.law import queries as law
from unionhall.kernel.places import queries as places
from unionhall.kernel.places.rules.hours import Hours, is_open

from ..kinds import StationState
from ..models import Station, StationAmenity

PUBLIC = ("nearest", "in_box", "forget", "metres_of", "speeds")
FIRST, WHOLE = 1500.0, 21_000_000.0  # metres: where it begins where nobody asked before; half the earth's girth
GRAINS = (20, 2)  # what sufficed is remembered in cells of a twentieth and of half a degree
COLUMNS = ("pk", "place__lat", "place__lng", "place__hours", "place__always_open", "place__holiday_hours")
_MEMORY = 20_000
_reached: dict[tuple[int, int, int, bool], float] = {}  # what sufficed hereabouts: only speed hangs on it


@dataclass(frozen=True, slots=True)
class Near:
    """A station and how far it is in a straight line, in metres."""

    pk: int
    metres: float


@dataclass(frozen=True, slots=True)
class Wish:
    """Where from, and what it must be: open now, or (with `speed`, metres a minute along the line) on arrival; offering all of `offers`."""

    centre: Point
    at: datetime
    open_only: bool = True
    speed: float = 0.0
    offers: frozenset[str] = frozenset()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class _Judge:
    """Whether a row is open at the moment that counts; alike hours are read once a minute."""

    wish: Wish
    calendar: Calendar
    here: datetime
    known: dict[tuple[str, bool, str, int], bool] = field(default_factory=dict)

    def passes(self, away: float, text: str, always: bool, holiday: str) -> bool:
        if not self.wish.open_only:
            return True
        minutes = geo.minutes(away, self.wish.speed) if self.wish.speed else 0
        key = (text, always, holiday, minutes)
        if key not in self.known:
            self.known[key] = is_open(Hours(text, always, holiday), self.here + timedelta(minutes=minutes), self.calendar)
        return self.known[key]


def nearest(wish: Wish, k: int = 10, calendar: Calendar | None = None) -> list[Near]:
    """The `k` nearest stations that fit, nearest first; fewer only when the whole country has no more.

    Exact: a first box that holds `k` names a distance, and a box of that distance can hide nothing nearer.
    """
    judge = _Judge(wish, calendar or places.calendar(), localtime(wish.at))
    cells = [(grain, round(wish.centre.lat * grain), round(wish.centre.lng * grain), wish.open_only) for grain in GRAINS]
    reach = next((_reached[cell] for cell in cells if cell in _reached), FIRST)
    while True:
        found = _within(wish, reach, judge)
        if len(found) >= k and found[k - 1].metres <= reach:
            break
        if reach >= WHOLE:
            return found[:k]
        reach = found[k - 1].metres + 1 if len(found) >= k else _wider(reach, len(found), k)
    if len(_reached) > _MEMORY:
        _reached.clear()
    _reached.update(dict.fromkeys(cells, found[k - 1].metres * 1.5 + 50))
    return found[:k]


def _wider(reach: float, found: int, k: int) -> float:
    """As wide as three times `k` ask for by the density so far, so that the next box nearly always suffices; at most eight times as wide."""
    return min(WHOLE, reach * min(8.0, max(1.5, sqrt(3 * k / found)))) if found else min(WHOLE, reach * 8)


def _within(wish: Wish, reach: float, judge: _Judge) -> list[Near]:
    """What fits inside the box around the centre, nearest first: one query."""
    found = []
    for pk, lat, lng, text, always, holiday in in_box(wish, geo.around(wish.centre, reach)):
        away = geo.metres(wish.centre, Point(lat, lng))
        if judge.passes(away, text, always, holiday):
            found.append(Near(pk, away))
    return sorted(found, key=lambda near: (near.metres, near.pk))


def in_box(wish: Wish, box: geo.Box) -> QuerySet[Station]:
    """COLUMNS of the stations in a box that are not closed and offer what is asked; their hours are still to be read."""
    values = {**box._asdict(), **({"at": wish.at} if wish.open_only else {}), **({"kind": wish.kind} if wish.kind else {})}
    values |= {f"offer{number}": code for number, code in enumerate(sorted(wish.offers))}
    return _boxes(wish.open_only, bool(wish.kind), len(wish.offers)).rows(**values)


@lru_cache(maxsize=64)
def _boxes(open_only: bool, of_kind: bool, offers: int) -> Reading:
    """The reading for wishes of one shape."""
    return Reading(lambda: _shaped(open_only, of_kind, offers))


def _shaped(open_only: bool, of_kind: bool, offers: int) -> QuerySet[Station]:
    degree = FloatField()
    rows = Station.objects.filter(
        place__lat__gte=Slot("south", degree), place__lat__lte=Slot("north", degree),
        place__lng__gte=Slot("west", degree), place__lng__lte=Slot("east", degree),
        state__in=(StationState.OPEN.value, StationState.DOUBTFUL.value),
    )  # fmt: skip
    if open_only:
        rows = rows.exclude(places.shut_at(Slot("at", DateTimeField()), "place_id"))
    for number in range(offers):
        code = Slot(f"offer{number}", CharField())
        rows = rows.filter(Exists(StationAmenity.objects.filter(station=OuterRef("pk"), code=code, until=None)))
    return (rows.filter(kind=Slot("kind", CharField())) if of_kind else rows).values_list(*COLUMNS)


def speeds(today: date) -> dict[str, float]:
    """How fast the straight line is covered on foot ('walk') and by e-bike ('ebike'): metres a minute, the streets' detour taken off."""
    known = law.parameters(("station_walk_speed", "station_ebike_speed", "station_detour"), today)
    number = {code: float(figure.value or 0) for code, figure in known.items()}
    return {way: number[f"station_{way}_speed"] / number["station_detour"] for way in ("walk", "ebike")}


def forget() -> None:
    """Drop what was learnt about densities (tests)."""
    _reached.clear()


def metres_of(found: Iterable[Near]) -> dict[int, float]:
    """Distances by station."""
    return {near.pk: near.metres for near in found}
