"""A station's month as a sheet for its keeper: visits and people by day, supplies, the shelf, reports."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from django.utils.translation import gettext

from unionhall.base.access import Scope
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Column, ColumnKind, Sheet

from ..models import Station
from ..queries import months


def sheet(*, station: Station, month: date, scope: Scope) -> bytes:
    """The xlsx; the caller has made sure that it is the station's own keeper."""
    found = months.of(station, month, scope=scope)
    said = (f"{station.place.name}　{month:%Y-%m}", gettext("管理员自己用的实数，不要往外发；往外发用人次那一页的数"))
    days = Sheet(
        gettext("每天"), (Column(gettext("哪天"), ColumnKind.DATE), Column(gettext("人次"), ColumnKind.INT), Column(gettext("当天几个人"), ColumnKind.INT)),
        [*found.days], said,
    )  # fmt: skip
    whole = [
        (gettext("人次"), found.visits), (gettext("人（一部手机算一个，至少这么多）"), found.people), (gettext("爱心架：放上的"), found.given),
        (gettext("爱心架：拿走的"), found.taken), (gettext("报修和建议"), found.reports),
    ]  # fmt: skip
    total = Sheet(gettext("合计"), (Column(gettext("什么"), width=40), Column(gettext("数"), ColumnKind.INT)), whole, said)
    columns = (Column(gettext("哪天"), ColumnKind.DATE), Column(gettext("物品"), width=24), Column(gettext("数量"), ColumnKind.INT), Column(gettext("单位")), Column(gettext("怎么样了")))
    lots = Sheet(gettext("物资"), columns, [(*row[:4], gettext(row[4])) for row in found.supplies], said)
    target = BytesIO()
    files.write(target=target, sheets=[total, days, lots])
    return target.getvalue()
