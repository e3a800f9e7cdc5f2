"""Reports from the doors, in scope: one queryset for list, page and count."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases

from ..models import StationReport


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list; empty fields narrow nothing."""

    text: str = ""
    kind: str = ""
    station: int | None = None
    states: tuple[str, ...] = ()
    open: bool | None = True


def reports(*, scope: Scope, by: Filter) -> QuerySet[StationReport]:
    """Reports in scope, narrowed, in order of their next due day."""
    rows = StationReport.objects.filter(cases.reach(scope, "case__"), case__kind="station_report")
    rows = rows.select_related("case__union", "station__place", "before", "after")
    plain = {"kind": by.kind, "station_id": by.station, "case__state__in": by.states}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if by.open is not None:
        rows = rows.filter(case__open__in=[by.open])
    text = by.text.strip()
    if text:
        rows = rows.filter(Q(text__icontains=text) | Q(station__place__name__icontains=text) | Q(case__reference=text.upper()))
    return rows.order_by("case__order_due", "case_id")


def report(pk: int, *, scope: Scope) -> StationReport | None:
    """One report by its case's id; None when it is not there or not open to the scope."""
    return reports(scope=scope, by=Filter(open=None)).filter(case_id=pk).first()


def at_station(station_id: int, *, scope: Scope) -> QuerySet[StationReport]:
    """Reports on one station that lies in scope, newest first: its keeper reads them too."""
    rows = StationReport.objects.filter(station_id=station_id).select_related("case", "station__place")
    return (rows if scope.everything else rows.filter(scope.within("path"))).order_by("-case_id")
