"""A ledger in: choose the file, look at what each row becomes, mend cells on the page, import, take back."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.money import short
from unionhall.base.refusal import Refused

from ..forms.imports import LedgerForm
from ..queries import ledger
from ..rules.ledger import LEDGER, Plan, Row
from ..rules.ledger.rows import STATUS_LABELS, Status
from ..services import imports

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {Status.NEW: "blue", Status.UPDATE: "amber", Status.UNCHANGED: "", Status.DUPLICATE: "wait", Status.ERROR: "red"}
RESULTS = (Status.ERROR, Status.UPDATE, Status.NEW, Status.DUPLICATE, Status.UNCHANGED)  # what was left out or changed comes first
ORDER = (Status.UPDATE, Status.DUPLICATE, Status.NEW, Status.UNCHANGED)  # what needs a look comes first
SHOWN = 200


@door("wages.import")
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, the imports so far with 撤回."""
    form = LedgerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            blob = imports.keep_file(content=upload, name=upload.name, by=request.actor, at=timezone.now())
            imports.current_plan(blob=blob, year=None, by=request.actor)
        except Refused as refusal:
            form.add_error("file", gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:import_plan", pk=blob.pk)
    runs = ledger.runs(scope=request.actor.scope("wages.import"))[:20]
    return render(request, "wages/import_start.html", {"form": form, "runs": runs}, status=422 if form.errors else 200)


@door("wages.import")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row becomes. Every button posts the whole page: check again, hand back the wrong rows, import."""
    blob = imports.kept_file(pk=pk, by=request.actor)
    post = request.POST
    year = int(post["year"]) if post.get("year", "").isdigit() else None
    mapping, fixes = chosen_columns(post), typed_fixes(post)
    trouble = ""
    try:
        found = imports.current_plan(blob=blob, year=year, by=request.actor, mapping=mapping, fixes=fixes)
    except Refused as refusal:
        trouble, mapping = gettext(refusal.sentence).format(**refusal.values), {}
        found = imports.current_plan(blob=blob, year=year, by=request.actor, fixes=fixes)
    if not trouble and (done := act(request, blob, found, mapping)):
        return done
    return render(request, "wages/import_plan.html", plan_context(request, blob, found, year, fixes, trouble))


def act(request: HttpRequest, blob: object, found: Plan, mapping: Mapping[str, str]) -> HttpResponse | None:
    """Hand back the wrong rows, or import; None when the page is only to be shown again."""
    what = request.POST.get("do", "")
    if what == "sheet" and any(row.status is Status.ERROR for row in found.rows):
        response = HttpResponse(imports.error_sheet(plan=found), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="errors.xlsx"'
        return response
    if what not in {"import", "import_good"}:
        return None
    imports.remember(mapping=mapping, by=request.actor)
    run = imports.commit(
        plan=found, file_name=blob.name, digest=blob.sha256, by=request.actor, at=timezone.now(), good_rows=what == "import_good"
    )
    return redirect("wages:import_run", pk=run.pk)


def chosen_columns(post: Mapping[str, str]) -> dict[str, str]:
    """map:标题 → field code, as far as it differs from what was proposed."""
    return {
        name[4:]: value for name, value in post.items() if name.startswith("map:") and value != post.get(f"was:{name[4:]}", "")
    }


def typed_fixes(post: Mapping[str, str]) -> dict[tuple[str, int, str], str]:
    """fix|sheet|row|heading → what was typed, as far as it differs from the sheet."""
    found = {}
    for name, value in post.items():
        head, _bar, rest = name.partition("|")
        sheet, number, heading = [*rest.split("|", 2), "", "", ""][:3]
        if head == "fix" and number.isdigit() and value != post.get(f"old|{rest}"):
            found[(sheet, int(number), heading)] = value
    return found


def plan_context(request: HttpRequest, blob: object, found: Plan, year: int | None, fixes: Mapping, trouble: str) -> dict[str, object]:
    """The summary, the columns, the rows: the wrong ones first and editable, then what needs a look, then a sample."""
    counts = found.counts()
    wrong = [row for row in found.rows if row.status is Status.ERROR]
    rest = sorted((row for row in found.rows if row.status is not Status.ERROR), key=lambda row: (ORDER.index(row.status), not row.warnings))
    options = [("", gettext("不导入")), *((column.code, gettext(column.label)) for column in LEDGER.columns)]
    columns = [(heading, found.mapping.get(heading, ""), found.confidence.get(heading, 0)) for heading in (*found.mapping, *found.unmapped)]
    return {
        "blob": blob, "year": year or found.year, "asks_year": found.asks_year, "trouble": trouble, "total": len(found.rows),
        "counts": [(gettext(STATUS_LABELS[status]), n, TONES[status]) for status, n in counts.items() if n], "wrong": [worded(row, fixes) for row in wrong[:SHOWN]],
        "rows": [worded(row, fixes) for row in rest[:SHOWN]], "more": max(0, len(rest) - SHOWN), "options": options, "columns": columns,
        "good": sum(n for status, n in counts.items() if status in (Status.NEW, Status.UPDATE)), "skipped": found.skipped[:60],
        "kept": [(f"fix|{s}|{n}|{h}", text) for (s, n, h), text in fixes.items() if not any(row.number == n and row.sheet == s for row in wrong)],
    }  # fmt: skip


def worded(row: Row, fixes: Mapping) -> dict[str, object]:
    """One row for the page: number, status, what it becomes, its issues with the cell to mend."""
    values = row.becomes
    sums = [gettext("{sum} 元").format(sum=short(values[code])) for code in ("amount", "recovered") if isinstance(values.get(code), int)]
    seen = [str(values[code]) for code in ("received_on", "employer", "project", "contact") if values.get(code)]
    return {
        "number": row.number, "status": gettext(STATUS_LABELS[row.status]), "tone": TONES[row.status], "line": " · ".join([*seen, *sums]),
        "errors": [
            {"sentence": gettext(issue.sentence).format(**issue.values), "column": issue.column, "value": issue.value, "name": f"{row.sheet}|{row.number}|{issue.column}"}
            for issue in row.errors
        ],
        "warnings": [gettext("：").join((issue.column, gettext(issue.sentence).format(**issue.values))) for issue in row.warnings],
        "changes": [f"{code}: {old if old is not None else '—'} → {new if new is not None else '—'}" for code, (old, new) in row.changes.items()],
        "same_as": row.same_as[1] if row.same_as else None,
    }  # fmt: skip


@door("wages.import")
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """What an import did, row by row, and the button that takes it back."""
    found = ledger.runs(scope=request.actor.scope("wages.import")).filter(pk=pk).first()
    if found is None:
        raise Refused("not_yours", gettext("这一次导入不归您管"))
    rows = sorted(found.rows.select_related("clue__case", "case").order_by("number")[:500], key=lambda row: (RESULTS.index(row.status), row.number))
    for row in rows:
        row.words, row.tone = gettext(STATUS_LABELS[Status(row.status)]), TONES[Status(row.status)]
    return render(request, "wages/import_run.html", {"run": found, "rows": rows})


@door("wages.import")
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an import back."""
    imports.undo(run_id=pk, by=request.actor, at=timezone.now())
    return redirect("wages:import_run", pk=pk)
