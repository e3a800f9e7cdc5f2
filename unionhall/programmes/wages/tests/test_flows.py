"""The tables of a clue and a case, walked cell by cell, and each state in plain words."""

import pytest

from unionhall.base.flow import Flow
from unionhall.base.refusal import Refused

from ..rules import flows
from ..rules.flows import CASE_FLOW, CLUE_FLOW, CaseState, ClueState, plain

TABLES = [(CLUE_FLOW, ClueState, ClueState.RECEIVED), (CASE_FLOW, CaseState, CaseState.OPENED)]


def _walk(flow: Flow, state: str, *codes: str) -> list[str]:
    states = []
    for code in codes:
        state = flow.after(state, code)
        states.append(state)
    return states


@pytest.mark.parametrize(("flow", "states", "_first"), TABLES)
def test_every_cell_leads_on_or_refuses(flow: Flow, states: type, _first: str) -> None:
    for state, step, is_open in flow.cells(states):
        if is_open:
            assert flow.after(state, step.code) is step.target
        else:
            with pytest.raises(Refused, match="step_closed"):
                flow.after(state, step.code)


@pytest.mark.parametrize(("flow", "states", "first"), TABLES)
def test_every_state_can_be_reached_from_the_first(flow: Flow, states: type, first: str) -> None:
    reached, fresh = {first}, {first}
    while fresh:
        fresh = {step.target for state in fresh for step in flow.open_to(state)} - reached
        reached |= fresh
    assert reached == set(states)


@pytest.mark.parametrize(("flow", "_states", "_first"), TABLES)
def test_every_step_has_words_and_asks_for_a_power(flow: Flow, _states: type, _first: str) -> None:
    assert all(step.label and step.needs for step in flow.steps)


@pytest.mark.parametrize("state", [*ClueState, *CaseState])
def test_every_state_says_where_it_stands_and_what_comes_next(state: ClueState | CaseState) -> None:
    words = plain(state)
    assert words.name and words.now.endswith("。") and words.next.endswith("。")


def test_clue_and_case_share_no_state_so_one_table_of_words_serves_both() -> None:
    assert len(flows.WORDS) == len(ClueState) + len(CaseState)


def test_the_530000_course_runs_from_the_agreement_to_confirmed_money() -> None:
    walked = _walk(
        CASE_FLOW, CaseState.OPENED,
        "negotiate", "agree", "breach", "arbitrate", "settle", "report_paid", "confirm", "conclude", "close",
    )  # fmt: skip
    assert walked == [
        CaseState.NEGOTIATING, CaseState.AGREED, CaseState.BREACHED, CaseState.ARBITRATING, CaseState.AGREED,
        CaseState.AWAITING_CONFIRMATION, CaseState.AWAITING_CONFIRMATION,
        CaseState.CONCLUDED, CaseState.CLOSED,
    ]  # fmt: skip


def test_a_clue_becomes_a_case_only_after_somebody_checked() -> None:
    with pytest.raises(Refused):
        CLUE_FLOW.after(ClueState.RECEIVED, "open")
    assert _walk(CLUE_FLOW, ClueState.RECEIVED, "check", "open")[-1] is ClueState.SUBSTANTIATED


def test_a_promise_cannot_be_concluded_as_paid() -> None:
    concluding = {state for state in CaseState if CASE_FLOW.step("conclude") in CASE_FLOW.open_to(state)}
    assert concluding == {CaseState.AWAITING_CONFIRMATION}


def test_handling_a_case_does_not_let_anybody_confirm_the_money() -> None:
    assert CASE_FLOW.step("confirm").needs == (flows.CONFIRM,)


def test_the_lawyer_may_take_the_steps_before_commission_and_court_and_no_others() -> None:
    taken = {step.code for step in CASE_FLOW.steps if flows.COUNSEL in step.needs}
    assert taken == {"arbitrate", "payment_order", "sue", "settle", "enforce"}


def test_a_worker_who_got_nothing_sends_the_matter_back() -> None:
    assert CASE_FLOW.after(CaseState.AWAITING_CONFIRMATION, "not_received") is CaseState.NEGOTIATING


def test_what_is_in_arbitration_or_court_is_not_sent_to_the_inspectorate() -> None:
    for state in (CaseState.MEDIATING, CaseState.ARBITRATING, CaseState.IN_COURT):
        assert CASE_FLOW.step("refer_hrss") not in CASE_FLOW.open_to(state)


def test_new_facts_reopen_whatever_was_ended() -> None:
    for state in (ClueState.UNSUBSTANTIATED, ClueState.WITHDRAWN, ClueState.MERGED):
        assert CLUE_FLOW.after(state, "reopen") is ClueState.CHECKING
    assert CASE_FLOW.after(CaseState.CLOSED, "reopen") is CaseState.OPENED
