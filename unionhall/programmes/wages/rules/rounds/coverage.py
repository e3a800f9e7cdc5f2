"""What was looked at and what was not: four answers and the unknown, never added up into a zero."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .checks import WEEK, Result, taken_together, week_of


@dataclass(frozen=True, slots=True)
class Seen:
    """One place in one week: what the plan asked of whom, and what came back. `results` is empty when nothing did."""

    place: int
    week: date
    area: str
    inspector: str
    planned: bool
    results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """Counts of places by what is known. `unknown` is planned without a record; `extra` was looked at unasked."""

    key: object
    planned: int = 0
    none: int = 0
    clue: int = 0
    unseen: int = 0
    unknown: int = 0
    extra: int = 0

    @property
    def looked(self) -> int:
        """Places that somebody saw."""
        return self.none + self.clue

    @property
    def reported(self) -> bool:
        """Whether anything at all is known: without it the counts are unknown, not nought."""
        return bool(self.none + self.clue + self.unseen)


def tally(rows: Iterable[Seen], by: str) -> list[Line]:
    """Lines by 'week', 'area' or 'inspector', in order of their keys."""
    groups: dict[object, list[Seen]] = {}
    for row in rows:
        groups.setdefault(getattr(row, by), []).append(row)
    return [_line(key, found) for key, found in sorted(groups.items(), key=lambda pair: str(pair[0]))]


def _line(key: object, rows: Collection[Seen]) -> Line:
    said = [taken_together(row.results) for row in rows]
    return Line(
        key, planned=sum(row.planned for row in rows), none=said.count(Result.NONE), clue=said.count(Result.CLUE),
        unseen=said.count(Result.UNSEEN), unknown=sum(row.planned and not row.results for row in rows),
        extra=sum(not row.planned for row in rows),
    )  # fmt: skip


def total(rows: Collection[Seen]) -> Line:
    """All of them as one line."""
    return _line("", rows)


@dataclass(frozen=True, slots=True)
class Quiet:
    """An area that says nothing: nobody looked, or nobody ever found anything. `weeks` were asked about."""

    area: str
    places: int
    weeks: int
    looked: int


def silent(places: Mapping[str, int], rows: Iterable[Seen], *, today: date, weeks: int, least: int) -> list[Quiet]:
    """Areas with `least` places or more and, in the last `weeks` whole weeks, no look at all or no clue at all.

    Many places without a single clue may be well kept, or not really looked at: a person goes and sees (handbook §12.6, D).
    """
    this = week_of(today)
    recent = [row for row in rows if this - weeks * WEEK <= row.week < this]
    found = []
    for area, count in sorted(places.items()):
        said = [result for row in recent if row.area == area for result in row.results]
        looked = sum(result in (Result.NONE, Result.CLUE) for result in said)
        if count >= least and (not looked or Result.CLUE not in said):
            found.append(Quiet(area, count, weeks, looked))
    return found
