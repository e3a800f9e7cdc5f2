"""The return visits that a conclusion asks for: planned, dropped when the matter goes on, asked before it closes for good."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.law import queries as law

from .. import kinds, queries, rules
from ..models import Case, ReturnVisit
from . import clocks

CODE = "return_visit"


def after_step(*, case: Case, step: str, at: datetime) -> None:
    """Plan the visits that a conclusion asks for; drop those that wait when the matter goes on in another way."""
    plan = kinds.CASE_KINDS[case.kind].aftercare
    if plan is None or step == plan.close:
        return
    day = at.astimezone().date()
    drop(case=case, on=day)
    if step in plan.on:
        begin(case=case, plan=plan, on=day)


def begin(*, case: Case, plan: kinds.Aftercare, on: date) -> list[ReturnVisit]:
    """A new round from a day on: one visit and one deadline for each rule."""
    number = (case.visits.aggregate(last=Max("round"))["last"] or 0) + 1
    made = []
    for place, rule in enumerate(plan.rules, start=1):
        label = law.rule(rule, on).title
        deadline = clocks.run_clock(case=case, code=CODE, rule=rule, label=label, start=on, subject=f"{number}:{place}")
        if deadline is not None:
            made.append(ReturnVisit.objects.create(case=case, deadline=deadline, round=number, number=place))
    return made


def drop(*, case: Case, on: date) -> int:
    """The visits that still wait fall away, with their deadlines. Returns how many."""
    gone = case.visits.filter(state=rules.VisitState.DUE).update(state=rules.VisitState.DROPPED)
    if gone:
        clocks.meet(case=case, code=CODE, on=on)
    return gone


def require_asked(*, case: Case, step: str) -> None:
    """Refused when this step closes a matter for good and a return visit still waits, or none was planned."""
    plan = kinds.CASE_KINDS[case.kind].aftercare
    if plan is None or step != plan.close:
        return
    rows = queries.round_of(case)
    if not rows:
        raise Refused("visits_none", _("还没有排回访，先排上，问过了才能结案"))
    if left := sum(1 for row in rows if row.state == rules.VisitState.DUE):
        raise Refused("visits_open", _("还有 {n} 次回访没做，做完才能结案"), values={"n": left})


def wanted_of(*, case: Case) -> dict[str, str]:
    """The questions of a matter's kind: code → the answer that is trouble."""
    plan = kinds.CASE_KINDS[case.kind].aftercare
    return {question.code: question.trouble for question in plan.questions} if plan else {}
