"""Which version of a row holds at a place on a day, and who may confirm one."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from .values import Parameter, Rule

if TYPE_CHECKING:
    from unionhall.base.access import Actor

Row = TypeVar("Row", Rule, Parameter)
STREET, COUNTY = 9, 6


def place_chain(code: str) -> Iterator[str]:
    """A region's code, then those above it, then '' for the nation: 370702001, 370702, 370700, 370000, ''."""
    county = code[:COUNTY]
    wider = (code if len(code) >= STREET else "", county, county[:4] + "00", county[:2] + "0000")
    yield from dict.fromkeys(step for step in wider if code and step)
    yield ""


def holds(row: Rule | Parameter, on: date) -> bool:
    """Whether the row is in force on the day."""
    return row.valid_from <= on and (row.valid_to is None or on < row.valid_to)


def order(row: Rule | Parameter) -> tuple[date, int]:
    """Newer first days win, then higher versions; figures have no versions."""
    return row.valid_from, row.version if isinstance(row, Rule) else 0


def pick(rows: Sequence[Row], on: date, place: str = "", earliest: bool = False) -> Row | None:
    """The row in force at the nearest place; there the newest version. None when there is none.

    `earliest`: for a day before every version, the first nation-wide one; the caller sees it by `valid_from`.
    """
    for code in place_chain(place):
        local = [row for row in rows if row.place == code and holds(row, on)]
        if local:
            return max(local, key=order)
    later = [row for row in rows if earliest and not row.place and on < row.valid_from]
    return min(later, key=order, default=None)


def near(wanted: str, known: Iterable[str]) -> list[str]:
    """Up to five known codes that look like the wanted one."""
    return get_close_matches(wanted.upper(), sorted(set(known)), n=5, cutoff=0.4)


def may_confirm(actor: "Actor") -> bool:
    """Who may confirm a rule or fill in a figure."""
    return actor.may("law.confirm")
