"""Reading a spreadsheet's bytes: judged by content, then parsed by a child process with memory and time limits."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from threading import Lock
from typing import Any

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..rules.contents import FORMATS, KIND_LABELS, FileKind, decoded, inspect
from ..rules.faults import FAULT_WORDS, Fault, Unfit
from ..rules.values import Value
from ..rules.workbook import Row, Sheet, Workbook

_READER = Path(__file__).with_name("sheetreader.py")
_PASSWORD, _UNREADABLE, _TOO_LARGE = 3, 4, 5
_ONE_AT_A_TIME = Lock()  # one parser per process: a crowd of uploads must not take every core
_DELIMITERS = (",", "\t", ";")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the file, seconds of the child on the wall clock, rows, cells and columns of a CSV."""

    size: int = 20 * 1024 * 1024
    seconds: float = 90.0  # its processor time is limited in the child; on a busy machine it comes last in the queue
    rows: int = 200_000
    cells: int = 4_000_000
    columns: int = 400


LIMITS = Limits()


def read(*, content: bytes, filename: str = "", limits: Limits = LIMITS) -> Workbook:
    """The workbook in `content`: .xlsx, .xls, or CSV in UTF-8, UTF-16 with mark, or GB18030.

    The type is judged by the bytes; `filename` is only remembered. Refused with the codes of `rules.faults`, or
    `workbook_locked`, `workbook_unreadable`, `workbook_too_large`, `workbook_too_slow`, `csv_unreadable`.
    """
    if len(content) > limits.size:
        raise _refused(Fault.TOO_LARGE, limits)
    if content.startswith(_UTF16):
        content = _from_utf16(content)
    try:
        found = inspect(content)
    except Unfit as unfit:
        raise _refused(unfit.fault, limits) from unfit
    if found.kind is not FileKind.SHEET:
        raise _refused(Fault.UNWANTED, limits, found=KIND_LABELS[found.kind])
    sheets = _text_sheets(content, limits) if found.code == "csv" else _parsed(content, limits)
    return Workbook(filename, sheets)


def _refused(fault: Fault, limits: Limits, **values: object) -> Refused:
    wanted = "、".join(row.suffix for row in FORMATS.values() if row.kind is FileKind.SHEET)
    about = {"limit": limits.size // (1024 * 1024), "wanted": wanted, **values}
    return Refused(fault, FAULT_WORDS[fault], field="file", values=about)


def _from_utf16(content: bytes) -> bytes:
    """Excel's "Unicode text" in UTF-8; other bytes behind the same mark are left as they are, to be refused."""
    try:
        return content.decode("utf-16").encode()
    except UnicodeError:
        return content


def _parsed(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    with _ONE_AT_A_TIME:
        done = _child(content, limits)
    if done.returncode == _PASSWORD:
        raise Refused("workbook_locked", _("文件加了密码。去掉密码再传"), field="file")
    if done.returncode == _TOO_LARGE or done.returncode in (-6, -9):
        raise Refused("workbook_too_large", _("表格太大。请分成几份，每份不超过20万行"), field="file")
    if done.returncode == -24:
        raise _too_slow()
    if done.returncode:
        raise Refused("workbook_unreadable", _("表格打不开。用 WPS 或 Excel 另存为 .xlsx 再传"), field="file")
    return tuple(_sheet(each) for each in json.loads(done.stdout))


def _child(content: bytes, limits: Limits) -> "subprocess.CompletedProcess[bytes]":
    """Run the reader by its path, isolated: no environment, no current folder, none of the house's modules."""
    command = [sys.executable, "-I", str(_READER)]
    try:
        return subprocess.run(command, input=content, capture_output=True, timeout=limits.seconds, env={}, check=False)
    except subprocess.TimeoutExpired as late:
        raise _too_slow() from late


def _too_slow() -> Refused:
    return Refused("workbook_too_slow", _("表格打开太慢。另存一份，只留要用的内容"), field="file")


def _sheet(raw: dict[str, Any]) -> Sheet:
    rows = tuple(map(_row, raw["rows"]))
    return Sheet(raw["name"], rows, tuple(tuple(merge) for merge in raw["merged"]), raw["hidden"])


def _row(raw: list[Any]) -> Row:
    if any(value.__class__ is str and value[0] == "\0" for value in raw):
        return tuple(_dated(value) if value.__class__ is str and value[0] == "\0" else value for value in raw)
    return tuple(raw)


def _dated(text: str) -> Value:
    """A date, time or both, as the child wrote them."""
    if text[1] == "d":
        return date.fromisoformat(text[2:])
    if text[1] == "h":
        return time.fromisoformat(text[2:])
    moment = datetime.fromisoformat(text[2:])
    return moment.date() if moment.time() == time() else moment


def _text_sheets(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    text = decoded(content).lstrip("\ufeff")
    first, _end, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\r?", first):
        return (Sheet("", tuple(_records(rest, first[4], limits))),)
    return (Sheet("", tuple(_records(text, _delimiter(text), limits))),)


def _delimiter(text: str) -> str:
    """The sign that cuts the first lines into the most columns most evenly."""
    lines = text[:65536].splitlines(keepends=True)[:60]
    return max(_DELIMITERS, key=lambda sign: _evenness(lines, sign))


def _evenness(lines: list[str], sign: str) -> int:
    widths = [len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return widths.count(usual) * (usual - 1)


def _records(text: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    cells = 0
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, record in enumerate(reader, 1):
            cells += len(record)
            if number > limits.rows or cells > limits.cells or len(record) > limits.columns:
                raise Refused("workbook_too_large", _("表格太大。请分成几份，每份不超过20万行"), field="file")
            yield tuple(map(_text, record))
    except csv.Error as fault:
        raise Refused("csv_unreadable", _("CSV 打不开：引号或分隔符不成对。另存为 .xlsx 再传"), field="file") from fault


def _text(cell: str) -> str | None:
    """A CSV cell: blanks None; Excel's `="001"` is the text 001."""
    cell = cell.strip()
    if cell.startswith('="') and (found := _FORMULA_TEXT.fullmatch(cell)):
        cell = found[1]
    return cell or None
