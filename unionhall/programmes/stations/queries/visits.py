"""Visits as the keeper sees them, and as everybody else does: finished months, groups of ten or more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.fields import IntegerField
from django.db.models.functions import Cast

from unionhall.base.access import Actor, Scope

from ..models import Station, Visit
from ..rules import visits as rules

PUBLIC = ("keeps", "seen_today", "told", "exact")
if TYPE_CHECKING:
    from collections.abc import Iterable


def keeps(actor: Actor, station: Station) -> bool:
    """Whether the actor is the station's own keeper: the only one who reads numbers as they are."""
    return station.keeper_id is not None and actor.account_id == station.keeper_id


def seen_today(station: Station, today: date) -> tuple[int, int]:
    """(visits, people) of the day: for the keeper's own page alone."""
    row = Visit.objects.filter(station=station, day=today).aggregate(n=Count("pk"), p=Count("pk", filter=Q(first_of_day=True)))
    return row["n"], row["p"]


def _rows(scope: Scope, first: date, last: date) -> QuerySet[Visit]:
    rows = Visit.objects.filter(day__gte=first, day__lt=last)
    return rows if scope.everything else rows.filter(scope.within("path"))


def months(*, scope: Scope, month: date) -> dict[int, list[rules.Cell]]:
    """Station → its cells of one month (its first day), uncut: for the rules of publishing, never for a page."""
    bits = {name: Sum(Cast(name, IntegerField())) for name in ("first_of_day", "first_of_month")}
    rows = _rows(scope, month, rules.next_month(month)).order_by()
    found: dict[int, list[rules.Cell]] = {}
    for station, day, hour, occupation, count, days, firsts in (
        rows.values("station_id", "day", "hour", "occupation").annotate(n=Count("pk"), d=bits["first_of_day"], m=bits["first_of_month"])
        .values_list("station_id", "day", "hour", "occupation", "n", "d", "m")
    ):  # fmt: skip
        found.setdefault(station, []).append(rules.Cell(day, hour, occupation, count, days, firsts))
    return found


def station_cells(station: Station, month: date, *, scope: Scope) -> list[rules.Cell]:
    """The cells of one station's month, if the scope opens it."""
    return months(scope=scope, month=month).get(station.pk, []) if scope.everything or scope.reaches(station.path) else []


def finished(*, scope: Scope, today: date) -> list[date]:
    """Months that are over and have visits, newest first."""
    days = _rows(scope, date(2000, 1, 1), today.replace(day=1)).dates("day", "month", order="DESC")
    return list(days[:24])


def told(cells: Sequence[rules.Cell]) -> dict[str, list[rules.Group]]:
    """A station's month by day, hour and occupation, joined to groups of ten or more people and cut to tens."""
    ways = {
        "day": rules.joined(cells, lambda cell: cell.day), "hour": rules.joined(cells, lambda cell: cell.hour),
        "occupation": rules.joined(cells, lambda cell: cell.occupation, by_size=True),
    }  # fmt: skip
    return {name: [rules.Group(row.keys, rules.tens(row.visits), rules.tens(row.people)) for row in rows] for name, rows in ways.items()}


def exact(cells: Iterable[rules.Cell], name: str) -> list[rules.Group]:
    """The same as they are, group by group: for the keeper of the station alone."""
    parts: dict[object, list[rules.Cell]] = {}
    for cell in cells:
        parts.setdefault(getattr(cell, name), []).append(cell)
    return [rules.Group((key,), sum(cell.visits for cell in rows), rules.people_of(rows)) for key, rows in sorted(parts.items(), key=lambda each: str(each[0]))]
