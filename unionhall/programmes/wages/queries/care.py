"""Calls on families, hardship, incidents, publicity events: each in the scope of its union or its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet, Sum

from unionhall.base.access import Actor, Scope
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.cases.rules import VisitState

from ..models import Arrears, Briefing, FamilyVisit, Hardship, Incident, PublicityEvent, PublicityPhoto

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import ReturnVisit

PUBLIC = ("may_open", "count_visits", "own_visit")


def family_visits(*, scope: Scope, arrears: Arrears | None = None) -> QuerySet[FamilyVisit]:
    """Calls on families, newest first; of one case if named."""
    rows = FamilyVisit.objects.all() if scope.everything else FamilyVisit.objects.filter(scope.within("path"))
    rows = rows.filter(arrears=arrears) if arrears else rows
    return rows.select_related("union", "arrears__case").order_by("-on", "-pk")


def calls_of(*, scope: Scope, arrears: Arrears) -> QuerySet[FamilyVisit]:
    """Calls on the families of a case that the scope opens, newest first."""
    return FamilyVisit.objects.filter(cases.reach(scope, "arrears__case__"), arrears=arrears).order_by("-on", "-pk")


def briefing_of(*, scope: Scope, arrears: Arrears) -> Briefing | None:
    """The special report of a case, for whom briefings are open."""
    rows = Briefing.objects.filter(arrears=arrears)
    return (rows if scope.everything else rows.filter(scope.within("path"))).first()


def hardships(*, scope: Scope, arrears: Arrears | None = None) -> QuerySet[Hardship]:
    """Hardship that was passed on, newest first; of one case if named."""
    rows = Hardship.objects.filter(cases.reach(scope, "claimant__arrears__case__"))
    rows = rows.filter(claimant__arrears=arrears) if arrears else rows
    return rows.select_related("claimant__arrears__case", "standing").order_by("-recorded_at", "-pk")


def incidents(*, scope: Scope, arrears: Arrears) -> QuerySet[Incident]:
    """What happened around a case, newest first."""
    return Incident.objects.filter(cases.reach(scope, "arrears__case__"), arrears=arrears).order_by("-on", "-pk")


def events(*, scope: Scope) -> QuerySet[PublicityEvent]:
    """Publicity events with how many were reached, newest first."""
    rows = PublicityEvent.objects.all() if scope.everything else PublicityEvent.objects.filter(scope.within("path"))
    rows = rows.annotate(heads=Sum("sites__heads", default=0), materials=Sum("sites__materials", default=0))
    return rows.select_related("union", "partner").prefetch_related("sites", "photos").order_by("-on", "-pk")


def may_open(actor: Actor, blob_id: int) -> bool:
    """A picture of an event opens for whom the event is open."""
    rows = PublicityPhoto.objects.filter(blob_id=blob_id).values("event_id")
    return any(events(scope=actor.scope(power)).filter(pk__in=rows).exists() for power in ("wages.care", "wages.oversee"))


def return_visits(*, scope: Scope, tab: str, today: date) -> Sequence[ReturnVisit]:
    """Return visits: due by today, still ahead, or made (newest first)."""
    rows = cases.visits(scope=scope, kind="arrears")
    if tab == "done":
        return rows.filter(state=VisitState.DONE).order_by("-done_at", "-pk")[:100]
    rows = rows.filter(state=VisitState.DUE)
    return (rows.filter(deadline__due__gt=today) if tab == "ahead" else rows.filter(deadline__due__lte=today))[:100]


def own_visit(case_id: int, person_id: int, until: date) -> ReturnVisit | None:
    """The earliest visit that asks a person of this matter now and that they have not answered."""
    rows = cases.visits(scope=Scope(person_id=person_id), until=until, state=VisitState.DUE).filter(case_id=case_id)
    return rows.exclude(answers__person_id=person_id).first()


def count_visits(actor: Actor) -> int:
    """Return visits that still wait in the actor's scope, up to a thousand."""
    return cases.visits(scope=actor.scope("wages.handle"), state=VisitState.DUE, kind="arrears").order_by()[:1000].count()
