"""Every cell of every registered table: a step leads where its row says, or is refused and changes nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction

from unionhall.base.flow import Flow, Step
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM

from .. import commands, kinds, services
from ..models import Case, Deadline, Event
from ..rules import DeadlineState
from ..services import aftercare
from .conftest import NOW, TRIAL, Ground, State

REGISTERED = [*kinds.CASE_KINDS, TRIAL]


def fresh(ground: Ground, kind: kinds.CaseKind, state: str) -> Case:
    """A matter of the kind, put into a state."""
    case = services.open_case(
        kind=kind.code, union=ground.unions["county"], title="试", channel="web", says="收到", by=SYSTEM, at=NOW
    )
    ended = state in kind.ended
    Case.objects.filter(pk=case.pk).update(state=state, open=not ended, closed_at=NOW if ended else None)
    return Case.objects.get(pk=case.pk)


def walked(case: Case, kind: kinds.CaseKind, step: Step) -> None:
    """An open cell: the state, one line of the timeline, the version, and no clock on an ended matter."""
    before = case.events.count()
    after = services.take_step(case_id=case.pk, step=step.code, by=SYSTEM, at=NOW)
    assert (after.state, after.version) == (step.target, case.version + 1)
    assert after.open is (step.target not in kind.ended)
    assert (after.closed_at is None) is after.open
    last = case.events.order_by("number").last()
    assert (last.step, last.state, case.events.count()) == (step.code, step.target, before + 1)
    running = Deadline.objects.filter(case=case, state__in=[DeadlineState.RUNNING, DeadlineState.LAPSED])
    assert after.open or not running.exists()


@pytest.mark.parametrize("kind", REGISTERED, ids=lambda kind: kind.code)
def test_every_cell_of_the_table(ground: Ground, kind: kinds.CaseKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table alone: what an end asks besides, the return visits, has its own tests."""
    monkeypatch.setattr(aftercare, "require_asked", lambda **_values: None)
    cells = 0
    for state in kind.states:
        case = fresh(ground, kind, state)
        for step in kind.flow.steps:
            cells += 1
            mark = transaction.savepoint()
            if state in step.sources:
                walked(case, kind, step)
            else:
                with pytest.raises(Refused, match="step_closed"):
                    services.take_step(case_id=case.pk, step=step.code, by=SYSTEM, at=NOW)
                assert Case.objects.get(pk=case.pk).version == case.version
            transaction.savepoint_rollback(mark)
    assert cells == len(kind.states) * len(kind.flow.steps)


def test_a_table_without_its_guard_would_let_every_step_through(
    ground: Ground, opened: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the refusal of a closed cell comes from the table's guard."""
    monkeypatch.setattr(Flow, "after", lambda self, state, code: self.step(code).target)
    case = opened()
    assert services.take_step(case_id=case.pk, step="shut", by=SYSTEM, at=NOW).state == State.SHUT


@pytest.mark.parametrize("kind", REGISTERED, ids=lambda kind: kind.code)
def test_every_word_of_a_table_fits_its_column(kind: kinds.CaseKind) -> None:
    def room(model: type, name: str) -> int:
        return model._meta.get_field(name).max_length

    assert len(kind.code) <= room(Case, "kind")
    assert max(map(len, kind.states)) <= min(room(Case, "state"), room(Event, "state"))
    assert max(len(step.code) for step in kind.flow.steps) <= room(Event, "step")
    assert all(len(clock.code) <= room(Deadline, "code") and len(clock.rule) <= room(Deadline, "rule") for clock in kind.clocks)
    assert len(f"{kind.prefix}-2026-000001") <= room(Case, "reference")


@pytest.mark.parametrize("kind", REGISTERED, ids=lambda kind: kind.code)
def test_every_state_is_reached_and_every_open_one_can_be_left(kind: kinds.CaseKind) -> None:
    seen, front = {str(kind.first)}, [str(kind.first)]
    while front:
        targets = {str(step.target) for step in kind.flow.open_to(front.pop())} - seen
        seen |= targets
        front += targets
    assert seen == {str(state) for state in kind.states}
    assert [state for state in kind.states if state not in kind.ended and not kind.flow.open_to(state)] == []


@pytest.mark.parametrize("kind", REGISTERED, ids=lambda kind: kind.code)
def test_every_step_has_words_and_asks_for_a_power(kind: kinds.CaseKind) -> None:
    own = {"reopen"} if kind.code == "station_report" else set()  # the reporter's own step: the receipt code is asked, no power
    assert [step.code for step in kind.flow.steps if not step.label or not (step.needs or step.code in own)] == []


def test_the_check_finds_nothing_wrong_in_what_is_registered() -> None:
    assert commands.tables_hold() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "nowhere"},
        {"ended": frozenset({"nowhere"})},
        {"flow": Flow(*TRIAL.flow.steps, Step("fall", {"nowhere"}, State.SHUT))},
        {"flow": Flow(*TRIAL.flow.steps, Step("fall", {State.NEW}, "nowhere"))},
        {"clocks": (kinds.Clock("x", "MED-15", "", "jump"),)},
        {"clocks": (kinds.Clock("x", "MED-15", "", "begin", met_by=("jump",)),)},
    ],
)
def test_a_table_that_names_what_is_not_there_is_found(wrong: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.CASE_KINDS._rows, "trial", replace(TRIAL, **wrong))
    assert len(commands.tables_hold()) == 1
