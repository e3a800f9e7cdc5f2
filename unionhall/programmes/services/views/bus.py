"""Requests, the plan, slots and arrivals of the check bus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.people.rules import mask_name

from ..forms.bus import AskForm, MoveForm, NamesForm, PlanForm, ReasonForm
from ..models import BusRequest, BusStop, Slot
from ..queries import bus as found
from ..rules import bus as rules
from ..rules.plans import CHANGE_WORDS, WHY_WORDS, Why
from ..rules.slots import OPENS
from ..services import plans, reports, requests, visits

PAGE = 100
HOME = (36.71, 119.07)


def clock(minute: int) -> str:
    """8:30."""
    return f"{minute // 60}:{minute % 60:02d}"


def said(form: Any, refusal: Refused) -> None:
    """A service's no, beside the field that it names."""
    form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))


def line(row: BusRequest) -> dict[str, object]:
    """One request in a list."""
    shops = list(row.workshops.all())
    return {
        "row": row, "case": row.case, "state": gettext(rules.WORDS[rules.State(row.case.state)]), "heads": sum(each.heads for each in shops),
        "at_risk": sum(each.heads for each in shops if each.risk != rules.Risk.NONE),
    }  # fmt: skip


@door("services.requests")
def ledger(request: HttpRequest) -> HttpResponse:
    """Requests in scope, newest first."""
    rows = found.requests(scope=request.actor.scope("services.requests"))[:PAGE]
    return render(request, "services/bus/requests.html", {"rows": [line(row) for row in rows], "may_ask": request.actor.may(rules.ASK)})


@door("services.ask")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the bus and send it off."""
    form, now = AskForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            row = requests.draft(asked=form.asked(), by=request.actor, at=now)
        except Refused as refusal:
            said(form, refusal)
        else:
            return redirect("services:bus_request", pk=row.pk)
    return render(request, "services/bus/ask.html", {"form": form, "mark": rules.RISK_SOURCE}, status=422 if form.errors else 200)


def load(request: HttpRequest, pk: int) -> BusRequest:
    """One request in scope, or 404."""
    row = found.request(pk, scope=request.actor.scope("services.requests"))
    if row is None:
        raise Http404
    return row


@door("services.requests")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A request: people, yard, stops, reports, what can be done now."""
    return render(request, "services/bus/request.html", context(request, load(request, pk)))


def context(request: HttpRequest, row: BusRequest, **more: object) -> dict[str, object]:
    """What a request's page shows."""
    open_steps = [step for step in rules.FLOW.open_to(row.case.state) if step.code in STEPS and any(request.actor.may(power) for power in step.needs)]
    acts = [{"code": step.code, "words": gettext(step.label), "form": ReasonForm() if step.code in ("refuse", "withdraw") else None} for step in open_steps]
    shops = [{"row": each, "time": f"{clock(each.begins)}–{clock(each.ends)}", "risk": gettext(rules.RISK_LABELS[rules.Risk(each.risk)])} for each in row.workshops.all()]
    left_out = row.case.state == rules.State.SENT and row.pk and found.plans(scope=request.actor.scope(rules.BUS)).filter(unserved__request=row).exists()
    return {
        **line(row), "shops": shops, "acts": acts, "stops": row.stops.filter(plan__accepted_at__isnull=False).order_by("day"), "reports": row.reports.order_by("number"),
        "risk_source": rules.RISK_SOURCE, "left_out": left_out, **more,
    }  # fmt: skip


STEPS: dict[str, Callable[..., object]] = {
    "send": requests.send, "confirm": requests.confirm, "withdraw": requests.withdraw, "refuse": requests.refuse, "report": reports.make, "close": requests.close,
}  # fmt: skip


@door("services.requests")
@require_POST
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Move a request along; a refusal stands on the page."""
    row = load(request, pk)
    if step not in STEPS:
        raise Http404
    more = {"reason": request.POST.get("reason", "")} if step in ("refuse", "withdraw") else {}
    try:
        STEPS[step](case_id=row.pk, by=request.actor, at=timezone.now(), **more)
    except Refused as refusal:
        return render(request, "services/bus/request.html", context(request, row, wrong=gettext(refusal.sentence).format(**refusal.values)), status=422)
    return redirect("services:bus_request", pk=pk)


@door("services.bus")
def plan(request: HttpRequest) -> HttpResponse:
    """The newest plan, and the form that drafts two weeks."""
    form = PlanForm(request.POST or None, initial={"first": timezone.localdate(), "lat": HOME[0], "lng": HOME[1]})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = plans.draft(first=data["first"], home=(data["lat"], data["lng"]), by=request.actor, at=timezone.now())
        return redirect("services:bus_plan_one", pk=row.pk)
    rows = found.plans(scope=request.actor.scope("services.bus"))[:20]
    return render(request, "services/bus/plans.html", {"form": form, "rows": rows}, status=422 if form.errors else 200)


def load_plan(request: HttpRequest, pk: int) -> Any:
    """One plan in scope, or 404."""
    row = found.plans(scope=request.actor.scope("services.bus")).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def plan_context(row: Any, **more: object) -> dict[str, object]:
    """A plan day by day, and who is left out, why, and what would change it."""
    days = [{"day": day, "stops": stops, "heads": sum(stop.heads for stop in stops)} for day, stops in found.days_of(row).items()]
    missing = [
        {"row": each, "why": gettext(WHY_WORDS[Why(each.why)]), "change": gettext(CHANGE_WORDS[Why(each.why)]) if each.why != Why.FULL or each.one_more else gettext("排队；等得越久排得越前")}
        for each in row.unserved.select_related("request__employer").order_by("pk")
    ]  # fmt: skip
    return {"plan": row, "days": days, "missing": missing, "people": sum(day["heads"] for day in days), "figures": found.figures(row.first), "form": MoveForm(), **more}


@door("services.bus")
def plan_one(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan; by POST it is accepted."""
    row, wrong = load_plan(request, pk), ""
    if request.method == "POST":
        try:
            plans.accept(plan_id=pk, by=request.actor, at=timezone.now())
        except Refused as refusal:
            wrong = gettext(refusal.sentence).format(**refusal.values)
        else:
            return redirect("services:bus_plan_one", pk=pk)
    return render(request, "services/bus/plan.html", plan_context(row, wrong=wrong), status=422 if wrong else 200)


@door("services.bus")
@require_POST
def move(request: HttpRequest, pk: int, stop: int) -> HttpResponse:
    """First press: what the move does. Second press (`sure`): it is done."""
    row, form, told, wrong = load_plan(request, pk), MoveForm(request.POST), None, ""
    if form.is_valid():
        try:
            _stop, told = plans.weigh(plan=row, stop_id=stop, to=form.cleaned_data["day"])
            if "sure" in request.POST:
                plans.move(plan_id=pk, stop_id=stop, to=form.cleaned_data["day"], by=request.actor, at=timezone.now())
                return redirect("services:bus_plan_one", pk=pk)
        except Refused as refusal:
            wrong = gettext(refusal.sentence).format(**refusal.values)
    more = {"told": told, "km": round(told.metres / 1000, 1) if told else 0, "moving": stop, "wrong": wrong, "form": form}
    return render(request, "services/bus/plan.html", plan_context(row, **more), status=200 if told and not wrong else 422)


def load_stop(request: HttpRequest, pk: int, power: str = "services.requests") -> BusStop:
    """One stop in scope, or 404."""
    row = found.stops(scope=request.actor.scope(power)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def timed(slot: Slot) -> dict[str, object]:
    """A slot with its clock."""
    return {"row": slot, "time": f"{clock(slot.begins)}–{clock(slot.ends)}", "entered": slot.arrivals.count()}


@door("services.requests")
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """The slots of a stop, to print and hang up; by POST the stop is over."""
    row, wrong = load_stop(request, pk), ""
    if request.method == "POST":
        try:
            visits.finish(stop_id=pk, by=request.actor, at=timezone.now())
        except Refused as refusal:
            wrong = gettext(refusal.sentence).format(**refusal.values)
        else:
            return redirect("services:bus_stop", pk=pk)
    slots = [timed(slot) for slot in found.slots(row)]
    template = "services/bus/sheet.html" if "print" in request.GET else "services/bus/stop.html"
    more = {"may_enter": request.actor.may(rules.ASK), "may_finish": request.actor.may(rules.BUS) and not row.visited_at, "wrong": wrong, "opens": clock(OPENS)}
    return render(request, template, {"stop": row, "slots": slots, **more}, status=422 if wrong else 200)


@door("services.ask")
def arrivals(request: HttpRequest, pk: int) -> HttpResponse:
    """On the phone at the bus: numbers and half a name, one tap each; names are entered slot by slot."""
    row, form = load_stop(request, pk, rules.ASK), NamesForm(request.POST if "slot" in request.POST else None)
    wrong = ""
    try:
        if (tapped := request.POST.get("arrival", "")).isascii() and tapped.isdigit():
            visits.arrive(arrival_id=int(tapped), by=request.actor, at=timezone.now(), undo="undo" in request.POST)
            return redirect("services:bus_arrivals", pk=pk)
        if form.is_bound and form.is_valid():
            slot = request.POST["slot"]
            visits.enter(stop_id=pk, slot_id=int(slot) if slot.isdigit() else 0, names=form.cleaned_data["names"], by=request.actor, at=timezone.now())
            return redirect("services:bus_arrivals", pk=pk)
    except Refused as refusal:
        wrong = gettext(refusal.sentence).format(**refusal.values)
    people: dict[int, list] = {}
    for each in found.arrivals(scope=request.actor.scope(rules.ASK)).filter(slot__stop=row):
        people.setdefault(each.slot_id, []).append({"row": each, "name": mask_name(each.name)})
    slots = [{**timed(slot), "people": people.get(slot.pk, [])} for slot in found.slots(row)]
    return render(request, "services/bus/arrivals.html", {"stop": row, "slots": slots, "form": form, "wrong": wrong, "back": f"/services/bus/stop/{pk}/"}, status=422 if wrong or form.errors else 200)
