"""Reading the journal back."""

from collections.abc import Iterator

from django.db.models import QuerySet

from unionhall.base.access import Scope

from . import rules
from .models import Entry, Seal

PUBLIC = ("head", "links", "sealed_count", "unsealed")


def about(subject: str, *, scope: Scope) -> QuerySet[Entry]:
    """Entries about one subject, newest first; the caller has already loaded the subject through its own scope."""
    rows = Entry.objects.filter(subject=subject).order_by("-at", "-id")
    return rows.none() if scope.empty else rows


def visible(scope: Scope) -> QuerySet[Entry]:
    """All entries below the scope's paths: the auditor's screen."""
    rows = Entry.objects.order_by("-at", "-id")
    return rows if scope.everything else rows.filter(scope.within("path"))


def head() -> tuple[int, str]:
    """Position and hash of the chain's end."""
    last = Seal.objects.order_by("-position").first()
    return (last.position, last.head) if last else (0, rules.GENESIS)


def unsealed(limit: int) -> QuerySet[Entry]:
    """Entries that no seal covers yet, in order of their ids."""
    return Entry.objects.exclude(id__in=Seal.objects.values("entry_id")).order_by("id")[:limit]


def sealed_count() -> int:
    """How many entries are in the chain."""
    return Seal.objects.count()


def links() -> Iterator[rules.Link]:
    """The chain as it is read back; a missing entry gives an empty recomputed hash."""
    entries: dict[int, Entry] = {}
    batch: list[Seal] = []
    for seal in Seal.objects.order_by("position").iterator(2000):
        batch.append(seal)
        if len(batch) == 2000:
            entries = Entry.objects.in_bulk([row.entry_id for row in batch])
            yield from (_link(row, entries.get(row.entry_id)) for row in batch)
            batch = []
    entries = Entry.objects.in_bulk([row.entry_id for row in batch])
    yield from (_link(row, entries.get(row.entry_id)) for row in batch)


def _link(seal: Seal, entry: Entry | None) -> rules.Link:
    says, recomputed = (entry.digest, entry.recomputed()) if entry else ("", "missing")
    return rules.Link(seal.position, says, recomputed, seal.sealed_at, seal.head)
