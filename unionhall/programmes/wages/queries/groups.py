"""A group's lines: each worker's own sums and words for the office; totals and head counts for representatives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases

from ..models import Arrears, Claimant, Departure, Distribution, MoneyEntry, Word
from ..rules.columns import EntryKind
from ..rules.groups import Line, Matter, counts

if TYPE_CHECKING:
    from datetime import datetime

PUBLIC = ("book", "totals", "departed", "distribution_by_key")
Words = Mapping[tuple[Matter, int | None], bool]


@dataclass(frozen=True, slots=True)
class Own:
    """One worker with their line, their four columns (fen) and what they said."""

    claimant: Claimant
    line: Line
    columns: Mapping[str, int]
    words: Words


@dataclass(frozen=True, slots=True)
class Totals:
    """What representatives see of the others: sums in fen and head counts, nobody's own line."""

    heads: int
    left: int
    confirmed_heads: int
    owed: int
    columns: Mapping[str, int]
    unshared: Mapping[str, int]


def departed() -> QuerySet[Departure]:
    """Who goes on alone now."""
    return Departure.objects.filter(back_on__isnull=True)


def book(*, arrears: Arrears) -> list[Own]:
    """Every line of a loaded case, in order of entry; the same number of queries for three workers or three hundred."""
    workers = list(arrears.claimants.select_related("person").order_by("pk"))
    chosen = max((each.chosen_at for each in workers if each.representative and each.chosen_at), default=None)
    entries = _by_claimant(MoneyEntry.objects.filter(arrears=arrears, replaced_by=None).order_by("pk"))
    words = _by_claimant(Word.objects.filter(claimant__arrears=arrears).order_by("pk"))
    left = set(departed().filter(claimant__arrears=arrears).values_list("claimant_id", flat=True))
    return [_own(each, entries[each.pk], words[each.pk], each.pk in left, chosen) for each in workers]


def _by_claimant(rows: Iterable) -> dict[int | None, list]:
    found: dict[int | None, list] = defaultdict(list)
    for row in rows:
        found[row.claimant_id].append(row)
    return found


def _own(worker: Claimant, entries: list[MoneyEntry], words: list[Word], left: bool, chosen: datetime | None) -> Own:
    columns = _columns(entries)
    no = {row.effect_key for row in entries if row.kind == EntryKind.CONFIRMED and not row.amount}
    denied = sum(row.amount for row in entries if row.kind == EntryKind.PAID and f"answer:{row.pk}" in no)
    line = Line(
        f"{worker.pk:012d}", worker.owed, columns["paid"], denied, columns["confirmed"], worker.owed_since or worker.begun_on,
        left,
    )  # fmt: skip
    said = {(Matter(row.matter), row.agreement_id): row.yes for row in words if counts(Matter(row.matter), row.said_at, chosen)}
    return Own(worker, line, columns, said)


def _columns(entries: Iterable[MoneyEntry]) -> dict[str, int]:
    sums = dict.fromkeys((kind.value for kind in EntryKind), 0)
    for row in entries:
        sums[row.kind] += row.amount
    return sums


def totals(*, arrears: Arrears, lines: list[Own] | None = None) -> Totals:
    """Sums over all lines. `unshared` is what stands in the case's columns on nobody's line: lines and it add up."""
    rows = book(arrears=arrears) if lines is None else lines
    staying = [row for row in rows if not row.line.left]
    none = MoneyEntry.objects.filter(arrears=arrears, claimant=None, replaced_by=None)
    return Totals(
        heads=len(staying), left=len(rows) - len(staying), confirmed_heads=sum(1 for row in staying if not _waits(row)),
        owed=sum(row.line.owed for row in rows),
        columns={kind.value: sum(row.columns[kind] for row in rows) for kind in EntryKind}, unshared=_columns(none),
    )  # fmt: skip


def _waits(row: Own) -> bool:
    return row.line.confirmed < row.line.owed or not row.line.owed


def distributions(row: Arrears, *, scope: Scope) -> QuerySet[Distribution]:
    """What came in for several workers, newest first."""
    rows = Distribution.objects.filter(cases.reach(scope, "arrears__case__"), arrears=row)
    return rows.prefetch_related("portions__claimant__person", "portions__entry").order_by("-number")


def distribution_by_key(key: str) -> Distribution | None:
    """What a form with this key already recorded."""
    return Distribution.objects.filter(key=key).select_related("arrears").first()
