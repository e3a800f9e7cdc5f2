"""What an entry's hash covers, and how entries are chained."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

GENESIS = "0" * 64


class EntryKind(StrEnum):
    """Three logs: changes; reads and exports of personal data; administration and security."""

    CHANGE = "change"
    READ = "read"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Line:
    """What one of many entries says that were written at one moment by one hand."""

    verb: str
    subject: str
    path: str = ""
    note: str = ""


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
    says: str
    recomputed: str
    sealed_at: datetime
    head: str


def chained(head: str, position: int, entry_digest: str, sealed_at: datetime) -> str:
    """The chain's hash after one more entry; the moment of sealing counts, so that no entry can be back-dated."""
    return digest(head, position, entry_digest, sealed_at)


def first_break(links: Iterable[Link], outside: Mapping[int, str] = MappingProxyType({})) -> int | None:
    """The position of the first altered, missing or swapped entry; None when the chain holds.

    `outside`: heads by position that somebody noted elsewhere. Without one, a chain that was cut short looks whole.
    """
    head, position = GENESIS, 0
    for link in links:
        position += 1
        head = chained(head, position, link.recomputed, link.sealed_at)
        if link.position != position or link.says != link.recomputed or link.head != head:
            return position
        if outside.get(position, head) != head:
            return position
    return position + 1 if any(noted > position for noted in outside) else None


def read_head(text: str) -> tuple[int, str]:
    """A noted head, '1200:ab12…' (position and 64 hex characters), as numbers; ValueError when it is none."""
    place, _colon, head = text.strip().partition(":")
    if not place.isdecimal() or len(head) != len(GENESIS) or not set(head) <= set("0123456789abcdef"):
        raise ValueError(text)
    return int(place), head
