"""A group case: when representatives may be chosen, what each worker decides alone, and what a line stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .articles import ARBITRATION_LAW, INTERPRETATION_1, Article, Mark
from .sharing import Claim

CHOOSE = Article(ARBITRATION_LAW, "第7条")
SEATS = Article("劳动人事争议仲裁办案规则", "第5条、第62-63条", Mark.SECONDARY)
ALONE = Article(INTERPRETATION_1, "第17条")
GROUP = 10
FEWEST, MOST = 3, 5


class Matter(StrEnum):
    """What a worker says yes or no to, each for themselves."""

    CLAIM = "claim"
    REPRESENTED = "represented"
    SETTLEMENT = "settlement"


MATTER_LABELS: Mapping[Matter, str] = MappingProxyType(
    {
        Matter.CLAIM: _("同意提出这个请求"), Matter.REPRESENTED: _("同意由推举的代表出面"),
        Matter.SETTLEMENT: _("同意这份协议"),
    }
)  # fmt: skip
QUESTIONS: Mapping[Matter, str] = MappingProxyType(
    {
        Matter.CLAIM: _("工会按这个数替您提出请求，您同意吗？"),
        Matter.REPRESENTED: _("由推举的代表替大家出面，您同意吗？代表放弃请求、跟公司和解，还要再问您。"),
        Matter.SETTLEMENT: _("公司跟大家签这份协议，您同意吗？不同意的，协议管不到您。"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One worker's own line, in fen: owed, what was said to be paid and not denied, confirmed; `left` sues alone."""

    worker: str
    owed: int
    paid: int = 0
    denied: int = 0
    confirmed: int = 0
    since: date | None = None
    left: bool = False

    @property
    def open(self) -> int:
        """What may still be shared to this line: never below nought, so that nobody's surplus covers another's gap."""
        return max(0, self.owed - max(self.paid - self.denied, self.confirmed))


def is_group(workers: int) -> bool:
    """Ten or more with one demand (调裁法 Art.7)."""
    return workers >= GROUP


def check_choice(chosen: int, workers: int) -> None:
    """Three to five representatives of ten or more; refused otherwise."""
    if not is_group(workers):
        raise Refused("group_small", _("十人以上有共同请求，才推举代表（调裁法第7条）"), field="chosen")
    if not FEWEST <= chosen <= MOST:
        raise Refused("group_seats", _("代表推三到五人（仲裁办案规则第62条）"), field="chosen")


def claims(lines: Sequence[Line]) -> tuple[Claim, ...]:
    """The lines among which money may be shared: who sues alone stays out (解释一 Art.17), who has everything too."""
    return tuple(Claim(line.worker, line.open, line.since) for line in lines if not line.left and line.open)



def counts(matter: Matter, said_at: datetime, chosen_at: datetime | None) -> bool:
    """Whether a word still stands: a yes to representatives is for those who were chosen then, not for later ones."""
    return matter is not Matter.REPRESENTED or chosen_at is None or said_at >= chosen_at
