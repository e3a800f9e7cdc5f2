"""The sheet of weekly checks: week, inspector, street, employer, day, result. A blank result was asked and not answered."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files.rules.cells import SENTENCES, Kind, is_blank, plain, read
from unionhall.kernel.files.rules.sheets import Column, Line, Skipped, Table, Workbook, survey

from .checks import Result, week_of

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|\D|\Z)")
_WEEK = re.compile(r"第?\s*(\d{1,2})\s*周?")
CHECKS = Table(
    "checks",
    (
        Column("week", _("周次"), ("周", "第几周", "排查周", "排查周次", "周数")),
        Column("inspector", _("排查人"), ("排查员", "排查人员", "网格员", "巡查员", "巡查人", "检查人"), Kind.NAME, required=True),
        Column("street", _("镇街"), ("街道", "乡镇", "所属街道", "所属镇街", "辖区", "片区")),
        Column("employer", _("单位"), ("用人单位", "单位名称", "企业", "企业名称", "公司", "被查单位", "排查单位"), Kind.NAME, required=True),
        Column("checked_on", _("排查日期"), ("日期", "排查时间", "检查日期", "巡查日期"), Kind.DATE),
        Column("result", _("结果"), ("排查结果", "检查结果", "巡查结果", "情况", "排查情况"), required=True),
        Column("note", _("备注"), ("说明", "其他")),
    ),
    telling=frozenset({"result"}), naming=frozenset({"employer"}), least=5,
)  # fmt: skip
NEEDED = frozenset({"inspector", "employer", "result"})
WORDS = {
    Result.NONE: ("未发现", "没有发现", "正常", "无", "无异常", "没有", "看过没有", "看过，没有", "未见异常"),
    Result.CLUE: ("发现线索", "发现", "有", "有情况", "有线索", "异常", "发现欠薪"),
    Result.UNSEEN: ("没看成", "未见到人", "停工", "关门", "无人", "未排查"),
}
SHEET_SENTENCES = {
    "result_unreadable": _("看不懂这个结果，请写“未发现”“发现线索”或者“没看成”"), "date_missing": _("没有排查日期，也没有周次"),
    "inspector_missing": _("没有写排查人"), "employer_missing": _("没有写单位"), "week_differs": _("日期不在写的那一周"),
    "differs": _("这一条以前报过，结果不一样，没有改"),
}  # fmt: skip


class Fate(StrEnum):
    """What importing a row does."""

    NEW = "new"
    SAME = "same"
    ASKED = "asked"
    REPEATED = "repeated"
    DIFFERS = "differs"
    ERROR = "error"


FATE_LABELS = {
    Fate.NEW: _("新记一条"), Fate.SAME: _("以前导过"), Fate.ASKED: _("没报结果，记为未知"), Fate.REPEATED: _("表里重复"),
    Fate.DIFFERS: _("和以前不一样"), Fate.ERROR: _("有误"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A row of the sheet. `result` is '' when nobody reported; `trouble` is a code of SHEET_SENTENCES or of a cell."""

    sheet: str
    number: int
    fate: Fate
    key: str = ""
    inspector: str = ""
    street: str = ""
    employer: str = ""
    week: date | None = None
    checked_on: date | None = None
    result: str = ""
    note: str = ""
    trouble: str = ""
    written: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong, in source text."""
        return (SHEET_SENTENCES | SENTENCES).get(self.trouble, "")


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """What an import of checks would do; shown by the dry run and carried out by the commit."""

    rows: tuple[CheckRow, ...]
    skipped: tuple[Skipped, ...]
    year: int | None
    asks_year: bool

    def counts(self) -> dict[Fate, int]:
        """Rows by fate."""
        return {fate: sum(row.fate is fate for row in self.rows) for fate in Fate}


def plan(workbook: Workbook, year: int | None, known: Mapping[str, str]) -> CheckPlan:
    """Plan the import. `known` holds what was imported before: key → result. Refused('heading_not_found') without such a sheet."""
    layout = survey(workbook, CHECKS)
    blocks = [block for block in layout.blocks if {field.code for field in block.fields} >= NEEDED]
    names = {block.sheet.name for block in blocks}
    lines = [line for line in layout.lines() if line.sheet in names and any(line.block is block for block in blocks)]
    used = year or proposed_year(workbook, lines)
    rows = [read_line(line, used) for line in lines]
    asks = year is None and any(row.trouble == "year_needed" or _lacks_year(line) for row, line in zip(rows, lines, strict=True))
    return CheckPlan(tuple(_fates(rows, known)), layout.skipped, used, asks)


def proposed_year(workbook: Workbook, lines: list[Line]) -> int | None:
    """The year that the dates carry most often, else the one in the file's or the sheet's name."""
    written = [_YEAR.match(plain(line.cells.get("checked_on"))) for line in lines]
    years = [int(found[1]) for found in written if found]
    if years:
        return max(set(years), key=lambda one: (years.count(one), one))
    names = [workbook.filename, *(line.sheet for line in lines[:1])]
    return next((int(found[1]) for name in names if (found := _YEAR.search(name))), None)


def _lacks_year(line: Line) -> bool:
    text = plain(line.cells.get("checked_on"))
    return bool(text) and not _YEAR.match(text)


def read_line(line: Line, year: int | None) -> CheckRow:
    """One line as a row that is new, asked without an answer, or wrong."""
    cells = {code: plain(value).strip() for code, value in line.cells.items()}
    row = CheckRow(
        line.sheet, line.number, Fate.NEW, inspector=cells.get("inspector", ""), street=cells.get("street", ""),
        employer=cells.get("employer", ""), note=cells.get("note", "")[:500],
    )  # fmt: skip
    day = read(line.cells.get("checked_on"), Kind.DATE, year=year)
    checked = day.value if isinstance(day.value, date) else None
    week = week_of(checked) if checked else _written_week(cells.get("week", ""), year)
    said = _result(cells.get("result", ""))
    trouble, written = _trouble(row, day.error or "", week, said, cells)
    if checked and not trouble and (other := _written_week(cells.get("week", ""), year)) and other != week:
        trouble, written = "week_differs", cells["week"]
    row = replace(row, week=week, checked_on=checked, result=said or "", trouble=trouble, written=written)
    return replace(row, fate=Fate.ERROR if trouble else row.fate if said else Fate.ASKED, key=key_of(row))


def _trouble(row: CheckRow, fault: str, week: date | None, said: str | None, cells: Mapping[str, str]) -> tuple[str, str]:
    if not row.inspector:
        return "inspector_missing", ""
    if not row.employer:
        return "employer_missing", ""
    if fault or week is None:
        return fault or "date_missing", cells.get("checked_on", "")
    return ("result_unreadable", cells["result"]) if said is None else ("", "")


def _written_week(text: str, year: int | None) -> date | None:
    """第3周 of a year as its Monday, counted as offices count (ISO)."""
    found = _WEEK.fullmatch(text)
    if not found or not year or not 1 <= int(found[1]) <= 53:
        return None
    try:
        return date.fromisocalendar(year, int(found[1]), 1)
    except ValueError:
        return None


def _result(text: str) -> str | None:
    """The result's code; '' for a blank cell, None when the words are not known."""
    if is_blank(text) or text in {"-", "—", "/", "不详", "未报"}:
        return ""
    return next((str(result) for result, words in WORDS.items() if text in words), None)


def key_of(row: CheckRow) -> str:
    """A row's own key: the same person at the same place in the same week, whatever the result says."""
    parts = (row.week.isoformat() if row.week else "", row.inspector, row.street, row.employer)
    return "sheet-" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def _fates(rows: list[CheckRow], known: Mapping[str, str]) -> list[CheckRow]:
    first: dict[str, CheckRow] = {}
    found = []
    for row in rows:
        if row.fate is not Fate.ERROR:
            earlier = first.setdefault(row.key, row)
            row = replace(row, fate=_fate(row, earlier, known))
            row = replace(row, trouble="differs", written=row.result) if row.fate is Fate.DIFFERS else row
        found.append(row)
    return found


def _fate(row: CheckRow, earlier: CheckRow, known: Mapping[str, str]) -> Fate:
    if earlier is not row:
        return Fate.REPEATED if earlier.result == row.result else Fate.DIFFERS
    if row.key not in known:
        return row.fate
    stored = known[row.key]
    if stored == row.result or not row.result:
        return Fate.SAME
    return Fate.NEW if not stored else Fate.DIFFERS
