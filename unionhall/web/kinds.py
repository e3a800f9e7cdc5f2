"""What a programme tells the shell: navigation, verbs, cards of today, access of its addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from unionhall.base.access import Actor
from unionhall.base.registry import Registry

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line of the desk's sidebar; shown to who holds `power`. `count(actor)` may be None."""

    code: str
    section: str
    label: str
    icon: str
    url: str
    power: str
    order: int = 50
    count: Callable[[Actor], int] | None = None


@dataclass(frozen=True, slots=True)
class VerbItem:
    """A line under one of the worker's four verbs: apply, book, claim, find."""

    code: str
    verb: str
    label: str
    hint: str
    url: str
    order: int = 50


@dataclass(frozen=True, slots=True)
class Concern:
    """Something of mine with a date, a sum or an offer, on the worker's home."""

    title: str
    url: str
    kicker: str = ""
    line: str = ""
    due: date | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class ConcernSource:
    """`find(actor, today)` returns a worker's concerns, most urgent first."""

    code: str
    find: Callable[[Actor, date], Sequence[Concern]]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do on the desk's first page."""

    title: str
    line: str
    law: str
    due: date
    url: str
    verb: str
    waiting: bool = False
    provisional: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WorkSource:
    """`find(actor, today)` returns what an officer has to do by today and soon."""

    code: str
    find: Callable[[Actor, date], Sequence[WorkRow]]


@dataclass(frozen=True, slots=True)
class SearchSource:
    """`find(actor, text)` returns (title, line, url) rows in the actor's scope."""

    code: str
    label: str
    find: Callable[[Actor, str], Sequence[tuple[str, str, str]]]


@dataclass(frozen=True, slots=True)
class Outbox:
    """Pages that go on without signal for who holds `power`: `key_url` hands the signed-in owner the outbox's key."""

    code: str
    power: str
    key_url: str


OUTBOXES: Registry[Outbox] = Registry("outboxes", key=lambda row: row.code)
NAV: Registry[NavItem] = Registry("navigation", key=lambda item: item.code)
VERBS: Registry[VerbItem] = Registry("verbs", key=lambda item: item.code)
CONCERNS: Registry[ConcernSource] = Registry("concerns", key=lambda source: source.code)
WORK: Registry[WorkSource] = Registry("work of today", key=lambda source: source.code)
SEARCH: Registry[SearchSource] = Registry("search", key=lambda source: source.code)


@dataclass(frozen=True, slots=True)
class DemoPart:
    """A programme's share of the demo world, made by calling services with dates; loaded once, in order."""

    code: str
    load: Callable[[datetime], None]
    loaded: Callable[[], bool]
    order: int = 50


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Where a person follows a matter of this kind; `address` carries {pk}. One receipt code leads to any of them."""

    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said, handed from one programme to another; `origin` is the matter in which they said it."""

    origin: Case
    text: str
    about: str = ""
    contact: str = ""
    phone: str = ""
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A programme that takes what was told elsewhere: `take(told, by, at)` opens its own matter, or Refused. Asks for `power`."""

    code: str
    label: str
    power: str
    take: Callable[[Told, Actor, datetime], Case]


OWN: Registry[OwnPage] = Registry("own pages", key=lambda page: page.kind)
HANDOVERS: Registry[HandOver] = Registry("hand-overs", key=lambda row: row.code)
DEMO: Registry[DemoPart] = Registry("demo world", key=lambda part: part.code)
