"""What a programme says of its matters: the flow, the words, the deadlines, the powers."""

from collections.abc import Callable, Mapping
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
    """`prefix` begins the reference (AX-2026-000123); `states` name state → words; `ended` are the last states."""

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


@dataclass(frozen=True, slots=True)
class Shown:
    """What a receiver reads: facts of the matter, then each worker with their own facts, as (label, words)."""

    facts: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class ReferralKind:
    """A way to another body. `receivers` are agency kinds; `rule` is the receiver's own clock; `gives` names the facts in words.

    `show(case_id, person_ids)` reads the facts that this receiver gets. `personal`: workers' data is in it, each must say yes.
    `moved(referral, step, by, at)` runs in the same transaction as the step.
    """

    code: str
    case_kind: str
    label: str
    purpose: str
    receivers: tuple[str, ...]
    rule: str
    gives: tuple[str, ...]
    show: Callable[[int, list[int]], Shown]
    personal: bool = True
    moved: Callable[..., None] | None = None


REFERRALS: Registry[ReferralKind] = Registry("referrals", key=lambda kind: kind.code)
