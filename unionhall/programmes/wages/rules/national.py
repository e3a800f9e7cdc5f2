"""The columns of the national union platform: its list of fields is not public, so the mapping is dated data with its mark."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data" / "national.toml"


@dataclass(frozen=True, slots=True)
class Field:
    """One column: our fact, their heading, how it is written (text, int, money, date)."""

    fact: str
    heading: str
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A version of the columns, in force from a day on; unconfirmed ones wear the badge."""

    version: str
    valid_from: date
    mark: str
    source: str
    fields: tuple[Field, ...]

    @property
    def unconfirmed(self) -> bool:
        """Nobody has seen the platform's own list."""
        return self.mark == "M"


@lru_cache(maxsize=1)
def shipped() -> tuple[Mapping, ...]:
    """Every version that the house ships, oldest first."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["mapping"]
    made = (Mapping(row["version"], row["valid_from"], row["mark"], row["source"], tuple(Field(**one) for one in row["fields"])) for row in rows)
    return tuple(sorted(made, key=lambda row: row.valid_from))


def in_force(on: date, rows: Iterable[Mapping] | None = None) -> Mapping:
    """The version of a day; before every version, the first."""
    known = tuple(shipped() if rows is None else rows)
    held = [row for row in known if row.valid_from <= on]
    return held[-1] if held else known[0]
