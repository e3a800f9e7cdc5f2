"""A stop of the check bus: its slots, who arrives, the paper list; late, or called off."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.people.rules import mask_name

from ..forms.bus import CodeForm, LateForm, NamesForm, ReasonForm
from ..models import BusStop, Slot
from ..queries import bus as found
from ..rules import bus as rules
from ..services import visits
from .bus import refused, shops

SHEETS = {"print": "services/bus/sheet.html", "list": "services/bus/paper.html"}


def load(request: HttpRequest, pk: int, power: str = "services.requests") -> BusStop:
    """One stop in scope, or 404."""
    row = found.stops(scope=request.actor.scope(power)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def timed(slot: Slot) -> dict[str, object]:
    """A slot with its clock, as it stands now."""
    begins, ends = timezone.localtime(slot.session.starts_at), timezone.localtime(slot.session.ends_at)
    return {"row": slot, "time": f"{begins:%-H:%M}–{ends:%-H:%M}", "places": slot.session.capacity, "entered": slot.session.taken, "late": begins.hour * 60 + begins.minute != slot.begins}


def context(request: HttpRequest, row: BusStop, **more: object) -> dict[str, object]:
    """What a stop's page shows."""
    standing = not row.visited_at and not row.off_at
    may_run = request.actor.may(rules.BUS) and standing and row.plan.accepted_at is not None
    return {
        "stop": row, "slots": [timed(slot) for slot in found.slots(row)], "may_board": request.actor.may(rules.BOARD) and not row.off_at,
        "may_run": may_run, "late_form": LateForm(), "off_form": ReasonForm(prefix="off"), **more,
    }  # fmt: skip


@door("services.requests")
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The slots of a stop; to print and hang up, or to tick off on paper; by POST the stop is over."""
    row, wrong = load(request, pk), ""
    if request.method == "POST":
        try:
            visits.finish(stop_id=pk, by=request.actor, at=timezone.now())
        except Refused as refusal:
            wrong = refused(refusal)
        else:
            return redirect("services:bus_stop", pk=pk)
    sheet = next((name for name in SHEETS if name in request.GET), "")
    if sheet == "list" and not request.actor.may(rules.BOARD):
        raise Http404
    more = {"people": boarding(request, row), "shops": shops(row.request)} if sheet else {}
    return render(request, SHEETS.get(sheet, "services/bus/stop.html"), context(request, row, wrong=wrong, **more), status=422 if wrong else 200)


@door(rules.BUS)
@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """The bus does not come that day."""
    row, form = load(request, pk, rules.BUS), ReasonForm(request.POST, prefix="off")
    try:
        visits.call_off(stop_id=pk, reason=request.POST.get("off-reason", ""), by=request.actor, at=timezone.now())
    except Refused as refusal:
        return render(request, "services/bus/stop.html", context(request, row, wrong=refused(refusal), off_form=form), status=422)
    return redirect("services:bus_stop", pk=pk)


@door(rules.BOARD)
@require_POST
def delay(request: HttpRequest, pk: int) -> HttpResponse:
    """The bus is late."""
    row, form = load(request, pk, rules.BOARD), LateForm(request.POST)
    wrong = ""
    try:
        if form.is_valid():
            visits.delay(stop_id=pk, minutes=form.cleaned_data["minutes"], by=request.actor, at=timezone.now())
            return redirect("services:bus_stop", pk=pk)
    except Refused as refusal:
        wrong = refused(refusal)
    return render(request, "services/bus/stop.html", context(request, row, wrong=wrong, late_form=form), status=422)


def boarding(request: HttpRequest, row: BusStop) -> list[dict[str, object]]:
    """Each slot of a stop with the people in it: numbers and half a name."""
    people: dict[int, list] = {}
    for each in found.arrivals(scope=request.actor.scope(rules.BOARD)).filter(slot__stop=row):
        people.setdefault(each.slot_id, []).append({"row": each, "name": mask_name(each.name)})
    return [{**timed(slot), "people": people.get(slot.pk, [])} for slot in found.slots(row)]


@door(rules.BOARD)
def arrivals(request: HttpRequest, pk: int) -> HttpResponse:
    """On the phone at the bus: one tap each, or a paper list at once; a code typed in; names added slot by slot."""
    row, wrong = load(request, pk, rules.BOARD), ""
    form = NamesForm(request.POST if "slot" in request.POST else None)
    try:
        if request.method == "POST" and posted(request, row, form):
            return redirect("services:bus_arrivals", pk=pk)
    except Refused as refusal:
        wrong = refused(refusal)
    if "code" in request.GET:
        if place := by_code(request, request.GET["code"]):
            return redirect(place)
        wrong = gettext("没有这个码，或者不是这一站的")
    more = {"slots": boarding(request, row), "form": form, "wrong": wrong, "code": CodeForm(), "may_enter": request.actor.may(rules.ASK), "back": reverse("services:bus_stop", args=[pk])}
    return render(request, "services/bus/arrivals.html", {"stop": row, **more}, status=422 if wrong or form.errors else 200)


def posted(request: HttpRequest, row: BusStop, form: NamesForm) -> bool:
    """Do what was pressed; False when what was typed cannot be read."""
    now, by = timezone.now(), request.actor
    pks = [int(text) for text in request.POST.getlist("arrival") if text.isascii() and text.isdigit()]
    if form.is_bound:
        slot = request.POST["slot"]
        if form.is_valid():
            visits.enter(stop_id=row.pk, slot_id=int(slot) if slot.isdigit() else 0, names=form.cleaned_data["names"], by=by, at=now)
        return form.is_valid()
    if "undo" in request.POST and pks:
        visits.arrive(arrival_id=pks[0], by=by, at=now, undo=True)
    elif pks:
        visits.arrive_many(arrival_ids=pks, by=by, at=now)
    return True


def by_code(request: HttpRequest, code: str) -> str:
    """Where the person with this code stands on the list; '' for a code that is no one's here."""
    scope = request.actor.scope(rules.BOARD)
    booking = bookings.by_code(scope=scope, code=code[:20])
    row = found.arrivals(scope=scope).filter(booking=booking).first() if booking else None
    return f"{reverse('services:bus_arrivals', args=[row.slot.stop_id])}#n{row.pk}" if row else ""


@door(rules.BOARD)
def at_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR on a worker's phone opens at the bus: their line on the list."""
    place = by_code(request, code)
    if not place:
        raise Http404
    return redirect(place)
