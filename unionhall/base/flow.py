"""A state machine as a table: which step leads from which states to which."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .refusal import Refused
from .words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: `code` leads from any of `sources` to `target`.

    `label` is the button's words; `needs` names the powers of which one is asked.
    """

    code: str
    sources: Iterable[StrEnum]
    target: StrEnum
    label: str = ""
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", frozenset(self.sources))


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole table. Codes are unique; a walk over every cell is `cells()`."""

    steps: tuple[Step, ...] = field(default=())

    def __init__(self, *steps: Step) -> None:
        codes = [step.code for step in steps]
        if len(set(codes)) != len(codes):
            raise ValueError(f"a step's code stands twice in {codes}")
        object.__setattr__(self, "steps", steps)

    def step(self, code: str) -> Step:
        """The row named `code`; KeyError if there is none."""
        for step in self.steps:
            if step.code == code:
                return step
        raise KeyError(code)

    def open_to(self, state: str) -> tuple[Step, ...]:
        """The steps that are possible in `state`: the buttons."""
        return tuple(step for step in self.steps if state in step.sources)

    def after(self, state: str, code: str) -> StrEnum:
        """The state that `code` leads to from `state`; Refused when that door is closed."""
        step = self.step(code)
        if state not in step.sources:
            raise Refused("step_closed", _("这一步现在走不了，先看看最新的进展"))
        return step.target

    def cells(self, states: Iterable[StrEnum]) -> Iterator[tuple[StrEnum, Step, bool]]:
        """Every (state, step, open?) of the table."""
        for state in states:
            for step in self.steps:
                yield state, step, state in step.sources
