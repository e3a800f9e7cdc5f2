"""Where a table stands on its sheets: the heading row anywhere, what every other row is, which column is which field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .amounts import YUAN, heading_unit, sheet_unit
from .headings import (
    DOUBTFUL,
    KNOWN,
    LIKELY,
    NO_MATCH,
    Column,
    Match,
    Table,
    check_choice,
    guess_by_values,
    match,
    match_stacked,
    settle,
)
from .places import HeadingRows, find_heading, looks_like_heading
from .rows import RowKind, is_key_row, kind_of, text_of
from .values import Kind, Value, is_blank, is_ditto
from .workbook import Merge, Row, Sheet, Workbook

__all__ = [
    "WHY_LABELS",
    "Block",
    "Column",
    "Field",
    "Kind",
    "Layout",
    "Line",
    "Merge",
    "Row",
    "RowKind",
    "Sheet",
    "Skipped",
    "Table",
    "Why",
    "Workbook",
    "survey",
]  # fmt: skip

_NONE: frozenset[str] = frozenset()
_NO_COLUMNS: frozenset[int] = frozenset()
_NO_VALUES: dict[str, Value] = {}
_NOT_FILLED = frozenset({Kind.AMOUNT, Kind.PEOPLE})


class Why(StrEnum):
    """Why a whole sheet is left out."""

    EMPTY = "empty"
    HIDDEN = "hidden"
    OTHER = "other"


WHY_LABELS = {Why.EMPTY: _("空表"), Why.HIDDEN: _("隐藏的表"), Why.OTHER: _("表头不是这份台账的")}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no data (`number` from 1), or a whole sheet (`number` None, `text` a `Why`)."""

    sheet: str
    number: int | None
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A mapped column: where it stands, its heading, and the unit that bare amounts in it have."""

    at: int
    heading: str
    code: str
    kind: Kind
    confidence: float
    unit: str = YUAN


@dataclass(frozen=True, slots=True)
class Block:
    """One heading and the data rows (indexes from 0) beneath it."""

    sheet: Sheet
    headings: tuple[str, ...]
    fields: tuple[Field, ...]
    data: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A data row: sheet, number from 1, raw cells by field code; `shared` are fields filled from a merged cell."""

    sheet: str
    number: int
    cells: dict[str, Value]
    block: Block
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Layout:
    """What was found: blocks of data, everything else with its kind, the mapping and how sure each part is."""

    blocks: tuple[Block, ...]
    skipped: tuple[Skipped, ...]
    mapping: dict[str, str]
    confidence: dict[str, float]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]

    def lines(self) -> Iterator[Line]:
        """Every data row in order, merged cells and 同上 filled."""
        for block in self.blocks:
            yield from _lines(block)


def survey(workbook: Workbook, table: Table, chosen: Mapping[str, str] | None = None) -> Layout:
    """Find the table in a workbook. `chosen` corrects the mapping, heading → code ("" ignores a column).

    Refused with `heading_not_found` where no sheet carries the table. Hidden sheets count only if no other does.
    """
    chosen = dict(chosen or {})
    check_choice(chosen, table)
    starts = [(sheet, find_heading(sheet, table, chosen, (KNOWN, LIKELY))) for sheet in workbook.sheets]
    if not any(start for _sheet, start in starts):
        starts = [(sheet, find_heading(sheet, table, chosen, (DOUBTFUL,))) for sheet in workbook.sheets]
    visible = any(start and not sheet.hidden for sheet, start in starts)
    blocks: list[Block] = []
    skipped: list[Skipped] = []
    for sheet, start in starts:
        if start and (not sheet.hidden or not visible):
            _read_sheet(sheet, start, table, chosen, blocks, skipped)
        else:
            why = Why.EMPTY if not _filled(sheet) else Why.HIDDEN if start else Why.OTHER
            skipped.append(Skipped(sheet.name, None, RowKind.SHEET, why))
    if not blocks:
        raise Refused("heading_not_found", _("没有找到表头：请确认表里有单位、姓名、金额等列标题"), field="file")
    return _layout(blocks, skipped, table)


def _filled(sheet: Sheet) -> bool:
    return any(not is_blank(value) for row in sheet.rows for value in row)


def _layout(blocks: list[Block], skipped: list[Skipped], table: Table) -> Layout:
    mapping: dict[str, str] = {}
    confidence: dict[str, float] = {}
    for block in blocks:
        for field in block.fields:
            mapping.setdefault(field.heading, field.code)
            confidence.setdefault(field.heading, field.confidence)
    headings = dict.fromkeys(heading for block in blocks for heading in block.headings if heading)
    unmapped = tuple(heading for heading in headings if heading not in mapping)
    found = set(mapping.values())
    missing = tuple(column.code for column in table.columns if column.required and column.code not in found)
    return Layout(tuple(blocks), tuple(skipped), mapping, confidence, unmapped, missing)


def _read_sheet(
    sheet: Sheet, start: HeadingRows, table: Table, chosen: Mapping[str, str], blocks: list[Block], skipped: list[Skipped]
) -> None:
    """Walk the rows once: each heading that differs opens a new block, the rest is data or skipped."""
    top = [
        Skipped(sheet.name, at + 1, RowKind.BLANK if not text_of(row) else RowKind.TITLE, text_of(row))
        for at, row in enumerate(sheet.rows[: start.first])
    ]
    skipped.extend(top)
    units = [sheet_unit(row.text) for row in top]
    heading: HeadingRows | None = start
    while heading:
        matches = _matches(sheet, heading, table, chosen)
        walk = _walk(sheet, heading, matches, table, chosen)
        skipped.extend(walk.skipped)
        units.extend(sheet_unit(row.text) for row in walk.skipped if row.kind in {RowKind.NOTE, RowKind.SECTION})
        unit = next(filter(None, units), YUAN)
        blocks.append(Block(sheet, heading.texts, _fields(heading, walk.matches, table, unit), tuple(walk.data)))
        heading = walk.following


@dataclass(slots=True)
class _Walk:
    """What lies beneath one heading, gathered row by row until another heading follows."""

    matches: list[Match]
    data: list[int]
    skipped: list[Skipped]
    following: HeadingRows | None = None


def _walk(sheet: Sheet, heading: HeadingRows, matches: list[Match], table: Table, chosen: Mapping[str, str]) -> _Walk:
    kinds = {at: table.by_code[found.code].kind for at, found in enumerate(matches) if found.code}
    known = frozenset(table.words) | heading.raw
    lower = heading.lower_cells(sheet)
    walk = _Walk(matches, [], [])
    headings = set(range(heading.first, heading.after))
    for at in range(heading.first, len(sheet.rows)):
        row = sheet.rows[at]
        kind = RowKind.HEADING if at in headings else kind_of(row, kinds, lower.get(at, _NO_COLUMNS))
        if kind is RowKind.DATA and looks_like_heading(row, known):
            again = find_heading(sheet, table, chosen, (KNOWN,), range(at, at + 1))
            again = again if again and again.first == at else None
            if at == heading.after and is_key_row(row, table):
                walk.matches = [Match(str(cell), 1.0) if cell else NO_MATCH for cell in row]
            elif again and again.texts != heading.texts:
                walk.following = again
                break
            headings.update(range(at, again.after if again else at + 1))
            kind = RowKind.HEADING
        if kind is RowKind.DATA:
            walk.data.append(at)
        else:
            walk.skipped.append(Skipped(sheet.name, at + 1, kind, text_of(row)))
    return walk


def _matches(sheet: Sheet, heading: HeadingRows, table: Table, chosen: Mapping[str, str]) -> list[Match]:
    """Match by words; columns left over may still be known by their values."""
    proposals = [match_stacked(text, table, match) for text in heading.texts]
    settled = settle(proposals, heading.texts, chosen)
    taken = {found.code for found in settled}
    sample = sheet.rows[heading.after : heading.after + 60]
    for at, found in enumerate(settled):
        if found.code or heading.texts[at] in chosen:
            continue
        free = [column for column in table.columns if column.shape and column.code not in taken]
        guess = guess_by_values((row[at] for row in sample if at < len(row)), free)
        if guess.code:
            settled[at] = guess
            taken.add(guess.code)
    return settled


def _fields(heading: HeadingRows, matches: list[Match], table: Table, unit: str) -> tuple[Field, ...]:
    fields = [
        Field(at, heading.texts[at], found.code, table.by_code[found.code].kind, found.confidence)
        for at, found in enumerate(matches)
        if found.code
    ]
    return tuple(
        replace(field, unit=heading_unit(field.heading) or unit) if field.kind is Kind.AMOUNT else field for field in fields
    )


def _lines(block: Block) -> Iterator[Line]:
    name = block.sheet.name
    columns = [(field.at, field.code) for field in block.fields]
    filled = _merged_values(block)
    above: dict[str, Value] = {}
    for at in block.data:
        row = block.sheet.rows[at]
        width = len(row)
        cells = {code: row[column] if column < width else None for column, code in columns}
        shared = {code: value for code, value in filled[at].items() if is_blank(cells[code])} if at in filled else _NO_VALUES
        if shared:
            cells.update(shared)
        for code in [code for code, value in cells.items() if isinstance(value, str) and len(value) <= 2 and is_ditto(value)]:
            cells[code] = above.get(code)
        above = cells
        yield Line(name, at + 1, cells, block, frozenset(shared) if shared else _NONE)


def _merged_values(block: Block) -> dict[int, dict[str, Value]]:
    """Values of cells merged downwards, for every lower row. Sums and head counts are not repeated: they stand once."""
    fields = {field.at: field for field in block.fields if field.kind not in _NOT_FILLED}
    rows = block.sheet.rows
    filled: dict[int, dict[str, Value]] = {}
    for top, left, bottom, _right in block.sheet.merged:
        field = fields.get(left)
        if field is None or bottom <= top or top >= len(rows) or left >= len(rows[top]):
            continue
        for at in islice(range(top + 1, bottom + 1), len(rows)):
            filled.setdefault(at, {})[field.code] = rows[top][left]
    return filled
