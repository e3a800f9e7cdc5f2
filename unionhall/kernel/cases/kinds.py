"""What a programme says of its matters: the flow, the words, the deadlines, the powers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from unionhall.base.flow import Flow
from unionhall.base.registry import Registry


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that begins with a step: the rule of law gives length and unit."""

    code: str
    rule: str
    label: str
    on_step: str
    met_by: tuple[str, ...] = ()
    to_whom: str = ""


@dataclass(frozen=True, slots=True)
class CaseKind:
    """`prefix` begins the reference (AX-2026-000123); `states` name state → words; `ended` are the last states.

    `subjects(case_id)` gives the keys of whom the matter is about: nobody with a tie to one of them has a duty in it.
    """

    code: str
    prefix: str
    label: str
    flow: Flow
    states: Mapping[str, str]
    first: str
    ended: frozenset[str]
    view: str
    handle: str
    clocks: tuple[Clock, ...] = ()
    plain: Callable[[str], tuple[str, str]] | None = None
    outcomes: Mapping[str, str] = field(default_factory=dict)
    subjects: Callable[[int], Iterable[str]] | None = None

    def problems(self) -> list[str]:
        """What is wrong with the table: unknown states, steps or clocks."""
        steps = {step.code for step in self.flow.steps}
        wrong = [f"{self.code}: {each} is no state" for each in {self.first, *self.ended} - set(self.states)]
        for step in self.flow.steps:
            wrong += [f"{self.code}.{step.code}: {each} is no state" for each in {*step.sources, step.target} - set(self.states)]
        for clock in self.clocks:
            wrong += [f"{self.code}.{clock.code}: {each} is no step" for each in {clock.on_step, *clock.met_by} - steps - {"open"}]
        return wrong


CASE_KINDS: Registry[CaseKind] = Registry("case kinds", key=lambda kind: kind.code)


@dataclass(frozen=True, slots=True)
class LapseHandler:
    """What a programme does on the day after a deadline of this code passes unmet. Returns nothing; runs once."""

    code: str
    work: str


LAPSES: Registry[LapseHandler] = Registry("lapses", key=lambda handler: handler.code)
