"""What the leader's view counts with: age buckets, days between steps, medians."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from unionhall.base.words import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Bucket:
    """Matters that were opened so many days ago: from `least` to `most` (None: and more)."""

    code: str
    label: str
    least: int
    most: int | None

    def days(self, today: date) -> tuple[date | None, date]:
        """First and last day on which a matter of this age was opened; no first day for the oldest."""
        first = None if self.most is None else today - timedelta(days=self.most)
        return first, today - timedelta(days=self.least)


BUCKETS = (
    Bucket("month", _("30 天以内"), 0, 30), Bucket("two", _("31—60 天"), 31, 60), Bucket("half", _("61—180 天"), 61, 180),
    Bucket("older", _("超过 180 天"), 181, None),
)  # fmt: skip


def median(values: Iterable[int]) -> float | None:
    """The middle value; the mean of the two middle ones; None of nothing."""
    rows = sorted(values)
    if not rows:
        return None
    half = len(rows) // 2
    return float(rows[half]) if len(rows) % 2 else (rows[half - 1] + rows[half]) / 2


def spells(events: Iterable[tuple[int, str, datetime]], first: date, last: date) -> Mapping[str, list[int]]:
    """Days that matters stood in each state before they left it, for what left it in the period.

    `events` are (matter, state after it, moment), by matter and in order of the timeline; a step back to the same state
    ends no spell.
    """
    found: dict[str, list[int]] = {}
    matter, state, since = 0, "", None
    for pk, now, moment in events:
        day = moment.astimezone().date()
        if pk != matter:
            matter, state, since = pk, now, day
        elif now != state and since is not None:
            if first <= day <= last:
                found.setdefault(state, []).append((day - since).days)
            state, since = now, day
    return found


def shares(values: Iterable[int | None]) -> list[int]:
    """Each value as a percentage of the largest, for bars that start at nought."""
    rows = [value or 0 for value in values]
    most = max(rows, default=0)
    return [value * 100 // most if most else 0 for value in rows]
