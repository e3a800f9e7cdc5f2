"""One row of the ledger: what it will become, what is wrong with it, what a person should look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files.rules.cells import SENTENCES, Kind, Parsed, Value, is_clear, parse_period, plain, read, read_text
from unionhall.kernel.files.rules.sheets import Field, Line

from .columns import LEDGER

_NONE: Mapping[str, object] = MappingProxyType({})
_FREE = frozenset({Kind.TEXT, Kind.NAME, Kind.NUMBER})
DATES_FIRST = ("received_on", "opened_on", "closed_on")


class Status(StrEnum):
    """What importing a row would do."""

    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    ERROR = "error"


STATUS_LABELS = {
    Status.NEW: _("新增"), Status.UPDATE: _("更新"), Status.UNCHANGED: _("不变"), Status.DUPLICATE: _("重复"),
    Status.ERROR: _("有误"),
}  # fmt: skip
ROW_SENTENCES = {
    "amount_missing": _("没有写金额"),
    "contact_missing": _("没有联系人和电话"),
    "credit_code_shared": _("同一信用代码在第{other}行属于“{name}”"),
    "date_missing": _("没有登记日期"),
    "date_order": _("早于登记日期"),
    "date_far": _("与台账年度相差一年以上"),
    "employer_missing": _("没有写用人单位，也没有项目"),
    "empty_row": _("整行只有序号"),
    "number_repeated": _("序号与第{other}行相同"),
    "recovered_exceeds": _("追回金额大于涉及金额"),
    "shared_sum": _("合并单元格的人数和金额只记在首行"),
}
_ROUNDING = 1.1  # 9600 owed, "1.0万" back: sums rounded to 千 are no finding
ALL_SENTENCES = SENTENCES | ROW_SENTENCES


class Issue(NamedTuple):
    """An error or a warning: the heading, the field code, the issue's code, the cell as written, what fills the sentence."""

    column: str
    field: str
    code: str
    value: str = ""
    values: Mapping[str, object] = {}

    @property
    def sentence(self) -> str:
        """Chinese source text, with `{names}` to be filled from `values` after translation."""
        return ALL_SENTENCES[self.code]


@dataclass(frozen=True, slots=True)
class Row:
    """A data row. `becomes`: field code → text, ISO date, fen or head count; None where the cell is blank or wrong.

    `clears` are fields that a dash empties; `derived` what stood beside a value (about, note, months of the period);
    `existing` is the caller's key of the stored row; `changes` {code: [old, new]}; `same_as` the (sheet, number) of
    the row that a duplicate repeats.
    """

    line: Line
    status: Status
    becomes: dict[str, object]
    errors: tuple[Issue, ...] = ()
    warnings: tuple[Issue, ...] = ()
    derived: Mapping[str, object] = field(default_factory=lambda: _NONE)
    clears: tuple[str, ...] = ()
    yearless: bool = False
    existing: str = ""
    changes: Mapping[str, object] = field(default_factory=lambda: _NONE)
    same_as: tuple[str, int] | None = None

    @property
    def sheet(self) -> str:
        """The sheet's name; empty in a CSV."""
        return self.line.sheet

    @property
    def number(self) -> int:
        """The sheet's row, from 1."""
        return self.line.number

    @property
    def cells(self) -> dict[str, Value]:
        """The row as written, by heading; columns without a heading are left out."""
        block = self.line.block
        return {text: cell for text, cell in zip(block.headings, block.sheet.rows[self.number - 1], strict=False) if text}


class _Reading:
    """A row while it is read."""

    __slots__ = ("becomes", "clears", "dates", "derived", "errors", "fields", "line", "warnings", "year", "yearless")

    def __init__(self, line: Line, year: int | None) -> None:
        self.line, self.year = line, year
        self.fields: dict[str, Field] = {}
        self.becomes: dict[str, object] = {}
        self.derived: dict[str, object] = {}
        self.errors: list[Issue] = []
        self.warnings: list[Issue] = []
        self.clears: list[str] = []
        self.dates: dict[str, date] = {}
        self.yearless = False

    def complain(self, code: str, issue: str, **values: object) -> None:
        self.warnings.append(self.issue(code, issue, **values))

    def issue(self, code: str, issue: str, **values: object) -> Issue:
        found = self.fields.get(code)
        heading = found.heading if found else LEDGER.by_code[code].label
        return Issue(heading, code, issue, plain(self.line.cells.get(code))[:80], values)


def becomes(line: Line, year: int | None, order: Sequence[Field] = (), *, year_known: bool = True) -> Row:
    """Read one data line. `year` fills dates without a year; with `year_known` False each such cell is pointed out.

    `order` is `in_order(line.block.fields)`, for callers that read many lines.
    """
    reading = _Reading(line, year)
    for each in order or in_order(line.block.fields):
        reading.fields[each.code] = each
        value = line.cells.get(each.code)
        found = read_text(value, each.kind).value if each.kind in _FREE and value is not None else None
        reading.becomes[each.code] = found
        if found is None and value is not None:
            _read_cell(reading, each, value, year_known)
    _check_row(reading)
    status = Status.ERROR if reading.errors else Status.NEW
    in_sheet_order = {each.code: reading.becomes[each.code] for each in line.block.fields}
    return Row(
        line, status, in_sheet_order, tuple(reading.errors), tuple(reading.warnings), reading.derived or _NONE,
        tuple(reading.clears), reading.yearless,
    )  # fmt: skip


def in_order(fields: Sequence[Field]) -> tuple[Field, ...]:
    """Registration before filing before closing, the period last: the later ones are read by the earlier."""
    return tuple(sorted(fields, key=_date_rank))


def _date_rank(each: Field) -> int:
    return DATES_FIRST.index(each.code) if each.code in DATES_FIRST else -1 if each.kind is not Kind.PERIOD else 9


def _read_cell(reading: _Reading, each: Field, value: Value, year_known: bool) -> None:
    code = each.code
    if value.__class__ is str and is_clear(value):
        reading.clears.append(code)
    since = _began(reading) if each.kind is Kind.DATE else None
    parsed = read(value, each.kind, year=reading.year, not_before=since, unit=each.unit)
    found = parsed.value
    if isinstance(found, date):
        reading.dates[code] = found
        found = found.isoformat()
    reading.becomes[code] = found
    if parsed.error:
        reading.errors.append(reading.issue(code, parsed.error))
        reading.yearless |= parsed.error == "year_needed"
    if parsed.warning:
        _note_warning(reading, code, parsed, year_known)
    if parsed.note:
        reading.derived[code + "_note"] = parsed.note
    if each.kind is Kind.PERIOD and found:
        _note_period(reading, value)


def _note_warning(reading: _Reading, code: str, parsed: Parsed, year_known: bool) -> None:
    if parsed.warning in {"year_filled", "year_rolled"}:
        reading.yearless = True
        if year_known and parsed.warning == "year_filled":
            return
    if parsed.warning.endswith("_about"):
        reading.derived[code + "_about"] = True
    reading.complain(code, parsed.warning)


def _note_period(reading: _Reading, value: Value) -> None:
    """Months of the period beside its text; 12月-2月 ends by the day of registration."""
    registered = reading.dates.get("received_on")
    period = parse_period(value, registered.year if registered else reading.year, not_after=registered)
    if period and period.months:
        reading.derived["period_months"] = period.months
        if period.start:
            reading.derived |= {"period_start": period.start, "period_end": period.end}


def _began(reading: _Reading) -> date | None:
    """The day that filing and closing cannot precede."""
    return max(reading.dates.values(), default=None)


def _check_row(reading: _Reading) -> None:
    """What one cell cannot tell: emptiness, a missing opponent, dates out of order, more back than owed."""
    values, fields = reading.becomes, reading.fields
    if not reading.errors and all(value is None or code == "number" for code, value in values.items()):
        reading.errors.append(reading.issue("number", "empty_row"))
        return
    wrong = {issue.field for issue in reading.errors}
    if not values.get("employer") and not values.get("project") and not wrong & {"employer", "project"}:
        reading.errors.append(reading.issue("employer", "employer_missing"))
    if not values.get("contact") and not values.get("phone") and "phone" not in wrong:
        reading.complain("contact", "contact_missing")
    if values.get("amount") is None and "amount" not in wrong and not _said(reading, "amount"):
        reading.complain("amount", "shared_sum" if reading.line.shared else "amount_missing")
    if "received_on" in fields and not {"received_on"} & (wrong | set(reading.dates)) and not _said(reading, "received_on"):
        reading.complain("received_on", "date_missing")
    _check_dates(reading)
    amount, recovered = values.get("amount"), values.get("recovered")
    if isinstance(amount, int) and isinstance(recovered, int) and recovered > amount * _ROUNDING:
        reading.complain("recovered", "recovered_exceeds")


def _said(reading: _Reading, code: str) -> bool:
    return any(issue.field == code for issue in reading.warnings)


def _check_dates(reading: _Reading) -> None:
    dates = reading.dates
    received = dates.get("received_on")
    for code, day in dates.items():
        if received and day < received and code in {"opened_on", "closed_on"} and not _said(reading, code):
            reading.complain(code, "date_order")
        elif reading.year and abs(day.year - reading.year) > 1:
            reading.complain(code, "date_far")
