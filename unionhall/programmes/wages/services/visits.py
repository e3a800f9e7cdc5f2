"""Return visits of concluded cases: written down by the office, answered by the worker; new arrears open a linked clue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices import services as notices

from ..models import Arrears
from . import cases as wage_cases
from . import clues, words

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case, ReturnVisit
    from unionhall.kernel.people.models import Person

    from ..models import Clue

POWER = "wages.handle"
OWED_AGAIN = "owed"
WITHIN = timedelta(days=7)


@transaction.atomic
def record(
    *, visit_id: int, how: str, answers: Mapping[str, str], by: Actor, at: datetime, reached: bool = True, note: str = ""
) -> ReturnVisit:
    """The office made a visit. "Owed again" opens a clue that names the case it comes from."""
    visit = cases.record_visit(
        visit_id=visit_id, how=how, answers=answers, by=by, at=at, reached=reached, note=note, power=POWER
    )
    return _follow(visit, note, by, at)


@transaction.atomic
def answer(*, visit_id: int, person: Person, answers: Mapping[str, str], by: Actor, at: datetime) -> ReturnVisit:
    """A worker answers on the phone; what they say of new arrears opens the clue at once, whoever else has yet to answer."""
    visit = cases.answer_visit(visit_id=visit_id, person=person, answers=answers, by=by, at=at)
    return _follow(visit, "", by, at)


def _follow(visit: ReturnVisit, note: str, by: Actor, at: datetime) -> ReturnVisit:
    if OWED_AGAIN in cases.troubles_of(visit=visit) and visit.found_id is None:
        clue = open_clue(visit=visit, note=note, by=by, at=at)
        cases.lead_on(visit=visit, case=clue.case)
        visit.found = clue.case
    return visit


def open_clue(*, visit: ReturnVisit, note: str, by: Actor, at: datetime) -> Clue:
    """A clue on the same employer at the same union, with the case as its origin and the case's people in it."""
    arrears = Arrears.objects.select_related("case__union", "employer").get(case_id=visit.case_id)
    report = clues.Report(
        employer_name=arrears.employer_name, project=arrears.project, industry=arrears.industry, contact=arrears.contact,
        region_code=arrears.case.union.region_code, money_kind="wages", told=note[:1000],
    )  # fmt: skip
    clue = clues.draft_clue(report=report, received_on=at.astimezone().date())
    clue.employer, clue.street = arrears.employer, arrears.street
    says = _("回访时说又欠了，接着 {reference} 查").format(reference=arrears.case.reference)
    clue.case = cases.open_case(
        kind="clue", union=arrears.case.union, title=clues.title_of(report=report), channel=case_rules.Channel.STAFF, says=says, by=by,
        at=at, origin=arrears.case, topic=arrears.industry,
    )  # fmt: skip
    clue.save(force_insert=True)
    words.learn(names=words.names_of([clue]))
    for party in arrears.case.parties.select_related("person"):
        cases.join(case=clue.case, person=party.person, role=case_rules.PartyRole.REPORTER, at=at, hidden=party.hidden)
    says = _("回访说又欠了，开了线索 {reference}").format(reference=clue.case.reference)
    cases.remark(case=arrears.case, says=says, by=by, at=at, step="return_visit")
    return clue


def plan(*, case_id: int, by: Actor, at: datetime) -> list[ReturnVisit]:
    """Plan the visits of a case that came in concluded."""
    return cases.plan_visits(case_id=case_id, by=by, at=at, power=POWER)


@transaction.atomic
def close(*, case_id: int, by: Actor, at: datetime, says: str = "", version: int | None = None) -> Case:
    """Close for good: refused while a return visit still waits."""
    case = cases.take_step(case_id=case_id, step="close", by=by, at=at, says=says, version=version, power=POWER)
    wage_cases.tell_claimants(case=case, at=at, key=f"closed:{case.version}")
    return case


def ask(*, at: datetime) -> int:
    """Ask the workers whose day has come, once each; returns how many visits that were."""
    today = at.astimezone().date()
    rows = list(case_queries.visits_on(today - WITHIN, today, "arrears"))
    for visit in rows:
        for party in visit.case.parties.all():
            notices.tell(
                person=party.person, message="visit_due", effect_key=f"visit:{visit.pk}:{party.person_id}", at=at,
                link=f"/wages/mine/{visit.case_id}/", reference=visit.case.reference,
            )  # fmt: skip
    return len(rows)
