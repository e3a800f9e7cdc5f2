"""The leader's view: stock, age, speed, money, by place, industry, employer and officer; each number opens the ledger."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.money import FEN
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.orgs import queries as orgs
from unionhall.reports import rules as report_rules

from ..queries import ledger
from ..rules.overview import shares
from ..rules.regimes import Rhythm, period_of
from ..services import national, overview
from .exports import XLSX
from .ledger import read_filter
from .regimes import chosen_union

PERIODS = {"month": _("本月"), "last_month": _("上月"), "quarter": _("本季"), "year": _("今年"), "last_year": _("去年")}
WIDTH, HEIGHT, FLOOR = 560, 200, 160


def period(text: str, today: date) -> tuple[str, date, date]:
    """The code, first and last day of a chosen period: a word, or 2024, 2024-03; this year for anything else."""
    month = period_of(Rhythm.MONTHLY, today)
    known = {
        "month": month, "last_month": period_of(Rhythm.MONTHLY, month[0] - timedelta(days=1)), "quarter": period_of(Rhythm.QUARTERLY, today),
        "year": (date(today.year, 1, 1), date(today.year, 12, 31)), "last_year": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }  # fmt: skip
    if text in known:
        return text, *known[text]
    try:
        return text, *report_rules.days(text)
    except Refused:
        return "year", *known["year"]


def seen(request: HttpRequest) -> dict[str, object]:
    """Everything that page and spreadsheet show."""
    today, union = timezone.localdate(), chosen_union(request)
    code, first, last = period(request.GET.get("period", "year"), today)
    scope = request.actor.scope("wages.oversee")
    found = overview.look(scope=scope, path=union.path, first=first, last=last, today=today)
    return {**found, "union": union, "code": code, "first": first, "last": last}


@door("wages.oversee")
def page(request: HttpRequest) -> HttpResponse:
    """Charts with a table beside each."""
    found = seen(request)
    for group in found["groups"]:
        for row, share in zip(group["rows"], shares(int(row["owed"]) for row in group["rows"]), strict=True):
            row["share"] = share
    for row, share in zip(found["ages"], shares(row["count"] for row in found["ages"]), strict=True):
        row["share"], row["label"] = share, gettext(row["bucket"].label)
    found["columns"], found["most"] = columns(found["months"])
    found["periods"] = [{"label": gettext(label), "url": address(request, period=code), "current": code == found["code"]} for code, label in PERIODS.items()]
    scope = request.actor.scope("wages.oversee")
    unions = orgs.below(scope).exclude(level="community")[:60]
    found["unions"] = [{"label": row.name, "url": address(request, union=str(row.pk)), "current": row.pk == found["union"].pk} for row in unions]
    found["filters"] = [{"label": gettext("哪个单位"), "value": found["union"].name, "on": False, "options": found["unions"]}] if len(unions) > 1 else []
    found["query"], found["may_export"] = request.GET.urlencode(), request.actor.may("wages.export")
    found["base"] = f"union={found['union'].pk}"
    return render(request, "wages/overview/page.html", found)


def address(request: HttpRequest, **changes: str) -> str:
    """This page with another period or union."""
    params = request.GET.copy()
    for name, value in changes.items():
        params[name] = value
    return f"?{params.urlencode()}"


def columns(months: list[tuple[date, int]]) -> tuple[list[dict[str, object]], int]:
    """Bars of the last months for an inline drawing that starts at nought; and the largest sum (fen)."""
    most = max((value for _day, value in months), default=0)
    step, found = WIDTH // max(len(months), 1), []
    for place, (day, value) in enumerate(months):
        tall = value * FLOOR // most if most else 0
        found.append(
            {
                "day": day, "value": value, "x": place * step + 6, "y": 20 + FLOOR - tall, "tall": tall, "wide": step - 14,
                "middle": place * step + step // 2 - 1, "top": 14 + FLOOR - tall, "month": day.month, "short": f"{value / FEN / 10_000:.1f}" if value else "",
            }
        )  # fmt: skip
    return found, most


@door("wages.export")
def export(request: HttpRequest) -> HttpResponse:
    """The page's tables as xlsx."""
    if not request.actor.may("wages.oversee"):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    found = seen(request)
    content = overview.sheets_out(seen=found, first=found["first"], last=found["last"], union=found["union"].name, by=request.actor, at=timezone.now())
    return sheet(content, "overview")


@door("wages.export")
def national_export(request: HttpRequest) -> HttpResponse:
    """The filtered ledger in the columns of the national union platform."""
    by = read_filter(request, "cases", timezone.localdate())
    rows = ledger.claimants(scope=request.actor.scope("wages.export"), by=by)
    facts = {"reason": request.POST.get("reason", ""), "unmasked": "unmasked" in request.POST}
    return sheet(national.national_out(rows=rows, by=request.actor, at=timezone.now(), **facts), "national")


def sheet(content: bytes, name: str) -> HttpResponse:
    """A spreadsheet to keep."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.xlsx"'
    return response
