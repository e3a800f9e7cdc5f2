"""Stations from a sheet: choose it, look at what each row becomes, mend the columns, import, take back."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.geo import SYSTEM_LABELS, System
from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..forms.directory import SheetForm
from ..queries import directory as queries
from ..rules.sheets import FATE_LABELS, STATIONS, Fate, Plan, Row
from ..services import sheets
from .directory import tell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {Fate.NEW: "blue", Fate.UPDATE: "amber", Fate.SAME: "", Fate.ERROR: "red"}
ORDER = (Fate.ERROR, Fate.UPDATE, Fate.NEW, Fate.SAME)
SHOWN = 200


@door("stations.edit")
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, the imports so far."""
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            blob = sheets.keep_file(content=upload, name=upload.name, by=request.actor, at=timezone.now())
            sheets.plan(book=sheets.workbook(blob=blob), by=request.actor)
        except Refused as refusal:
            tell(form, refusal)
        else:
            return redirect("stations:import_plan", pk=blob.pk)
    runs = queries.runs(request.actor.scope("stations.edit"))[:20]
    headings = [gettext(column.label) for column in STATIONS.columns]
    return render(request, "stations/import_start.html", {"form": form, "runs": runs, "headings": headings}, status=422 if form.errors else 200)


@door("stations.edit")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row becomes. Every button posts the page: look again, hand back the wrong rows, import."""
    blob, post = sheets.kept_file(pk=pk, by=request.actor), request.POST
    book, mapping = sheets.workbook(blob=blob), chosen(post)
    system = System(post["system"]) if post.get("system") in list(System) else None
    made, trouble = sheets.plan(book=book, by=request.actor, system=system, mapping=mapping, today=timezone.localdate()), ""
    if post.get("do") == "sheet" and made.counts()[Fate.ERROR]:
        answer = HttpResponse(sheets.error_sheet(plan=made), content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="errors.xlsx"'
        return answer
    if post.get("do") == "import":
        try:
            run = sheets.commit(plan=made, file_name=blob.name, digest=blob.sha256, by=request.actor, at=timezone.now())
            sheets.remember(mapping=mapping, by=request.actor)
            return redirect("stations:import_run", pk=run.pk)
        except Refused as refusal:
            trouble = gettext(refusal.sentence).format(**refusal.values)
    return render(request, "stations/import_plan.html", context(blob, made, system, trouble), status=422 if trouble else 200)


def chosen(post: Mapping[str, str]) -> dict[str, str]:
    """map:标题 → field code, as far as it differs from what was proposed."""
    return {name[4:]: value for name, value in post.items() if name.startswith("map:") and value != post.get(f"was:{name[4:]}", "")}


def context(blob: object, made: Plan, system: System | None, trouble: str) -> dict[str, object]:
    """The summary, the columns, the rows: the wrong ones first."""
    counts, layout = made.counts(), made.layout
    rows = sorted(made.rows, key=lambda row: ORDER.index(row.fate))[:SHOWN]
    return {
        "blob": blob, "total": len(made.rows), "trouble": trouble, "wrong": counts[Fate.ERROR], "good": counts[Fate.NEW] + counts[Fate.UPDATE],
        "counts": [(gettext(FATE_LABELS[fate]), n, TONES[fate]) for fate, n in counts.items() if n], "rows": [worded(row) for row in rows],
        "more": max(0, len(made.rows) - SHOWN), "asks": made.asks_system, "system": system.value if system else "",
        "systems": [(each.value, gettext(label)) for each, label in SYSTEM_LABELS.items()],
        "columns": [(heading, layout.mapping.get(heading, "")) for heading in (*layout.mapping, *layout.unmapped)],
        "options": [("", gettext("不导入")), *((column.code, gettext(column.label)) for column in STATIONS.columns)],
    }  # fmt: skip


def worded(row: Row) -> dict[str, object]:
    """One row for the page."""
    names = {column.code: gettext(column.label) for column in STATIONS.columns}
    faults = [f"{column}：{sentence}" for column, sentence in sheets.said(row)]
    return {
        "number": row.line.number, "fate": gettext(FATE_LABELS[row.fate]), "tone": TONES[row.fate], "name": row.values.get("name", ""),
        "union": row.area.name if row.area else "", "faults": faults, "changes": [names.get(name, name) for name in row.changes],
    }  # fmt: skip


@door("stations.edit")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import did, and the button that takes it back."""
    found = queries.runs(request.actor.scope("stations.edit")).filter(pk=pk).first()
    if found is None:
        raise Refused("not_yours", _("这一次导入不归您管"))
    return render(request, "stations/import_run.html", {"run": found, "rows": found.rows.select_related("station__place")[:SHOWN]})


@door("stations.edit")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    sheets.undo(run_id=pk, by=request.actor, at=timezone.now())
    return redirect("stations:import_run", pk=pk)
