"""The roads of a case side by side: compared, asked about, chosen; and a choice seen again later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.base.refusal import Refused

from ..forms.routes import QuestionsForm, RouteForm
from ..rules import triage
from ..rules.triage import Openness, Option, Route
from ..services import routes
from .claims import beside, seen

if TYPE_CHECKING:
    from ..models import Arrears, RouteChoice

TONES = {Openness.OPEN: ("green", "check"), Openness.ASK: ("wait", "circle-question-mark"), Openness.CLOSED: ("", "x")}


def compared(row: Arrears, on: date) -> tuple[routes.Comparison, list[dict[str, Any]]]:
    """The comparison and its roads in print."""
    found = routes.compare(arrears=row, on=on)
    return found, [shown(one, found.eve) for one in found.options]


def shown(one: Option, eve: date | None) -> dict[str, Any]:
    """One road in the reader's language."""
    tone, icon = TONES[one.openness]
    day = one.result or one.worst
    return {
        "code": one.row.route, "label": gettext(one.row.label), "plain": gettext(one.row.plain), "words": gettext(triage.OPENNESS_WORDS[one.openness]),
        "tone": tone, "icon": icon, "open": one.openness is Openness.OPEN, "closed": one.openness is Openness.CLOSED,
        "article": str(one.row.article), "against": [(gettext(why.sentence), str(why.article)) for why in one.against],
        "legs": [
            {
                "label": gettext(leg.label), "day": leg.day, "contested": leg.contested, "provisional": leg.provisional,
                "unconfirmed": leg.unconfirmed, "law": leg.law, "reason": gettext(leg.reason) if leg.reason else "",
            }
            for leg in one.legs
        ],
        "result": one.result, "worst": one.worst if one.worst != one.result else None, "apply_by": one.apply_by,
        "provisional": one.provisional, "unconfirmed": one.unconfirmed, "before": eve is not None and day is not None and day < eve,
        "after": eve is not None and day is not None and day >= eve, "cost": gettext(one.row.cost), "cost_unconfirmed": one.row.cost_unconfirmed,
        "first": gettext(one.row.first),
        "closes": [(gettext(triage.ROWS[each.route].label), gettext(each.sentence), str(each.article)) for each in one.closes],
    }  # fmt: skip


def road_form(request: HttpRequest, row: Arrears, found: routes.Comparison) -> RouteForm:
    """The form with the roads that are not closed."""
    roads = [
        (str(one.row.route), f"{gettext(one.row.label)} · {gettext(triage.OPENNESS_WORDS[one.openness])}")
        for one in triage.offered(found.options)
    ]
    return RouteForm(request.POST or None, roads=roads, initial={"version": row.case.version})


@door("wages.view")
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """All roads on today's calendar; an officer chooses one of those that are not closed."""
    row = seen(request, pk)
    found, roads = compared(row, timezone.localdate())
    form = road_form(request, row, found)
    if request.method == "POST":
        request.actor.require("wages.handle")
        if form.is_valid() and chosen(request, pk, form):
            return redirect("wages:case", pk=pk)
    context = {
        "row": row, "case": row.case, "roads": roads, "open": sum(one["open"] for one in roads), "shut": [one for one in roads if one["closed"]], "found": found, "form": form,
        "cautions": [(gettext(one.sentence), one.articles) for one in found.cautions], "may_handle": request.actor.may("wages.handle"),
        "first_day": min((one["result"] for one in roads if one["open"] and one["result"]), default=None),
        "choices": [worded(one) for one in row.route_choices.order_by("-pk")[:10]],
    }  # fmt: skip
    return render(request, "wages/routes/compare.html", context, status=422 if form.errors else 200)


def chosen(request: HttpRequest, pk: int, form: RouteForm) -> bool:
    """Whether the choice went through; a refusal stands beside its field."""
    try:
        routes.choose(case_id=pk, by=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        beside(form, refusal)
        return False
    return True


def worded(choice: RouteChoice) -> dict[str, Any]:
    """A choice with the words of its road."""
    return {"choice": choice, "label": gettext(triage.ROWS[Route(choice.route)].label)}


@door("wages.handle")
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """What decides which roads are open, answered as far as it is known."""
    row = seen(request, pk, "wages.handle")
    form = QuestionsForm(request.POST or None, initial={one.code: one.answer for one in row.route_answers.all()})
    if request.method == "POST" and form.is_valid():
        routes.save_answers(case_id=pk, answers=form.cleaned_data, by=request.actor, at=timezone.now())
        return redirect("wages:routes", pk=pk)
    return render(request, "wages/routes/questions.html", {"row": row, "case": row.case, "form": form}, status=422 if form.errors else 200)


@door("wages.view")
def choice(request: HttpRequest, pk: int, choice: int) -> HttpResponse:
    """A choice as it was made: its comparison again by the facts and the law of that day, and what would differ now."""
    row = seen(request, pk)
    kept = row.route_choices.filter(pk=choice).first()
    if kept is None:
        raise Http404
    found, differ = routes.replay(choice=kept)
    lines = [kept_line(one) for one in kept.rows.order_by("pk")]
    context = {
        "row": row, "case": row.case, **worded(kept), "lines": lines, "found": found,
        "differ": [gettext(triage.ROWS[route].label) for route in differ],
    }  # fmt: skip
    return render(request, "wages/routes/choice.html", context)


def kept_line(one: Any) -> dict[str, Any]:
    """A stored road in print."""
    tone, icon = TONES[Openness(one.openness)]
    closes = [gettext(triage.ROWS[Route(code)].label) for code in one.closes.split(",") if code]
    return {
        "label": gettext(triage.ROWS[Route(one.route)].label), "words": gettext(triage.OPENNESS_WORDS[Openness(one.openness)]),
        "tone": tone, "icon": icon, "row": one, "closes": closes,
    }  # fmt: skip
