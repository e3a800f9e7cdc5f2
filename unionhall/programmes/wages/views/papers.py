"""Papers of a case: made on request, kept in its folder, handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.base.http import door, safe_next
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import services as cases
from unionhall.kernel.files import services as files

from ..services import cases as wage_cases
from ..services import papers as services

if TYPE_CHECKING:
    from ..models import Arrears, Claimant

HEADERS = {
    "Cache-Control": "no-store, private", "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}  # fmt: skip


def panel(request: HttpRequest, row: Arrears, worker: Claimant | None = None) -> dict[str, object]:
    """What `wages/claims/papers.html` shows: papers made so far, and those this actor may make now."""
    made = services.papers_in(arrears=row, scope=request.actor.scope("wages.view"))
    can = [{"code": paper, "label": gettext(label)} for paper, label in services.ready(arrears=row, by=request.actor)]
    demands = [one for one in can if one["code"] == services.Paper.DEMAND]
    can = [one for one in can if one not in demands] + [one | to for one in demands for to in _to_each(row)]
    return {"rows": made, "ready": can, "worker": worker}


def _to_each(row: Arrears) -> list[dict[str, object]]:
    """A demand for each payer: its place in the chain and its name."""
    return [{"payer": place, "to": one.name or gettext(one.label)} for place, one in enumerate(services.payers_to_ask(arrears=row), start=1)]


@door("wages.view")
@require_POST
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Make a paper and hand it out; what is missing is said where one came from."""
    if kind not in set(services.Paper):
        raise Http404
    worker = request.POST.get("claimant", "")
    claimant = int(worker[:18]) if worker.isascii() and worker.isdigit() else None
    place = request.POST.get("payer", "")
    payer = int(place[:4]) if place.isascii() and place.isdigit() else 0
    try:
        row = services.save(case_id=pk, paper=kind, by=request.actor, at=timezone.now(), claimant_id=claimant, payer=payer)
    except Refused as refusal:
        if refusal.code == "not_yours":
            raise
        messages.error(request, gettext(refusal.sentence).format(**refusal.values))
        return redirect(safe_next(request, f"/wages/cases/{pk}/"))
    return redirect("wages:paper_file", pk=pk, file=row.pk)


@door("wages.view")
@require_safe
def paper_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A kept paper as a download, written into the read log."""
    scope = request.actor.scope("wages.view")
    row = wage_cases.load(pk=pk, scope=scope)
    found = next((one for one in services.papers_in(arrears=row, scope=scope) if one.pk == file), None)
    if found is None:
        raise Http404
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), what="paper")
    content = files.opened(blob=found.blob)
    return FileResponse(content, as_attachment=True, filename=found.blob.name, content_type=found.blob.mime, headers=HEADERS)
