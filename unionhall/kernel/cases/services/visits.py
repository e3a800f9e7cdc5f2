"""Return visits made: by phone, on site, by message, or answered by the workers on their own phones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.law import queries as law

from .. import kinds, queries, rules
from ..models import Case, ReturnVisit, VisitAnswer
from . import aftercare, clocks, matters

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Person

HISTORY = (_("做了回访：{what}"), _("回访没联系上：{what}，第 {n} 次"), _("职工答了回访：{what}"))


def loaded(*, visit_id: int, by: Actor, power: str) -> ReturnVisit:
    """A waiting visit in the actor's scope, locked; Refused when it is not open to the actor or was made."""
    try:
        row = queries.visit(visit_id, scope=by.scope(power), lock=True)
    except ReturnVisit.DoesNotExist as error:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您")) from error
    _waiting(row)
    return row


def _waiting(row: ReturnVisit) -> None:
    if row.state != rules.VisitState.DUE:
        raise Refused("visit_done", _("这次回访已经做过了"))


def open_from(*, visit: ReturnVisit) -> date:
    """The first day on which a visit may be made: a few days before its due day, by the dated figure."""
    early = law.parameter("visit_early_days", visit.deadline.due, visit.case.union.region_code).value
    return visit.deadline.due - timedelta(days=int(early or 0))


def _require_day(row: ReturnVisit, at: datetime) -> None:
    first = open_from(visit=row)
    if at.astimezone().date() < first:
        raise Refused("visit_early", _("还没到日子，{day} 起可以做"), values={"day": first.isoformat()})


def _require_answers(row: ReturnVisit, answers: Mapping[str, str]) -> dict[str, str]:
    wanted = aftercare.wanted_of(case=row.case)
    if absent := rules.missing(wanted, answers):
        raise Refused("answers", _("每一问都要选，说不清就选“说不清”"), field=absent[0])
    return {code: answers[code] for code in wanted}


@transaction.atomic
def record_visit(
    *, visit_id: int, how: str, answers: Mapping[str, str], by: Actor, at: datetime, power: str, reached: bool = True, note: str = ""
) -> ReturnVisit:
    """The office writes down a visit. Nobody reached: it waits on, until it was tried as often as the figure says."""
    row = loaded(visit_id=visit_id, by=by, power=power)
    _require_day(row, at)
    if how not in {rules.VisitHow.PHONE, rules.VisitHow.SITE, rules.VisitHow.MESSAGE}:
        raise Refused("how", _("选一个回访的办法"), field="how")
    row.tries, row.how, row.note = row.tries + 1, how, note.strip()[:500]
    if reached:
        said = _require_answers(row, answers)
        VisitAnswer.objects.bulk_create(VisitAnswer(visit=row, code=code, answer=answer, said_at=at) for code, answer in said.items())
        return finish(visit=row, reached=True, by=by, at=at)
    limit = law.parameter("visit_tries", at.astimezone().date(), row.case.union.region_code).value
    if limit is None or row.tries < limit:
        row.save(update_fields=["tries", "how", "note"])
        _tell_timeline(row, HISTORY[1], by, at)
        return row
    return finish(visit=row, reached=False, by=by, at=at)


@transaction.atomic
def answer_visit(*, visit_id: int, person: Person, answers: Mapping[str, str], by: Actor, at: datetime) -> ReturnVisit:
    """A person of the matter answers for themselves; a later answer replaces the earlier. Made when everybody has answered."""
    row = ReturnVisit.objects.select_for_update(of=("self",)).select_related("case__union", "deadline").filter(
        pk=visit_id, case__parties__person=person
    ).first()  # fmt: skip
    if row is None:
        raise Refused("not_yours", _("这次回访不是问您的"))
    _waiting(row)
    _require_day(row, at)
    for code, answer in _require_answers(row, answers).items():
        VisitAnswer.objects.update_or_create(visit=row, person=person, code=code, defaults={"answer": answer, "said_at": at})
    asked = set(row.case.parties.values_list("person_id", flat=True))
    if asked <= set(row.answers.values_list("person_id", flat=True)):
        row.how = rules.VisitHow.OWN
        return finish(visit=row, reached=True, by=by, at=at)
    _tell_timeline(row, HISTORY[2], by, at)
    return row


def finish(*, visit: ReturnVisit, reached: bool, by: Actor, at: datetime) -> ReturnVisit:
    """The visit was made: its deadline is met, the timeline says so. The caller holds the row's lock."""
    visit.state, visit.reached, visit.done_at = rules.VisitState.DONE, reached, at
    visit.done_by, visit.account_id = (by.name or by.system)[:80], by.account_id
    visit.save()
    clocks.meet(case=visit.case, code=aftercare.CODE, on=at.astimezone().date(), subject=visit.deadline.subject)
    _tell_timeline(visit, HISTORY[0] if reached else HISTORY[1], by, at)
    return visit


def troubles_of(*, visit: ReturnVisit) -> set[str]:
    """The questions whose answer at this visit calls for more work."""
    return rules.troubles(aftercare.wanted_of(case=visit.case), visit.answers.values_list("code", "answer"))


def lead_on(*, visit: ReturnVisit, case: Case) -> None:
    """Note which new matter a visit led to."""
    ReturnVisit.objects.filter(pk=visit.pk).update(found=case)


def _tell_timeline(row: ReturnVisit, says: str, by: Actor, at: datetime) -> None:
    matters.remark(
        case=row.case, says=says.format(what=row.deadline.label, n=row.tries), inner=row.note, by=by, at=at, step=aftercare.CODE
    )


@transaction.atomic
def plan_visits(*, case_id: int, by: Actor, at: datetime, power: str) -> list[ReturnVisit]:
    """Plan a round for a matter that was concluded before visits were planned (an import); none while some still wait."""
    case = matters.loaded(case_id=case_id, by=by, power=power)
    plan = kinds.CASE_KINDS[case.kind].aftercare
    resting = {kinds.CASE_KINDS[case.kind].flow.step(step).target for step in plan.on} if plan else set()
    if plan is None or case.state not in resting or queries.round_of(case):
        raise Refused("visits_planned", _("这一件不用再排回访"))
    made = aftercare.begin(case=case, plan=plan, on=at.astimezone().date())
    matters.remark(case=case, says=_("排了回访"), by=by, at=at, step=aftercare.CODE)
    return made
