"""Facts against thresholds: which rule is at which colour, with its figure. The score orders a list, no more (个人信息保护法 Art.24)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .facts import Facts
from .signals import SIGNALS, Reading
from .thresholds import WEIGHTS, Colour, Compare, Threshold

ORDER = tuple(Colour)


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is reached: the highest colour, its threshold, the figure and the numbers of its sentence."""

    code: str
    threshold: Threshold
    reading: Reading

    @property
    def colour(self) -> Colour:
        """How urgent the visit is."""
        return self.threshold.colour


def reached(threshold: Threshold, figure: Decimal) -> bool:
    """Whether a figure reaches a threshold."""
    if threshold.compare is Compare.OVER:
        return figure > threshold.value
    return figure >= threshold.value if threshold.compare is Compare.FROM else figure <= threshold.value


def judge(facts: Facts, thresholds: Iterable[Threshold]) -> tuple[Finding, ...]:
    """What the thresholds of a day find in the facts, the most urgent first. Rules without a measure say nothing."""
    levels: dict[str, list[Threshold]] = {}
    for row in thresholds:
        levels.setdefault(row.code, []).append(row)
    found = [_highest(code, rows, SIGNALS[code].measure(facts)) for code, rows in levels.items() if code in SIGNALS]
    return tuple(sorted((each for each in found if each), key=lambda each: (-ORDER.index(each.colour), each.code)))


def _highest(code: str, rows: Sequence[Threshold], reading: Reading | None) -> Finding | None:
    hit = [row for row in rows if reading is not None and reached(row, reading.figure)]
    if not hit or reading is None:
        return None
    return Finding(code, max(hit, key=lambda row: ORDER.index(row.colour)), reading)


def unmeasured(facts: Facts) -> tuple[str, ...]:
    """The rules whose figures are not known: they are neither reached nor in order."""
    return tuple(code for code, signal in SIGNALS.items() if signal.measure(facts) is None)


def score(colours: Iterable[Colour]) -> int:
    """One, two, four: for the order of a list within one's own area, and for nothing else."""
    return sum(WEIGHTS[colour] for colour in colours)
