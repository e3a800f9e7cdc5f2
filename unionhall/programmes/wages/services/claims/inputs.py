"""What each item is computed from, as frozen values; and how they are kept as rows of name and text, and read back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from ...models import ClaimLine
from ...rules.arrears import Period
from ...rules.lines import Item
from ...rules.overtime import Overtime


@dataclass(frozen=True, slots=True)
class ArrearsInput:
    """Pay periods with what was due and paid, in fen."""

    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class OvertimeInput:
    """The monthly wage in fen and the days worked over."""

    month_pay: int
    entries: tuple[Overtime, ...]


@dataclass(frozen=True, slots=True)
class DoubleWageInput:
    """The monthly wage in fen; `signed` None: no written contract to this day; `ended` None: still there."""

    month_pay: int
    started: date
    signed: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class SeveranceInput:
    """First and last day, and the gross pays (fen) of the last one to twelve months."""

    started: date
    ended: date
    pays: tuple[int, ...]
    left_unpaid: bool = True


@dataclass(frozen=True, slots=True)
class DamagesInput:
    """As for severance; the dismissal was unlawful."""

    started: date
    ended: date
    pays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AddedInput:
    """An order to pay: fen, its last day, and the fen paid in time. Without an amount there is no order."""

    amount: int | None = None
    last_day: date | None = None
    paid_in_time: int = 0


@dataclass(frozen=True, slots=True)
class InterestInput:
    """The sum in fen, and from when to when it was owed."""

    principal: int
    since: date
    until: date


Inputs = ArrearsInput | OvertimeInput | DoubleWageInput | SeveranceInput | DamagesInput | AddedInput | InterestInput
INPUTS: Mapping[Item, type[Inputs]] = {
    Item.ARREARS: ArrearsInput, Item.OVERTIME: OvertimeInput, Item.DOUBLE_WAGE: DoubleWageInput,
    Item.SEVERANCE: SeveranceInput, Item.DAMAGES_2N: DamagesInput, Item.ADDED_COMPENSATION: AddedInput,
    Item.INTEREST: InterestInput,
}  # fmt: skip
READ: Mapping[type, Callable[[str], Any]] = {
    int: int, Fraction: Fraction, date: date.fromisoformat, bool: "yes".__eq__,
}  # fmt: skip


def flat(*, inputs: Inputs) -> dict[str, str]:
    """The inputs as names and text: `entries.0.day` is `2026-10-12`. What is not known has no row."""
    return dict(_flat(inputs, ""))


def inputs_of(*, line: ClaimLine) -> Inputs | None:
    """The inputs that a line was computed from; None for one that another item wrote."""
    rows = {row.name: row.value for row in line.inputs.all()}
    return _revived(INPUTS[Item(line.item)], rows, "") if rows else None


def _flat(value: Any, name: str) -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        for one in fields(value):
            yield from _flat(getattr(value, one.name), _below(name, one.name))
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from _flat(each, _below(name, str(place)))
    elif isinstance(value, bool):
        yield name, "yes" if value else "no"
    elif value is not None:
        yield name, str(value)


def _revived(kind: Any, rows: Mapping[str, str], name: str) -> Any:
    """A value of `kind` from the rows below `name`."""
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _revived(hints[one.name], rows, _below(name, one.name)) for one in fields(kind)})
    if get_origin(kind) is tuple:
        inner, start = get_args(kind)[0], f"{name}."
        places = {key.removeprefix(start).split(".")[0] for key in rows if key.startswith(start)}
        return tuple(_revived(inner, rows, f"{start}{place}") for place in range(len(places)))
    if isinstance(kind, UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    return READ[kind](rows[name]) if name in rows else None


def _below(name: str, part: str) -> str:
    return f"{name}.{part}" if name else part
