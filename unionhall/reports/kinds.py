"""What programmes count: facts, indicators over them, and the published figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from unionhall.base.access import Scope
from unionhall.base.registry import Registry

if TYPE_CHECKING:
    from ibis.expr.types import Scalar, Table


@dataclass(frozen=True, slots=True)
class Fact:
    """A table that leaves the records: `columns` name → Ibis type; `rows(scope)` yields tuples in their order, by id.

    Each fact has a column `path`, the union that the row belongs to; money is fen, days are dates.
    """

    code: str
    columns: Mapping[str, str]
    rows: Callable[[Scope], Iterable[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Tables:
    """What an indicator reads: facts at or below one place, and the period's first and last day."""

    facts: Mapping[str, Table]
    first: date
    last: date

    def __getitem__(self, code: str) -> Table:
        return self.facts[code]


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number by definition. `expression(tables)` is a pure Ibis scalar; `per` of its units make one `unit` (fen: 100).

    `definition` is Chinese source text, `english` the same for the catalogue's readers; `facts` are the tables it reads.
    """

    code: str
    label: str
    unit: str
    definition: str
    english: str
    facts: tuple[str, ...]
    expression: Callable[[Tables], Scalar]
    per: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that was published: where, when, how exactly it was said. `indicator` is '' while nothing computes it."""

    id: str
    programme: str
    place: str
    region: str
    period: str
    value: int | Decimal
    unit: str
    measure: str
    how: str
    kind: str
    says: str
    label: str
    definition: str
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure beside what the records give: `computed` is None while they cannot give it."""

    figure: Figure
    computed: int | Decimal | None
    ok: bool
    definition: str
    english: str


FACTS: Registry[Fact] = Registry("facts", key=lambda fact: fact.code)
INDICATORS: Registry[Indicator] = Registry("indicators", key=lambda indicator: indicator.code)
