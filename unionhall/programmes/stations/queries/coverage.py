"""People beyond reach by the hour, in scope; what a set of stations would add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone

from unionhall.base.access import Scope

from ..kinds import StationState
from ..models import PeopleCell, PeopleSheet, Station
from ..rules import coverage as rules
from ..rules import figures as codes
from . import directory, doors, figures


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of a day: people there, those without an open station within reach, how many stations are open."""

    hour: int
    people: int
    beyond: int
    open: int

    @property
    def percent(self) -> int:
        """Of a hundred people, how many are beyond reach."""
        return round(self.beyond * 100 / self.people) if self.people else 0


def sheets(*, scope: Scope) -> QuerySet[PeopleSheet]:
    """Sheets in scope, newest first."""
    rows = PeopleSheet.objects.select_related("union")
    return (rows if scope.everything else rows.filter(scope.within("path"))).order_by("-at", "-pk")


def sheet(*, scope: Scope) -> PeopleSheet | None:
    """The sheet that counts: the newest in scope."""
    return sheets(scope=scope).first()


def cells(sheet: PeopleSheet, *, scope: Scope) -> list[PeopleCell]:
    """All lines of a sheet that the scope opens."""
    opened = scope.everything or scope.reaches(sheet.path)
    return list(PeopleCell.objects.filter(sheet=sheet)) if opened else []


def placed(*, scope: Scope) -> list[Station]:
    """Stations in scope with a position, the ended ones left out."""
    return list(directory.visible(scope).exclude(state=StationState.ENDED).filter(place__lat__isnull=False))


def walk(today: date) -> int:
    """Metres that 15 minutes on foot are."""
    return figures.figure(codes.WALK_METRES, today)


PUBLIC = ("walk", "moment", "at_hour")


def moment(day: date, hour: int) -> datetime:
    """The middle of an hour: what is open for all of it is open then."""
    return datetime.combine(day, time(hour, 30), get_default_timezone())


def at_hour(lines: list[PeopleCell], hour: int) -> list[rules.Spot]:
    """The people of an hour as spots."""
    return [rules.Spot(line.cell, line.lat, line.lng, line.people) for line in lines if line.first_hour <= hour < line.last_hour]


def day(lines: list[PeopleCell], on: date, *, scope: Scope) -> list[Hour]:
    """The 24 hours of a day: who is beyond reach when."""
    stations = placed(scope=scope)
    reached = rules.reach([doors.spot(row) for row in stations], _spots(lines), walk(on))
    found = []
    for hour in range(24):
        spots, opened = at_hour(lines, hour), doors.open_among(stations, moment(on, hour))
        beyond = rules.left_out(spots, {pk: cells for pk, cells in reached.items() if pk in opened})
        found.append(Hour(hour, sum(spot.people for spot in spots), sum(spot.people for spot in beyond), len(opened)))
    return found


def _spots(lines: list[PeopleCell]) -> list[rules.Spot]:
    return list({line.cell: rules.Spot(line.cell, line.lat, line.lng) for line in lines}.values())


def beyond(lines: list[PeopleCell], on: date, hour: int, *, scope: Scope) -> tuple[list[rules.Spot], list[rules.Spot], list[Station]]:
    """Of an hour: cells within reach, cells beyond, stations open then."""
    stations = placed(scope=scope)
    now = doors.open_among(stations, moment(on, hour))
    opened = [row for row in stations if row.pk in now]
    spots = at_hour(lines, hour)
    out = rules.left_out(spots, rules.reach([doors.spot(row) for row in opened], spots, walk(on)))
    gone = {spot.key for spot in out}
    return [spot for spot in spots if spot.key not in gone], out, opened


def candidates(lines: list[PeopleCell], on: date, until: int, *, scope: Scope) -> tuple[dict[int | str, frozenset[int | str]], dict[int | str, int]]:
    """Stations that are open in the day but shut in the hour before `until`, with the cells each would reach; people not reached then."""
    _inside, out, opened = beyond(lines, on, until - 1, scope=scope)
    late, stations = {row.pk for row in opened}, placed(scope=scope)
    by_day = doors.open_among(stations, moment(on, 10)) | doors.open_among(stations, moment(on, 15))
    shut = [row for row in stations if row.pk in by_day - late]
    return rules.reach([doors.spot(row) for row in shut], out, walk(on)), {spot.key: spot.people for spot in out}
