"""Stations by the code on their door; which are open now, and the nearest of them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localtime

from unionhall.base.access import Actor
from unionhall.base.geo import Point
from unionhall.kernel.places import queries as places
from unionhall.kernel.places.rules.hours import is_open

from ..kinds import StationState
from ..models import Door, Station
from ..rules.coverage import Spot
from ..rules.doors import clean_code
from . import directory
from .nearest import Wish, nearest

PUBLIC = ("kept", "by_code", "door_of", "doors_of", "open_at", "open_among", "nearest_open", "spot")
DOUBTFUL = 20  # as many in doubt nearby are passed over


def by_code(code: str) -> Station | None:
    """The station behind a live printed code."""
    row = Door.objects.filter(code=clean_code(code)[:8], ended_at=None).select_related("station__place", "station__union").first()
    return row.station if row else None


def door_of(station: Station) -> Door | None:
    """A station's live code."""
    return Door.objects.filter(station=station, ended_at=None).first()


def kept(actor: Actor) -> list[Station]:
    """The stations that an account keeps and that its post reaches, by name."""
    rows = directory.by_name(actor.scope("stations.keep")).exclude(state=StationState.ENDED)
    return list(rows.filter(keeper_id=actor.account_id)[:50]) if actor.account_id else []


def doors_of(rows: Sequence[Station]) -> dict[int, Door]:
    """The live codes of stations, by the station's number."""
    return {row.station_id: row for row in Door.objects.filter(station__in=rows, ended_at=None)}


def open_at(station: Station, at: datetime) -> bool:
    """Whether it is open at the moment: closures, holidays, then weekly hours; never while it is suspended."""
    return station.pk in open_among([station], at)


def open_among(rows: Sequence[Station], at: datetime) -> set[int]:
    """The numbers of those that are open at the moment; the calendar and the closures are read once."""
    calendar, here = places.calendar(), localtime(at)
    shut = places.closures([row.place_id for row in rows], at)
    held = (row for row in rows if row.state not in (StationState.SUSPENDED, StationState.ENDED))
    return {row.pk for row in held if is_open(places.hours_of(row.place, shut.get(row.place_id, ())), here, calendar)}


def spot(station: Station) -> Spot:
    """Where a station is; it must have a position."""
    return Spot(station.pk, station.place.lat, station.place.lng)


def nearest_open(station: Station, at: datetime, most: int = 1) -> Sequence[tuple[Station, int]]:
    """Other stations that are open now and not in doubt, nearest first, with metres; empty without a position."""
    place = station.place
    if place.lat is None:
        return []
    found = nearest(Wish(Point(place.lat, place.lng), at), k=most + DOUBTFUL)
    rows = Station.objects.filter(pk__in=[near.pk for near in found], state=StationState.OPEN).select_related("place").in_bulk()
    return [(rows[near.pk], round(near.metres)) for near in found if near.pk in rows and near.pk != station.pk][:most]
