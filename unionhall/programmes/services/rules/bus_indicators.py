"""The numbers of the check bus as pure expressions over facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unionhall.base.words import gettext_noop as _
from unionhall.reports.kinds import Indicator, Tables

if TYPE_CHECKING:
    from ibis.expr.types import Scalar, Table

FACTS = ("services_bus_stops",)


def over(tables: Tables) -> Table:
    """Stops of the period at which ten or more came."""
    rows = tables["services_bus_stops"]
    return rows.filter(rows.day.between(tables.first, tables.last), rows.came > 0)


def people(tables: Tables) -> Scalar:
    """Check-ins at the bus."""
    return over(tables).came.sum().coalesce(0)


def employers(tables: Tables) -> Scalar:
    """Employers to whom the bus came."""
    return over(tables).employer.nunique()


TABLE = (
    Indicator(
        "services.bus_stops", _("体检车到厂"), _("次"), _("期内体检车开到企业、到场十人以上的次数"),
        "Stops of the check bus in the period at which ten or more people were checked in", FACTS, lambda tables: over(tables).count(),
    ),
    Indicator(
        "services.bus_employers", _("体检车去过的企业"), _("家"), _("期内体检车去过的企业，到场不到十人的不算"),
        "Employers visited by the check bus in the period; stops with fewer than ten people are left out", FACTS, employers,
    ),
    Indicator(
        "services.bus_people", _("体检车看过的职工"), _("人次"), _("期内在体检车上签到的人次，一站不到十人的不算"),
        "Check-ins at the check bus in the period; stops with fewer than ten people are left out", FACTS, people,
    ),
)  # fmt: skip
