"""A sheet of employers' monthly figures: its columns, and each row read to values or to what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files.rules.cells import SENTENCES, Kind, read
from unionhall.kernel.files.rules.sheets import Column, Field, Layout, Line, Table, Workbook, survey

PEOPLE, AMOUNT, DAY, TEXT = Kind.PEOPLE, Kind.AMOUNT, Kind.DATE, Kind.TEXT
COLUMNS = (
    Column("employer", _("用人单位"), ("单位名称", "企业名称", "公司名称", "单位"), Kind.NAME, required=True),
    Column("credit_code", _("统一社会信用代码"), ("信用代码", "税号"), Kind.CREDIT_CODE),
    Column("month", _("月份"), ("考勤月份", "工资月份", "所属月份", "年月"), TEXT, required=True),
    Column("attended", _("出勤人数"), ("考勤人数", "在岗人数"), PEOPLE),
    Column("paid", _("发薪人数"), ("拿到工资人数", "发放人数", "实发人数"), PEOPLE),
    Column("recorded", _("有工资记录人数"), ("工资记录人数", "台账人数"), PEOPLE),
    Column("payroll", _("发放总额"), ("工资总额", "实发总额", "应发总额"), AMOUNT),
    Column("top_payee", _("单人最高"), ("一人最高", "单人最高发放"), AMOUNT),
    Column("leavers", _("离职人数"), ("离场人数", "退场人数"), PEOPLE),
    Column("settled", _("离职结清人数"), ("结清人数", "退场结清人数"), PEOPLE),
    Column("pay_on", _("约定发薪日"), ("发薪日", "应发日期"), DAY),
    Column("paid_on", _("实际发薪日"), ("实发日期", "到账日期"), DAY),
    Column("dues_late", _("经费晚几个月"), ("工会经费晚交月数", "欠缴经费月数"), PEOPLE),
    Column("members", _("会员人数"), ("工会会员", "会员数"), PEOPLE),
    Column("hardship", _("困难申请"), ("困难帮扶申请", "困难申请件数"), PEOPLE),
    Column("hotline", _("热线件数"), ("12351 件数", "来电来访件数"), PEOPLE),
    Column("real_name", _("实名制"), ("实名登记",), TEXT),
    Column("account", _("工资专户"), ("专户", "专用账户"), TEXT),
    Column("deposit", _("工资保证金"), ("保证金",), TEXT),
)  # fmt: skip
TABLE = Table(
    "wages.observations", COLUMNS,
    telling=frozenset({"attended", "paid", "recorded", "payroll", "dues_late", "members", "hardship", "hotline", "pay_on", "month"}),
    naming=frozenset({"employer", "credit_code"}),
)  # fmt: skip
CHOICES = frozenset({"real_name", "account", "deposit"})
SAID = {"有": "yes", "是": "yes", "已办": "yes", "齐": "yes", "没有": "no", "无": "no", "否": "no", "未办": "no", "不清楚": "unknown", "": "unknown", "yes": "yes", "no": "no", "unknown": "unknown"}
PAIRS = (
    ("paid", "attended", _("发薪的人比出勤的还多，请核对")), ("recorded", "attended", _("有工资记录的人比出勤的还多，请核对")),
    ("settled", "leavers", _("结清的人比离职的还多，请核对")), ("top_payee", "payroll", _("一个人领的比总额还多，请核对")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: its heading, its field, and the sentence."""

    column: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reported:
    """One row: the sheet's line, field → value (days as dates, sums as fen), and its faults."""

    line: Line
    values: dict[str, object]
    faults: tuple[Fault, ...] = ()

    @property
    def month(self) -> date:
        """The first day of the row's month; only rows without faults are asked."""
        month = self.values["month"]
        if not isinstance(month, date):
            raise TypeError("a row without a month has a fault")
        return month


def reported(workbook: Workbook, today: date) -> list[Reported]:
    """Every data row of a workbook. Refused with heading_not_found where no sheet carries the table."""
    layout = survey(workbook, TABLE)
    return list(_rows(layout, today))


def _rows(layout: Layout, today: date) -> Iterator[Reported]:
    seen: dict[tuple[object, object], int] = {}
    for line in layout.lines():
        row = _read(line, today)
        key = (row.values.get("credit_code") or row.values.get("employer"), row.values.get("month"))
        first = seen.setdefault(key, line.number)
        if not row.faults and first != line.number:
            said = Fault(_heading(line, "employer"), "employer", _("同一家单位、同一个月，上面已经有一行"))
            row = Reported(line, row.values, (said,))
        yield row


def _heading(line: Line, code: str) -> str:
    return next((each.heading for each in line.block.fields if each.code == code), TABLE.by_code[code].label)


def _read(line: Line, today: date) -> Reported:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for each in line.block.fields:
        value, sentence = _cell(line, each, today)
        if sentence:
            faults.append(Fault(each.heading, each.code, sentence))
        elif value is not None:
            values[each.code] = value
    wrong = {fault.field for fault in faults}
    for code, sentence in (("employer", _("没有写单位名称")), ("month", _("没有写月份"))):
        if code not in values and code not in wrong:
            faults.append(Fault(_heading(line, code), code, sentence))
    faults += [Fault(_heading(line, code), code, sentence) for code, sentence in crossed(values)]
    return Reported(line, values, tuple(faults))


def crossed(values: dict[str, object]) -> list[tuple[str, str]]:
    """What two figures together tell: more paid than worked, more settled than left, one sum above the total."""
    found = []
    for part, whole, sentence in PAIRS:
        less, more = values.get(part), values.get(whole)
        if isinstance(less, int) and isinstance(more, int) and less > more:
            found.append((part, sentence))
    return found


def _cell(line: Line, each: Field, today: date) -> tuple[object, str]:
    raw = line.cells.get(each.code)
    if each.code in CHOICES:
        text = str(read(raw, Kind.TEXT).value or "")
        return (SAID[text], "") if text in SAID else (None, _("写“有”“没有”或者“不清楚”"))
    if each.code == "month":
        return _month(raw, today)
    parsed = read(raw, each.kind, year=today.year, unit=each.unit)
    return parsed.value, SENTENCES[parsed.error] if parsed.error else ""


def _month(raw: object, today: date) -> tuple[date | None, str]:
    """2026-10, 2026年10月 or a day of it, as its first day."""
    parsed = read(raw, Kind.DATE, year=today.year)
    if parsed.error or not isinstance(parsed.value, date):
        return None, _("月份写成 2026-10 这样") if raw is not None else ""
    month = parsed.value.replace(day=1)
    return (month, "") if month <= today else (None, _("这个月还没到"))
