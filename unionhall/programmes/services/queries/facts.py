"""What leaves for the reports: finished months of free days with ten visits or more, and who takes turns on free days. No names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from unionhall.base.access import Scope
from unionhall.kernel.bookings.rules import State
from unionhall.reports.kinds import Fact

from ..models import Guarantee, PriceRule, Provider
from ..rules.indicators import LEAST
from . import decisions, rota

Rows = Iterable[tuple[Any, ...]]


def month_rows(scope: Scope) -> Rows:
    """Service and month: free days on which somebody came, and their visits. The newest month may still run and is left out."""
    rows = decisions.visible(scope=scope).filter(checked_at__isnull=False, booking__state=State.ATTENDED, definition__usual_price__isnull=False)
    latest = {row.booking_id: row for row in rows.order_by("pk")}
    cells: dict[tuple[int, str, date], list[date]] = defaultdict(list)
    for row in latest.values():
        if row.due == 0:
            cells[row.definition_id, row.path, row.day.replace(day=1)].append(row.day)
    newest = max((row.day.replace(day=1) for row in latest.values()), default=None)
    for (definition, path, month), days in sorted(cells.items()):
        if month != newest and len(days) >= LEAST:
            yield definition * 10_000 + month.year % 100 * 100 + month.month, definition, path, month, len(set(days)), len(days)


def provider_rows(scope: Scope) -> Rows:
    """Everybody who is or was on a rota; `free`: the group is promised on a weekday on which the service costs some people nothing."""
    free: dict[tuple[int, str], set[int]] = defaultdict(set)
    for row in PriceRule.objects.filter(price=0, known_to=None, definition__usual_price__isnull=False).select_related("definition"):
        free[row.definition.place_id, row.definition.code] |= {int(day) - 1 for day in row.weekdays}
    groups = {
        (row.rota_id, row.group) for row in Guarantee.objects.select_related("rota")
        if {int(day) for day in row.weekdays} & free[row.rota.place_id, row.rota.line]
    }  # fmt: skip
    rows = Provider.objects.filter(rota.within(scope, "rota__path")).select_related("rota").order_by("pk")
    for row in rows:
        yield row.pk, row.rota.path, row.rota_id, (row.rota_id, row.group) in groups, row.since, row.until


TABLE = (
    Fact("service_months", {"row": "int64", "service": "int64", "path": "string", "month": "date", "days": "int64", "visits": "int64"}, month_rows),
    Fact(
        "service_providers",
        {"provider": "int64", "path": "string", "rota": "int64", "free": "boolean", "since": "date", "until": "date"}, provider_rows,
    ),
)  # fmt: skip
