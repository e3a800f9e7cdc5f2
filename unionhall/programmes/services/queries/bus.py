"""Requests, plans, stops, slots and who is on the lists in scope; the figures and risk classes of a day."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from unionhall.base.access import Scope, path_terms
from unionhall.kernel.bookings.rules import SessionState, State
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.law import queries as law
from unionhall.kernel.law.rules import Parameter

from ..models import Arrival, BusPlan, BusRequest, BusStop, Slot, Unserved
from ..rules.bus import AGAIN, CODES, EXTRA, Figures, Risk, RiskClass
from ..rules.bus import State as Stand
from ..rules.plans import Job

PUBLIC = ("figures", "risks", "risk_sources", "job", "slots", "days_of", "live", "placed", "free", "last_visit", "left_out", "counts", "without_slot")
KIND = "bus"


def figures(on: date) -> Figures:
    """The dated figures in force on a day; where a place has none, the plan's own."""
    plain = Figures()
    found = {name: law.parameter(code, on).value for name, code in CODES.items()}
    return Figures(**{name: type(getattr(plain, name))(value) for name, value in found.items() if value is not None})


def risks(on: date) -> dict[Risk, RiskClass]:
    """The risk classes in force on a day: a class without a row then is none."""
    found = {}
    for risk, (extra, months) in risk_sources(on).items():
        if extra.value is not None and months.value is not None:
            found[risk] = RiskClass(risk, extra.value, int(months.value))
    return found


def risk_sources(on: date) -> dict[Risk, tuple[Parameter, Parameter]]:
    """Each class's two rows of the law's table, with source and mark: how much more it counts, after how many months it is due."""
    named = [risk for risk in Risk if risk != Risk.NONE]
    return {risk: (law.parameter(EXTRA.format(risk=risk), on), law.parameter(AGAIN.format(risk=risk), on)) for risk in named}


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


def live(request: BusRequest) -> QuerySet[BusStop]:
    """Stops of accepted plans to which the bus is still to come."""
    return request.stops.filter(plan__accepted_at__isnull=False, visited_at=None, off_at=None)


def slots(stop: BusStop) -> QuerySet[Slot]:
    """The timed slots of a stop with their sessions: workshop, from–to, planned heads, places and how many are taken."""
    return stop.slot_rows.select_related("workshop", "session").order_by("session__starts_at", "workshop_id")


def free(workshop_ids: list[int], at: datetime) -> QuerySet[Slot]:
    """Slots of workshops that still take somebody, the earliest first."""
    rows = Slot.objects.filter(workshop_id__in=workshop_ids, stop__visited_at=None, stop__off_at=None, session__state=SessionState.OPEN, session__ends_at__gt=at)
    return rows.filter(session__taken__lt=F("session__capacity")).select_related("session", "stop").order_by("session__starts_at", "pk")


def placed(request: BusRequest) -> dict[int, int]:
    """How many of each workshop have a place at a stop that was or is to be; those of a day called off have none."""
    rows = Slot.objects.filter(stop__request=request, stop__off_at=None).values_list("workshop_id").annotate(Sum("heads"))
    return dict(rows)


def arrivals(*, scope: Scope) -> QuerySet[Arrival]:
    """Who has a slot at the stops in scope, in order of time and number; a person's own scope opens the own ones."""
    return listed(scope=scope).filter(slot__isnull=False).order_by("slot__session__starts_at", "slot_id", "number")


def came(*, scope: Scope) -> QuerySet[Arrival]:
    """Who was ticked off at the stops in scope."""
    return arrivals(scope=scope).filter(booking__state=State.ATTENDED)


def listed(*, scope: Scope) -> QuerySet[Arrival]:
    """Everybody on the lists in scope, with and without a slot, in the order in which they were put down."""
    rows = Arrival.objects.select_related("workshop__request__employer", "workshop__request__case", "slot__session", "slot__stop", "booking").order_by("pk")
    if scope.power == "own":
        return rows.filter(person_id=scope.person_id) if scope.person_id else rows.none()
    return rows.filter(cases.reach(scope, "workshop__request__case__"))


def job(stop: BusStop) -> Job:
    """A stop as the rules reckon with it."""
    return Job(stop.request_id, stop.part, stop.heads, stop.prize, stop.request.lat or 0.0, stop.request.lng or 0.0)


def days_of(plan: BusPlan) -> dict[date, list[BusStop]]:
    """A plan's stops by day."""
    found: dict[date, list[BusStop]] = {}
    for stop in plan.stops.select_related("request__employer", "request__case").order_by("day", "place", "pk"):
        found.setdefault(stop.day, []).append(stop)
    return found


def last_visits(*, scope: Scope) -> dict[int, date]:
    """When the bus last came to each employer."""
    rows = BusStop.objects.filter(cases.reach(scope, "request__case__"), ~Q(visited_at=None))
    return dict(rows.values_list("request__employer_id").annotate(Max("day")))


def last_visit(request: BusRequest) -> date | None:
    """When the bus was last at the request's employer."""
    return BusStop.objects.filter(request__employer_id=request.employer_id, visited_at__isnull=False).aggregate(last=Max("day"))["last"]


def left_out(request: BusRequest) -> list[Unserved]:
    """Whom the newest plan that looked at the request leaves out; a draft's word counts only while nothing is planned."""
    rows = list(Unserved.objects.filter(request=request).select_related("plan").order_by("-plan_id", "pk"))
    found = [row for row in rows if row.plan_id == rows[0].plan_id]
    return [] if found and found[0].plan.accepted_at is None and request.case.state != Stand.SENT else found


def counts(request: BusRequest) -> dict[str, int]:
    """How many are on the list (`all`), and how many of them have no slot (`without`)."""
    return Arrival.objects.filter(workshop__request=request).aggregate(all=Count("pk"), without=Count("pk", filter=Q(slot=None)))


def without_slot(plan: BusPlan) -> list[tuple[int, str, int]]:
    """(request, employer, people) on the lists of a plan's requests who have no slot."""
    rows = Arrival.objects.filter(workshop__request__in=plan.stops.values("request"), slot=None)
    counted = rows.values_list("workshop__request_id", "workshop__request__employer__name").annotate(Count("pk"))
    return list(counted.order_by("workshop__request_id"))
