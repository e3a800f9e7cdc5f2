"""A sheet of weekly checks in: look first, then import."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused

from ...forms.rounds import ChecksFileForm
from ...rules.rounds.checks import RESULT_LABELS, Result
from ...rules.rounds.sheets import FATE_LABELS, CheckPlan, CheckRow, Fate
from ...services import imports, rounds

TONES = {Fate.NEW: "blue", Fate.SAME: "", Fate.ASKED: "wait", Fate.REPEATED: "", Fate.DIFFERS: "orange", Fate.ERROR: "red"}
ORDER = (Fate.ERROR, Fate.DIFFERS, Fate.NEW, Fate.ASKED, Fate.REPEATED, Fate.SAME)
SHOWN = 200


@door("wages.import")
def start(request: HttpRequest) -> HttpResponse:
    """Choose the workbook; the ledger's other sheets are left alone."""
    form = ChecksFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            blob = imports.keep_file(content=upload, name=upload.name, by=request.actor, at=timezone.now())
            rounds.checks_plan_of(blob=blob, year=None, by=request.actor)
        except Refused as refusal:
            form.add_error("file", gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:round_sheet", pk=blob.pk)
    return render(request, "wages/rounds/sheet_start.html", {"form": form}, status=422 if form.errors else 200)


@door("wages.import")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row becomes; the button imports it."""
    blob = imports.kept_file(pk=pk, by=request.actor)
    year = request.POST.get("year", "")
    found = rounds.checks_plan_of(blob=blob, year=int(year) if year.isdigit() else None, by=request.actor)
    trouble = ""
    if request.POST.get("do") == "import":
        try:
            counts = rounds.import_checks(plan=found, by=request.actor, at=timezone.now())
        except Refused as refusal:
            trouble = gettext(refusal.sentence)
        else:
            said = gettext("导入好了：记下 {n} 条，没报结果的 {asked} 家记为未知")
            messages.success(request, said.format(n=counts[Fate.NEW], asked=counts[Fate.ASKED]))
            return redirect("wages:round_coverage")
    return render(request, "wages/rounds/sheet_plan.html", context(blob, found, trouble))


def context(blob: object, found: CheckPlan, trouble: str) -> dict[str, object]:
    """Counts, the year, the rows that want a look first."""
    rows = sorted(found.rows, key=lambda row: (ORDER.index(row.fate), row.number))
    counts = found.counts()
    return {
        "blob": blob, "year": found.year, "asks_year": found.asks_year, "trouble": trouble, "total": len(found.rows), "rows": [worded(row) for row in rows[:SHOWN]],
        "counts": [(gettext(FATE_LABELS[fate]), counts[fate], TONES[fate]) for fate in ORDER if counts[fate]], "more": max(0, len(rows) - SHOWN),
        "good": counts[Fate.NEW] + counts[Fate.ASKED], "skipped": [each for each in found.skipped if each.number is None],
    }  # fmt: skip


def worded(row: CheckRow) -> dict[str, object]:
    """One row for the page."""
    result = gettext(RESULT_LABELS[Result(row.result)]) if row.result else gettext("没报")
    return {
        "number": row.number, "fate": gettext(FATE_LABELS[row.fate]), "tone": TONES[row.fate], "line": " · ".join(filter(None, (row.inspector, row.street, row.employer))),
        "day": row.checked_on, "result": result, "trouble": gettext(row.sentence) if row.trouble else "", "written": row.written,
    }  # fmt: skip
