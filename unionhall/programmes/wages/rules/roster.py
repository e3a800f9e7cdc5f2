"""Many workers at once: a pasted list or a sheet, row by row: what each becomes, what is wrong, who is known already."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files.rules.cells import SENTENCES, Kind, Value, plain, read
from unionhall.kernel.files.rules.sheets import Block, Column, Line, Table, survey
from unionhall.kernel.files.rules.workbook import Workbook

HEADINGS = ("姓名", "手机号", "身份证号", "欠多少元", "从哪天起欠", "农民工", "工种")
TABLE = Table(
    "roster",
    (
        Column("number", _("序号"), ("编号", "序", "no"), Kind.NUMBER),
        Column("name", _("姓名"), ("职工", "职工姓名", "工人", "工人姓名", "农民工姓名", "名字", "申请人"), Kind.NAME, required=True),
        Column("phone", _("手机号"), ("电话", "联系电话", "手机", "联系方式", "手机号码", "本人电话"), Kind.PHONE),
        Column("id_number", _("身份证号"), ("身份证", "证件号", "身份证号码", "证件号码", "公民身份号码"), Kind.ID_NUMBER),
        Column(
            "owed", _("欠多少元"), ("欠薪金额", "拖欠金额", "欠款", "金额", "欠薪", "工资", "拖欠工资", "欠付工资", "应付工资", "欠多少"),
            Kind.AMOUNT, required=True,
        ),
        Column("since", _("从哪天起欠"), ("欠薪起始", "起始日期", "欠薪开始", "拖欠起始时间", "欠薪起始日期"), Kind.DATE),
        Column("migrant", _("农民工"), ("是否农民工", "是不是农民工")),
        Column("work", _("工种"), ("岗位", "干的活", "干什么活")),
    ),
    telling=frozenset({"owed"}), naming=frozenset({"name"}), least=2,
)  # fmt: skip
YES, NO = frozenset({"是", "y", "yes", "√"}), frozenset({"否", "不是", "n", "no"})
ROW_SENTENCES = {
    "name_missing": _("没写姓名"),
    "owed_missing": _("没写欠多少元"),
    "owed_nought": _("欠的数要大于 0"),
    "same_person": _("和第 {other} 行是同一个人"),
    "phone_other": _("这个手机号在案子里是另一个人的"),
    "name_twice": _("案子里有同名的人，写上手机号或者身份证号才分得清"),
}
ALL_SENTENCES = SENTENCES | ROW_SENTENCES


class Fate(StrEnum):
    """What adding a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


FATE_LABELS = {Fate.NEW: _("新加"), Fate.CHANGED: _("改数"), Fate.SAME: _("不变"), Fate.WRONG: _("有误")}


@dataclass(frozen=True, slots=True)
class Known:
    """A worker who is in the case already; sums in fen. `id_number` and `phone` in full, '' when unknown."""

    id: int
    name: str
    phone: str
    id_number: str
    owed: int
    since: date | None
    migrant: str
    work: str


class Fault(NamedTuple):
    """What is wrong: the field's code ('' for the row), the sentence's code, what fills it."""

    field: str
    code: str
    values: Mapping[str, object] = MappingProxyType({})

    @property
    def sentence(self) -> str:
        """Chinese source text."""
        return ALL_SENTENCES[self.code]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet, what it becomes, and the worker it is when that is known."""

    number: int
    fate: Fate
    values: Mapping[str, object]
    faults: tuple[Fault, ...] = ()
    known: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Every row in order, and the block that they stand in (for the error sheet)."""

    rows: tuple[Row, ...]
    block: Block | None = None
    counts: Mapping[Fate, int] = field(default_factory=dict)


def plan(book: Workbook, known: Sequence[Known], year: int) -> Plan:
    """What adding the list would do. Refused with `heading_not_found` when no sheet has names and sums."""
    layout = survey(book, TABLE)
    seen: dict[str, int] = {}
    rows = tuple(_row(line, known, seen, year) for line in layout.lines())
    counts = {fate: sum(1 for row in rows if row.fate is fate) for fate in Fate}
    return Plan(rows, layout.blocks[0] if layout.blocks else None, counts)


def _row(line: Line, known: Sequence[Known], seen: dict[str, int], year: int) -> Row:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for each in line.block.fields:
        value, error = _read(each.code, each.kind, line.cells.get(each.code), each.unit, year)
        values[each.code] = value
        faults += [Fault(each.code, error)] if error else []
    faults += list(_lacks(values, {fault.field for fault in faults}))
    worker, doubt = _who(values, known) if not faults else (None, "")
    faults += [Fault("name" if doubt == "name_twice" else "phone", doubt)] if doubt else []
    if not faults and (other := _met(values, worker, line.number, seen)):
        faults.append(Fault("", "same_person", {"other": other}))
    if faults:
        return Row(line.number, Fate.WRONG, values, tuple(faults))
    fate = Fate.NEW if worker is None else Fate.CHANGED if _differs(values, worker) else Fate.SAME
    return Row(line.number, fate, values, known=worker.id if worker else None)


def _read(code: str, kind: Kind, cell: Value, unit: str, year: int) -> tuple[object, str]:
    if code == "migrant":
        word = plain(cell).strip().lower() if cell is not None else ""
        return ("yes" if word in YES else "no" if word in NO else None), ""
    found = read(cell, kind, year=year, unit=unit)
    error = found.error or (found.warning if found.warning == "amount_about" else "")
    return found.value, error


def _lacks(values: Mapping[str, object], wrong: set[str]) -> Iterator[Fault]:
    if not values.get("name") and "name" not in wrong:
        yield Fault("name", "name_missing")
    if values.get("owed") is None and "owed" not in wrong:
        yield Fault("owed", "owed_missing")
    if values.get("owed") == 0:
        yield Fault("owed", "owed_nought")


def _who(values: Mapping[str, object], known: Sequence[Known]) -> tuple[Known | None, str]:
    """The worker a row is: by ID number, by phone and name, by a name that nobody else bears. Or why that is in doubt."""
    number, phone, name = values.get("id_number"), values.get("phone"), values["name"]
    if number and (found := next((one for one in known if one.id_number == number), None)):
        return found, ""
    if phone and (found := next((one for one in known if one.phone == phone), None)):
        return (found, "") if found.name == name else (None, "phone_other")
    named = [one for one in known if one.name == name and not _apart(values, one)]
    if len(named) == 1:
        return named[0], ""
    return None, "name_twice" if named else ""


def _apart(values: Mapping[str, object], one: Known) -> bool:
    """Two of one name that are surely two: both have an ID number, or both a phone, and those differ."""
    pairs = ((values.get("id_number"), one.id_number), (values.get("phone"), one.phone))
    return any(new and old and new != old for new, old in pairs)


def _met(values: Mapping[str, object], worker: Known | None, number: int, seen: dict[str, int]) -> int | None:
    """The earlier row of the same person, if any; this one is noted under each of its marks."""
    strong = [f"{code}:{values[code]}" for code in ("id_number", "phone") if values.get(code)]
    marks = [*strong, f"known:{worker.id}"] if worker else strong or [f"name:{values['name']}"]
    other = next((seen[mark] for mark in marks if mark in seen), None)
    for mark in marks:
        seen.setdefault(mark, number)
    return other


def _differs(values: Mapping[str, object], worker: Known) -> bool:
    return any(values.get(code) is not None and values[code] != getattr(worker, code) for code in ("owed", "since", "migrant", "work"))
