"""What rooms hand to this one: who may open a file, who scans it, what a sheet or a paper consists of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from unionhall.base.access import Actor
from unionhall.base.registry import Registry

from .rules.contents import FileKind as FileKind


class BlobState(StrEnum):
    """Waiting for a scanner, fit to be handed out, or kept back."""

    QUARANTINED = "quarantined"
    CLEAN = "clean"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FileOwner:
    """A room that keeps files: `allows(actor, blob_id)` says whether the actor may see it."""

    code: str
    allows: Callable[[Actor, int], bool]


@dataclass(frozen=True, slots=True)
class Scanner:
    """A virus scanner: `look(path)` returns what it found, or ''. With one registered, uploads wait."""

    code: str
    look: Callable[[Path], str]


FILE_OWNERS: Registry[FileOwner] = Registry("file_owners", key=lambda owner: owner.code)
SCANNERS: Registry[Scanner] = Registry("scanners", key=lambda scanner: scanner.code)


class ColumnKind(StrEnum):
    """How a column's values are written. Identity, phone and reference numbers are TEXT."""

    TEXT = "text"
    INT = "int"
    MONEY = "money"
    DATE = "date"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. MONEY takes whole fen and shows yuan; `note` becomes the heading's comment."""

    label: str
    kind: ColumnKind = ColumnKind.TEXT
    width: int = 14
    note: str = ""
    choices: tuple[str, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write. `rows` may be a generator; with `key_row` the columns' keys stand in a hidden row."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[object]] = ()
    title: tuple[str, ...] = ()
    key_row: bool = False


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in an uploaded sheet: row from 1, column from 0, or None for the whole row."""

    row: int
    column: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, indented by two characters unless it is placed to the right or in the centre."""

    text: str
    align: str = "left"
    indent: bool = True
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Pairs:
    """A ruled form: label and value, two pairs to a line; a pair alone takes the whole line."""

    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table that repeats one line for each row of the list `rows`: (heading, text, width in mm)."""

    rows: str
    columns: tuple[tuple[str, str, int], ...]
    each: str = "row"


@dataclass(frozen=True, slots=True)
class Each:
    """Paragraphs repeated for each row of the list `rows`."""

    rows: str
    blocks: tuple["Block", ...]
    each: str = "row"


@dataclass(frozen=True, slots=True)
class When:
    """Blocks that appear only if the field `name` is filled."""

    name: str
    blocks: tuple["Block", ...]


Block = Heading | Paragraph | Pairs | Grid | Each | When
