"""Briefings: drawn, read, printed, handed out as docx, sent up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs

from ..forms import regimes as forms
from ..queries import briefings as queries
from ..rules import briefings as rules
from ..services import briefings as services

if TYPE_CHECKING:
    from ..models import Briefing

TONES = {"draft": "amber", "issued": "blue", "sent": "wait", "received": "green", "returned": "red"}


def worded(row: Briefing) -> Briefing:
    """A briefing with its words."""
    row.words, row.state_words = gettext(rules.KIND_LABELS[rules.BriefingKind(row.kind)]), gettext(rules.STATE_LABELS[rules.BriefingState(row.state)])
    row.tone = TONES[row.state]
    return row


@door("wages.oversee")
def briefings(request: HttpRequest) -> HttpResponse:
    """The reports of the unions in scope, and the form that draws the next."""
    scope, actor = request.actor.scope("wages.oversee"), request.actor
    unions = [(row.pk, row.name) for row in orgs.below(scope)]
    first = {"kind": request.GET.get("kind", "weekly"), "on": timezone.localdate() - timedelta(days=7)}
    form = forms.DrawForm(request.POST or None, unions=unions, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = services.draw_period(union_id=data["union"], kind=data["kind"], on=data["on"], by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            return redirect("wages:briefing", pk=row.pk)
    kind = request.GET.get("kind", "")
    known = kind if kind in set(rules.BriefingKind) else ""
    rows = [worded(row) for row in queries.briefings(scope=scope, kind=known)[:60]]
    tabs = [{"label": gettext("全部"), "url": "/wages/briefings/", "current": not known}]
    tabs += [{"label": gettext(label), "url": f"/wages/briefings/?kind={code.value}", "current": known == code} for code, label in rules.KIND_LABELS.items()]
    drafts = sum(1 for row in rows if row.state == rules.BriefingState.DRAFT)
    return render(request, "wages/briefings/list.html", {"rows": rows, "tabs": tabs, "form": form, "drafts": drafts}, status=422 if form.errors else 200)


def load(request: HttpRequest, pk: int) -> Briefing:
    """One briefing in scope; 404 otherwise."""
    row = queries.briefings(scope=request.actor.scope("wages.oversee")).filter(pk=pk).first()
    if row is None:
        raise Http404
    return worded(row)


def context_of(request: HttpRequest, row: Briefing) -> dict[str, object]:
    """What page and print show alike, in the reader's language where the words are the house's."""
    page = services.page_of(briefing=row)
    for figure in page["figures"]:
        figure.update({name: gettext(figure[name]) for name in ("label", "unit", "definition")})
    for part in page["parts"]:
        part["label"] = gettext(part["label"])
        for line in part["rows"]:
            line["label"] = gettext(line["label"])
    *_lines, open_mark = services.thresholds(region=row.union.region_code, at=row.drawn_at)
    return {"row": row, "badge": bool(row.arrears_id) and open_mark, "opening": "" if row.arrears_id else services.opening(briefing=row), **page}


@door("wages.oversee")
def briefing(request: HttpRequest, pk: int) -> HttpResponse:
    """One briefing: figures with definition and the period before, lists, what can be done now."""
    row = load(request, pk)
    reaches_above = bool(row.sent_to and request.actor.scope("wages.oversee").reaches(row.sent_to.path))
    steps = [
        {"label": gettext(step.label), "url": f"/wages/briefings/{pk}/step/{step.code}/", "post": True}
        for step in rules.FLOW.open_to(row.state)
        if step.code != "hand_back" and (step.code not in rules.ABOVE or reaches_above) and (step.code != "send" or row.union.parent_id)
    ]  # fmt: skip
    may_return = reaches_above and row.state == rules.BriefingState.SENT
    context = {"steps": steps, "may_return": may_return, "back_form": forms.ReturnForm()}
    return render(request, "wages/briefings/briefing.html", {**context_of(request, row), **context})


@door("wages.oversee")
@require_safe
def print_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The briefing as a sheet to print."""
    row = load(request, pk)
    return render(request, "wages/briefings/print.html", {**context_of(request, row), "back": f"/wages/briefings/{pk}/"})


@door("wages.oversee")
@require_POST
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The docx: printed once from what was kept, then handed out as every file is."""
    load(request, pk)
    blob = services.on_paper(briefing_id=pk, by=request.actor, at=timezone.now())
    return redirect("files:download", pk=blob.pk)


@door("wages.oversee")
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """One step of a briefing's way."""
    load(request, pk)
    services.move(briefing_id=pk, step=step, by=request.actor, at=timezone.now(), says=request.POST.get("says", ""))
    return redirect("wages:briefing", pk=pk)
