"""The desk: reports from the doors, each with its steps and photos."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door, in_memory
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.web import queries as shown

from ..forms.desk import MendForm, RefuseForm
from ..kinds import REPORT_LABELS, ReportKind
from ..queries import reports as found
from ..rules.reports import FLOW, NAMES, ReportState
from ..services import reports
from .mine import picture

if TYPE_CHECKING:
    from django import forms

    from ..models import StationReport

PAGE = 50
TABS = (("open", _("在办")), ("waiting", _("没人接")), ("done", _("已办结")), ("all", _("全部")))
NARROW = {"open": {}, "waiting": {"states": (ReportState.RECEIVED,)}, "done": {"open": False}, "all": {"open": None}}
FORMS = {"mend": MendForm, "refuse": RefuseForm}
HANDLE = "stations.handle"


@door(HANDLE)
def ledger(request: HttpRequest) -> HttpResponse:
    """Reports by due day, narrowed by state, kind, station and words."""
    get, tab = request.GET, request.GET.get("tab", "open")
    kind, station = get.get("kind", ""), get.get("station", "")
    by = found.Filter(
        text=get.get("q", "")[:60], kind=kind if kind in set(ReportKind) else "", station=int(station) if station.isascii() and station.isdecimal() and len(station) < 12 else None,
        **NARROW.get(tab, {}),
    )  # fmt: skip
    rows = list(found.reports(scope=request.actor.scope(HANDLE), by=by)[: PAGE + 1])
    return render(request, "stations/reports.html", {
        "rows": [line(row) for row in rows[:PAGE]], "more": len(rows) > PAGE, "filters": [chip(request, by.kind)],
        "tabs": [{"label": gettext(label), "url": f"?tab={code}", "current": code == tab} for code, label in TABS], "kept": [("tab", tab)],
        "find": {"name": "q", "label": gettext("驿站、说的话、编号"), "value": by.text}, "clear": f"?tab={tab}" if len(get) > 1 else "",
    })  # fmt: skip


def chip(request: HttpRequest, now: str) -> dict[str, object]:
    """The filter by kind."""
    query, options = request.GET.copy(), []
    for code, label in [("", _("全部")), *REPORT_LABELS.items()]:
        query["kind"] = str(code)
        options.append({"label": gettext(label), "url": f"?{query.urlencode()}", "current": str(code) == now})
    value = next(option["label"] for option in options if option["current"])
    return {"label": gettext("哪一种"), "value": value, "on": bool(now), "options": options}


def line(row: StationReport) -> dict[str, object]:
    """One line of the list."""
    return {"row": row, "case": row.case, "kind": gettext(REPORT_LABELS[ReportKind(row.kind)]), "state": gettext(NAMES[ReportState(row.case.state)])}


@door(HANDLE)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said, the photos, its course, due days, the possible steps."""
    row = reports.load(pk=pk, scope=request.actor.scope(HANDLE))
    cases.looked(case=row.case, by=request.actor, at=timezone.now())
    return render(request, "stations/report_page.html", context(request, row))


def context(request: HttpRequest, row: StationReport, wrong: tuple[str, forms.Form] | None = None) -> dict[str, object]:
    """Everything the page shows; a form that was refused comes back."""
    scope, kept = request.actor.scope(HANDLE), dict([wrong] if wrong else [])
    steps = [
        {"code": step.code, "words": gettext(step.label), "form": kept.get(step.code) or (FORMS[step.code]() if step.code in FORMS else None), "open": step.code in kept}
        for step in FLOW.open_to(row.case.state)
        if step.needs
    ]
    return {
        **line(row), "acts": steps, "deadlines": shown.deadlines(case_queries.deadlines(row.case, scope=scope)),
        "events": shown.timeline(case_queries.events(row.case, scope=scope)[:50], timezone.localdate()),
        "why": shown.why(request.actor, HANDLE, row.case.path),
    }  # fmt: skip


@in_memory
@door(HANDLE)
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Do one step; a refusal stands beside its field."""
    row = reports.load(pk=pk, scope=request.actor.scope(HANDLE))
    if step not in {each.code for each in FLOW.steps if each.needs}:
        raise Http404
    form = FORMS[step](request.POST, request.FILES) if step in FORMS else None
    if form is None or form.is_valid():
        try:
            take(step, pk, form, request)
        except Refused as refusal:
            if form is None or not refusal.field:
                raise
            field = {"file": "photo"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("stations:report_page", pk=pk)
    return render(request, "stations/report_page.html", context(request, row, (step, form)), status=422)


def take(step: str, pk: int, form: forms.Form | None, request: HttpRequest) -> None:
    """Call the step's service."""
    who = {"case_id": pk, "by": request.actor, "at": timezone.now()}
    if step == "mend" and form is not None:
        photo = form.cleaned_data["photo"]
        reports.mend(reply=form.cleaned_data["reply"], photo=photo, photo_name=photo.name if photo else "", **who)
    elif step == "refuse" and form is not None:
        reports.refuse(reply=form.cleaned_data["reply"], **who)
    else:
        {"accept": reports.accept, "close": reports.close}[step](**who)


@door(HANDLE)
def photo(request: HttpRequest, pk: int, which: str) -> FileResponse:
    """The photo before or after."""
    return picture(reports.load(pk=pk, scope=request.actor.scope(HANDLE)), which)
