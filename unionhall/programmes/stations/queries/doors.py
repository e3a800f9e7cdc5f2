"""Stations by the code on their door; which are open now, and the nearest of them.

`open_at` and `nearest_open` are the seam to the directory: they read the weekly hours alone. Where the directory's own
answer (closures, holidays, position index) is there, it takes their place and nothing else changes.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from django.db.models import QuerySet
from opening_hours import OpeningHours

from unionhall.base.access import Scope

from ..kinds import StationKind, StationState
from ..models import Door, Station
from ..rules.coverage import Spot, metres
from ..rules.doors import clean_code

PUBLIC = ("by_code", "door_of", "open_at", "nearest_open", "spot")
NEARBY = 0.2  # degrees each way that are searched first


def by_code(code: str) -> Station | None:
    """The station behind a live printed code."""
    row = Door.objects.filter(code=clean_code(code)[:8], ended_at=None).select_related("station__place", "station__union").first()
    return row.station if row else None


def door_of(station: Station) -> Door | None:
    """A station's live code."""
    return Door.objects.filter(station=station, ended_at=None).first()


def stations(*, scope: Scope) -> QuerySet[Station]:
    """The stations that a scope opens, by name."""
    rows = Station.objects.select_related("place", "union", "keeper__person").order_by("place__name", "pk")
    return rows if scope.everything else rows.filter(scope.within("path"))


def station(pk: int, *, scope: Scope) -> Station | None:
    """One station in scope; None when it is not there or not open to the scope."""
    return stations(scope=scope).filter(pk=pk).first()


@lru_cache(maxsize=4096)
def _hours(text: str) -> OpeningHours:
    return OpeningHours(text)


def open_at(station: Station, at: datetime) -> bool:
    """Whether its weekly hours say open at the moment; always for an unattended one, never while it is suspended."""
    if station.state in (StationState.SUSPENDED, StationState.ENDED):
        return False
    if station.kind == StationKind.UNATTENDED or station.place.hours == "24/7":
        return True
    return bool(station.place.hours) and bool(_hours(station.place.hours).is_open(at.astimezone().replace(tzinfo=None)))


def spot(station: Station) -> Spot:
    """Where a station is; it must have a position."""
    return Spot(station.pk, station.place.lat, station.place.lng)


def nearest_open(station: Station, at: datetime, most: int = 1) -> Sequence[tuple[Station, int]]:
    """Other stations that are open now and not in doubt, nearest first, with metres; empty without a position."""
    place = station.place
    if place.lat is None:
        return []
    rows = Station.objects.filter(state=StationState.OPEN, place__lat__isnull=False).exclude(pk=station.pk).select_related("place")
    near = rows.filter(
        place__lat__range=(place.lat - NEARBY, place.lat + NEARBY), place__lng__range=(place.lng - NEARBY, place.lng + NEARBY)
    )
    found = sorted(((metres(spot(station), spot(row)), row.pk, row) for row in near if open_at(row, at)), key=lambda each: each[:2])
    return [(row, round(far)) for far, _pk, row in found[:most]]
