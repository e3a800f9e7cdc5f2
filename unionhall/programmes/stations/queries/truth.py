"""What was found at a station of late, and the doubt that stands."""

from datetime import datetime

from django.db.models import QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases

from ..kinds import Found
from ..models import Doubt, Observation, Station
from ..rules.truth import Seen
from . import figures

PUBLIC = ("since", "last_open", "doubt_of", "by_key")


def since(station: Station, at: datetime) -> list[Seen]:
    """Observations in the window up to `at`."""
    rows = Observation.objects.filter(station=station, at__gt=at - figures.window(at.astimezone().date()), at__lte=at)
    return [Seen(row.at, row.found, row.mark, row.in_hours) for row in rows]


def last_open(station: Station) -> Observation | None:
    """The newest word that it is open."""
    return Observation.objects.filter(station=station).exclude(found=Found.LOCKED).order_by("-at", "-pk").first()


def doubt_of(station: Station) -> Doubt | None:
    """The doubt that stands over a station."""
    return Doubt.objects.filter(station=station, ended_at=None).select_related("case__union").first()


def by_key(form_key: str) -> Observation | None:
    """What a form with this (hashed) key already told."""
    return Observation.objects.filter(form_key=form_key).first()


def doubts(*, scope: Scope) -> QuerySet[Doubt]:
    """Doubts in scope, the standing ones first, newest first."""
    rows = Doubt.objects.filter(cases.reach(scope, "case__")).select_related("case__union", "station__place", "station__keeper__person")
    return rows.order_by("-case__open", "-begun_at")


def doubt(pk: int, *, scope: Scope) -> Doubt | None:
    """One doubt by its case's id, in scope."""
    return doubts(scope=scope).filter(case_id=pk).first()


def observations(station: Station, *, scope: Scope) -> QuerySet[Observation]:
    """The last things found at a station that the scope opens."""
    rows = Observation.objects.filter(station=station)
    return (rows if scope.everything else rows.filter(scope.within("path"))).order_by("-at", "-pk")
