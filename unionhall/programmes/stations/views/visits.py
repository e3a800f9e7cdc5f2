"""The desk: visits and people, as they may be told."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.ui.templatetags.ui import short_day

from ..kinds import OCCUPATION_LABELS, Occupation
from ..queries import directory
from ..queries import visits as found
from ..rules import visits as rules
from ..services import doors

COUNTS = "stations.counts"


def chosen(request: HttpRequest, months: list[date]) -> date | None:
    """The month that was asked for, if it may be told; else the newest."""
    asked = request.GET.get("month", "")
    return next((month for month in months if month.strftime("%Y-%m") == asked), months[0] if months else None)


def tabs(months: list[date], month: date | None) -> list[dict[str, object]]:
    """Finished months as links."""
    return [{"label": each.strftime("%Y-%m"), "url": f"?month={each:%Y-%m}", "current": each == month} for each in months]


@door(COUNTS)
def ledger(request: HttpRequest) -> HttpResponse:
    """Stations of a finished month, each with ten people or more, and their sum."""
    scope, today = request.actor.scope(COUNTS), timezone.localdate()
    months = found.finished(scope=scope, today=today)
    month = chosen(request, months)
    cells = found.months(scope=scope, month=month) if month else {}
    visits, people, left_out = rules.published(cells)
    names = {row.pk: row for row in directory.visible(scope).filter(pk__in=list(cells))}
    rows = [
        {"station": names[pk], "visits": rules.tens(sum(cell.visits for cell in each)), "people": rules.tens(rules.people_of(each))}
        for pk, each in cells.items()
        if pk in names and rules.people_of(each) >= rules.LEAST
    ]
    rows.sort(key=lambda row: (-row["visits"], row["station"].pk))
    mine = [row for row in directory.by_name(scope) if found.keeps(request.actor, row)]
    return render(request, "stations/visits.html", {
        "rows": rows, "visits": visits, "people": people, "left_out": left_out, "tabs": tabs(months, month), "month": month, "mine": mine,
    })  # fmt: skip


@door(COUNTS)
def station(request: HttpRequest, pk: int) -> HttpResponse:
    """One station's month by day, hour and occupation: as it is for its keeper, in groups of ten or more for everybody else."""
    scope, today = request.actor.scope(COUNTS), timezone.localdate()
    row = doors.load(pk=pk, scope=scope)
    own = found.keeps(request.actor, row)
    months = found.finished(scope=scope, today=today)
    months = [today.replace(day=1), *months] if own else months
    month = chosen(request, months)
    cells = found.station_cells(row, month, scope=scope) if month else []
    told = {name: found.exact(cells, name) for name in ("day", "hour", "occupation")} if own else found.told(cells)
    tables = [
        {"title": gettext("按天"), "rows": [named(group, days) for group in told["day"]]},
        {"title": gettext("按钟点"), "rows": [named(group, hours) for group in told["hour"]]},
        {"title": gettext("按行业"), "rows": [named(group, trades) for group in told["occupation"]]},
    ]
    return render(request, "stations/visits_of.html", {"station": row, "own": own, "tables": tables, "tabs": tabs(months, month), "month": month})


def named(group: rules.Group, words: object) -> dict[str, object]:
    """A group in words."""
    return {"name": words(group.keys), "visits": group.visits, "people": group.people}


def days(keys: tuple[date, ...]) -> str:
    """3月1日—3月4日."""
    return short_day(keys[0]) if len(keys) == 1 else f"{short_day(min(keys))} — {short_day(max(keys))}"


def hours(keys: tuple[int, ...]) -> str:
    """8:00—12:00."""
    return f"{min(keys)}:00—{max(keys) + 1}:00"


def trades(keys: tuple[str, ...]) -> str:
    """外卖、快递 · 环卫."""
    return " · ".join(gettext(OCCUPATION_LABELS[Occupation(key)]) for key in keys)
