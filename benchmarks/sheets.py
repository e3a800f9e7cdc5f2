"""An import of 50,000 ledger rows, xlsx to committed, against calamine's reading and a COPY of the same ready rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import xlsxwriter
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Max, Model
from python_calamine import CalamineWorkbook
from stdnum.cn import uscc

from unionhall.kernel.cases.models import Case, Event, Party
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.orgs.models import Employer
from unionhall.kernel.people.models import Person
from unionhall.programmes.wages.models import (
    Arrears,
    Claimant,
    Clue,
    ClueExtra,
    ImportRow,
    ImportRun,
    LedgerGram,
    LedgerWord,
    MoneyEntry,
)
from unionhall.programmes.wages.services import imports

from . import names, pouring
from .measure import Result, medians, seconds
from .world import IMPORTER, World

CEILING = 20.0
HEADINGS = (
    "序号", "线索来源", "登记日期", "排查人", "镇街", "用人单位", "统一社会信用代码", "行业", "项目名称", "涉及人数", "欠薪时间",
    "涉及金额", "联系人", "联系电话", "处置方式", "办理进展", "立案日期", "结案日期", "追回金额", "备注",
)  # fmt: skip
SOURCES, WAYS = ("周排查", "职工来访", "12351热线", "检察院移送"), ("法律援助", "移送劳动监察", "调解", "约谈")
TRADES = ("建筑", "快递物流", "制造", "餐饮", "保安", "其他")
TABLES: tuple[type[Model], ...] = (
    Employer, Person, Case, Event, Party, Clue, ClueExtra, Arrears, Claimant, MoneyEntry, ImportRun, ImportRow, LedgerWord,
    LedgerGram, Entry,
)  # fmt: skip
Rows = dict[type[Model], object]


def credit_code(number: int) -> str:
    """An invented code: XX at places 9 and 10, the check digit right."""
    front = f"91370702XX{number:07}"
    return front + uscc.calc_check_digit(front)


def sheet_row(world: World, number: int) -> tuple[object, ...]:
    """A row as a clerk writes it: dates in three styles, sums with and without 元, a third of them done; new names."""
    day = world.today - timedelta(days=number % 180)
    written = (f"{day:%Y-%m-%d}", f"{day:%Y.%m.%d}", f"{day.year}年{day.month}月{day.day}日")[number % 3]
    amount, firm, person = 3000 + number % 997 * 100, number % 5000, number % 10_000
    done, opened = number % 3 == 0, number % 3 != 2
    street = f"{IMPORTER + 1}县示例{number % world.scale.streets + 1}街道"
    return (
        number + 1, SOURCES[number % 4], written, f"排查员{number % 40:02}", street, names.employer(400_000 + firm), credit_code(firm),
        TRADES[number % 6], names.project(60_000 + number % 2500), 1, "2026年3月-5月", f"{amount}元" if number % 5 == 0 else amount,
        names.contact(300_000 + person), f"1990000{person:04}", WAYS[number % 4], "已办结" if done else "办理中" if opened else None,
        f"{day:%Y-%m-%d}" if opened else None, f"{day:%Y-%m-%d}" if done else None, amount if done else None, f"第 {number} 件",
    )  # fmt: skip


def workbook(world: World) -> bytes:
    """The ledger as an xlsx."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("欠薪线索台账")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(world.scale.rows):
            sheet.write_row(number + 1, 0, sheet_row(world, number))
    return buffer.getvalue()


def ours(world: World, content: bytes) -> ImportRun:
    """Keep the file, plan it, commit the plan: as the command line and the page do."""
    clerk = world.actor(IMPORTER)
    blob = imports.keep_file(content=ContentFile(content, "ledger.xlsx"), name="ledger.xlsx", by=clerk, at=world.at)
    plan = imports.current_plan(blob=blob, year=world.today.year, by=clerk)
    return imports.commit(plan=plan, file_name=blob.name, digest=blob.sha256, by=clerk, at=world.at)


def number_of(model: type[Model]) -> str:
    """The column by which later rows are told from earlier ones."""
    return "word_id" if model is LedgerGram else "id"


def marks() -> dict[type[Model], int]:
    """The highest number of each table."""
    return {model: model._default_manager.aggregate(top=Max(number_of(model)))["top"] or 0 for model in TABLES}


def take_out(since: dict[type[Model], int]) -> Rows:
    """Every row that was written since, ready for the driver, and gone from the tables."""
    found: Rows = {}
    with pouring.one_transaction():
        for model in reversed(TABLES):
            found[model] = pouring.take(model, number_of(model), since[model])
    return {model: found[model] for model in TABLES}


def floor(content: bytes, rows: Rows) -> None:
    """Read every cell, put the ready rows in: one transaction."""
    for name in (book := CalamineWorkbook.from_filelike(BytesIO(content))).sheet_names:
        book.get_sheet_by_name(name).to_python()
    with pouring.one_transaction():
        for model, lines in rows.items():
            pouring.put(model, lines)


def run(world: World) -> Iterator[Result]:
    """Ours once, since it takes long; the floor three times."""
    content, since = workbook(world), marks()
    runs: list[ImportRun] = []
    taken = seconds(lambda: runs.append(ours(world, content))) * 1000
    if runs[0].fresh != world.scale.rows:
        raise SystemExit(f"{runs[0].fresh} of {world.scale.rows} rows came in")
    rows = take_out(since)
    if connection.vendor == "postgresql":
        pouring.settle()
    (bare,) = medians(lambda: floor(content, rows), times=3, warm=1, after=lambda: take_out(since))
    note = f"{world.scale.rows:,} rows, {len(content) / 1e6:.1f} MB; ours once, the floor three times"
    yield Result("import, xlsx to committed / read + COPY", bare, taken, CEILING, note)
