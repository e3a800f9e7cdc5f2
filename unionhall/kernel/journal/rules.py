"""What an entry's hash covers, and how entries are chained."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

GENESIS = "0" * 64


class EntryKind(StrEnum):
    """Three logs: changes; reads and exports of personal data; administration and security."""

    CHANGE = "change"
    READ = "read"
    SECURITY = "security"


def digest(*parts: object) -> str:
    """SHA-256 over the parts, each with its length before it, so that no two lists of parts collide."""
    hasher = hashlib.sha256()
    for part in parts:
        text = part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part)
        raw = text.encode()
        hasher.update(len(raw).to_bytes(8, "big") + raw)
    return hasher.hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One sealed row as it is read back: what it says of itself, and what follows from its fields."""

    position: int
    entry_id: int
    says: str
    recomputed: str
    head: str


def first_break(links: Iterable[Link], head: str = GENESIS, position: int = 0) -> int | None:
    """The position of the first altered, missing or swapped entry; None when the chain holds."""
    for link in links:
        position += 1
        head = digest(head, position, link.recomputed)
        if link.position != position or link.says != link.recomputed or link.head != head:
            return position
    return None
