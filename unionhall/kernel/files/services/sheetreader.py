"""The child process that parses a workbook: `python sheetreader.py`, bytes on stdin, JSON on stdout.

It imports nothing of the house and bounds itself before it reads a byte. Exit codes: 0 done, 3 password, 4 not
readable, 5 too large; a crash or a kill is the parent's to name. Dates are strings behind a NUL: no cell can hold one.
"""

import json
import os
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    ZipError,
)

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 10
ROWS_MAX = 200_000
CELLS_MAX = 4_000_000
COLUMNS_MAX = 400
MERGES_MAX = 20_000
SHEETS_MAX = 200
PASSWORD, UNREADABLE, TOO_LARGE = 3, 4, 5


def bound_self() -> None:
    """Memory, processor time and no new files; last in the queue for a processor."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(19)


def plain(value: Any) -> Any:
    """A cell as JSON: blanks None, text stripped, dates and times behind NUL and a letter."""
    if value.__class__ is str:
        return value.replace("\0", "").strip() or None
    if isinstance(value, datetime):
        return "\0t" + value.isoformat()
    if isinstance(value, date):
        return "\0d" + value.isoformat()
    if isinstance(value, time):
        return "\0h" + value.isoformat()
    return str(value) if isinstance(value, timedelta) else value


def rows_of(sheet: CalamineSheet, left: int) -> list[list[Any]]:
    """Rows from row 1, trailing blank cells and rows cut off; exits when there is too much."""
    rows: list[list[Any]] = []
    filled = cells = 0
    for row in sheet.iter_rows():
        values = [plain(value) for value in row[:COLUMNS_MAX]]
        while values and values[-1] is None:
            values.pop()
        rows.append(values)
        if values:
            filled, cells = len(rows), cells + len(values)
        if filled > ROWS_MAX or cells > left:
            raise SystemExit(TOO_LARGE)
    return rows[:filled]


def parse(content: bytes) -> list[dict[str, Any]]:
    """Every worksheet: name, hidden, rows, merged ranges as (top, left, bottom, right)."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets: list[dict[str, Any]] = []
    left = CELLS_MAX
    for number, about in enumerate(book.sheets_metadata[:SHEETS_MAX]):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(number)
        rows = rows_of(sheet, left)
        left -= sum(map(len, rows))
        merged = [(a, b, c, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or [])[:MERGES_MAX]]
        hidden = about.visible != SheetVisibleEnum.Visible
        sheets.append({"name": about.name, "hidden": hidden, "rows": rows, "merged": merged})
    return sheets


def main() -> int:
    """Read stdin, write stdout; the exit code says what went wrong."""
    bound_self()
    try:
        sheets = parse(sys.stdin.buffer.read())
        sys.stdout.buffer.write(json.dumps(sheets, ensure_ascii=False, separators=(",", ":")).encode())
        sys.stdout.flush()
    except PasswordError:
        return PASSWORD
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, ZipError, ValueError, OSError):
        return UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
