"""What leaves for the reports: finished months of stations with ten people or more, cut to tens; matters without words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.reports.kinds import Fact

from ..models import Doubt, Station, StationReport, Visit
from ..rules import visits as rules
from . import visits

Rows = Iterable[tuple[Any, ...]]


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone().date() if moment else None


def visit_rows(scope: Scope) -> Rows:
    """Station and month: visits and people as they may be told. The newest month with visits may still run and is left out."""
    span = Visit.objects.aggregate(first=Min("day"), last=Max("day"))
    if span["first"] is None:
        return
    paths = dict(Station.objects.values_list("pk", "path"))
    month = span["first"].replace(day=1)
    while rules.next_month(month) <= span["last"]:
        for station, cells in sorted(visits.months(scope=scope, month=month).items()):
            if (people := rules.people_of(cells)) >= rules.LEAST:
                number = rules.tens(sum(cell.visits for cell in cells))
                yield station * 10_000 + month.year % 100 * 100 + month.month, station, paths[station], month, number, rules.tens(people)
        month = rules.next_month(month)


def matter_rows(scope: Scope) -> Rows:
    """Doubts and reports with the days on which they came and ended."""
    doubts = Doubt.objects.filter(cases.reach(scope, "case__")).select_related("case")
    reports = StationReport.objects.filter(cases.reach(scope, "case__")).select_related("case")
    for row in sorted([*doubts, *reports], key=lambda each: each.case_id):
        case = row.case
        kind = getattr(row, "kind", "locked")
        yield case.pk, case.path, row.station_id, kind, case.state, _day(case.received_at), _day(case.closed_at)


TABLE = (
    Fact(
        "station_visits",
        {"row": "int64", "station": "int64", "path": "string", "month": "date", "visits": "int64", "people": "int64"}, visit_rows,
    ),
    Fact(
        "station_matters",
        {"matter": "int64", "path": "string", "station": "int64", "kind": "string", "state": "string", "received_on": "date", "closed_on": "date"},
        matter_rows,
    ),
)  # fmt: skip
