"""Whether a warning was right, as the one who went there says; and how often a rule is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _


class Verdict(StrEnum):
    """What the visit found."""

    RIGHT = "right"
    WRONG = "wrong"
    UNCLEAR = "unclear"


VERDICT_LABELS = {Verdict.RIGHT: _("说准了"), Verdict.WRONG: _("没这回事"), Verdict.UNCLEAR: _("看不出来")}


@dataclass(frozen=True, slots=True)
class HitRate:
    """How the warnings of one rule were answered. `percent` is None while none was right or wrong."""

    right: int = 0
    wrong: int = 0
    unclear: int = 0
    unanswered: int = 0

    @property
    def percent(self) -> int | None:
        """Right ones of those that were right or wrong."""
        told = self.right + self.wrong
        return round(self.right * 100 / told) if told else None


def hit_rate(verdicts: Iterable[str]) -> HitRate:
    """Count the answers; '' is not answered yet."""
    found = list(verdicts)
    return HitRate(*(found.count(verdict) for verdict in (*Verdict, "")))
