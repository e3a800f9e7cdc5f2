"""Same controller, new company: why two cases may have one boss, and the elements over all that people have linked.

Suggests and adds up; a person links, and people decide (刑法 276-1; 拒付解释 Art.3, 4, 8; 条例 Art.22).
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .crime import CrimeFacts, Owed
from .tristate import Answer, some


class Tie(StrEnum):
    """What two cases have in common, the surest first."""

    CODE = "code"
    PHONE = "phone"
    NAME = "name"
    TEAM = "team"
    PROJECT = "project"


TIE_WORDS: Mapping[Tie, str] = {
    Tie.CODE: _("统一社会信用代码相同"), Tie.PHONE: _("老板电话相同"), Tie.NAME: _("老板同名（同名不一定是同一个人）"),
    Tie.TEAM: _("班组相同"), Tie.PROJECT: _("工地相同"),
}  # fmt: skip
ORDER_FACTS = ("ordered", "order_served", "posted_with_proof", "unpaid_after_order")
OTHER_FACTS = ("hid_or_moved", "fled", "ignored_notice", "able_to_pay", "controller_known", "mass_incident")


@dataclass(frozen=True, slots=True)
class Traits:
    """By what a case is compared; empty texts compare with nothing. `phone` is a keyed hash."""

    name: str = ""
    phone: str = ""
    team: str = ""
    project: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Debt:
    """What one worker of one case is owed; `person` is who it is (None: not registered), `case` where."""

    case: int
    person: int | None
    owed: Owed


def plain(text: str) -> str:
    """A name for comparing: half width, no blanks, small letters."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def ties(one: Traits, other: Traits) -> tuple[Tie, ...]:
    """What both have alike, the surest first. Two different credit codes say nothing: a new company is the point."""
    pairs = {
        Tie.CODE: (one.code, other.code), Tie.PHONE: (one.phone, other.phone), Tie.NAME: (plain(one.name), plain(other.name)),
        Tie.TEAM: (plain(one.team), plain(other.team)), Tie.PROJECT: (plain(one.project), plain(other.project)),
    }  # fmt: skip
    return tuple(tie for tie, (mine, theirs) in pairs.items() if mine and mine == theirs)


def together(pairs: Iterable[tuple[int, int]], start: int) -> frozenset[int]:
    """All that hang together with `start` over links that people made, itself included."""
    beside: dict[int, set[int]] = {}
    for one, other in pairs:
        beside.setdefault(one, set()).add(other)
        beside.setdefault(other, set()).add(one)
    found, waiting = {start}, [start]
    while waiting:
        fresh = beside.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return frozenset(found)


def owed_once(debts: Sequence[Debt]) -> tuple[Owed, ...]:
    """One entry a person: sums added, months not (the longest counts). Who is not registered stands alone."""
    known: dict[int, list[Owed]] = {}
    alone = [one.owed for one in debts if one.person is None]
    for one in debts:
        if one.person is not None:
            known.setdefault(one.person, []).append(one.owed)
    return (*(_joined(rows) for rows in known.values()), *alone)


def _joined(rows: Sequence[Owed]) -> Owed:
    amounts = [row.amount for row in rows]
    months = [row.months for row in rows if row.months is not None]
    known = [amount for amount in amounts if amount is not None]
    return Owed(sum(known) if known else None, max(months) if months else None)


def over_all(cases: Mapping[int, CrimeFacts], debts: Sequence[Debt]) -> CrimeFacts:
    """The facts of all cases as one list. An order, its service and its default must come from one and the same case."""
    joined = {name: some(*(getattr(facts, name) for facts in cases.values())) for name in OTHER_FACTS}
    order = max(cases.values(), key=_how_far) if cases else CrimeFacts()
    return replace(CrimeFacts(owed=owed_once(debts), **joined), **{name: getattr(order, name) for name in ORDER_FACTS})


def _how_far(facts: CrimeFacts) -> tuple[int, int, int]:
    served: Answer = some(facts.order_served, facts.posted_with_proof)
    return tuple(_rank(one) for one in (facts.ordered, served, facts.unpaid_after_order))  # type: ignore[return-value]


def _rank(answer: Answer) -> int:
    return {True: 2, None: 1, False: 0}[answer]
