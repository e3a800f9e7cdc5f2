"""The place of a heading: which row or rows of a sheet carry it, stacked cells joined."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from .headings import Match, Matcher, Strictness, Table, belongs, exact, match_stacked, stacked
from .values import Value, is_blank, tidy
from .workbook import Merge, Row, Sheet

_DEPTHS = (1, 2, 3)
_LONGEST = 40
_UNIT_ONLY = re.compile(r"[(（].*[)）]")


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """Rows `first` … `after`-1 (from 0) carry the heading; `texts` by column, unique; `raw` the cells as they stand."""

    first: int
    after: int
    texts: tuple[str, ...]
    raw: frozenset[Value]

    def lower_cells(self, sheet: Sheet) -> dict[int, frozenset[int]]:
        """For each row beneath, the columns that a merge from above covers."""
        covered: dict[int, set[int]] = {}
        for top, left, bottom, _right in sheet.merged:
            if top >= self.after and bottom > top:
                for at in range(top + 1, min(bottom + 1, len(sheet.rows))):
                    covered.setdefault(at, set()).add(left)
        return {at: frozenset(columns) for at, columns in covered.items()}


def looks_like_heading(row: Row, known: Collection[Value]) -> bool:
    """Three or more cells are headings word for word."""
    return sum(1 for value in row if value in known) >= 3


def find_heading(
    sheet: Sheet, table: Table, chosen: Mapping[str, str], strictness: Sequence[Strictness], rows: range | None = None
) -> HeadingRows | None:
    """The heading among `rows` (else from the top), by the first strictness that finds one; the fullest reading wins."""
    for strict in strictness:
        for at in rows or range(min(len(sheet.rows), strict.rows)):
            score = partial(_score, sheet, table, chosen, strict)
            if any(score(at, depth)[0] for depth in _DEPTHS):
                nearby = range(at, min(at + _DEPTHS[-1], len(sheet.rows)))
                _fields, depth, start = max(score(start, depth) for start in nearby for depth in _DEPTHS)
                return _heading(sheet, -start, -depth)
    return None


def _score(
    sheet: Sheet, table: Table, chosen: Mapping[str, str], strict: Strictness, start: int, depth: int
) -> tuple[int, int, int]:
    """(fields found or 0, -depth, -start) for the heading read from `depth` rows at `start`."""
    nothing = (0, -depth, -start)
    if start + depth > len(sheet.rows) or not _may_be_heading(sheet.rows[start], strict.how):
        return nothing
    if depth > 1 and not all(_beneath(sheet, start, at) for at in range(start + 1, start + depth)):
        return nothing
    texts = [text for text in _texts(sheet, start, depth) if text]
    found = [Match(chosen[text], 1.0) if text in chosen else match_stacked(text, table, strict.how) for text in texts]
    codes = {each.code for each in found if each.code}
    if chosen and all(heading in texts for heading in chosen):
        return (len(codes) + 1, -depth, -start)
    enough = belongs(codes, table, strict.whole) and len(codes) >= strict.share * len(texts)
    return (len(codes), -depth, -start) if enough else nothing


def _may_be_heading(row: Row, how: Matcher) -> bool:
    filled = [value for value in row if not is_blank(value)]
    texts = [value for value in filled if isinstance(value, str) and len(value) <= _LONGEST]
    return len(texts) >= 2 and (how is exact or len(texts) == len(filled))


def _cell(row: Row, at: int) -> str:
    return tidy(row[at]) if at < len(row) and not is_blank(row[at]) else ""


def _beneath(sheet: Sheet, start: int, at: int) -> bool:
    """Whether row `at` may be the lower part of a heading: short texts that stand only under groups."""
    upper, row = sheet.rows[at - 1], sheet.rows[at]
    filled = [column for column, value in enumerate(row) if not is_blank(value)]
    if len(filled) < 2 or any(not isinstance(row[c], str) or len(_cell(row, c)) > _LONGEST // 2 for c in filled):
        return False
    wide = {c for top, left, _bottom, right in sheet.merged if top == at - 1 for c in range(left, right + 1) if right > left}
    for column in filled:
        above, lower = _cell(upper, column), _cell(row, column)
        group = column in wide or (bool(above) and not _cell(upper, column + 1) and column + 1 in filled)
        if above and not group and lower != above and not _UNIT_ONLY.fullmatch(lower):
            return False
    return True


def _texts(sheet: Sheet, start: int, depth: int) -> tuple[str, ...]:
    rows = sheet.rows[start : start + depth]
    width = max(len(row) for row in rows)
    lines = [[_cell(row, at) for at in range(width)] for row in rows]
    for index in range(depth - 1):
        _spread(lines[index], lines[index + 1], [m for m in sheet.merged if m[0] == start + index])
    return tuple(stacked([line[at] for line in lines]) for at in range(width))


def _spread(line: list[str], below: list[str], merged: list[Merge]) -> None:
    """Repeat a group's name over its columns: by the merge if there is one, else over blanks with text beneath."""
    if any(right > left for _top, left, _bottom, right in merged):
        for _top, left, _bottom, right in merged:
            for at in range(left + 1, min(right + 1, len(line))):
                line[at] = line[at] or line[left]
        return
    for at in range(1, len(line)):
        if not line[at] and below[at] and below[at - 1]:
            line[at] = line[at - 1]


def _heading(sheet: Sheet, first: int, depth: int) -> HeadingRows:
    texts: list[str] = []
    for at, text in enumerate(_texts(sheet, first, depth)):
        name = text
        if not name and any(at < len(row) and not is_blank(row[at]) for row in sheet.rows[first + depth : first + depth + 60]):
            name = f"第{at + 1}列"
        copies = sum(1 for other in texts if other == name or other.rpartition("(")[0] == name)
        texts.append(f"{name}({copies + 1})" if name and copies else name)
    raw = frozenset(value for row in sheet.rows[first : first + depth] for value in row if not is_blank(value))
    return HeadingRows(first, first + depth, tuple(texts), raw)
