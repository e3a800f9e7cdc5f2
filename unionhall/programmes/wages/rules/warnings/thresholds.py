"""From which figure on: dated rows with their source and mark. A changed threshold is a new version; old days keep the old one."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from unionhall.base.words import gettext_noop as _

DATA = Path(__file__).parents[2] / "data" / "warnings.toml"


class Colour(StrEnum):
    """How urgent the visit is; no colour decides anything about the employer."""

    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class Compare(StrEnum):
    """More than, that much or more, that much or less."""

    OVER = "over"
    FROM = "from"
    WITHIN = "within"


COLOUR_LABELS = {Colour.YELLOW: _("黄色"), Colour.ORANGE: _("橙色"), Colour.RED: _("红色")}
COMPARE_LABELS = {Compare.OVER: _("超过"), Compare.FROM: _("达到"), Compare.WITHIN: _("不多于")}
SHARE = _("比例")
UNITS = (_("个月"), SHARE, _("元"), _("人"), _("项"), _("次"), _("起"), _("天"), _("期"))
WEIGHTS = {Colour.YELLOW: 1, Colour.ORANGE: 2, Colour.RED: 4}


@dataclass(frozen=True, slots=True)
class Threshold:
    """One version of one colour of one rule. `id` is its row, 0 when it has none yet."""

    code: str
    colour: Colour
    value: Decimal
    compare: Compare
    unit: str
    source: str
    mark: str
    valid_from: date
    valid_to: date | None = None
    version: int = 1
    confirmed_by: str = ""
    id: int = 0

    def holds(self, on: date) -> bool:
        """Whether it is in force on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def standing(rows: Iterable[Threshold], on: date) -> tuple[Threshold, ...]:
    """The newest version in force on the day, for each rule and colour."""
    found: dict[tuple[str, Colour], Threshold] = {}
    for row in sorted(rows, key=lambda row: (row.valid_from, row.version)):
        if row.holds(on):
            found[(row.code, row.colour)] = row
    return tuple(found.values())


@lru_cache(maxsize=1)
def shipped() -> tuple[Threshold, ...]:
    """Every shipped threshold, in the order of the file; an unknown colour, comparison or unit is an error."""
    if strange := {rule["unit"] for rule in _read()["rule"]} - set(UNITS):
        raise ValueError(f"units without words: {strange}")
    return tuple(
        Threshold(
            code=rule["code"], colour=Colour(level["colour"]), value=Decimal(level["value"]), compare=Compare(level["compare"]),
            unit=rule["unit"], source=rule["source"], mark=rule["mark"], valid_from=rule["valid_from"],
        )  # fmt: skip
        for rule in _read()["rule"]
        for level in rule["levels"]
    )


def next_eve(day: date) -> date | None:
    """The next 除夕 on or after a day; None past the last known one."""
    return next((eve for eve in _read()["new_year"]["eves"] if eve >= day), None)


@lru_cache(maxsize=1)
def _read() -> dict:
    with DATA.open("rb") as file:
        return tomllib.load(file)
