"""Whoever reported follows it by the receipt code: the reply, the photos before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import Scope
from unionhall.base.http import PUBLIC, door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import BlobState
from unionhall.kernel.law import queries as law
from unionhall.web import queries as shown
from unionhall.web import services as entrance

from ..forms.door import AgainForm, CodeForm
from ..kinds import REPORT_LABELS, ReportKind
from ..queries import reports as found
from ..rules import figures as codes
from ..rules.reports import NOW, ReportState, reopens_until
from ..services import reports

if TYPE_CHECKING:
    from ..models import StationReport

HEADERS = {
    "Cache-Control": "no-store, private", "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin", "X-Content-Type-Options": "nosniff",
}  # fmt: skip


@door(PUBLIC)
def mine(request: HttpRequest) -> HttpResponse:
    """The box for the receipt code."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(entrance.open_by_code(request=request, code=form.cleaned_data["code"], at=timezone.now()))
        except Refused as refusal:
            form.add_error("code", gettext(refusal.sentence).format(**refusal.values))
    return render(request, "stations/mine.html", {"form": form, "back": "/"}, status=422 if form.errors else 200)


def load(request: HttpRequest, pk: int) -> StationReport:
    """A report that is mine by log-in or by receipt; 404 otherwise."""
    row = found.report(pk, scope=request.actor.own()) if request.actor.person_id else None
    if row is None and pk in entrance.held_matters(request=request):
        row = found.report(pk, scope=Scope.system("receipt code shown"))
    if row is None:
        raise Http404
    return row


@door(PUBLIC)
def my_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands, the reply, the photos, who looked; for some days, once, a box to say that it is not mended."""
    row, form = load(request, pk), AgainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reports.reopen(report=row, says=form.cleaned_data["says"], at=timezone.now())
        except Refused as refusal:
            form.add_error("says", gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("stations:my_report", pk=pk)
    return render(request, "stations/my_report.html", context(row, form), status=422 if form.errors else 200)


def context(row: StationReport, form: AgainForm) -> dict[str, object]:
    """Everything the reporter's page shows."""
    scope, at = Scope.system("own matter"), timezone.now()
    (now, following), days = NOW[ReportState(row.case.state)], law.parameter(codes.REOPEN_DAYS, timezone.localdate(at))
    until = reopens_until(row.case.state, row.mended_at, row.reopened_at, int(days.value or 0))
    return {
        "row": row, "case": row.case, "now": gettext(now), "next": gettext(following), "kind": gettext(REPORT_LABELS[ReportKind(row.kind)]),
        "deadlines": shown.deadlines(case_queries.deadlines(row.case, scope=scope)), "back": "/",
        "events": shown.timeline(case_queries.events(row.case, scope=scope)[:30], timezone.localdate(), outsider=True),
        "looks": shown.looks([row.case_id], scope=scope), "form": form, "days": days, "until": until if until and at <= until else None,
    }  # fmt: skip


@door(PUBLIC)
def my_photo(request: HttpRequest, pk: int, which: str) -> FileResponse:
    """The photo before or after."""
    return picture(load(request, pk), which)


def picture(row: StationReport, which: str) -> FileResponse:
    """A clean photo of a report, shown in the page; 404 when there is none."""
    blob = {"before": row.before, "after": row.after}.get(which)
    if blob is None or blob.state != BlobState.CLEAN:
        raise Http404
    return FileResponse(files.opened(blob=blob), as_attachment=not blob.inline, filename=blob.name, content_type=blob.mime, headers=HEADERS)
