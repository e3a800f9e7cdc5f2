"""The evidence puzzle of a case for the office: each worker's pieces, who can testify for whom, the files with their hashes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from unionhall.base.http import door
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases

from ..rules import evidence as pieces
from ..rules import interview as rules
from ..services import cases as wage_cases
from ..services import interviews
from .interview import puzzle


@door("wages.view")
@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Names stand here, for people who work on the case; workers see numbers only. The look is written down."""
    scope = request.actor.scope("wages.view")
    row = wage_cases.load(pk=pk, scope=scope)
    cases.looked(case=row.case, by=request.actor, at=timezone.now(), what="evidence")
    workers = list(row.claimants.select_related("arrears__case").order_by("pk"))
    told, colleagues = interviews.of_workers(workers=workers), interviews.colleagues_of(arrears=row, today=timezone.localdate())
    context = {
        "row": row, "case": row.case, "files": case_queries.files(row.case, scope=scope).order_by("pk"),
        "workers": [one_worker(worker, told.get(worker.pk), colleagues[worker.pk]) for worker in workers],
        "may_counsel": request.actor.may("wages.counsel"),
    }  # fmt: skip
    return render(request, "wages/evidence.html", context)


def one_worker(worker: object, told: dict[str, str] | None, found: list[interviews.Colleague]) -> dict[str, object]:
    """A worker's puzzle and colleagues."""
    willing = sum(1 for one in found if one.willing)
    board = pieces.puzzle(rules.proofs(told or {}), colleagues=willing)
    return {
        "worker": worker, "told": told is not None, "puzzle": puzzle(told or {}, willing),
        "asked": [gettext(one.label) for one in pieces.to_produce(board)], "colleagues": found,
    }  # fmt: skip
