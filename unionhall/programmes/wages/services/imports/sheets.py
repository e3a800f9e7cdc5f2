"""The wrong rows handed back as the clerk's own sheet; and cells mended on the page before the plan is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext

from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import CellFault
from unionhall.kernel.files.rules.workbook import Sheet, Workbook

from ...rules.ledger import Plan, Row
from ...rules.ledger.rows import Status

Fixes = Mapping[tuple[str, int, str], str]


def error_sheet(*, plan: Plan) -> bytes:
    """The first sheet with wrong rows: title and heading as they were, only the wrong rows, the reason in the last column."""
    wrong = [row for row in plan.rows if row.status is Status.ERROR]
    block = wrong[0].line.block
    rows = [row for row in wrong if row.line.block.sheet is block.sheet]
    faults = [fault for row in rows for fault in _faults(row)]
    return files.mark_errors(rows=block.sheet.rows, heading=heading_row(block), faults=faults, name=block.sheet.name or "Sheet1")


def heading_row(block: object) -> int:
    """The heading's row number, from 1."""
    return block.data[0] if block.data else 1


def _faults(row: Row) -> list[CellFault]:
    headings = list(row.line.block.headings)
    found = []
    for issue in row.errors:
        column = headings.index(issue.column) if issue.column in headings else None
        found.append(CellFault(row.number, column, gettext(issue.sentence).format(**issue.values)))
    return found


def mended(*, workbook: Workbook, fixes: Fixes, plan: Plan) -> Workbook:
    """The workbook with cells mended on the page: (sheet, row number, heading) → what was typed."""
    columns = {(row.sheet, row.number): list(row.line.block.headings) for row in plan.rows}
    return replace(workbook, sheets=tuple(_mended(sheet, fixes, columns) for sheet in workbook.sheets))


def _mended(sheet: Sheet, fixes: Fixes, columns: Mapping[tuple[str, int], list[str]]) -> Sheet:
    rows = [list(row) for row in sheet.rows]
    for (name, number, heading), text in fixes.items():
        headings = columns.get((name, number), [])
        if name == sheet.name and heading in headings:
            line, at = rows[number - 1], headings.index(heading)
            line.extend([None] * (at + 1 - len(line)))
            line[at] = text or None
    return replace(sheet, rows=tuple(tuple(row) for row in rows))
