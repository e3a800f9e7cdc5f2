"""What a programme says of its matters: the flow, the words, the deadlines, the powers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from unionhall.base.flow import Flow
from unionhall.base.registry import Registry

ANSWER = "answer"  # not a step of any flow: words to the reporter, at whatever state


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that begins with a step: the rule of law gives length and unit.

    `climbs`: the rule that gives each upper union its days when this clock lapses in silence; '' is a clock that stays.
    `answered_by`: the steps whose own words reach the reporter, and so end what has climbed.
    """

    code: str
    rule: str
    label: str
    on_step: str
    met_by: tuple[str, ...] = ()
    to_whom: str = ""
    climbs: str = ""
    answered_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a return visit asks: yes, no or unknown. `trouble` is the answer after which there is more to do."""

    code: str
    label: str
    trouble: str


@dataclass(frozen=True, slots=True)
class Aftercare:
    """Return visits before a matter closes for good: begun by a step of `on`, one for each rule of law, asked before `close`."""

    on: tuple[str, ...]
    close: str
    rules: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def steps(self) -> set[str]:
        """The steps that it names."""
        return {*self.on, self.close}


@dataclass(frozen=True, slots=True)
class CaseKind:
    """`prefix` begins the reference (AX-2026-000123); `states` name state → words; `ended` are the last states.

    `desk` is the office's address of a matter with {pk} in it, `own` the reporter's page. `subjects(case_id)` gives the keys
    of whom the matter is about: nobody with a tie to one of them has a duty in it.
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
    desk: str = ""
    own: str = ""
    aftercare: Aftercare | None = None
    subjects: Callable[[int], Iterable[str]] | None = None

    def problems(self) -> list[str]:
        """What is wrong with the table: unknown states, steps or clocks."""
        steps = {step.code for step in self.flow.steps}
        wrong = [f"{self.code}: {each} is no state" for each in {self.first, *self.ended} - set(self.states)]
        for step in self.flow.steps:
            wrong += [f"{self.code}.{step.code}: {each} is no state" for each in {*step.sources, step.target} - set(self.states)]
        for clock in self.clocks:
            wrong += [f"{self.code}.{clock.code}: {each} is no step" for each in {clock.on_step, *clock.met_by, *clock.answered_by} - steps - {"open", ANSWER}]
        named = self.aftercare.steps if self.aftercare else set()
        return wrong + [f"{self.code}.aftercare: {each} is no step" for each in sorted(named - steps)]

    def climbing(self) -> dict[str, str]:
        """Code of a clock that climbs → the rule that gives each upper union its days."""
        return {clock.code: clock.climbs for clock in self.clocks if clock.climbs}


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
