"""Early warning: what the figures of a month and the records say, against dated thresholds. It decides nothing."""

from .facts import Facts, Month, Records
from .judging import Finding, judge, reached, score, unmeasured
from .signals import SIGNALS, Reading, Signal
from .thresholds import COLOUR_LABELS, Colour, Compare, Threshold, next_eve, shipped, standing
from .verdicts import VERDICT_LABELS, HitRate, Verdict, hit_rate

__all__ = [
    "COLOUR_LABELS", "SIGNALS", "VERDICT_LABELS", "Colour", "Compare", "Facts", "Finding", "HitRate", "Month", "Reading", "Records",
    "Signal", "Threshold", "Verdict", "hit_rate", "judge", "next_eve", "reached", "score", "shipped", "standing", "unmeasured",
]  # fmt: skip
