"""The limitation book at the desk: each worker's lines, entries with their proof, and the list to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import queries as case_queries

from ..forms.limits import EntryForm, ProofForm, StartForm
from ..queries import limits as queries
from ..rules import limitation as rules
from ..rules.limitation import Covers, Effect, Kind, Standing
from ..services import limits
from .claims import beside, seen, worker_of

if TYPE_CHECKING:
    from ..models import Arrears, LimitEvent

TONES = {
    Standing.NO_LIMIT: "green", Standing.RUNNING: "", Standing.STOPPED: "wait", Standing.UNKNOWN: "amber", Standing.PASSED: "red",
}  # fmt: skip
MARKS = {
    Standing.NO_LIMIT: "circle-check", Standing.RUNNING: "clock", Standing.STOPPED: "hourglass", Standing.UNKNOWN: "circle-question-mark",
    Standing.PASSED: "octagon-alert",
}  # fmt: skip


def shown(line: limits.Line) -> dict[str, Any]:
    """One line in print: the day to rely on first, the other reading where it says something else."""
    proved, every = line.proved, line.all
    unconfirmed = line.start.unconfirmed or line.rule.unconfirmed
    return {
        "label": gettext(line.label), "why": gettext(rules.WHY_WORDS[line.start.why]), "law": line.rule.law, "unconfirmed": unconfirmed,
        "restarted": bool(proved and proved.begins != line.start.on), "words": gettext(rules.STANDING_WORDS[line.standing]), "tone": TONES[line.standing], "mark": MARKS[line.standing],
        "begins": proved.begins if proved else None, "last": proved.last if proved else None, "safe": proved.safe if proved else None,
        "provisional": bool(proved and proved.provisional), "ordinary": line.ordinary, "aid_first": line.aid_first,
        "other": every.last if every and proved and every.last != proved.last else None,
        "effects": [(one.key, effect) for one, effect in every.effects] if every else [],
        "proved_effects": {one.key: effect for one, effect in proved.effects} if proved else {},
    }  # fmt: skip


def entry(row: LimitEvent, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """An entry in print, with what it does to the first line that it is about."""
    said = next((found[row.pk] for found in (one["proved_effects"] for one in lines) if found.get(row.pk, Effect.OTHER_LINE) != Effect.OTHER_LINE), None)
    counts = said in {Effect.RESTARTS, Effect.PAUSES}
    return {
        "row": row, "kind": gettext(rules.KIND_LABELS[Kind(row.kind)]), "covers": gettext(rules.COVERS_LABELS[Covers(row.covers)]),
        "whom": gettext(row.to_whom) if row.to_whom else "", "note": gettext(row.note) if row.note else "", "counts": counts,
        "effect": gettext(rules.EFFECT_WORDS[said]) if said else "", "by": gettext(row.recorded_by),
    }  # fmt: skip


def book(one: limits.Book) -> dict[str, Any]:
    """A worker's book in print."""
    lines = [shown(line) for line in one.lines]
    return {"worker": one.claimant, "lines": lines, "entries": [entry(row, lines) for row in one.events]}


@door("wages.view")
@require_safe
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Every worker's lines with the last day and the safe day."""
    row = seen(request, pk)
    books = limits.books_of(arrears=row, on=timezone.localdate())
    first = min((one.first for one in books if one.first), key=lambda line: line.proved.last, default=None)
    struck = queries.entries(row.pk, scope=request.actor.scope("wages.view")).filter(struck_at__isnull=False)
    context = {
        "row": row, "case": row.case, "books": [book(one) for one in books], "first": shown(first) if first else None,
        "may_write": request.actor.may(limits.POWER), "struck": [entry(one, []) for one in struck],
    }  # fmt: skip
    return render(request, "wages/limits/index.html", context)


def papers(request: HttpRequest, row: Arrears) -> list[tuple[str, str]]:
    """The folder as choices."""
    return [(str(one.pk), one.label) for one in case_queries.files(row.case, scope=request.actor.scope(limits.POWER))]


@door("wages.counsel")
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry by hand."""
    row = seen(request, pk, limits.POWER)
    people = [(str(one.pk), one.name) for one in row.claimants.order_by("pk")]
    form = EntryForm(request.POST or None, people=people, papers=papers(request, row), initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            limits.enter(case_id=pk, by=request.actor, at=timezone.now(), **form.entry())
        except Refused as refusal:
            beside(form, refusal)
        else:
            return redirect("wages:limits", pk=pk)
    return page(request, row, form, gettext("时效簿记一笔"), gettext("记下来"))


def page(request: HttpRequest, row: Arrears, form: Any, title: str, verb: str) -> HttpResponse:
    """One form of the book."""
    context = {"row": row, "case": row.case, "form": form, "title": title, "verb": verb}
    return render(request, "wages/limits/form.html", context, status=422 if form.errors else 200)


@door("wages.counsel")
def start(request: HttpRequest, pk: int, claimant: int) -> HttpResponse:
    """From when a worker's year runs."""
    row = seen(request, pk, limits.POWER)
    worker = worker_of(request, pk, claimant, limits.POWER)
    known = {one.item: one.known_on for one in worker.limit_facts.all()}
    items = [line.item for one in limits.books_of(arrears=row, on=timezone.localdate()) if one.claimant.pk == worker.pk for line in one.lines]
    form = StartForm(request.POST or None, items=items, initial={"employed": worker.employed, "ended_on": worker.ended_on, **known})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            limits.tell_start(
                case_id=pk, claimant_id=worker.pk, employed=data["employed"], ended_on=data["ended_on"], known=form.known(),
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            beside(form, refusal)
        else:
            return redirect("wages:limits", pk=pk)
    return page(request, row, form, gettext("{name}：时效从哪天算").format(name=worker.name), gettext("记下来"))


def entry_of(request: HttpRequest, pk: int, event: int) -> LimitEvent:
    """An entry of this case, in scope."""
    found = queries.event(event, scope=request.actor.scope(limits.POWER))
    if found is None or found.arrears.case_id != pk:
        raise Http404
    return found


@door("wages.counsel")
def prove(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Attach a file of the folder to an entry."""
    row, found = seen(request, pk, limits.POWER), entry_of(request, pk, event)
    form = ProofForm(request.POST or None, papers=papers(request, row), initial={"proof": found.proof_id})
    if request.method == "POST" and form.is_valid():
        limits.prove(event_id=found.pk, proof_id=int(form.cleaned_data["proof"]), by=request.actor, at=timezone.now())
        return redirect("wages:limits", pk=pk)
    return page(request, row, form, gettext("{kind}：附上凭证").format(kind=gettext(rules.KIND_LABELS[Kind(found.kind)])), gettext("附上"))


@door("wages.counsel")
@require_POST
def strike(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Take a wrong entry out of the count."""
    limits.strike(event_id=entry_of(request, pk, event).pk, by=request.actor, at=timezone.now())
    return redirect("wages:limits", pk=pk)


@door("wages.view")
@require_safe
def proof_list(request: HttpRequest, pk: int, claimant: int) -> HttpResponse:
    """A worker's lines and what proves each interruption, to print."""
    row = seen(request, pk)
    worker = worker_of(request, pk, claimant, "wages.view")
    found = next(one for one in limits.books_of(arrears=row, on=timezone.localdate()) if one.claimant.pk == worker.pk)
    return render(request, "wages/limits/print.html", {"row": row, "case": row.case, "back": f"/wages/cases/{pk}/limits/", **book(found)})
