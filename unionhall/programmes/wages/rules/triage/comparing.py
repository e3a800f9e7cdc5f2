"""Roads by the facts of one day: open, still to be asked, or closed, with their last days on the real calendar.

A road is closed when one of its conditions is answered with no, open when all are answered with yes; otherwise something is
still to be found out first (domain §5, §6.13, §6.14).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar
from unionhall.kernel.law import rules as law

from ..articles import WAGE_RULES, Article, Mark
from ..flows import CASE_FLOW
from ..tristate import Answer
from .roads import TABLE, Condition, Facts, Leg, Openness, Route, Row

NOT_NOW = Condition("step", "", _("案子现在的阶段走不了这一步"), Article(WAGE_RULES, "第10条"), lambda facts: None)


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition with its answer and the sentence for it."""

    code: str
    met: Answer
    sentence: str
    article: Article


@dataclass(frozen=True, slots=True)
class LegDay:
    """The last day of a stretch, or None with the reason."""

    rule: str
    label: str
    day: date | None
    contested: bool
    provisional: bool = False
    unconfirmed: bool = False
    law: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """A road that this one closes, and why."""

    route: Route
    sentence: str
    article: Article


@dataclass(frozen=True, slots=True)
class Option:
    """One road compared. `result`: the latest first outcome; `worst`: the latest outcome when the company fights on."""

    row: Row
    openness: Openness
    reasons: tuple[Reason, ...]
    legs: tuple[LegDay, ...]
    result: date | None
    worst: date | None
    apply_by: date | None
    closes: tuple[Closing, ...]

    @property
    def provisional(self) -> bool:
        """Whether the first outcome touches a year without its holiday notice."""
        return any(leg.provisional for leg in self.legs if not leg.contested)

    @property
    def unconfirmed(self) -> bool:
        """Whether a row of law behind the first outcome wears the badge."""
        return any(leg.unconfirmed for leg in self.legs if not leg.contested) or any(one.article.mark is Mark.UNCONFIRMED for one in self.reasons)

    @property
    def against(self) -> tuple[Reason, ...]:
        """Why it is closed, or what is missing."""
        wanted = False if self.openness is Openness.CLOSED else None
        return tuple(one for one in self.reasons if one.met is wanted)


def openness(row: Row, facts: Facts) -> Openness:
    """By the law alone, whatever stage the case is in."""
    answers = [one.answer(facts) for one in row.conditions]
    if False in answers:
        return Openness.CLOSED
    return Openness.ASK if None in answers else Openness.OPEN


def reasons(row: Row, facts: Facts) -> tuple[Reason, ...]:
    """Each condition with its answer and the sentence that goes with it."""
    return tuple(_reason(one, one.answer(facts)) for one in row.conditions)


def _reason(one: Condition, met: Answer) -> Reason:
    return Reason(one.code, met, one.no if met is False else one.ask, one.article)


def step_open(row: Row, facts: Facts) -> bool:
    """Whether the flow has the road's step in the present state; a letter may go out in any."""
    if not row.step or not facts.state or row.route is Route.LETTER:
        return True
    return any(step.code == row.step for step in CASE_FLOW.open_to(facts.state))


def after(row: Row, facts: Facts) -> Facts:
    """The facts once the road is taken."""
    return replace(facts, **dict.fromkeys(row.effect, True))


def closings(row: Row, facts: Facts) -> tuple[Closing, ...]:
    """The other roads that were not closed before and are closed after this one, each with the condition that fails."""
    later, found = after(row, facts), []
    for other in TABLE:
        if other is row or openness(other, facts) is Openness.CLOSED or openness(other, later) is not Openness.CLOSED:
            continue
        broken = next(one for one in other.conditions if one.answer(later) is False)
        found.append(Closing(other.route, broken.no, broken.article))
    return tuple(found)


def leg_days(row: Row, facts: Facts, start: date, laws: Mapping[str, law.Rule], calendar: Calendar) -> tuple[LegDay, ...]:
    """Every body uses its last day, and the next begins then. A stretch without a length ends the chain."""
    found: list[LegDay] = []
    begins: date | None = start
    for leg in row.legs:
        if begins is None or (leg.contested is not None and not leg.contested(facts)):
            continue
        found.append(_leg_day(leg, begins, laws[leg.rule], calendar))
        begins = found[-1].day
    return tuple(found)


def _leg_day(leg: Leg, begins: date, rule: law.Rule, calendar: Calendar) -> LegDay:
    whole = law.due(rule, begins, calendar)
    found = (whole, *whole.also)[leg.place]
    day = law.day_of(found.due) if found.due is not None else None
    shown = {"provisional": found.provisional or whole.provisional, "unconfirmed": rule.unconfirmed, "law": rule.law}
    return LegDay(leg.rule, leg.label, day, leg.contested is not None, reason=found.reason, **shown)


def compare_one(row: Row, facts: Facts, start: date, laws: Mapping[str, law.Rule], calendar: Calendar) -> Option:
    """One road by the facts, begun on `start`."""
    state, said = openness(row, facts), reasons(row, facts)
    if not step_open(row, facts):
        state, said = Openness.CLOSED, (*said, _reason(NOT_NOW, False))
    legs = leg_days(row, facts, start, laws, calendar)
    result = max((leg.day for leg in legs if leg.day and not leg.contested), default=None)
    worst = max((leg.day for leg in legs if leg.day), default=None)
    return Option(row, state, said, legs, result, worst, _apply_by(row, facts, laws, calendar), closings(row, facts))


def _apply_by(row: Row, facts: Facts, laws: Mapping[str, law.Rule], calendar: Calendar) -> date | None:
    rule, name = row.apply_by
    begins = getattr(facts, name) if name else None
    if begins is None or name == "limit_last":
        return begins
    last = law.due(laws[rule], begins, calendar).due
    return law.day_of(last) if last is not None else None


def compare(facts: Facts, start: date, laws: Mapping[str, law.Rule], calendar: Calendar) -> tuple[Option, ...]:
    """All roads begun on one day: open ones by their worst day, then what is still to be found out, then closed ones."""
    found = [compare_one(row, facts, start, laws, calendar) for row in TABLE]
    order = list(Openness)
    return tuple(sorted(found, key=lambda one: (order.index(one.openness), one.worst or date.max, list(Route).index(one.row.route))))


def offered(options: Sequence[Option]) -> tuple[Option, ...]:
    """What an officer may choose: never a closed door."""
    return tuple(one for one in options if one.openness is not Openness.CLOSED)
