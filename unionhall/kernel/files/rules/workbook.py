"""A spreadsheet as plain values: what reading gives and every import rule takes."""

from dataclasses import dataclass

from .values import Value

Row = tuple[Value, ...]
Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as plain rows from row 1, column A. `merged` holds (top, left, bottom, right), counted from 0."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merge, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file and its sheets; a CSV has one, without a name."""

    filename: str
    sheets: tuple[Sheet, ...]
