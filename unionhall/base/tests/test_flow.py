"""A flow is its table and nothing else."""

from enum import StrEnum

import pytest

from unionhall.base.flow import Flow, Step
from unionhall.base.refusal import Refused


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    LOCKED = "locked"


FLOW = Flow(
    Step("shut", {Door.OPEN}, Door.SHUT),
    Step("open", {Door.SHUT}, Door.OPEN),
    Step("lock", {Door.SHUT}, Door.LOCKED, "锁上", ("doors.lock",)),
    Step("break_in", {Door.SHUT, Door.LOCKED}, Door.OPEN),
)
TABLE = {
    ("open", "shut"): "shut", ("shut", "open"): "open", ("shut", "lock"): "locked", ("shut", "break_in"): "open",
    ("locked", "break_in"): "open",
}  # fmt: skip


def test_every_cell_leads_where_the_table_says_or_is_refused() -> None:
    walked = 0
    for state, step, opens in FLOW.cells(Door):
        assert opens is ((state, step.code) in TABLE)
        walked += 1
        if opens:
            assert FLOW.after(state, step.code) == TABLE[state, step.code]
        else:
            with pytest.raises(Refused, match="step_closed"):
                FLOW.after(state, step.code)
    assert walked == len(Door) * len(FLOW.steps)


@pytest.mark.parametrize("state", Door)
def test_the_buttons_are_the_open_cells(state: Door) -> None:
    assert [step.code for step in FLOW.open_to(state)] == [step.code for _, step, opens in FLOW.cells([state]) if opens]


def test_a_plain_string_from_the_database_is_a_state() -> None:
    assert FLOW.after("shut", "lock") is Door.LOCKED
    assert FLOW.open_to("nowhere") == ()


def test_a_step_without_a_row_is_no_step() -> None:
    with pytest.raises(KeyError):
        FLOW.step("paint")
    with pytest.raises(KeyError):
        FLOW.after(Door.OPEN, "paint")


def test_a_code_stands_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        Flow(Step("shut", {Door.OPEN}, Door.SHUT), Step("shut", {Door.LOCKED}, Door.SHUT))


def test_a_step_is_frozen_and_keeps_its_words_and_powers() -> None:
    step = FLOW.step("lock")
    assert (step.label, step.needs, step.sources) == ("锁上", ("doors.lock",), frozenset({Door.SHUT}))
    with pytest.raises(AttributeError):
        step.target = Door.OPEN  # type: ignore[misc]
