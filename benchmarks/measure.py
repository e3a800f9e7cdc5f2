"""A measured piece of work beside its floor, and the table that is printed of them."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Result:
    """Medians in milliseconds. `ratio` must not pass `ceiling`; `note` says over how many repetitions and rows."""

    work: str
    floor: float
    ours: float
    ceiling: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """How many times the floor's time ours took."""
        return self.ours / self.floor

    @property
    def ok(self) -> bool:
        """Within the ceiling."""
        return self.ratio <= self.ceiling

    def as_json(self) -> dict[str, Any]:
        """For the parent process."""
        return asdict(self)


def seconds(work: Work) -> float:
    """How long one run takes; the collector of garbage rests meanwhile."""
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun
    finally:
        gc.enable()


def medians(*works: Work, times: int, warm: int = 2, after: Work = bool) -> list[float]:
    """Milliseconds of each work, taken in turn so that a busy machine burdens all alike; `after` each one is not timed."""
    taken: list[list[float]] = [[] for _work in works]
    for _turn in range(warm + times):
        for row, work in zip(taken, works, strict=True):
            row.append(seconds(work) * 1000)
            after()
    return [statistics.median(row[warm:]) for row in taken]


def table(results: Iterable[Result]) -> str:
    """Work, floor, ours, ratio, ceiling and whether it holds, in columns."""
    head = ("work", "floor ms", "ours ms", "ratio", "at most", "", "over")
    rows = [head, *(_cells(result) for result in results)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def _cells(result: Result) -> tuple[str, ...]:
    times = (f"{result.floor:,.1f}", f"{result.ours:,.1f}", f"{result.ratio:.2f}", f"{result.ceiling:g}")
    return result.work, *times, "ok" if result.ok else "TOO SLOW", result.note


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [cell.rjust(width) if 0 < at < 5 else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))]
    return "  ".join(cells).rstrip()
