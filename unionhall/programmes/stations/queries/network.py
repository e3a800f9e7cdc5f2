"""What leaves for the reports: stations with their kind and the days on which they opened and ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from unionhall.base.access import Scope
from unionhall.reports.kinds import Fact

from . import directory


def station_rows(scope: Scope) -> Iterable[tuple[Any, ...]]:
    """Every station that was ever registered."""
    rows = directory.visible(scope).select_related(None).order_by("pk")
    return rows.values_list("pk", "path", "kind", "opened_on", "ended_on").iterator(2000)


TABLE = (Fact("stations_stations", {"station": "int64", "path": "string", "kind": "string", "opened_on": "date", "ended_on": "date"}, station_rows),)
