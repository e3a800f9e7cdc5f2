"""Limitation: entries in scope, and the days that come near."""

from datetime import date

from django.db.models import F, Q, QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases

from ..models import LimitDay, LimitEvent
from ..rules.flows import CaseState

PUBLIC = ("urgent",)
DONE = (CaseState.CONCLUDED, CaseState.CLOSED)


def event(pk: int, *, scope: Scope) -> LimitEvent | None:
    """One entry of a book in scope."""
    rows = LimitEvent.objects.filter(cases.reach(scope, "arrears__case__"), pk=pk)
    return rows.select_related("arrears__case__union", "claimant").first()


def entries(arrears_id: int, *, scope: Scope) -> QuerySet[LimitEvent]:
    """All entries of a case, struck ones too, by day."""
    rows = LimitEvent.objects.filter(cases.reach(scope, "arrears__case__"), arrears_id=arrears_id)
    return rows.select_related("claimant", "proof__blob").order_by("on", "pk")


def near(*, scope: Scope, today: date, until: date) -> QuerySet[LimitDay]:
    """Workers of open cases whose ordinary day for aid has come or comes by `until`, while the last day is not over."""
    rows = LimitDay.objects.filter(cases.reach(scope, "claimant__arrears__case__"), ordinary__lte=until, last__gte=today)
    rows = rows.exclude(claimant__arrears__case__state__in=DONE)
    return rows.select_related("claimant__arrears__case").order_by("last", "pk")


def urgent(*, on: date) -> list[LimitDay]:
    """Workers with fewer than seven days left for whom no aid is drafted for this last day: for the watch."""
    rows = LimitDay.objects.filter(ordinary__lt=on, last__gte=on).exclude(claimant__arrears__case__state__in=DONE)
    return list(rows.filter(~Q(drafted_for=F("last")) | Q(drafted_for=None)).order_by("last", "pk")[:200])
