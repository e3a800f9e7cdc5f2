"""A matter closes for good only after its return visits: planned, made, missed, dropped, never made ahead of their day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM
from unionhall.kernel.law import services as law
from unionhall.kernel.places import services as places

from .. import kinds, queries, rules, services
from ..models import Case, ReturnVisit
from ..services import aftercare
from .conftest import HANDLE, NOW, TRIAL, Ground

CARE = kinds.Aftercare(
    on=("finish",), close="shut", rules=("RETURN-7", "RETURN-30", "RETURN-90"),
    questions=(kinds.Question("kept", "钱还在手里吗", "no"), kinds.Question("owed", "又欠了吗", "yes")),
)  # fmt: skip
FINE, OWED = {"kept": "yes", "owed": "no"}, {"kept": "unknown", "owed": "yes"}
SEVENTH = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def _with_aftercare(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """The trial kind with return visits; calendar and rules in their tables."""
    monkeypatch.setitem(kinds.CASE_KINDS._rows, "trial", replace(TRIAL, aftercare=CARE))
    places.seed(at=NOW)
    law.seed(at=NOW)


@pytest.fixture
def done(opened: Callable[..., Case]) -> Case:
    """A matter that was concluded now."""
    case = opened("street")
    for step in ("begin", "finish"):
        case = services.take_step(case_id=case.pk, step=step, by=SYSTEM, at=NOW)
    return case


def make(visit: ReturnVisit, by, at: datetime | None = None, answers=FINE, **more) -> ReturnVisit:
    """A visit by telephone on its day."""
    moment = at or NOW + (visit.deadline.due - NOW.date())
    facts = {"how": "phone", "answers": answers, "power": HANDLE} | more
    return services.record_visit(visit_id=visit.pk, by=by, at=moment, **facts)


def shut(case: Case) -> Case:
    """The closing step."""
    return services.take_step(case_id=case.pk, step="shut", by=SYSTEM, at=NOW + timedelta(days=120))


def test_a_conclusion_plans_three_visits_whose_days_come_from_the_dated_rules(done: Case) -> None:
    rows = list(queries.visits(scope=SYSTEM.scope(HANDLE)))
    assert [row.deadline.rule for row in rows] == list(CARE.rules)
    assert rows[0].deadline.due == date(2026, 11, 30)
    assert all(row.deadline.due - NOW.date() >= timedelta(days=days) for row, days in zip(rows, (7, 30, 90), strict=True))
    done.refresh_from_db()
    assert done.next_due == rows[0].deadline.due


def test_a_matter_closes_only_after_every_visit(ground: Ground, done: Case) -> None:
    for left, visit in zip((3, 2, 1), queries.round_of(done), strict=True):
        with pytest.raises(Refused) as refused:
            shut(done)
        assert (refused.value.code, refused.value.values["n"]) == ("visits_open", left)
        make(visit, ground.actors["officer"])
    assert not shut(done).open


def test_without_the_guard_it_would_close_at_once(done: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aftercare, "require_asked", lambda **_values: None)
    assert not shut(done).open


def test_a_matter_without_planned_visits_does_not_close_until_they_are_planned_and_made(ground: Ground, done: Case) -> None:
    aftercare.drop(case=done, on=NOW.date())
    with pytest.raises(Refused, match="visits_none"):
        shut(done)
    rows = services.plan_visits(case_id=done.pk, by=ground.actors["officer"], at=NOW, power=HANDLE)
    assert [row.round for row in rows] == [2, 2, 2]
    with pytest.raises(Refused, match="visits_planned"):
        services.plan_visits(case_id=done.pk, by=ground.actors["officer"], at=NOW, power=HANDLE)


def test_a_visit_is_not_made_ahead_of_its_days_and_not_twice(ground: Ground, done: Case) -> None:
    first, second, _third = queries.round_of(done)
    with pytest.raises(Refused, match="visit_early"):
        make(second, ground.actors["officer"], at=SEVENTH)
    with pytest.raises(Refused, match="visit_early"):
        make(first, ground.actors["officer"], at=SEVENTH - timedelta(days=4))
    make(first, ground.actors["officer"], at=SEVENTH - timedelta(days=3))
    with pytest.raises(Refused, match="visit_done"):
        make(first, ground.actors["officer"])


def test_nobody_reached_leaves_it_waiting_until_it_was_tried_as_often_as_the_figure_says(ground: Ground, done: Case) -> None:
    first = queries.round_of(done)[0]
    states = [make(first, ground.actors["officer"], at=SEVENTH, answers={}, reached=False).state for _try in range(3)]
    assert states == [rules.VisitState.DUE, rules.VisitState.DUE, rules.VisitState.DONE]
    assert not ReturnVisit.objects.get(pk=first.pk).reached


def test_a_missed_visit_lapses_and_stays_on_the_list_of_what_is_due(ground: Ground, done: Case) -> None:
    services.sweep(at=NOW + timedelta(days=8))
    due = queries.due_in(scope=ground.actors["officer"].scope(HANDLE), until=date(2026, 12, 1), kind="trial")
    assert [row.code for row in due.filter(code="return_visit")] == ["return_visit"]
    make(queries.round_of(done)[0], ground.actors["officer"], at=NOW + timedelta(days=9))
    assert not due.filter(code="return_visit").exists()


def test_every_question_wants_an_answer_and_trouble_is_told(ground: Ground, done: Case) -> None:
    first = queries.round_of(done)[0]
    for answers in ({}, {"kept": "yes"}, {"kept": "yes", "owed": "perhaps"}):
        with pytest.raises(Refused, match="answers"):
            make(first, ground.actors["officer"], answers=answers)
    assert services.troubles_of(visit=make(first, ground.actors["officer"], answers=OWED)) == {"owed"}


def test_the_workers_answer_on_their_own_phones_and_it_is_made_when_everybody_has(ground: Ground, done: Case) -> None:
    first, worker, other = queries.round_of(done)[0], ground.person("worker"), ground.person("officer")
    for person in (worker, other):
        services.join(case=done, person=person, role="claimant", at=NOW)
    row = services.answer_visit(visit_id=first.pk, person=worker, answers=FINE, by=SYSTEM, at=SEVENTH)
    row = services.answer_visit(visit_id=first.pk, person=worker, answers=OWED, by=SYSTEM, at=SEVENTH)
    assert row.state == rules.VisitState.DUE
    row = services.answer_visit(visit_id=first.pk, person=other, answers=FINE, by=SYSTEM, at=SEVENTH)
    assert (row.state, row.how, row.answers.count()) == (rules.VisitState.DONE, rules.VisitHow.OWN, 4)
    assert services.troubles_of(visit=row) == {"owed"}


def test_a_stranger_neither_sees_nor_makes_nor_answers_a_visit(ground: Ground, done: Case) -> None:
    first = queries.round_of(done)[0]
    seen = {name for name, actor in ground.actors.items() if queries.visits(scope=actor.scope(HANDLE)).exists()}
    assert seen == {"officer", "streetwise"}
    with pytest.raises(Refused, match="not_yours"):
        make(first, ground.actors["neighbour"])
    with pytest.raises(Refused, match="not_yours"):
        services.answer_visit(visit_id=first.pk, person=ground.person("stranger"), answers=FINE, by=SYSTEM, at=SEVENTH)


def test_a_matter_that_goes_on_drops_its_visits_and_a_new_conclusion_plans_a_new_round(ground: Ground, done: Case) -> None:
    aftercare.after_step(case=done, step="reopen", at=NOW)
    assert set(done.visits.values_list("state", flat=True)) == {rules.VisitState.DROPPED}
    assert not done.deadlines.filter(code="return_visit", state="running").exists()
    aftercare.after_step(case=done, step="finish", at=NOW)
    assert [row.round for row in queries.round_of(done)] == [2, 2, 2]


def test_the_database_keeps_no_made_visit_without_its_moment(done: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnVisit.objects.filter(case=done).update(state=rules.VisitState.DONE)


def test_aftercare_that_names_no_step_is_a_fault_of_the_table() -> None:
    assert replace(TRIAL, aftercare=CARE).problems() == []
    assert replace(TRIAL, aftercare=replace(CARE, close="nonsense")).problems() == ["trial.aftercare: nonsense is no step"]
