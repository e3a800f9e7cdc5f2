"""The published numbers of services as pure expressions over facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from unionhall.base.words import gettext_noop as _
from unionhall.reports.kinds import Indicator, Tables

if TYPE_CHECKING:
    from ibis.expr.types import Scalar

LEAST = 10  # a month with fewer visits is not told


def free_visits(tables: Tables) -> Scalar:
    """Visits on a free day, in the mean over the free days of the period that were told; rounded down."""
    rows = tables["service_months"]
    told = rows.filter(rows.month >= tables.first, rows.month <= tables.last)
    return told.visits.sum() // told.days.sum()


def free_people(tables: Tables) -> Scalar:
    """People who take turns on free days, as the rota stood on the period's last day."""
    rows = tables["service_providers"]
    left = rows.until.isnull() | (rows.until > tables.last)
    return rows.filter(rows.free, rows.since <= tables.last, left).provider.nunique()


TABLE = (
    Indicator(
        "services.free_people", _("免费日轮班的人"), _("人"), _("期末还在排班表上、轮值免费日的服务人员，一人数一次"),
        "People on the rota of the free days on the period's last day", ("service_providers",), free_people,
    ),
    Indicator(
        "services.free_visits", _("免费日一天来的人"), _("人次"), _("街上要收钱的服务，在这里不收钱的日子，平均一天到店签到的人次（不满十人次的月份不算）"),
        "Check-ins on a free day in the mean, months with ten or more", ("service_months",), free_visits,
    ),
)  # fmt: skip
