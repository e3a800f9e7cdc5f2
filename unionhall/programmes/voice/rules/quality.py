"""Which answers are looked at again, and the three rates that are never made into one."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

BEST = 5
_STEPS = 10_000


def sampled(reference: str, share: Decimal) -> bool:
    """Whether a matter falls into the sample: by its reference alone, so that nobody chooses. `share` from 0 to 1."""
    place = int.from_bytes(sha256(reference.encode()).digest()[:4], "big") % _STEPS
    return place < int(share * _STEPS)


def must_be_checked(reference: str, share: Decimal, satisfied: bool | None) -> bool:
    """Whether a supervisor scores it before it closes: the sample, and whatever did not satisfy in the end."""
    return satisfied is False or sampled(reference, share)


@dataclass(frozen=True, slots=True)
class Answered:
    """One matter for the rates: whether it was answered, whether in time, what the person said (None: not asked yet)."""

    answered: bool
    on_time: bool
    satisfied: bool | None


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts, each (how many, of how many): answered of all, in time of the answered, satisfied of those asked."""

    answered: tuple[int, int]
    on_time: tuple[int, int]
    satisfied: tuple[int, int]


def rates(rows: Iterable[Answered]) -> Rates:
    """Completed, completed on time and satisfied: three separate rates (handbook of the hotline)."""
    found = list(rows)
    done = [row for row in found if row.answered]
    asked = [row for row in found if row.satisfied is not None]
    return Rates(
        (len(done), len(found)), (sum(row.on_time for row in done), len(done)),
        (sum(bool(row.satisfied) for row in asked), len(asked)),
    )  # fmt: skip
