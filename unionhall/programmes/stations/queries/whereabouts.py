"""From what somebody typed or chose to a point: a district, a landmark, a station's name or street, or coordinates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Avg, Count, Q

from unionhall.base.geo import Point, in_china
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import place_of

from ..models import Station
from . import directory

PUBLIC = ("typed", "chosen", "tiles", "where")
_PAIR = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,， ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
LEAST = 2


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A point and what to call it."""

    point: Point
    name: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A district on the schematic grid: its union, name and how many stations."""

    union_id: int
    name: str
    count: int


def where(lat: str, lng: str, name: str) -> Whereabouts | None:
    """A position that the device gave; None when it is none or not in China."""
    try:
        point = Point(float(lat), float(lng))
    except ValueError:
        return None
    return Whereabouts(point, name) if in_china(point) else None


def chosen(union_id: str) -> Whereabouts | None:
    """The middle of a district's stations."""
    row = orgs.unions().filter(pk=int(union_id[:18])).first() if union_id.isascii() and union_id.isdigit() else None
    return _middle(row.path or "", place_of(row.name)) if row else None


def _middle(path: str, name: str) -> Whereabouts | None:
    rows = directory.shown().filter(path__gte=path, path__lt=path[:-1] + "0", place__lat__isnull=False)
    found = rows.aggregate(lat=Avg("place__lat"), lng=Avg("place__lng"))
    return Whereabouts(Point(found["lat"], found["lng"]), name) if found["lat"] is not None else None


def typed(text: str) -> Whereabouts | None:
    """A district by its name, else the first station whose landmark, name or address holds the words."""
    text = text.strip()[:40]
    if pair := _PAIR.fullmatch(text):
        return where(pair[1], pair[2], text) or where(pair[2], pair[1], text)
    if len(text) < LEAST:
        return None
    for row in orgs.unions().filter(name__icontains=text).exclude(level="enterprise")[:5]:
        if found := _middle(row.path or "", place_of(row.name)):
            return found
    return _landmark(text)


def _landmark(text: str) -> Whereabouts | None:
    rows = directory.shown().filter(place__lat__isnull=False)
    for column in ("landmark", "name", "address"):
        row = rows.filter(**{f"place__{column}__icontains": text}).order_by("pk").first()
        if row:
            return Whereabouts(Point(row.place.lat, row.place.lng), getattr(row.place, column))
    return None


def tiles() -> list[Tile]:
    """Unions with public stations and how many each has, in order of the tree."""
    counted = dict(Station.objects.filter(Q(state__in=directory.SHOWN)).order_by().values_list("union_id").annotate(n=Count("pk")))
    rows = orgs.unions().filter(pk__in=list(counted))
    return [Tile(row.pk, place_of(row.name), counted[row.pk]) for row in rows]
