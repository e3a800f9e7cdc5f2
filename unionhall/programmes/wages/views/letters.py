"""Letters by the hundred: choose the kind, see how far it is, take the archive."""

from __future__ import annotations

import secrets
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from unionhall.base.http import door
from unionhall.base.refusal import Refused

from ..forms.letters import LettersForm
from ..kinds import LetterState
from ..queries import ledger as queries
from ..services import batches
from ..services.papers import PAPER_LABELS, Paper
from .ledger import read_filter
from .papers import HEADERS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import Arrears

SHOWN = 20
IN_MEMORY = 8 * 1024 * 1024


@door("wages.handle")
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My batches, newest first."""
    rows = [{"batch": one, "label": gettext(PAPER_LABELS[Paper(one.paper)]), "counts": batches.counts(batch=one)} for one in batches.own(by=request.actor)]
    return render(request, "wages/letters/index.html", {"rows": rows})


@door("wages.handle")
def new(request: HttpRequest) -> HttpResponse:
    """The chosen cases, or all that the filter shows: which letter, for how many; then it is asked for once."""
    rows, chosen = asked_for(request)
    form = LettersForm(request.POST if "key" in request.POST else None, initial={"key": secrets.token_hex(20)})
    if "key" in request.POST and form.is_valid():
        try:
            batch = batches.start(
                paper=form.cleaned_data["paper"], rows=rows, client_key=form.cleaned_data["key"], by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:letters_batch", pk=batch.pk)
    found = list(rows[: batches.MOST + 1])
    context = {
        "form": form, "rows": found[:SHOWN], "count": min(len(found), batches.MOST), "too_many": len(found) > batches.MOST, "most": batches.MOST,
        "chosen": chosen, "query": request.GET.urlencode(), "sum": sum(row.owed or 0 for row in found),
    }  # fmt: skip
    return render(request, "wages/letters/new.html", context, status=422 if form.errors else 200)


def asked_for(request: HttpRequest) -> tuple[QuerySet[Arrears], list[int]]:
    """The cases that were ticked; with none ticked, the list as it is filtered."""
    scope = request.actor.scope("wages.handle")
    ticked = [int(pk[:18]) for pk in request.POST.getlist("case") if pk.isascii() and pk.isdigit()][: batches.MOST + 1]
    if ticked:
        rows = queries.arrears(scope=scope, by=queries.Filter(open=None)).filter(case_id__in=ticked)
    else:
        rows = queries.arrears(scope=scope, by=read_filter(request, "cases", timezone.localdate()))
    return rows.order_by("case__order_due", "case_id"), ticked


@door("wages.handle")
@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, line by line; the page looks again by itself until all are done."""
    found = batches.load(pk=pk, by=request.actor)
    counts = batches.counts(batch=found)
    context = {
        "batch": found, "label": gettext(PAPER_LABELS[Paper(found.paper)]), "lines": batches.named(list(batches.lines_of(batch=found))),
        "made": counts[LetterState.MADE], "refused": counts[LetterState.REFUSED], "waiting": counts[LetterState.WAITING],
        "total": sum(counts.values()), "done": counts[LetterState.MADE] + counts[LetterState.REFUSED],
    }  # fmt: skip
    return render(request, "wages/letters/batch.html", context)


@door("wages.handle")
@require_safe
def archive(request: HttpRequest, pk: int) -> FileResponse:
    """All letters and the list of what could not be made, in one archive."""
    found = batches.load(pk=pk, by=request.actor)
    target = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the response closes it
    batches.archive(batch=found, by=request.actor, at=timezone.now(), target=target)
    target.seek(0)
    name = f"{gettext(PAPER_LABELS[Paper(found.paper)])} {timezone.localtime(found.asked_at):%Y-%m-%d}.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip", headers=HEADERS)
