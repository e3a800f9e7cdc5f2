"""Writing the journal: an entry in the caller's transaction; the tick seals entries into the chain."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from unionhall.base.access import Actor

from . import queries, rules
from .models import Entry, Seal


def record(
    *, kind: str, verb: str, subject: str, by: Actor, at: datetime, path: str = "", reason: str = "", note: str = ""
) -> Entry:
    """Append one entry. `subject` is 'room.model:id'; `note` holds no personal data."""
    entry = draft(kind=kind, verb=verb, subject=subject, by=by, at=at, path=path, reason=reason, note=note)
    entry.save(force_insert=True)
    return entry


def draft(
    *, kind: str, verb: str, subject: str, by: Actor, at: datetime, path: str = "", reason: str = "", note: str = ""
) -> Entry:
    """An unsaved entry with its hash: for writing many at once with `record_many`."""
    entry = Entry(
        kind=rules.EntryKind(kind), verb=verb, subject=subject, path=path, at=at,
        account_id=by.account_id, person_id=by.person_id, actor=(by.name or by.system)[:80],
        roles=",".join(sorted({grant.role for grant in by.grants}))[:120], reason=reason[:200], note=note[:500],
    )  # fmt: skip
    entry.digest = entry.recomputed()
    return entry


def record_many(*, entries: list[Entry]) -> None:
    """Append drafted entries set-wise."""
    Entry.objects.bulk_create(entries, batch_size=2000)


@transaction.atomic
def seal(*, at: datetime, limit: int = 5000) -> int:
    """Chain the entries that are not yet sealed; returns how many. One sealer at a time: position is the key."""
    position, head = queries.head()
    seals = []
    for entry in queries.unsealed(limit):
        position += 1
        head = rules.chained(head, position, entry.digest, at)
        seals.append(Seal(position=position, entry_id=entry.id, head=head, sealed_at=at))
    Seal.objects.bulk_create(seals, batch_size=2000)
    return len(seals)


def verify(*, outside: Mapping[int, str] = MappingProxyType({})) -> int | None:
    """The position of the first break in the chain; None when it holds. `outside`: heads noted elsewhere, by position."""
    return rules.first_break(queries.links(), outside)
