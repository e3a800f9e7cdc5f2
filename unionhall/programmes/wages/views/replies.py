"""Answering the reporter of a clue, or the workers of a case."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import queries as case_queries

from ..forms.replies import ReplyForm
from ..services import cases as wage_cases
from ..services import clues, replies


def climbed(rows: Iterable[object]) -> list[object]:
    """How far a matter has gone up, with the words of the clock that passed."""
    found = list(rows)
    for row in found:
        row.what = gettext(row.deadline.label)
    return found


@door("wages.check")
def clue(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the reporter of a clue."""
    row = clues.load(pk=pk, scope=request.actor.scope("wages.check"))
    return answered(request, row.case, "clue", f"/wages/clues/{row.pk}/")


@door("wages.handle")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the workers of a case."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.handle"))
    return answered(request, row.case, "arrears", f"/wages/cases/{pk}/")


def answered(request: HttpRequest, matter: object, kind: str, back: str) -> HttpResponse:
    """The form, or the answer and back to the matter."""
    form, actor = ReplyForm(request.POST or None), request.actor
    if request.method == "POST" and form.is_valid():
        try:
            replies.reply(case_id=matter.pk, kind=kind, says=form.cleaned_data["says"], by=actor, at=timezone.now())
        except Refused as refusal:
            if not refusal.field:
                raise
            form.add_error(refusal.field, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect(back)
    rows = climbed(case_queries.escalations(matter, scope=actor.scope("wages.view"))) if reads(actor) else []
    context = {"form": form, "case": matter, "climbed": rows, "back": back}
    return render(request, "wages/reply.html", context, status=422 if form.errors else 200)


def reads(actor: Actor) -> bool:
    """Whether the actor may read matters, beyond answering them."""
    return actor.may("wages.view")
