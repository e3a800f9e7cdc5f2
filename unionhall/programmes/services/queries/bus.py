"""Requests, plans, stops and arrivals in scope; the figures of a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope, path_terms
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.law import queries as law

from ..models import Arrival, BusPlan, BusRequest, BusStop, Slot
from ..rules.bus import CODES, Figures
from ..rules.plans import Job

PUBLIC = ("figures", "job", "slots", "days_of")


def figures(on: date) -> Figures:
    """The dated figures in force on a day; where a place has none, the plan's own."""
    plain = Figures()
    found = {name: law.parameter(code, on).value for name, code in CODES.items()}
    return Figures(**{name: type(getattr(plain, name))(value) for name, value in found.items() if value is not None})


def requests(*, scope: Scope) -> QuerySet[BusRequest]:
    """Requests of the unions in scope, newest first."""
    rows = BusRequest.objects.filter(cases.reach(scope, "case__"), case__kind="bus")
    return rows.select_related("case__union", "employer").prefetch_related("workshops").order_by("-case_id")


def request(pk: int, *, scope: Scope) -> BusRequest | None:
    """One request by its case's id, or None."""
    return requests(scope=scope).filter(pk=pk).first()


def plans(*, scope: Scope) -> QuerySet[BusPlan]:
    """Plans of the unions in scope, newest first."""
    rows = BusPlan.objects.select_related("union").order_by("-first", "-pk")
    return rows if scope.everything else rows.filter(path_terms("path", scope.paths))


def stops(*, scope: Scope) -> QuerySet[BusStop]:
    """Stops at the employers in scope, in order of day and round."""
    return BusStop.objects.filter(cases.reach(scope, "request__case__")).select_related("request__case__union", "request__employer", "plan").order_by("day", "place", "pk")


def slots(stop: BusStop) -> QuerySet[Slot]:
    """The timed slots of a stop: workshop, from–to in minutes of the day, heads, capacity."""
    return stop.slot_rows.select_related("workshop").order_by("begins", "workshop_id")


def arrivals(*, scope: Scope) -> QuerySet[Arrival]:
    """Places in slots of the stops in scope; a person's own scope opens the own ones."""
    rows = Arrival.objects.select_related("slot__workshop", "slot__stop__request__employer").order_by("slot__begins", "number")
    if scope.power == "own":
        return rows.filter(person_id=scope.person_id) if scope.person_id else rows.none()
    return rows.filter(cases.reach(scope, "slot__stop__request__case__"))


def job(stop: BusStop) -> Job:
    """A stop as the rules reckon with it."""
    return Job(stop.request_id, stop.part, stop.heads, stop.prize, stop.request.lat or 0.0, stop.request.lng or 0.0)


def days_of(plan: BusPlan) -> dict[date, list[BusStop]]:
    """A plan's stops by day."""
    found: dict[date, list[BusStop]] = {}
    for stop in plan.stops.select_related("request__employer", "request__case").order_by("day", "place", "pk"):
        found.setdefault(stop.day, []).append(stop)
    return found


def ever_visited(*, scope: Scope) -> set[int]:
    """The employers to whom the bus came."""
    return set(BusStop.objects.filter(cases.reach(scope, "request__case__"), ~Q(visited_at=None)).values_list("request__employer_id", flat=True))
