"""The rows that come with the project: every clock and figure, before any database exists."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from .values import Anchor, Length, Mark, Parameter, Rule, Unit

DATA = Path(__file__).parents[1] / "data"
CLOCKS, PARAMETERS = DATA / "clocks.toml", DATA / "parameters.toml"
ROLLING = frozenset({Unit.CD, Unit.M, Unit.Y})


def read_length(row: Mapping[str, Any]) -> Length:
    """A length of the file; calendar units roll unless the row says no."""
    unit = Unit(row["unit"])
    anchor = Anchor(row.get("anchor", Anchor.START))
    return Length(row.get("n"), unit, row["label"], anchor, row.get("roll", unit in ROLLING))


def read_rule(row: Mapping[str, Any]) -> Rule:
    """A rule of the file; an unknown key is an error."""
    plain = {key: value for key, value in row.items() if key not in {"lengths", "mark", "unit_mark"}}
    return Rule(
        **plain,
        mark=Mark(row["mark"]),
        unit_mark=Mark(row["unit_mark"]) if "unit_mark" in row else None,
        lengths=tuple(read_length(length) for length in row.get("lengths", ())),
    )


def read_parameter(row: Mapping[str, Any]) -> Parameter:
    """A figure of the file; its value is written as text, so that it stays exact."""
    plain = {key: value for key, value in row.items() if key not in {"value", "mark"}}
    return Parameter(**plain, value=Decimal(row["value"]) if "value" in row else None, mark=Mark(row["mark"]))


@lru_cache(maxsize=1)
def shipped_rules() -> tuple[Rule, ...]:
    """Every shipped rule row, from mediation to the union's letter; an id may stand once for each place."""
    with CLOCKS.open("rb") as file:
        return tuple(read_rule(row) for row in tomllib.load(file)["rule"])


@lru_cache(maxsize=1)
def shipped_parameters() -> tuple[Parameter, ...]:
    """Every shipped figure, in the order of the file."""
    with PARAMETERS.open("rb") as file:
        return tuple(read_parameter(row) for row in tomllib.load(file)["parameter"])
