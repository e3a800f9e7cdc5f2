"""The place of a heading: which row or rows of a sheet carry it, stacked cells joined."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import partial

from .headings import Match, Matcher, Table, exact, match, match_stacked, stacked
from .values import Value, is_blank, tidy
from .workbook import Merge, Row, Sheet

_SEARCHED = 200
_SEARCHED_LOOSELY = 40
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
    sheet: Sheet, table: Table, chosen: Mapping[str, str], first: int = 0, last: int | None = None
) -> HeadingRows | None:
    """The heading among rows `first` … `last`: by known headings, else by likely ones; the fullest reading wins."""
    for how, limit, floor in ((exact, _SEARCHED, 0.3), (match, _SEARCHED_LOOSELY, 0.5)):
        end = min(len(sheet.rows), limit) if last is None else last
        for at in range(first, end):
            score = partial(_score, sheet, table, chosen, how, floor)
            if any(score(at, depth)[0] for depth in _DEPTHS):
                nearby = range(at, min(at + _DEPTHS[-1], len(sheet.rows)))
                _fields, depth, start = max(score(start, depth) for start in nearby for depth in _DEPTHS)
                return _heading(sheet, -start, -depth)
    return None


def _score(
    sheet: Sheet, table: Table, chosen: Mapping[str, str], how: Matcher, floor: float, start: int, depth: int
) -> tuple[int, int, int]:
    """(fields found or 0, -depth, -start) for the heading read from `depth` rows at `start`."""
    nothing = (0, -depth, -start)
    if start + depth > len(sheet.rows) or not _may_be_heading(sheet.rows[start], how):
        return nothing
    if depth > 1 and not all(_beneath(sheet, start, at) for at in range(start + 1, start + depth)):
        return nothing
    texts = [text for text in _texts(sheet, start, depth) if text]
    found = [Match(chosen[text], 1.0) if text in chosen else match_stacked(text, table, how) for text in texts]
    codes = {each.code for each in found if each.code}
    enough = len(codes) >= table.least and len(codes & table.telling) >= 2 and len(codes) >= floor * len(texts)
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
