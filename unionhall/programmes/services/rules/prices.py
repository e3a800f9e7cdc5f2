"""Who pays what on which day, and why: the first rule by priority that fits. Pure.

A decision explains itself: reasons in words, the paper that is still to be shown, and a better day that really is cheaper and open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

ANYONE = "anyone"
KINDS = {
    "model_worker": _("劳动模范"), "advanced_worker": _("先进工作者"), "may_day_medal": _("五一劳动奖章获得者"), "craftsman": _("工匠"),
    "new_employment": _("新就业形态劳动者"), "member": _("工会会员"), "worker": _("职工"), "citizen": _("本市市民"), "tourist": _("游客"),
    ANYONE: _("所有人"),
}  # fmt: skip
LEVELS = {"": "", "national": _("全国"), "province": _("省级"), "city": _("市级"), "county": _("县级")}
WEEK = "1234567"


class Mark(StrEnum):
    """How sure a row is: read in its source, or not confirmed yet."""

    C = "C"
    M = "M"


class Channel(StrEnum):
    """The door a decision was asked at: all of them ask the same engine."""

    WEB = "web"
    DESK = "desk"
    API = "api"


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A standing that holds on the day."""

    kind: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is on record (`held`) and what the person says of itself (`claimed`)."""

    held: frozenset[Held] = frozenset()
    claimed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of prices. `pk` is its version's number; `price` fen; `weekdays` ISO digits; valid from, until the day before `valid_to`."""

    pk: int
    priority: int
    who: str
    weekdays: str
    price: int
    level: str = ""
    evidence: str = ""
    valid_from: date = date.min
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence (source text) and its values; `who` and `level` are source texts too, `days` ISO digits, `price` fen."""

    sentence: str
    who: str = ""
    level: str = ""
    days: str = ""
    price: int = 0


@dataclass(frozen=True, slots=True)
class Better:
    """A later day that costs less."""

    day: date
    price: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Decision:
    """`price` is None when nothing fits. `missing` is the paper to show at the door, '' for none."""

    allowed: bool
    price: int | None
    reasons: tuple[Reason, ...]
    rule: Rule | None = None
    missing: str = ""
    better: Better | None = None


HELD_FREE, HELD_PAYS = _("您登记了“{level}{who}”，{days}免费。"), _("您登记了“{level}{who}”，{days}付 {price} 元。")
SAID_FREE, SAID_PAYS = _("您说您是{level}{who}，{days}免费，到店要看证明。"), _("您说您是{level}{who}，{days}付 {price} 元，到店要看证明。")
ALL_FREE, ALL_PAY = _("{days}，所有人免费。"), _("{days}，所有人付 {price} 元。")
CLOSED, NOT_FOR_YOU = _("这一天没有这项服务。"), _("这一天只给{who}，您没有登记。")


def decide(facts: Facts, rules: Iterable[Rule], day: date, open_days: Iterable[date] = ()) -> Decision:
    """The decision for a day. The order of `rules` does not matter. `open_days`: days with places left, for the better day."""
    known = tuple(rules)
    found = fitting(facts, known, day)
    better = _better(facts, known, found, day, open_days)
    if found is None:
        return Decision(False, None, _refusals(known, day), better=better)
    missing = "" if _held(facts, found) else found.evidence
    return Decision(True, found.price, (_reason(facts, found),), found, missing if found.who != ANYONE else "", better)


def fitting(facts: Facts, rules: Iterable[Rule], day: date) -> Rule | None:
    """The rule that decides: lowest priority number, then lower price, then older version; None when none fits."""
    rows = [rule for rule in rules if holds(rule, day) and _fits(facts, rule)]
    return min(rows, key=lambda rule: (rule.priority, rule.price, rule.pk), default=None)


def holds(rule: Rule, day: date) -> bool:
    """Whether a rule speaks about the day."""
    return rule.valid_from <= day and (rule.valid_to is None or day < rule.valid_to) and str(day.isoweekday()) in rule.weekdays


def _held(facts: Facts, rule: Rule) -> bool:
    return any(held.kind == rule.who and rule.level in ("", held.level) for held in facts.held)


def _fits(facts: Facts, rule: Rule) -> bool:
    """Anyone; who has the standing; who says so where a paper can show it."""
    return rule.who == ANYONE or _held(facts, rule) or bool(rule.evidence and rule.who in facts.claimed)


def _reason(facts: Facts, rule: Rule) -> Reason:
    free = rule.price == 0
    if rule.who == ANYONE:
        sentence = ALL_FREE if free else ALL_PAY
    elif _held(facts, rule):
        sentence = HELD_FREE if free else HELD_PAYS
    else:
        sentence = SAID_FREE if free else SAID_PAYS
    level = next((held.level for held in sorted(facts.held) if held.kind == rule.who and rule.level in ("", held.level)), rule.level)
    return Reason(sentence, KINDS.get(rule.who, rule.who), LEVELS.get(level, level), rule.weekdays, rule.price)


def _refusals(rules: Sequence[Rule], day: date) -> tuple[Reason, ...]:
    """Why nothing fits: nothing is offered that day, or only to others."""
    there = sorted({rule.who for rule in rules if holds(rule, day)})
    return tuple(Reason(NOT_FOR_YOU, who=KINDS.get(who, who)) for who in there) or (Reason(CLOSED),)


def _better(facts: Facts, rules: Sequence[Rule], found: Rule | None, day: date, open_days: Iterable[date]) -> Better | None:
    """The cheapest open day after `day` that costs less than `found`, the nearest of those."""
    rows = [(rule.price, other, rule) for other in open_days if other > day and (rule := fitting(facts, rules, other))]
    rows = [row for row in rows if found is None or row[0] < found.price]
    price, other, rule = min(rows, key=lambda row: row[:2], default=(0, day, None))
    return Better(other, price, _reason(facts, rule)) if rule else None


def written(facts: Facts) -> str:
    """Facts as one line without names: 'model_worker/city new_employment ?citizen'."""
    held = (f"{row.kind}/{row.level}".rstrip("/") for row in sorted(facts.held))
    return " ".join([*held, *(f"?{kind}" for kind in sorted(facts.claimed))])


def read(line: str) -> Facts:
    """The facts of a written line."""
    words = line.split()
    held = (Held(*word.split("/", 1)) for word in words if not word.startswith("?"))
    return Facts(frozenset(held), frozenset(word[1:] for word in words if word.startswith("?")))


@dataclass(frozen=True, slots=True)
class Past:
    """A decision of the past for a dry run."""

    facts: Facts
    day: date


@dataclass(frozen=True, slots=True)
class Example:
    """One decision that would come out otherwise; None is 'not allowed'."""

    facts: Facts
    day: date
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a change would have meant. `gained` and `lost` are people let in and turned away; `free` pay nothing after it and paid before."""

    looked: int
    more: int
    less: int
    free: int
    gained: int
    lost: int
    examples: tuple[Example, ...]

    @property
    def same(self) -> int:
        """Whose answer stays."""
        return self.looked - self.more - self.less - self.gained - self.lost


def dry_run(past: Iterable[Past], before: Iterable[Rule], after: Iterable[Rule], most: int = 5) -> DryRun:
    """Replay decisions under two sets of rules, each as if it had been in force all the time: their dates are set aside."""
    old, new = ([replace(rule, valid_from=date.min, valid_to=None) for rule in rules] for rules in (before, after))
    rows = [Example(each.facts, each.day, _price(each, old), _price(each, new)) for each in past]
    changed = [row for row in rows if row.before != row.after]
    both = [row for row in changed if row.before is not None and row.after is not None]
    return DryRun(
        len(rows), sum(row.after > row.before for row in both), sum(row.after < row.before for row in both),
        sum(row.after == 0 for row in both), sum(row.before is None for row in changed), sum(row.after is None for row in changed),
        tuple(dict.fromkeys(changed))[:most],
    )  # fmt: skip


def _price(each: Past, rules: Sequence[Rule]) -> int | None:
    found = fitting(each.facts, rules, each.day)
    return found.price if found else None
