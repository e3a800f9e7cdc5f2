"""The rota at the desk: a month as a grid, who has served how often, a plan's dry run, people, leave that waits, paper."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.base.workdays import DayKind
from unionhall.kernel.law.rules import MARK_LABELS
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places.rules import KIND_LABELS

from ..forms.rota import WEEKDAYS, DayForm, PatternForm, ProviderForm, ReasonForm, SpanForm
from ..models import Rota
from ..queries import rota as found
from ..rules.rota.guarantees import days_between
from ..rules.rota.leave import LeaveState, consequence
from ..rules.rota.plans import BAR_WORDS, HOW_WORDS, Plan
from ..services import leave as leaves
from ..services import providers, rota
from .duty import duty_row, shown


def load(request: HttpRequest, pk: int, power: str = "services.rota") -> Rota:
    """A rota in the actor's scope, or 404."""
    row = found.rota(pk, scope=request.actor.scope(power))
    if row is None:
        raise Http404
    return row


def span(request: HttpRequest) -> tuple[date, date]:
    """The first and last day of ?month=2026-11, or of this month."""
    text = request.GET.get("month", "")
    try:
        first = date.fromisoformat(f"{text}-01") if text else timezone.localdate().replace(day=1)
    except ValueError as error:
        raise Http404 from error
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@door("services.rota")
def index(request: HttpRequest) -> HttpResponse:
    """All rotas; with a single one, that one."""
    rows = list(found.rotas(scope=request.actor.scope("services.rota"))[:200])
    if len(rows) == 1:
        return redirect("services:rota_month", rows[0].pk)
    return render(request, "services/rota/index.html", {"rows": rows})


def board_of(request: HttpRequest, row: Rota) -> dict[str, object]:
    """A month's weeks, gaps, fairness and alarms: for the page and for the paper."""
    first, last = span(request)
    board = found.board(row.pk, first, last)
    gaps = {gap.day: gap for gap in board.gaps(days_between(first, last))}
    by_day: dict[date, list[dict[str, object]]] = defaultdict(list)
    for duty in found.duties(scope=request.actor.scope("services.rota"), rota_id=row.pk, first=first, last=last):
        by_day[duty.day].append(duty_row(duty))
    cells = [
        {"day": day, "duties": by_day[day], "gap": gaps.get(day), "inside": first <= day <= last, "kind": kind_of(board, day), "today": day == timezone.localdate()}
        for day in days_between(first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday()))
    ]
    served = rota.served(rota_id=row.pk, year=first.year)
    titles = {each.group: each.title for each in row.guarantees.order_by("-pk")}
    fair = [{"name": each.name, "group": titles.get(each.group, each.group), "served": served.get(each.id, 0), "pk": each.id} for each in board.members.values()]
    alarm = found.figure("rota_alarm_days", first)
    return {
        "rota": row, "first": first, "weeks": [cells[spot : spot + 7] for spot in range(0, len(cells), 7)], "gaps": sorted(gaps.values()), "fair": fair,
        "most": max((each["served"] for each in fair), default=0) or 1, "waiting": sum(each["planned"] for rows in by_day.values() for each in rows),
        "before": f"{first - timedelta(days=1):%Y-%m}", "after": f"{last + timedelta(days=1):%Y-%m}", "month": f"{first:%Y-%m}", "heads": [label for _code, label in WEEKDAYS],
        "promises": [promise_row(each) for each in row.guarantees.order_by("pk")], "alarm_days": int(alarm.value or 0), "mark": gettext(MARK_LABELS[alarm.mark]),
    }  # fmt: skip


def kind_of(board: object, day: date) -> str:
    """What our calendar says of a day that differs."""
    kind = board.calendar.kind(day)
    return gettext(KIND_LABELS[kind]) if kind not in (DayKind.WORKING, DayKind.REST) else ""


def promise_row(row: object) -> dict[str, object]:
    """A promise in words."""
    names = dict(WEEKDAYS)
    return {"row": row, "days": gettext("、").join(str(names[figure]) for figure in row.weekdays)}


@door("services.rota")
def month(request: HttpRequest, pk: int) -> HttpResponse:
    """The month as a grid, with what is missing first."""
    row = load(request, pk)
    scope = request.actor.scope("services.plan")
    context = board_of(request, row) | {"leaves": found.leaves(scope=scope, rota_id=pk), "may_plan": scope.reaches(row.path)}
    return render(request, "services/rota/month.html", context)


@door("services.rota")
def print_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The month on A4, for the door."""
    row = load(request, pk)
    return render(request, "services/rota/print.html", board_of(request, row) | {"back": f"/services/rota/{pk}/?month={span(request)[0]:%Y-%m}"})


@door("services.plan")
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Which days; then the plan as it would be; then it is accepted as shown."""
    row, today = load(request, pk, "services.plan"), timezone.localdate()
    form = SpanForm(request.POST or (request.GET if "first" in request.GET else None), initial={"first": today, "last": (today + timedelta(days=56))})
    context: dict[str, object] = {"rota": row, "form": form}
    if form.is_bound and form.is_valid():
        days = {"rota_id": pk, **form.cleaned_data, "by": request.actor, "at": timezone.now()}
        try:
            if request.method == "POST":
                made = rota.accept(**days, mark=request.POST.get("mark", ""))
                messages.success(request, gettext("排上了 {n} 个班，等本人确认").format(n=len(made)))
                return redirect("services:rota_month", pk)
            context |= draft_shown(rota.draft(**days))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence))
    return render(request, "services/rota/plan.html", context, status=422 if form.errors else 200)


def draft_shown(made: rota.Draft) -> dict[str, object]:
    """The dry run in words: turns, who serves how often before and after, what could not be."""
    members, counts = made.board.members, made.plan.counts()
    turns = [{"day": seat.day, "names": [members[each].name for each in pick]} for seat, pick in zip(made.plan.seats, made.plan.picks, strict=True) if pick]
    fair = [{"name": each.name, "before": each.served, "new": counts[each.id], "after": each.served + counts[each.id]} for each in members.values()]
    return {"draft": made, "turns": turns, "fair": fair, "how": gettext(HOW_WORDS[made.plan.how]), "snags": snags_shown(made.plan, members), "n": sum(counts.values())}


def snags_shown(made: Plan, members: object) -> list[dict[str, object]]:
    """Which reasons together make which day impossible."""
    return [
        {"day": snag.day, "kept": snag.kept, "why": gettext("，").join(gettext(BAR_WORDS[block.bar]).format(name=members[block.member].name) for block in snag.blocks)}
        for snag in made.snags
    ]


@door("services.plan")
def providers_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who serves here and when; put somebody new on the rota."""
    row, today = load(request, pk, "services.plan"), timezone.localdate()
    accounts = [(each.pk, each.person.name) for each in people.accounts_in(Role.PROVIDER, row.path, today)]
    groups = list({each.group: (each.group, each.title) for each in row.guarantees.order_by("pk")}.values())
    form = ProviderForm(request.POST or None, accounts=accounts, groups=groups)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.cleaned_data
            made = providers.add_provider(rota_id=pk, account_id=data["account"], group=data["group"], since=today, by=request.actor, at=timezone.now())
            providers.set_pattern(provider_id=made.pk, weekdays=[int(day) for day in data["weekdays"]], by=request.actor, at=timezone.now())
            return redirect("services:rota_providers", pk)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence))
    members, titles = found.members(pk, today, today), dict(groups)
    rows = [{"member": each, "group": titles.get(each.group, each.group), "days": [str(dict(WEEKDAYS)[str(day)]) for day in sorted(each.weekdays)]} for each in members.values()]
    return render(request, "services/rota/providers.html", {"rota": row, "rows": rows, "form": form}, status=422 if form.errors else 200)


@door("services.plan")
def provider(request: HttpRequest, pk: int, provider: int) -> HttpResponse:
    """Somebody's weekdays, and dated exceptions told to the office."""
    row = load(request, pk, "services.plan")
    seat = found.providers(scope=request.actor.scope("services.plan"), rota_id=pk).filter(pk=provider).first()
    if seat is None:
        raise Http404
    week = [str(each) for each in seat.availability.filter(weekday__isnull=False).values_list("weekday", flat=True)]
    do = request.POST.get("do", "")
    pattern = PatternForm(request.POST if do == "week" else None, initial={"weekdays": week})
    dated = DayForm(request.POST if do == "day" else None)
    try:
        if do == "week" and pattern.is_valid():
            providers.set_pattern(provider_id=provider, weekdays=[int(day) for day in pattern.cleaned_data["weekdays"]], by=request.actor, at=timezone.now())
            return redirect("services:rota_providers", pk)
        if do == "day" and dated.is_valid():
            providers.set_day(provider_id=provider, **dated.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("services:rota_providers", pk)
    except Refused as refusal:
        dated.add_error(None, gettext(refusal.sentence))
    return render(request, "services/rota/provider.html", {"rota": row, "seat": seat, "pattern": pattern, "dated": dated}, status=422 if pattern.errors or dated.errors else 200)


@door("services.plan")
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """A request that waits: what it would do, and the office's word."""
    row = found.leave(pk, scope=request.actor.scope("services.plan"))
    if row is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = leaves.override if request.POST.get("do") == "override" else leaves.refuse
        try:
            act(leave_id=pk, reason=form.cleaned_data["reason"], by=request.actor, at=timezone.now())
            return redirect("services:rota_month", row.provider.rota_id)
        except Refused as refusal:
            form.add_error("reason", gettext(refusal.sentence))
    board = found.board(row.provider.rota_id, row.first, row.last)
    turns = [shown(turn, row.provider) for turn in consequence(board, row.provider_id, days_between(row.first, row.last))]
    context = {"leave": row, "turns": turns, "form": form, "open": row.state == LeaveState.WAITING, "may_override": request.actor.may("services.override")}
    return render(request, "services/rota/waiting.html", context, status=422 if form.errors else 200)


@door("services.plan")
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty at the desk: a yes by telephone, or take it off with a reason."""
    row = found.duty(pk, scope=request.actor.scope("services.plan"))
    if row is None:
        raise Http404
    form, do = ReasonForm(request.POST if request.POST.get("do") in ("drop", "override") else None), request.POST.get("do", "")
    try:
        if do == "confirm":
            rota.confirm(duty_id=pk, by=request.actor, at=timezone.now())
            return redirect("services:rota_month", row.rota_id)
        if form.is_bound and form.is_valid():
            rota.drop(duty_id=pk, reason=form.cleaned_data["reason"], override=do == "override", by=request.actor, at=timezone.now())
            return redirect("services:rota_month", row.rota_id)
    except Refused as refusal:
        form = form if form.is_bound else ReasonForm({"reason": ""})
        form.add_error("reason", gettext(refusal.sentence))
    context = {"duty": duty_row(row), "form": form, "open": row.state != "off", "may_override": request.actor.may("services.override")}
    return render(request, "services/rota/duty.html", context, status=422 if form.errors else 200)
