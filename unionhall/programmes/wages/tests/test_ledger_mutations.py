"""Spoilt ledgers: whatever is dropped, swapped, renamed or scribbled, there is a plan or a refusal, and no row is lost."""

import csv
import io
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.kernel.files.rules.values import Value, is_blank
from unionhall.kernel.files.rules.workbook import Sheet, Workbook
from unionhall.kernel.files.services import workbooks
from unionhall.programmes.wages.rules.ledger import Plan, Status, fingerprint, identity, plan

SAMPLE = Path(__file__).parent.parent / "data" / "sample-ledger.xlsx"
BOOK = workbooks.read(content=SAMPLE.read_bytes())
Table = list[list[Value]]
Mutation = Callable[[Table, random.Random], None]
JUNK: tuple[Value, ...] = (
    "#REF!", "合计", "小计", "-", "同上", "？？？", "=1+1", float("nan"), float("inf"), -1, 10**20, True, "2024年13月45日",
    "约", "万元", "人", "注:", "序号", "\u200b", "9" * 500, "一二三", "91370702XX00010000", "1e999", "(" * 50, "2024-02-30",
    "0", 0.1, "甲\n乙",
)  # fmt: skip
RENAMED = ("单位", "", "XX", "日期", "金额(万元)", "联系人", "备注", "序号", "欠薪单位名称", "手机号")


def drop_column(table: Table, dice: random.Random) -> None:
    at = dice.randrange(20)
    for row in table:
        del row[at : at + 1]


def swap_columns(table: Table, dice: random.Random) -> None:
    first, second = dice.sample(range(12), 2)
    for row in table:
        if len(row) > max(first, second):
            row[first], row[second] = row[second], row[first]


def junk_cells(table: Table, dice: random.Random) -> None:
    for row in dice.sample(table, min(8, len(table))):
        if row:
            row[dice.randrange(len(row))] = dice.choice(JUNK)


def rename_heading(table: Table, dice: random.Random) -> None:
    for row in table[:4]:
        if len(row) > 10:
            row[dice.randrange(len(row))] = dice.choice(RENAMED)


def insert_row(table: Table, dice: random.Random) -> None:
    heading = list(BOOK.sheets[0].rows[2])
    row: list[Value] = dice.choice([[], ["小计", None, 5], [None, "合计"], ["注:以上"], ["一、建筑"], heading, [1.0]])
    table.insert(dice.randrange(len(table)), row)


def drop_rows(table: Table, dice: random.Random) -> None:
    del table[dice.randrange(len(table)) :]
    table.append([])


def shuffle_rows(table: Table, dice: random.Random) -> None:
    dice.shuffle(table)


def widen(table: Table, dice: random.Random) -> None:
    for row in table:
        row.insert(dice.randrange(len(row) + 1), dice.choice(JUNK))


MUTATIONS: tuple[Mutation, ...] = (
    drop_column, swap_columns, junk_cells, rename_heading, insert_row, drop_rows, shuffle_rows, widen,
)  # fmt: skip


def spoilt(mutations: list[Mutation], seed: int) -> Workbook:
    dice = random.Random(seed)
    table: Table = [list(row) for row in BOOK.sheets[0].rows]
    for mutate in mutations:
        mutate(table, dice)
    merged = tuple(
        (dice.randrange(70), dice.randrange(20), dice.randrange(70), dice.randrange(20)) for _ in range(dice.randrange(3))
    )
    return Workbook("spoilt", (Sheet("台账", tuple(map(tuple, table)), merged), BOOK.sheets[1]))


def plan_or_none(book: Workbook) -> Plan | None:
    """The plan, or none where the heading is past finding; any other refusal is a failure."""
    try:
        return plan(book, 2024)
    except Refused as refusal:
        if refusal.code != "heading_not_found":
            raise
        return None


def accounted(book: Workbook, found: Plan) -> None:
    """Every filled row stands exactly once, as data or as skipped; values keep their types."""
    sheet = book.sheets[0]
    if any(row.sheet == sheet.name and row.number is None for row in found.skipped):
        return
    numbers = [row.number for row in found.rows if row.sheet == sheet.name]
    numbers += [row.number for row in found.skipped if row.sheet == sheet.name and row.number is not None]
    assert sorted(numbers) == list(range(1, len(sheet.rows) + 1))
    for row in found.rows:
        assert (row.status is Status.ERROR) == bool(row.errors)
        assert set(row.becomes) <= set(found.mapping.values())
        for code in ("amount", "recovered", "people"):
            value = row.becomes.get(code)
            assert value is None or (type(value) is int and value >= 0)
        assert identity(row.becomes)
        assert fingerprint(row.becomes)


@given(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=6), st.integers(0, 10**6))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_spoilt_ledger_gives_a_plan_or_a_refusal(mutations: list[Mutation], seed: int) -> None:
    book = spoilt(mutations, seed)
    found = plan_or_none(book)
    if found is None:
        return
    accounted(book, found)
    again = plan(book, 2024, existing={str(at): row.becomes for at, row in enumerate(found.rows) if row.status is Status.NEW})
    assert not [row for row in again.rows if row.status in {Status.NEW, Status.UPDATE} and not row.clears]


@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(JUNK), st.sampled_from(BOOK.sheets[0].rows[2])), max_size=9), max_size=9
    )
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_heap_of_cells_gives_a_plan_or_a_refusal(table: Table) -> None:
    book = Workbook("heap", (Sheet("台账", tuple(map(tuple, table))),))
    if found := plan_or_none(book):
        accounted(book, found)


@pytest.mark.parametrize("mutate", [drop_column, swap_columns, insert_row])
@pytest.mark.parametrize("seed", range(5))
def test_a_dropped_or_moved_column_or_a_row_put_in_loses_no_other_row(mutate: Mutation, seed: int) -> None:
    whole = {row.becomes["phone"] for row in plan(BOOK, 2024).rows if row.status is Status.NEW}
    found = plan(spoilt([mutate], seed), 2024)
    kept = {row.becomes.get("phone") for row in found.rows if row.status is not Status.DUPLICATE}
    assert "phone" not in found.mapping.values() or whole <= kept


def many(count: int) -> bytes:
    """A CSV of `count` rows like the sample's, each with its own person."""
    dice = random.Random(7)
    usable = [list(row) + [None] * 20 for row in BOOK.sheets[0].rows[3:41]]
    kept = io.StringIO()
    writer = csv.writer(kept)
    writer.writerow(BOOK.sheets[0].rows[2])
    for at in range(count):
        row = dice.choice(usable)[:20]
        row[0], row[12], row[13] = at + 1, f"职工{at}", f"1990{at:07d}"
        writer.writerow(["" if is_blank(cell) else str(cell) for cell in row])
    return kept.getvalue().encode()


def test_thousands_of_rows_are_planned_in_no_time() -> None:
    book = workbooks.read(content=many(3000))
    started = time.monotonic()
    found = plan(book, 2024)
    assert len(found.rows) == 3000
    assert time.monotonic() - started < 5  # a quarter of a second on a quiet machine
