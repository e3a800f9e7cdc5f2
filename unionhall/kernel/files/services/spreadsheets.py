"""Spreadsheets and text tables out. User text is never a formula; XlsxWriter in constant memory."""

import csv
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from io import BytesIO, TextIOWrapper
from math import isfinite
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..kinds import CellFault, Column, ColumnKind, Sheet

ROWS_MAX = 1_048_576
TEXT_MAX = 32_767
DICT = "_dict"
REASON = "错误原因"  # found again when the sheet comes back, so it is never translated
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
FORMATS: dict[str, dict[str, object]] = {
    ColumnKind.TEXT: {"num_format": "@"},
    ColumnKind.INT: {"num_format": "0"},
    ColumnKind.MONEY: {"num_format": "#,##0.00"},
    ColumnKind.DATE: {"num_format": "yyyy-mm-dd"},
    ColumnKind.DAYS: {"num_format": '0"天"'},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "clock": {"num_format": "hh:mm:ss"},
    "span": {"num_format": "[h]:mm:ss"},
    "plain": {},
    "title": {"bold": True, "font_size": 14, "num_format": "@"},
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "num_format": "@"},
}
BAD = {"bg_color": "#FFC7CE", "font_color": "#9C0006"}
SIGNS = "=+-@＝＋－＠"

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write(*, target: Path | BinaryIO, sheets: Sequence[Sheet], rows_per_sheet: int = ROWS_MAX) -> int:
    """Write sheets as xlsx; returns how many rows. A sheet that is too long goes on in the next one.

    MONEY takes whole fen. Refused with cell_too_long; nothing is left at a path then.
    """
    try:
        with closing(Workbook(str(target) if isinstance(target, Path) else target, OPTIONS)) as book:
            pen = _Pen(book)
            rows = sum(pen.write_sheet(sheet, rows_per_sheet) for sheet in sheets)
            pen.write_choices()
    except Refused:
        if isinstance(target, Path):
            target.unlink(missing_ok=True)
        raise
    return rows


def write_csv(*, target: BinaryIO, sheet: Sheet) -> int:
    """Write one sheet as CSV: UTF-8 with mark, yuan with two places, ISO dates; returns how many rows.

    Text that begins like a formula gets a leading apostrophe; xlsx needs none and is to be offered first.
    """
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="", errors="replace", write_through=True)
    lines = csv.writer(text)
    lines.writerow([_harmless(column.label) for column in sheet.columns])
    count = 0
    for count, row in enumerate(sheet.rows, 1):  # noqa: B007
        lines.writerow([_csv_value(column, value) for column, value in zip(sheet.columns, row, strict=True)])
    text.detach()
    return count


def mark_errors(
    *, rows: Sequence[Sequence[object]], heading: int, faults: Sequence[CellFault], name: str = "Sheet1"
) -> bytes:
    """The user's own rows as xlsx: all down to row `heading`, then those at fault; the reason comes last.

    `rows` are the whole sheet as read, row 1 first; values are kept. It can be uploaded again as it is.
    """
    by_row: dict[int, list[CellFault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    reason = _reason_column(rows, heading)
    buffer = BytesIO()
    with closing(Workbook(buffer, OPTIONS)) as book:
        pen = _Pen(book)
        sheet = book.add_worksheet(_sheet_name(name))
        for number, row in enumerate(rows[:heading]):
            pen.copy_row(sheet, number, row[:reason], {})
        pen.put(sheet, heading - 1, reason, REASON, "heading")
        for number, place in enumerate(sorted(place for place in by_row if place > heading), heading):
            pen.copy_row(sheet, number, rows[place - 1][:reason], _by_column(by_row[place]))
            pen.put(
                sheet, number, reason, "；".join(fault.sentence for fault in by_row[place]), ColumnKind.TEXT
            )
        _checked(sheet.set_column(reason, reason, 40))
        sheet.freeze_panes(heading, 0)
    return buffer.getvalue()


def _harmless(text: str) -> str:
    """Text for a CSV cell: an apostrophe before what a spreadsheet program would take for a formula."""
    risky = text.startswith(("\t", "\r", "\n")) or text.lstrip()[:1] in tuple(SIGNS)
    return f"'{text}" if risky else text


class _Pen:
    """Writes cells into one workbook; every call's answer is looked at."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.formats = {name: book.add_format(dict(look)) for name, look in FORMATS.items()}
        self.bad = {name: book.add_format({**look, **BAD}) for name, look in FORMATS.items()}
        self.lists: dict[tuple[str, ...], str] = {}
        self.names: set[str] = set()

    def write_sheet(self, sheet: Sheet, limit: int) -> int:
        """One sheet, and the next of the same kind when it is full; returns how many rows."""
        page, start = self._open(sheet, limit)
        count, line = 0, start
        for row in sheet.rows:
            if line == limit:
                page, line = self._open(sheet, limit)
            for column, (cell, value) in enumerate(zip(sheet.columns, row, strict=True)):
                self._put_typed(page, line, column, cell, value)
            count, line = count + 1, line + 1
        return count

    def write_choices(self) -> None:
        """The hidden sheet that drop-downs point to: one column for each list."""
        if not self.lists:
            return
        page = self.book.add_worksheet(DICT)
        for line in range(max(len(choices) for choices in self.lists)):
            for column, choices in enumerate(self.lists):
                if line < len(choices):
                    self.put(page, line, column, choices[line], ColumnKind.TEXT)
        for column, (choices, name) in enumerate(self.lists.items()):
            letter = _letters(column)
            area = f"={DICT}!${letter}$1:${letter}${len(choices)}"
            _checked(self.book.define_name(name, area))
        page.hide()

    def copy_row(self, page: Any, line: int, row: Sequence[object], faults: Mapping[int, str]) -> None:
        """A row of the user's as it was read, bad cells red with a comment."""
        for column, value in enumerate(row):
            bad = column in faults
            kind, shown = _as_read(value)
            if shown is None and not bad:
                continue
            self.put(page, line, column, shown, kind, bad=bad)
        for column, sentence in faults.items():
            if column < len(row):
                _checked(page.write_comment(line, column, sentence))

    def put(self, page: Any, line: int, column: int, value: object, kind: str, bad: bool = False) -> None:
        """One cell by the type of its value; text is only ever text."""
        look = (self.bad if bad else self.formats)[kind]
        match value:
            case None | "":
                _checked(page.write_blank(line, column, None, look))
            case bool():
                _checked(page.write_boolean(line, column, value, look))
            case int() | float():
                _checked(page.write_number(line, column, value, look))
            case date() | time() | timedelta():
                _checked(page.write_datetime(line, column, value, look))
            case _:
                _checked(page.write_string(line, column, _cell_text(str(value), line), look))

    def _open(self, sheet: Sheet, limit: int) -> tuple[Any, int]:
        """A new worksheet with title, heading, key row, widths and drop-downs; and its first free line."""
        page = self.book.add_worksheet(self._free_name(sheet.name))
        for line, words in enumerate(sheet.title):
            self.put(page, line, 0, words, "title")
        line = len(sheet.title)
        start = line + 1 + sheet.key_row
        for number, column in enumerate(sheet.columns):
            _checked(page.set_column(number, number, column.width, self.formats[column.kind]))
            self.put(page, line, number, column.label, "heading")
            if column.note:
                _checked(page.write_comment(line, number, column.note))
            if column.choices:
                source = f"={self._list_name(column.choices)}"
                rules = {"validate": "list", "source": source}
                _checked(page.data_validation(start, number, limit - 1, number, rules))
        if sheet.key_row:
            for number, column in enumerate(sheet.columns):
                self.put(page, line + 1, number, column.key, ColumnKind.TEXT)
            _checked(page.set_row(line + 1, None, None, {"hidden": True}))
        page.freeze_panes(start, 0)
        return page, start

    def _put_typed(self, page: Any, line: int, column: int, cell: Column, value: object) -> None:
        """A value by its column; what does not fit the column's kind is kept as text."""
        kind = cell.kind
        match kind, value:
            case _, None:
                return
            case ColumnKind.MONEY, int() if not isinstance(value, bool):
                self.put(page, line, column, value / 100, kind)
            case ((ColumnKind.INT | ColumnKind.DAYS), int()) if not isinstance(value, bool):
                self.put(page, line, column, value, kind)
            case ColumnKind.DATE, date() if value.year >= 1900:
                self.put(page, line, column, date(value.year, value.month, value.day), kind)
            case _:
                self.put(page, line, column, str(value), ColumnKind.TEXT)

    def _list_name(self, choices: tuple[str, ...]) -> str:
        return self.lists.setdefault(choices, f"dict_{len(self.lists) + 1}")

    def _free_name(self, name: str) -> str:
        """A sheet's name of at most 31 characters that no other sheet of the book has."""
        number, free = 1, _sheet_name(name)
        while free.casefold() in self.names:
            number += 1
            tail = f" ({number})"
            free = _sheet_name(name)[: 31 - len(tail)] + tail
        self.names.add(free.casefold())
        return free


def _checked(answer: int | None) -> None:
    """XlsxWriter answers other than 0 when it left something out."""
    if answer:
        raise RuntimeError(f"the spreadsheet writer left something out: {answer}")


def _cell_text(text: str, line: int) -> str:
    """Text that a cell can hold, unchanged but for characters that XML cannot carry."""
    if len(text) > TEXT_MAX:
        raise Refused(
            "cell_too_long", _("第 {row} 行有一格超过 32,767 个字，放不进表格"), values={"row": line + 1}
        )
    return _UNWRITABLE.sub("", text)


def _csv_value(column: Column, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and column.kind in (ColumnKind.INT, ColumnKind.DAYS):
        return str(int(value))
    if isinstance(value, int) and column.kind is ColumnKind.MONEY:
        return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
    if isinstance(value, date) and column.kind is ColumnKind.DATE:
        return date(value.year, value.month, value.day).isoformat()
    return _harmless(_UNWRITABLE.sub("", str(value)))


def _as_read(value: object) -> tuple[str, object]:
    """The look of a value that came out of a user's workbook, and the value as it can be written back."""
    match value:
        case bool():
            return "plain", value
        case int() | float() if isfinite(value):
            return "plain", value
        case datetime() if value.year >= 1900:
            naive = value.replace(tzinfo=None)
            return ("moment", naive) if naive.time() != time.min else (ColumnKind.DATE, naive)
        case date() if value.year >= 1900:
            return ColumnKind.DATE, value
        case time():
            return "clock", value
        case timedelta():
            return "span", value
        case None | "":
            return "plain", None
    return ColumnKind.TEXT, str(value)


def _reason_column(rows: Sequence[Sequence[object]], heading: int) -> int:
    """After the widest row; or where an earlier error sheet already has the reason."""
    labels = list(rows[heading - 1])
    if labels and labels[-1] == REASON:
        return len(labels) - 1
    return max(len(row) for row in rows)


def _by_column(faults: Sequence[CellFault]) -> dict[int, str]:
    """The sentences of each column at fault, in one comment."""
    found: dict[int, str] = {}
    for fault in faults:
        if fault.column is not None:
            found[fault.column] = (
                f"{found[fault.column]}；{fault.sentence}" if fault.column in found else fault.sentence
            )
    return found


def _sheet_name(name: str) -> str:
    """A sheet's name without the characters that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip(" '")[:31] or "Sheet1"


def _letters(column: int) -> str:
    """0 is A, 26 is AA."""
    rest, letters = column + 1, ""
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
