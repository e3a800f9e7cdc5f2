"""What happened at one station in one month, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from unionhall.base.access import Scope

from ..kinds import SUPPLY_LABELS, SupplyState
from ..models import Gift, Station, StationReport, Supply
from ..rules.visits import Cell, next_month, people_of
from . import visits

PUBLIC = ("asked",)


@dataclass(frozen=True, slots=True)
class Month:
    """Days (day, visits, people of that day), people of the whole month, supplies that came or went, gifts, reports."""

    days: list[tuple[date, int, int]]
    visits: int
    people: int
    supplies: list[tuple[date, str, int, str, str]]
    given: int
    taken: int
    reports: int


def asked(text: str, today: date) -> date:
    """The first day of the month '2026-10'; of the running one when it is none, or still to come."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return today.replace(day=1)
    return month if date(2000, 1, 1) <= month <= today else today.replace(day=1)


def of(station: Station, month: date, *, scope: Scope) -> Month:
    """The month as it is: for the keeper of the station alone, who asks in scope."""
    cells = visits.station_cells(station, month, scope=scope)
    span = _span(month)
    given, taken = (Gift.objects.filter(station=station, **{f"{name}__range": span}).count() for name in ("given_at", "taken_at"))
    told = StationReport.objects.filter(station=station, case__received_at__range=span).count()
    rows = sorted(_supplies(station, span))
    return Month(list(_days(cells)), sum(cell.visits for cell in cells), people_of(cells), rows, given, taken, told)


def _span(month: date) -> tuple[datetime, datetime]:
    first, last = (timezone.make_aware(datetime.combine(day, datetime.min.time())) for day in (month, next_month(month)))
    return first, last - timedelta(microseconds=1)


def _days(cells: list[Cell]) -> Iterator[tuple[date, int, int]]:
    for day in sorted({cell.day for cell in cells}):
        rows = [cell for cell in cells if cell.day == day]
        yield day, sum(cell.visits for cell in rows), sum(cell.firsts_of_day for cell in rows)


def _supplies(station: Station, span: tuple[datetime, datetime]) -> Iterator[tuple[date, str, int, str, str]]:
    for row in Supply.objects.filter(station=station, put_at__range=span):
        yield timezone.localdate(row.put_at), row.item, row.amount, row.unit, SUPPLY_LABELS[SupplyState.THERE]
    for row in Supply.objects.filter(station=station, ended_at__range=span):
        yield timezone.localdate(row.ended_at), row.item, row.amount, row.unit, SUPPLY_LABELS[SupplyState(row.state)]
