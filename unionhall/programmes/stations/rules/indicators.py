"""The published numbers of stations as pure expressions over facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unionhall.base.words import gettext_noop as _
from unionhall.reports.kinds import Indicator, Tables

from .states import StationKind

if TYPE_CHECKING:
    from ibis.expr.types import Scalar

STATIONS = (StationKind.STATION.value, StationKind.UNATTENDED.value)
FACTS = ("stations_stations",)


def standing(tables: Tables, *kinds: str) -> Scalar:
    """Stations of these kinds that were open on the period's last day."""
    rows = tables["stations_stations"]
    begun = rows.opened_on.isnull() | (rows.opened_on <= tables.last)
    left = rows.ended_on.isnull() | (rows.ended_on > tables.last)
    return rows.filter(rows.kind.isin(kinds), begun, left).count()


TABLE = (
    Indicator(
        "stations.centres", _("职工服务中心"), _("个"), _("期末还开着的职工服务中心"),
        "Service centres that stood on the period's last day", FACTS, lambda tables: standing(tables, StationKind.CENTRE.value),
    ),
    Indicator(
        "stations.stations", _("工会驿站"), _("处"), _("期末还开着的工会驿站，无人值守的也算"),
        "Stations that stood on the period's last day, unattended ones among them", FACTS, lambda tables: standing(tables, *STATIONS),
    ),
    Indicator(
        "stations.unattended", _("24 小时无人驿站"), _("处"), _("期末还开着的工会驿站里，无人值守、24 小时开的"),
        "Unattended 24-hour stations that stood on the period's last day", FACTS, lambda tables: standing(tables, StationKind.UNATTENDED.value),
    ),
)  # fmt: skip
