"""Employers' months at the desk: what is written down, one by form, many by sheet."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..forms.warnings import ObservationForm, SheetForm
from ..queries import warnings as queries
from ..rules.observations import COLUMNS
from ..services import observations

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {"new": ("blue", _("新增")), "changed": ("amber", _("更新")), "same": ("", _("不变")), "wrong": ("red", _("有误"))}
SHOWN = 200


@door("wages.watch")
def listed(request: HttpRequest) -> HttpResponse:
    """What is written down in scope, newest month first; below, a sheet of many."""
    rows = queries.observations(request.actor.scope("wages.watch"))[:SHOWN]
    context = {"rows": rows, "may_observe": request.actor.may("wages.observe"), "form": SheetForm(), "headings": [gettext(each.label) for each in COLUMNS]}
    return render(request, "wages/observations/list.html", context)


@door("wages.observe")
def observe(request: HttpRequest) -> HttpResponse:
    """One month of one employer."""
    form = ObservationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            observations.observe(
                employer_name=data["employer"], credit_code=data["credit_code"], month=data["month"], figures=form.figures(),
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:observations")
    return render(request, "wages/observations/form.html", {"form": form}, status=422 if form.errors else 200)


@door("wages.observe")
def sheet(request: HttpRequest) -> HttpResponse:
    """Choose a sheet; it is kept, then shown row by row."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            blob = observations.keep_file(content=upload, name=upload.name, by=request.actor, at=timezone.now())
            observations.plan(blob=blob, today=timezone.localdate())
        except Refused as refusal:
            form.add_error("file", gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:observations_plan", pk=blob.pk)
    headings = [gettext(each.label) for each in COLUMNS]
    return render(request, "wages/observations/sheet.html", {"form": form, "headings": headings}, status=422 if form.errors else 200)


@door("wages.observe")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row becomes; import the good ones, or take the wrong ones back as a sheet."""
    blob = observations.kept_file(pk=pk, by=request.actor)
    rows = observations.plan(blob=blob, today=timezone.localdate())
    if request.POST.get("do") == "sheet" and any(each.what == observations.WRONG for each in rows):
        response = HttpResponse(observations.error_sheet(rows=rows), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="errors.xlsx"'
        return response
    if request.POST.get("do") == "import":
        observations.commit(blob=blob, by=request.actor, at=timezone.now())
        return redirect("wages:observations")
    return render(request, "wages/observations/plan.html", plan_context(blob, rows))


def plan_context(blob: object, rows: list[observations.Planned]) -> dict[str, object]:
    """Counts, the wrong rows first, then the others."""
    counts = Counter(each.what for each in rows)
    shown = sorted(rows, key=lambda each: (each.what != observations.WRONG, each.number))[:SHOWN]
    return {
        "blob": blob, "total": len(rows), "counts": [(gettext(WORDS[what][1]), count, WORDS[what][0]) for what, count in counts.items()],
        "good": counts["new"] + counts["changed"], "wrong": counts["wrong"], "more": max(0, len(rows) - SHOWN),
        "rows": [
            {
                "number": each.number, "words": gettext(WORDS[each.what][1]), "tone": WORDS[each.what][0],
                "employer": each.row.values.get("employer", "—"), "month": each.row.values.get("month"),
                "faults": [gettext("{column}：{fault}").format(column=fault.column, fault=gettext(fault.sentence)) for fault in each.row.faults],
            }
            for each in shown
        ],
    }  # fmt: skip
