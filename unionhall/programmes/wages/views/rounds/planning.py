"""The week's plan at the desk, and one visit of it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.law.rules import MARK_LABELS
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS, Industry
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role

from ...forms.rounds import MoveForm
from ...queries import rounds as found
from ...rules.rounds.checks import RESULT_LABELS, Result, taken_together, week_number, week_of
from ...rules.rounds.plans import REASON_WORDS, Reason
from ...services import rounds
from .walking import TONES, monday

SHOWN = 400
FIGURES = ("round_first_every", "round_other_every", "round_week_most")


@door("wages.plan")
def plan(request: HttpRequest) -> HttpResponse:
    """A week's visits by inspector, with why; the button plans what is not planned yet."""
    today = timezone.localdate()
    week = monday(request.POST.get("week", "") or request.GET.get("week", ""), today)
    if request.method == "POST":
        made = rounds.plan_week(week=week, by=request.actor, at=timezone.now())
        messages.success(request, ngettext("又排了 %(n)s 家", "又排了 %(n)s 家", len(made)) % {"n": len(made)})
        return redirect(f"{reverse('wages:round_plan')}?week={week}")
    scope = request.actor.scope("wages.plan")
    visits = list(found.visits(scope=scope, week=week)[:SHOWN])
    said: dict[int, list[str]] = {}
    for site, result in found.checks(scope=scope).filter(week=week).values_list("site_id", "result"):
        said.setdefault(site, []).append(result)
    rows = [row_of(visit, taken_together(said.get(visit.site_id, ()))) for visit in visits]
    context = {
        "rows": rows, "week": week, "week_number": week_number(week), "last_day": week + timedelta(days=6), "inspectors": len({visit.inspector_name for visit in visits}),
        "before": f"?week={week - timedelta(days=7)}", "after": f"?week={week + timedelta(days=7)}", "open": week >= week_of(today),
        "figures": [figure(code, week) for code in FIGURES],
    }  # fmt: skip
    return render(request, "wages/rounds/plan.html", context)


def figure(code: str, on: object) -> dict[str, object]:
    """A dated figure with its badge."""
    row = found.figure(code, on)
    return {"title": gettext(row.title), "value": int(row.value or 0), "unit": gettext(row.unit), "mark": gettext(MARK_LABELS[row.mark])}


def row_of(visit: object, result: str) -> dict[str, object]:
    """One line of the plan."""
    reasons = [gettext(REASON_WORDS[Reason(code)]) for code in visit.reasons.split(",") if code]
    return {
        "visit": visit, "site": visit.site, "industry": gettext(INDUSTRY_LABELS[Industry(visit.site.industry)]), "reasons": gettext("、").join(reasons),
        "words": gettext(RESULT_LABELS[Result(result)]) if result else "", "tone": TONES[result][0] if result else "", "symbol": TONES[result][1] if result else "",
    }  # fmt: skip


@door("wages.plan")
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a visit to somebody else, or take it out of the week."""
    scope, today = request.actor.scope("wages.plan"), timezone.localdate()
    row = found.visit(pk, scope=scope)
    if row is None:
        raise Http404
    able = [(each.pk, each.person.name) for each in people.accounts_in(Role.INSPECTOR, row.path, today)]
    form = MoveForm(request.POST or None, people=able)
    if request.method == "POST" and (done := change(request, row, form)):
        return done
    return render(request, "wages/rounds/visit.html", {"row": row, "form": form, "line": row_of(row, "")}, status=422 if form.errors else 200)


def change(request: HttpRequest, row: object, form: MoveForm) -> HttpResponse | None:
    """Carry out what the page asks; None shows it again with the error beside its field."""
    back = redirect(f"{reverse('wages:round_plan')}?week={row.week}")
    try:
        if request.POST.get("do") == "drop":
            rounds.drop_visit(visit_id=row.pk, by=request.actor, at=timezone.now())
            return back
        if form.is_valid():
            rounds.move_visit(visit_id=row.pk, account_id=form.cleaned_data["account"], by=request.actor, at=timezone.now())
            return back
    except Refused as refusal:
        form.add_error("account", gettext(refusal.sentence))
    return None
