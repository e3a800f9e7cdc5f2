"""The inspector's week on a phone: the list, one place, the key of what waits to be sent."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS, Industry

from ...forms.rounds import CheckForm, SiteForm
from ...queries import rounds as found
from ...rules.rounds.checks import CLASH_WORDS, RESULT_LABELS, Result, Source, week_number, week_of
from ...rules.rounds.plans import REASON_WORDS, Reason
from ...services import rounds

TONES = {"none": ("green", "circle-check"), "clue": ("orange", "flag"), "unseen": ("amber", "eye-off")}
BARS = {"none": "bg-success", "clue": "bg-orange", "unseen": "bg-warning", "": "bg-base-300"}


@door("wages.round")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """This week's places: those that wait first, then what was reported; the checklists lie ready for a dead spot."""
    week, scope = week_of(timezone.localdate()), request.actor.scope("wages.round")
    stops = found.week_list(scope=scope, account_id=request.actor.account_id, week=week)
    rows = [card(stop) for stop in stops]
    said = [row["result"] for row in rows if row["planned"]]
    context = {
        "week": week, "week_number": week_number(week), "last_day": week + timedelta(days=6), "back": "/me/",
        "todo": [row for row in rows if not row["result"]], "done": [row for row in rows if row["result"]],
        "total": len(said), "seen": sum(bool(one) for one in said), "bars": sorted((BARS[one] for one in said), key=list(BARS.values()).index),
        "counts": {str(result): said.count(result) for result in Result}, "left": said.count(""),
        "sheets": [(name, blank(name)) for name in sorted({row["sheet"] for row in rows})],
    }  # fmt: skip
    return render(request, "wages/rounds/mine.html", context)


def card(stop: found.Stop) -> dict[str, object]:
    """One place for the list."""
    site, last = stop.site, stop.checks[0] if stop.checks else None
    tone, symbol = TONES[last.result] if last else ("", "")
    reasons = [gettext(REASON_WORDS[Reason(code)]) for code in (stop.visit.reasons.split(",") if stop.visit else ()) if code]
    line = [gettext(INDUSTRY_LABELS[Industry(site.industry)])]
    line += [gettext("约 {n} 人").format(n=site.people)] if site.people else []
    line += [gettext("第 {n} 周看过").format(n=week_number(stop.last)) if stop.last else gettext("还没看过")]
    return {
        "site": site, "planned": stop.visit is not None, "reasons": reasons[:3], "line": " · ".join(line), "check": last, "tone": tone,
        "symbol": symbol, "result": last.result if last else "", "words": gettext(RESULT_LABELS[Result(last.result)]) if last else "",
        "clashes": [gettext(CLASH_WORDS[each]) for each in stop.clashes], "sheet": sheet_of(site.industry), "client_id": secrets.token_hex(16),
    }  # fmt: skip


def sheet_of(industry: str) -> str:
    """Which of the two checklists a place has."""
    return "site" if industry == Industry.CONSTRUCTION else "firm"


def blank(sheet: str) -> CheckForm:
    """An empty checklist for the page to copy from."""
    return CheckForm(industry=Industry.CONSTRUCTION if sheet == "site" else Industry.OTHER, auto_id=f"{sheet}_%s")


@door("wages.round")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: its checklist as a form. A program (the page's own queue) gets the answer as data."""
    data = request.headers.get("Accept", "").startswith("application/json")
    if request.method == "POST":
        return record(request, pk, data)
    site = rounds.load_site(pk=pk, scope=request.actor.scope("wages.round"))
    initial = {"client_id": secrets.token_hex(16), "result": request.GET.get("result", "")}
    return shown(request, site, CheckForm(industry=site.industry, initial=initial))


def record(request: HttpRequest, pk: int, data: bool) -> HttpResponse:
    """Write one look down; a refusal keeps what was typed, on the page or on the phone."""
    site = None
    try:
        site = rounds.load_site(pk=pk, scope=request.actor.scope("wages.round"))
        form = CheckForm(request.POST, industry=site.industry)
        if not form.is_valid():
            return unread(form) if data else shown(request, site, form, 422)
        done = rounds.record_check(
            client_id=form.cleaned_data["client_id"], site_id=pk, result=form.cleaned_data["result"], note=form.cleaned_data["note"],
            answers=form.answers(), finding=form.finding(), photos=[(each, each.name) for each in request.FILES.getlist("photos")],
            checked_at=form.moment(), source=Source.PHONE if form.cleaned_data["queued"] else Source.PAGE, by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        sentence = gettext(refusal.sentence).format(**refusal.values)
        if data:
            return JsonResponse({"code": refusal.code, "sentence": sentence}, status=422)
        if site is None:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, sentence)
        return shown(request, site, form, 422)
    return answered(request, done, data)


def unread(form: CheckForm) -> HttpResponse:
    """A form that cannot be read, as data."""
    sentence = next((str(error) for errors in form.errors.values() for error in errors), "")
    return JsonResponse({"code": "form", "sentence": sentence}, status=422)


def answered(request: HttpRequest, done: rounds.Recorded, data: bool) -> HttpResponse:
    """What was recorded, and what stands against it."""
    words = [gettext(CLASH_WORDS[each]) for each in done.clashes]
    if data:
        reference = done.check.clue.case.reference if done.check.clue else ""
        return JsonResponse({"ok": True, "fresh": done.fresh, "clashes": words, "reference": reference})
    messages.success(request, gettext("记下了：{site}").format(site=done.check.site))
    for each in words:
        messages.warning(request, each)
    return redirect("wages:round")


def shown(request: HttpRequest, site: object, form: CheckForm, status: int = 200) -> HttpResponse:
    """The checklist's page."""
    return render(request, "wages/rounds/check.html", {"site": site, "form": form, "back": reverse("wages:round")}, status=status)


@door("wages.round")
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The key of the phone's outbox, for its signed-in owner; never stored by a cache or the phone."""
    try:
        row = rounds.outbox_key(by=request.actor, at=timezone.now(), name=request.GET.get("name", ""))
    except Refused as refusal:
        return JsonResponse({"code": refusal.code, "sentence": gettext(refusal.sentence)}, status=422)
    told = {"name": row.name, "secret": row.secret, "owner": row.owner, "until": row.until.isoformat()}
    return JsonResponse(told | {"now": timezone.now().isoformat(), "csrf": get_token(request)})


@door("wages.round")
def new_site(request: HttpRequest) -> HttpResponse:
    """A place that is not on the list: it is added to the inspector's week, and its checklist opens."""
    unions = [(row.pk, row.name) for row in orgs.below(request.actor.scope("wages.round")) if row.level != "enterprise"]
    form = SiteForm(request.POST or None, unions=unions)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("name", "place", "industry", "people")}
        try:
            row = rounds.add_site(union=orgs.union(form.cleaned_data["union"]), by=request.actor, at=timezone.now(), **values)
            rounds.take_up(site_id=row.pk, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence))
        else:
            return redirect("wages:round_check", pk=row.pk)
    return render(request, "wages/rounds/site.html", {"form": form, "back": reverse("wages:round")}, status=422 if form.errors else 200)


def monday(text: str, otherwise: date) -> date:
    """The Monday that an address names, else this week's."""
    try:
        return week_of(date.fromisoformat(text))
    except ValueError:
        return week_of(otherwise)
