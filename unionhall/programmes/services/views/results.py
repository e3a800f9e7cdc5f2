"""Results: the one role of a store writes, the person reads the own three; reports in groups of ten."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import SIGNED_IN, door
from unionhall.base.refusal import Refused
from unionhall.kernel.people.rules import mask_name

from ..forms.bus import ResultForm
from ..models import Report
from ..queries import bus
from ..queries import results as found
from ..rules.aggregates import LEAST
from ..rules.stores import LEVEL_LABELS, POWERS, REFERRAL, REFERRAL_LABELS, STORE_LABELS, Level, Referral, Store
from ..services import reports, results
from . import slots
from .bus import said

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def stops(request: HttpRequest, store: Store) -> HttpResponse:
    """The stops of one store's role, newest first; with ?stop= who arrived there."""
    rows = bus.stops(scope=request.actor.scope(POWERS[store])).filter(plan__accepted_at__isnull=False).order_by("-day")[:30]
    chosen, people = request.GET.get("stop", ""), []
    try:
        found.require_one(request.actor, store)
        if chosen.isascii() and chosen.isdigit():
            people = [{"arrival": row, "name": mask_name(row.name), "result": result} for row, result in found.seen(store, by=request.actor, stop_id=int(chosen))]
    except Refused as refusal:
        return render(request, "services/results/store.html", {"wrong": gettext(refusal.sentence), "name": gettext(STORE_LABELS[store])}, status=422)
    return render(request, "services/results/store.html", {"stops": rows, "people": people, "chosen": chosen, "store": str(store), "name": gettext(STORE_LABELS[store])})


def write(request: HttpRequest, store: Store, pk: int) -> HttpResponse:
    """One person's result in this store: written, or the referral noted as seen."""
    arrival = bus.came(scope=request.actor.scope(POWERS[store])).filter(pk=pk).first()
    if arrival is None:
        raise Http404
    form, result = ResultForm(request.POST or None, store=store), None
    try:
        found.require_one(request.actor, store)
        result = found.find(arrival, store)
        if "see" in request.POST:
            results.see(store=store, arrival_id=pk, by=request.actor, at=timezone.now())
            return redirect(f"/services/bus/store/{store}/?stop={arrival.slot.stop_id}")
        if request.method == "POST" and form.is_valid():
            results.write(store=store, arrival_id=pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
            return redirect(f"/services/bus/store/{store}/?stop={arrival.slot.stop_id}")
    except Refused as refusal:
        said(form, refusal) if form.is_bound else None
    if result and not form.is_bound:
        form = ResultForm(initial={"level": result.level, "words": result.words, "advice": result.advice}, store=store)
    return render(request, "services/results/write.html", {
        "form": form, "arrival": arrival, "name": mask_name(arrival.name), "store": str(store), "store_name": gettext(STORE_LABELS[store]),
        "may_see": bool(result) and result.referral == Referral.ACCEPTED,
    }, status=422 if form.errors else 200)  # fmt: skip


@door("services.body")
def body(request: HttpRequest) -> HttpResponse:
    """The doctor's stops."""
    return stops(request, Store.BODY)


@door("services.mind")
def mind(request: HttpRequest) -> HttpResponse:
    """The counsellor's stops."""
    return stops(request, Store.MIND)


@door("services.law")
def law(request: HttpRequest) -> HttpResponse:
    """The lawyer's stops."""
    return stops(request, Store.LAW)


@door("services.body")
def body_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The doctor's page of one person."""
    return write(request, Store.BODY, pk)


@door("services.mind")
def mind_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The counsellor's page of one person."""
    return write(request, Store.MIND, pk)


@door("services.law")
def law_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The lawyer's page of one person."""
    return write(request, Store.LAW, pk)


@door(SIGNED_IN)
def mine(request: HttpRequest) -> HttpResponse:
    """My slot, and my own results in words; a referral is mine to take or leave."""
    rows = [
        {
            "arrival": arrival, "store": str(store), "name": gettext(STORE_LABELS[store]), "words": gettext(LEVEL_LABELS[store][Level(row.level)]), "row": row,
            "referral": gettext(REFERRAL_LABELS[Referral(row.referral)]) if row.referral else "",
            "steps": [(step.code, gettext(step.label)) for step in REFERRAL.open_to(row.referral) if step.code != "see"] if row.referral else [],
        }
        for arrival, store, row in found.own(scope=request.actor.own())
    ]  # fmt: skip
    return render(request, "services/results/mine.html", {"rows": rows, "slots": slots.own(request), "back": "/"})


@door(SIGNED_IN)
@require_POST
def answer(request: HttpRequest, store: str, pk: int) -> HttpResponse:
    """Yes or no to a referral of my own."""
    try:
        results.answer(store=Store(store), arrival_id=pk, step=request.POST.get("step", ""), by=request.actor, at=timezone.now())
    except (Refused, ValueError) as error:
        raise Http404 from error
    return redirect("services:bus_mine")


@door("services.requests")
def ledger(request: HttpRequest) -> HttpResponse:
    """Reports in scope, and the sums of what they published in a year."""
    scope, since = request.actor.scope("services.requests"), timezone.localdate() - timedelta(days=365)
    total = [(gettext(STORE_LABELS[Store(store)]), gettext(reports.CLASS_LABELS[code]), people) for (store, code), people in sorted(found.total(scope=scope, since=since).items())]
    return render(request, "services/results/reports.html", {"rows": found.reports(scope=scope)[:100], "total": total, "least": LEAST})


def load(request: HttpRequest, pk: int) -> Report:
    """One report in scope, or 404."""
    row = found.reports(scope=request.actor.scope("services.requests")).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


@door("services.requests")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report: who came, and groups of ten or more; ?xlsx hands it out as a sheet."""
    row = load(request, pk)
    if "xlsx" in request.GET:
        return HttpResponse(reports.sheet(report=row), content_type=XLSX, headers={"Content-Disposition": f'attachment; filename="bus-{row.pk}.xlsx"'})
    lines = [(gettext(store), label, gettext(what), people) for store, label, what, people in reports.lines(report=row)]
    return render(request, "services/results/report.html", {"report": row, "lines": lines, "blocks": row.blocks.order_by("pk"), "least": LEAST})
