"""Money in four columns: promised, ordered, paid, confirmed by the worker. Only the last is recovered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _


class EntryKind(StrEnum):
    """The column an entry stands in."""

    PROMISED = "promised"
    ORDERED = "ordered"
    PAID = "paid"
    CONFIRMED = "confirmed"


LABELS: Mapping[EntryKind, str] = MappingProxyType(
    {
        EntryKind.PROMISED: _("公司答应"),
        EntryKind.ORDERED: _("裁决判给"),
        EntryKind.PAID: _("公司说已付"),
        EntryKind.CONFIRMED: _("职工确认到手"),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the money book: fen, never negative. `replaces` names the entry it corrects or supersedes.

    A new agreement replaces the promise of the old one, so that one debt is never promised twice.
    """

    id: str
    worker: str
    kind: EntryKind
    amount: int
    on: date
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Four sums in fen. `waiting`: reported, not yet confirmed. `unreported`: confirmed, never reported.

    A worker's word stands: confirmed may exceed paid, and is counted in full.
    """

    promised: int = 0
    ordered: int = 0
    paid: int = 0
    confirmed: int = 0
    waiting: int = 0
    unreported: int = 0

    @property
    def recovered(self) -> int:
        """What a figure or a report may call recovered: the confirmed column and nothing else."""
        return self.confirmed


def live(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that no other replaces, given in the order they were written.

    A replacement follows what it replaces, keeps its worker and column, and nothing is replaced twice.
    """
    rows = tuple(entries)
    by_id = {row.id: row for row in rows}
    _check(rows, by_id)
    replaced = {row.replaces for row in rows if row.replaces}
    return tuple(row for row in rows if row.id not in replaced)


def by_worker(entries: Iterable[Entry]) -> dict[str, Columns]:
    """The four columns of each worker, in the order in which the workers first appear."""
    rows: dict[str, dict[EntryKind, int]] = {}
    for entry in live(entries):
        sums = rows.setdefault(entry.worker, dict.fromkeys(EntryKind, 0))
        sums[entry.kind] += entry.amount
    return {worker: _columns(sums) for worker, sums in rows.items()}


def together(rows: Iterable[Columns]) -> Columns:
    """The columns of many workers added up; one worker's surplus never covers another's gap."""
    parts = tuple(rows)
    return Columns(*(sum(getattr(part, name) for part in parts) for name in Columns.__dataclass_fields__))


def unconfirmed(owed: Mapping[str, int], entries: Iterable[Entry]) -> tuple[str, ...]:
    """The workers who have not yet confirmed all they are owed (fen); while there are any, nothing is K1."""
    columns = by_worker(entries)
    return tuple(
        worker for worker, sum_owed in owed.items() if columns.get(worker, Columns()).confirmed < sum_owed
    )


def _columns(sums: Mapping[EntryKind, int]) -> Columns:
    paid, confirmed = sums[EntryKind.PAID], sums[EntryKind.CONFIRMED]
    return Columns(
        sums[EntryKind.PROMISED],
        sums[EntryKind.ORDERED],
        paid,
        confirmed,
        waiting=max(0, paid - confirmed),
        unreported=max(0, confirmed - paid),
    )


def _check(rows: Sequence[Entry], by_id: Mapping[str, Entry]) -> None:
    if any(row.amount < 0 for row in rows):
        raise Refused("entry_negative", _("钱数不能是负的；记错了，请改那一笔"), field="amount")
    if len(by_id) != len(rows):
        raise Refused("entry_twice", _("同一笔记了两次"), field="id")
    changes = [row for row in rows if row.replaces]
    if len({row.replaces for row in changes}) != len(changes):
        raise Refused("entry_replaced_twice", _("这一笔已经改过了，请改最新的那一笔"), field="replaces")
    seen: set[str] = set()
    for row in rows:
        seen.add(row.id)
        old = by_id.get(row.replaces)
        if row.replaces and (old is None or row.replaces not in seen or old is row):
            raise Refused("entry_replaces", _("只能改前面已经记下的一笔"), field="replaces")
        if old is not None and (old.worker, old.kind) != (row.worker, row.kind):
            raise Refused("entry_replaces_other", _("只能改同一个人、同一栏里的一笔"), field="replaces")
