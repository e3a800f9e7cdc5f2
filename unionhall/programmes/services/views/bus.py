"""Requests and the two-week plan of the check bus."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused

from ..forms.bus import AskForm, MoveForm, PlanForm, ReasonForm
from ..models import BusRequest
from ..queries import bus as found
from ..rules import bus as rules
from ..rules.plans import CHANGE_WORDS, WHY_WORDS, Why
from ..services import plans, reports, requests

PAGE = 100
HOME = (36.71, 119.07)


def clock(minute: int) -> str:
    """8:30."""
    return f"{minute // 60}:{minute % 60:02d}"


def refused(refusal: Refused) -> str:
    """A service's no as a sentence."""
    return gettext(refusal.sentence).format(**refusal.values)


def said(form: Any, refusal: Refused) -> None:
    """A service's no, beside the field that it names."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refused(refusal))


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
    now = timezone.now()
    form = AskForm(request.POST or None, classes=found.risks(timezone.localdate(now)))
    if request.method == "POST" and form.is_valid():
        try:
            row = requests.draft(asked=form.asked(), by=request.actor, at=now)
        except Refused as refusal:
            said(form, refusal)
        else:
            return redirect("services:bus_request", pk=row.pk)
    return render(request, "services/bus/ask.html", {"form": form, "classes": classes(now)}, status=422 if form.errors else 200)


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
    return {
        **line(row), "shops": shops(row), "acts": acts, "stops": row.stops.filter(plan__accepted_at__isnull=False).order_by("day"), "reports": row.reports.order_by("number"),
        "left_out": [missing_line(each) for each in found.left_out(row)], "list": found.counts(row), "may_board": request.actor.may(rules.BOARD),
        "last": found.last_visit(row), **more,
    }  # fmt: skip


def shops(row: BusRequest) -> list[dict[str, object]]:
    """Workshops with shift, risk, and when its people are due again, with the mark of that row."""
    rows, sources = [], found.risk_sources(timezone.localdate())
    for each in row.workshops.all():
        risk = rules.Risk(each.risk)
        months = sources[risk][1] if risk in sources else None
        rows.append({"row": each, "time": f"{clock(each.begins)}–{clock(each.ends)}", "risk": gettext(rules.RISK_LABELS[risk]), "again": months and months.value and int(months.value), "source": months})
    return rows


def classes(at: datetime) -> list[dict[str, object]]:
    """The risk classes in force, with how often and the mark of each."""
    sources = found.risk_sources(timezone.localdate(at))
    return [{"label": gettext(rules.RISK_LABELS[risk]), "again": int(sources[risk][1].value), "source": sources[risk][1]} for risk in found.risks(timezone.localdate(at))]


def missing_line(each: Any) -> dict[str, object]:
    """Whom a plan leaves out, why, and what would change it."""
    change = gettext(CHANGE_WORDS[Why(each.why)]) if each.why != Why.FULL or each.one_more else gettext("排队；等得越久排得越前")
    return {"row": each, "why": gettext(WHY_WORDS[Why(each.why)]), "change": change}


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
        return render(request, "services/bus/request.html", context(request, row, wrong=refused(refusal)), status=422)
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
    missing = [missing_line(each) for each in row.unserved.select_related("request__employer").order_by("pk")]
    return {"plan": row, "days": days, "missing": missing, "without": found.without_slot(row), "people": sum(day["heads"] for day in days), "figures": found.figures(row.first), "form": MoveForm(), **more}


@door("services.bus")
def plan_one(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan; by POST it is accepted."""
    row, wrong = load_plan(request, pk), ""
    if request.method == "POST":
        try:
            plans.accept(plan_id=pk, by=request.actor, at=timezone.now())
        except Refused as refusal:
            wrong = refused(refusal)
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
            wrong = refused(refusal)
    more = {"told": told, "km": round(told.metres / 1000, 1) if told else 0, "moving": stop, "wrong": wrong, "form": form}
    return render(request, "services/bus/plan.html", plan_context(row, **more), status=200 if told and not wrong else 422)
