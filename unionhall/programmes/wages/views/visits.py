"""Return visits: the list of what is due, writing one down, and what the worker is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from unionhall.base.http import door
from unionhall.base.refusal import Refused
from unionhall.kernel.cases import kinds as case_kinds
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import HOW_LABELS, VISIT_ANSWER_LABELS, VisitAnswer, VisitHow, VisitState

from ..forms import care as forms
from ..queries import care as queries
from ..rules.flows import CaseState
from ..services import cases as wage_cases
from ..services import visits as services

if TYPE_CHECKING:
    from datetime import date

    from unionhall.kernel.cases.models import Case, ReturnVisit
    from unionhall.kernel.people.models import Person

    from ..models import Arrears

TABS = ("due", "ahead", "done")


def questions() -> tuple[case_kinds.Question, ...]:
    """What a return visit of a wage case asks."""
    plan = case_kinds.CASE_KINDS["arrears"].aftercare
    return plan.questions if plan else ()


@door("wages.handle")
def visits(request: HttpRequest) -> HttpResponse:
    """Return visits that are due, still ahead, or made."""
    tab, today = request.GET.get("tab", "due"), timezone.localdate()
    tab = tab if tab in TABS else "due"
    rows = list(queries.return_visits(scope=request.actor.scope("wages.handle"), tab=tab, today=today))
    for row in rows:
        worded(row, today)
    words = (gettext("到日子的"), gettext("还没到的"), gettext("做过的"))
    tabs = [{"label": label, "url": f"/wages/visits/?tab={code}", "current": code == tab} for code, label in zip(TABS, words, strict=True)]
    return render(request, "wages/visits/list.html", {"rows": rows, "tabs": tabs, "tab": tab, "late": sum(row.late for row in rows)})


def worded(row: ReturnVisit, today: date) -> ReturnVisit:
    """A visit with its words: what, how, what was answered, whether it is or was late."""
    labels = {one.code: gettext(one.label) for one in questions()}
    ended = row.done_at.astimezone().date() if row.done_at else today
    row.late = ended > row.deadline.due and row.state != VisitState.DROPPED
    row.what, row.how_words = gettext(row.deadline.label), gettext(HOW_LABELS[VisitHow(row.how)]) if row.how else ""
    row.said = [(labels[one.code], gettext(VISIT_ANSWER_LABELS[VisitAnswer(one.answer)])) for one in row.answers.all() if one.code in labels]
    return row


def panel(request: HttpRequest, row: Arrears) -> dict[str, object]:
    """What the case page shows of aftercare: visits, calls, hardship, incidents, the special report."""
    scope, today = request.actor.scope("wages.view"), timezone.localdate()
    held = case_queries.visits(scope=scope).filter(case=row.case).exclude(state=VisitState.DROPPED)
    oversee = request.actor.scope("wages.oversee")
    return {
        "visits": [worded(one, today) for one in held], "calls": queries.calls_of(scope=scope, arrears=row),
        "hardships": queries.hardships(scope=scope, arrears=row), "incidents": queries.incidents(scope=scope, arrears=row),
        "may_handle": request.actor.may("wages.handle"), "may_care": request.actor.may("wages.care"),
        "briefing": queries.briefing_of(scope=oversee, arrears=row),
        "plan": row.case.state == CaseState.CONCLUDED and not case_queries.round_of(row.case),
    }  # fmt: skip


def blocked(row: Arrears) -> str:
    """Why a concluded case does not close yet, as a sentence."""
    rows = case_queries.round_of(row.case)
    left = sum(1 for one in rows if one.state == VisitState.DUE)
    if not rows:
        return gettext("还没排回访，不能结案")
    return gettext("还有 {n} 次回访没做，不能结案").format(n=left) if left else ""


@door("wages.handle")
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down the case's next return visit."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.handle"))
    waiting = next((one for one in case_queries.round_of(row.case) if one.state == VisitState.DUE), None)
    form = forms.VisitForm(request.POST or None, questions=questions(), initial={"how": "phone"})
    if waiting is not None and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.record(
                visit_id=waiting.pk, how=data["how"], answers=form.answers(), reached=not data["unreached"], note=data["note"],
                by=request.actor, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, gettext(refusal.sentence).format(**refusal.values))
        else:
            if made.found_id:
                return redirect("wages:clue_by_case", pk=made.found_id)
            return redirect("wages:case", pk=pk)
    context = {"row": row, "case": row.case, "form": form, "visit": waiting and worded(waiting, timezone.localdate())}
    if waiting is not None:
        context["opens"] = cases.open_from(visit=waiting)
    return render(request, "wages/visits/record.html", context, status=422 if form.errors else 200)


@door("wages.handle")
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the visits of a case that came in concluded."""
    services.plan(case_id=pk, by=request.actor, at=timezone.now())
    return redirect("wages:case", pk=pk)


@door("wages.handle")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close for good: one page that says what follows."""
    row = wage_cases.load(pk=pk, scope=request.actor.scope("wages.handle"))
    if row.case.state != CaseState.CONCLUDED:
        raise Http404
    why = blocked(row)
    if request.method == "POST":
        services.close(case_id=pk, by=request.actor, at=timezone.now())
        return redirect("wages:case", pk=pk)
    return render(request, "wages/visits/close.html", {"row": row, "case": row.case, "blocked": why})


def asked(case: Case, person: Person | None, today: date) -> dict[str, object] | None:
    """The visit that asks this person now, with its form; None when nothing is asked."""
    if person is None or case.state != CaseState.CONCLUDED:
        return None
    found = queries.own_visit(case.pk, person.pk, today)
    return {"visit": found, "form": form_for(case, None)} if found else None


def form_for(case: Case, data: QueryDict | None) -> forms.AnswersForm:
    """The questions that a matter's kind asks."""
    plan = case_kinds.CASE_KINDS[case.kind].aftercare
    return forms.AnswersForm(data, questions=plan.questions if plan else (), prefix=None)
