"""Part money among many workers (6.17): the workers choose the rule, the parts sum to the fen, nobody gets above what is owed.

The same workers get the same parts in whatever order they are given: each rule ends in a total order by `worker`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _


class ShareRule(StrEnum):
    """How part money is shared."""

    PRO_RATA = "pro_rata"
    EQUAL = "equal"
    OLDEST = "oldest"
    SMALLEST = "smallest"
    AGREED = "agreed"


RULE_LABELS: Mapping[ShareRule, str] = MappingProxyType(
    {
        ShareRule.PRO_RATA: _("按欠的多少比例分"), ShareRule.EQUAL: _("平均分"), ShareRule.OLDEST: _("欠得早的先付"),
        ShareRule.SMALLEST: _("欠得少的先付清"), ShareRule.AGREED: _("按大家商定的数"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """What one worker is still owed, in fen; `worker` is any key, `since` the first day that is unpaid."""

    worker: str
    owed: int
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one worker gets of the money, in fen, with the printed step."""

    worker: str
    amount: int
    arithmetic: str


def share(
    rule: ShareRule, received: int, claims: Sequence[Claim], agreed: Mapping[str, int] | None = None
) -> tuple[Part, ...]:
    """Each worker's part in the order given; the parts sum to `received`, none is above what is owed.

    `agreed` (worker → fen) is read by the agreed list only. Refused when more came in than is owed.
    """
    check(received, claims)
    amounts = RULES[rule](received, sorted(claims, key=lambda claim: claim.worker), dict(agreed or {}))
    whole = sum(claim.owed for claim in claims)
    return tuple(
        Part(claim.worker, amounts[claim.worker], _step(rule, received, claim.owed, whole, amounts[claim.worker]))
        for claim in claims
    )


def check(received: int, claims: Sequence[Claim]) -> None:
    """Refused for negative sums, one worker twice, or more money than debt."""
    if received < 0 or any(claim.owed < 0 for claim in claims):
        raise Refused("share_negative", _("钱数不能是负的"), field="amount")
    if len({claim.worker for claim in claims}) != len(claims):
        raise Refused("share_twice", _("同一个人列了两次"), field="amount")
    if received > sum(claim.owed for claim in claims):
        raise Refused("share_too_much", _("收到的比欠的还多，先核对"), field="amount")


def pro_rata(received: int, claims: Sequence[Claim]) -> tuple[Part, ...]:
    """Each worker's part by what is owed, largest remainder; the parts sum to `received` exactly."""
    return share(ShareRule.PRO_RATA, received, claims)


def _by_weight(received: int, claims: Sequence[Claim], agreed: Mapping[str, int]) -> dict[str, int]:
    parts = money.share(received, [claim.owed for claim in claims]) if received else [0] * len(claims)
    return {claim.worker: part for claim, part in zip(claims, parts, strict=True)}


def _equally(received: int, claims: Sequence[Claim], agreed: Mapping[str, int]) -> dict[str, int]:
    """The same for everybody up to what is owed; what a small debt leaves goes on to the others, odd fen by `worker`."""
    found, left, open_ = {claim.worker: 0 for claim in claims}, received, [claim for claim in claims if claim.owed]
    while left:
        each = max(1, left // len(open_))
        for claim in open_:
            got = min(each, claim.owed - found[claim.worker], left)
            found[claim.worker] += got
            left -= got
        open_ = [claim for claim in open_ if found[claim.worker] < claim.owed]
    return found


def _in_turn(received: int, claims: Sequence[Claim]) -> dict[str, int]:
    found, left = {}, received
    for claim in claims:
        found[claim.worker] = min(claim.owed, left)
        left -= found[claim.worker]
    return found


def _oldest(received: int, claims: Sequence[Claim], agreed: Mapping[str, int]) -> dict[str, int]:
    if any(claim.since is None and claim.owed for claim in claims):
        raise Refused("share_since", _("有人没填从哪天起欠的，先补上，或者换一种分法"), field="rule")
    return _in_turn(received, sorted(claims, key=lambda claim: (claim.since or date.max, claim.worker)))


def _smallest(received: int, claims: Sequence[Claim], agreed: Mapping[str, int]) -> dict[str, int]:
    return _in_turn(received, sorted(claims, key=lambda claim: (claim.owed, claim.worker)))


def _as_agreed(received: int, claims: Sequence[Claim], agreed: Mapping[str, int]) -> dict[str, int]:
    owed = {claim.worker: claim.owed for claim in claims}
    if set(agreed) - set(owed) or any(amount < 0 for amount in agreed.values()):
        raise Refused("share_list", _("商定的名单和案子里的人对不上"), field="agreed")
    if any(amount > owed[worker] for worker, amount in agreed.items()):
        raise Refused("share_above", _("商定的数里，有人比还欠他的多"), field="agreed")
    if sum(agreed.values()) != received:
        raise Refused("share_sum", _("商定的数加起来和收到的对不上"), field="agreed")
    return {worker: agreed.get(worker, 0) for worker in owed}


Shared = Callable[[int, Sequence[Claim], Mapping[str, int]], dict[str, int]]
RULES: Mapping[ShareRule, Shared] = MappingProxyType(
    {
        ShareRule.PRO_RATA: _by_weight, ShareRule.EQUAL: _equally, ShareRule.OLDEST: _oldest, ShareRule.SMALLEST: _smallest,
        ShareRule.AGREED: _as_agreed,
    }
)  # fmt: skip


def _step(rule: ShareRule, received: int, own: int, owed: int, part: int) -> str:
    """The printed step; pro rata shows its fraction."""
    if rule is ShareRule.PRO_RATA:
        return "{} × {} ÷ {} = {} 元".format(*(money.yuan(value) for value in (received, own, owed, part)))
    return _("还欠 {own}，这次 {part} 元").format(own=money.yuan(own), part=money.yuan(part))
