"""What leaves for the reports: matters without names, numbers or words of persons."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.reports.kinds import Fact

from ..models import Matter, Trace

Rows = Iterable[tuple[Any, ...]]
AT_ONCE = 2000


def _day(moment: datetime | None) -> Any:
    """The day of a moment, or None."""
    return moment.astimezone().date() if moment else None


def matter_rows(scope: Scope) -> Rows:
    """Matters with the days on which they came and were answered, and what was said of the answer."""
    rows = Matter.objects.filter(cases.reach(scope, "case__")).select_related("case").order_by("pk")
    for row in rows.iterator(AT_ONCE):
        case = row.case
        yield (
            row.pk, case.path, row.kind, row.topic, row.difficulty, case.channel, case.state, _day(case.received_at),
            _day(row.answered_at), row.on_time, row.satisfied, row.reopened,
        )  # fmt: skip


def trace_rows(scope: Scope) -> Rows:
    """Changes that suggestions led to."""
    rows = Trace.objects.filter(cases.reach(scope, "matter__case__")).order_by("pk")
    return rows.values_list("pk", "matter_id", "matter__case__path", "change", "on").iterator(AT_ONCE)


TABLE = (
    Fact(
        "voice_matters",
        {
            "matter": "int64", "path": "string", "kind": "string", "topic": "string", "difficulty": "string", "channel": "string",
            "state": "string", "received_on": "date", "answered_on": "date", "on_time": "boolean", "satisfied": "boolean",
            "reopened": "boolean",
        },
        matter_rows,
    ),
    Fact(
        "voice_traces", {"trace": "int64", "matter": "int64", "path": "string", "change": "string", "on": "date"}, trace_rows
    ),
)  # fmt: skip
