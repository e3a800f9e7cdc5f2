"""Part money among many workers (6.17): pro rata, to the fen; the workers choose the rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Claim:
    """What one worker is still owed, in fen; `worker` is any key."""

    worker: str
    owed: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one worker gets of the money, in fen, with the printed step."""

    worker: str
    amount: int
    arithmetic: str


def pro_rata(received: int, claims: Sequence[Claim]) -> tuple[Part, ...]:
    """Each worker's part by what is owed, largest remainder; the parts sum to `received` exactly."""
    owed = sum(claim.owed for claim in claims)
    if received < 0 or any(claim.owed < 0 for claim in claims):
        raise Refused("share_negative", _("钱数不能是负的"), field="received")
    if received > owed:
        raise Refused("share_too_much", _("收到的比欠的还多，先核对"), field="received")
    parts = money.share(received, [claim.owed for claim in claims]) if owed else [0] * len(claims)
    return tuple(
        Part(claim.worker, part, _step(received, claim.owed, owed, part))
        for claim, part in zip(claims, parts, strict=True)
    )


def _step(received: int, own: int, owed: int, part: int) -> str:
    numbers = (money.yuan(value) for value in (received, own, owed, part))
    return "{} × {} ÷ {} = {} 元".format(*numbers)
