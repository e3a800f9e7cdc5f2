"""Writing the journal: an entry in the caller's transaction; the tick seals entries into the chain."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.db import transaction

from unionhall.base import rows
from unionhall.base.access import Actor

from . import queries, rules
from .models import Entry, Seal


def record(
    *, kind: str, verb: str, subject: str, by: Actor, at: datetime, path: str = "", reason: str = "", note: str = ""
) -> Entry:
    """Append one entry. `subject` is 'room.model:id'; `note` holds no personal data."""
    entry = _draft(kind, by, at, rules.Line(verb, subject, path, note), reason)
    entry.digest = entry.recomputed()
    entry.save(force_insert=True)
    return entry


def record_many(*, kind: str, by: Actor, at: datetime, lines: Iterable[rules.Line]) -> int:
    """Append entries of one moment and one hand set-wise; returns how many."""
    like = _draft(kind, by, at, rules.Line("", ""), "")
    before, after = (like.at, like.kind), (like.account_id, like.person_id, like.actor, like.roles, like.reason)
    kept = (replace(line, note=line.note[:500]) for line in lines)
    values = (
        (line.verb, line.subject, line.path, line.note,
         rules.digest(*before, line.verb, line.subject, line.path, *after, line.note))
        for line in kept
    )  # fmt: skip
    return rows.append(like, ("verb", "subject", "path", "note", "digest"), values)


def _draft(kind: str, by: Actor, at: datetime, line: rules.Line, reason: str) -> Entry:
    return Entry(
        kind=rules.EntryKind(kind), verb=line.verb, subject=line.subject, path=line.path, at=at,
        account_id=by.account_id, person_id=by.person_id, actor=(by.name or by.system)[:80],
        roles=",".join(sorted({grant.role for grant in by.grants}))[:120], reason=reason[:200], note=line.note[:500],
    )  # fmt: skip


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
