"""Where a table stands: headings anywhere, stacked or repeated, and what every other row is."""

import pytest

from unionhall.base.refusal import Refused
from unionhall.kernel.files.rules.headings import match
from unionhall.kernel.files.rules.sheets import Column, Kind, Layout, Merge, Row, Sheet, Table, Why, Workbook, survey

PEOPLE = Table(
    "test.members",
    (
        Column("number", "序号", ("编号",), Kind.NUMBER),
        Column("name", "姓名", ("职工姓名",), Kind.NAME, required=True),
        Column("phone", "手机", ("电话", "联系电话", "联系方式"), Kind.PHONE, shape=r"1\d{10}"),
        Column("unit", "单位", ("单位名称", "工作单位"), Kind.NAME),
        Column("unit_phone", "单位电话", (), Kind.PHONE),
        Column("fee", "会费", ("会费金额",), Kind.AMOUNT),
        Column("heads", "人数", (), Kind.PEOPLE),
        Column("joined_on", "入会日期", ("入会时间",), Kind.DATE),
        Column("remark", "备注", ("说明",)),
    ),
    telling=frozenset({"fee", "joined_on"}),
    naming=frozenset({"name", "phone", "unit"}),
)
HEAD = ("序号", "姓名", "电话", "单位", "会费")
ONE = (1, "职工001", "19900000001", "示例公司", 30)
TWO = (2, "职工002", "19900000002", "示例公司", 40)


def laid(*rows: Row, merged: tuple[Merge, ...] = (), chosen: dict[str, str] | None = None) -> Layout:
    return survey(Workbook("x.xlsx", (Sheet("表", rows, merged),)), PEOPLE, chosen)


def kinds(layout: Layout) -> dict[int | None, str]:
    return {row.number: str(row.kind) for row in layout.skipped}


@pytest.mark.parametrize("above", [0, 1, 6, 30])
def test_the_heading_is_found_in_any_row(above: int) -> None:
    layout = laid(*((("某某总工会",),) * above), HEAD, ONE)
    assert layout.mapping == {"序号": "number", "姓名": "name", "电话": "phone", "单位": "unit", "会费": "fee"}
    assert [line.number for line in layout.lines()] == [above + 2]


def test_every_row_has_its_kind_and_none_vanishes() -> None:
    rows = (
        ("会员名册",), HEAD, ("1", "2", "3", "4", "5"), ("一、城关街道",), ONE, (), ("", "小计", None, None, 30), HEAD, TWO,
        ("合 计：", None, None, None, 70), (None, None, None, None, 70), ("注：以上数据截至12月",),
        ("填表人：", None, "审核人："), ("示例1", "职工009", "19900000009", "示例公司", 1),
    )  # fmt: skip
    layout = laid(*rows)
    assert [line.number for line in layout.lines()] == [5, 9]
    assert kinds(layout) == {
        1: "title", 2: "heading", 3: "heading", 4: "section", 6: "blank", 7: "total", 8: "heading", 10: "total", 11: "total",
        12: "note", 13: "note", 14: "sample",
    }  # fmt: skip


def test_a_row_with_only_a_number_is_data_to_be_complained_of() -> None:
    assert [line.number for line in laid(HEAD, ONE, (39, None, None, None, None)).lines()] == [2, 3]


def test_a_heading_over_two_rows_is_joined_by_its_merges() -> None:
    top = ("序号", "职工", None, "单位信息", None, "会费")
    low = (None, "姓名", "电话", "名称", "电话", None)
    row = (1, "职工001", "19900000001", "示例公司", "0536-8888888", 30)
    wanted = {
        "序号": "number",
        "职工/姓名": "name",
        "职工/电话": "phone",
        "单位信息/名称": "unit",
        "单位信息/电话": "unit_phone",
        "会费": "fee",
    }
    merged = ((0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4), (0, 5, 1, 5))
    assert laid(top, low, row, merged=merged).mapping == wanted
    assert laid(top, low, row).mapping == wanted, "a CSV has no merges"


def test_data_beneath_a_single_heading_is_not_swallowed_by_it() -> None:
    layout = laid(HEAD, ("甲", "职工001", "19900000001", "示例公司", "三十"), TWO)
    assert [line.number for line in layout.lines()] == [2, 3]


def test_blanks_breaks_marks_and_brackets_in_headings_do_not_matter() -> None:
    layout = laid(("序\n号", "姓 名*", "联系电话（必填）", "工作\n单位：", "会费金额(万元)"), ONE)
    assert set(layout.mapping.values()) == {"number", "name", "phone", "unit", "fee"}
    assert next(field.unit for field in layout.blocks[0].fields if field.code == "fee") == "万元"


def test_a_unit_above_or_below_the_table_holds_for_it() -> None:
    for rows in ((("单位：万元",), HEAD, ONE), (HEAD, ONE, ("注：金额单位为万元",))):
        assert {field.unit for field in laid(*rows).blocks[0].fields if field.code == "fee"} == {"万元"}


def test_the_longest_then_the_last_known_word_decides() -> None:
    assert match("职工姓名（本人）", PEOPLE).code == "name"
    assert match("家属联系电话", PEOPLE).code == "phone"
    assert match("是否退单位会费", PEOPLE).code == ""
    assert match("入会时简", PEOPLE).code in {"", "joined_on"}


def test_an_unknown_heading_is_known_by_its_values() -> None:
    rows = [(at, f"职工{at}", f"1990000000{at}", 5) for at in range(1, 5)]
    layout = laid(("序号", "姓名", "打给谁", "会费"), *rows)
    assert layout.mapping["打给谁"] == "phone"
    assert layout.confidence["打给谁"] < 1


def test_a_corrected_mapping_wins_and_is_checked() -> None:
    head, row = ("甲", "乙", "丙"), ("职工001", "19900000001", 5)
    layout = laid(head, row, chosen={"甲": "name", "丙": "fee", "乙": ""})
    assert layout.mapping == {"甲": "name", "丙": "fee"}
    assert layout.unmapped == ("乙",)
    for wrong in ({"甲": "nonsense"}, {"甲": "name", "乙": "name"}):
        with pytest.raises(Refused):
            laid(head, row, chosen=wrong)


def test_one_column_per_field_and_the_surer_heading_gets_it() -> None:
    layout = laid(("序号", "家属电话号", "电话", "姓名", "会费", "会费"), (1, "x", "19900000001", "职工001", 1, 2))
    assert layout.mapping["电话"] == "phone"
    assert layout.unmapped == ("家属电话号", "会费(2)")


def test_cells_merged_downwards_are_filled_but_sums_are_not_repeated() -> None:
    rows = (HEAD, ONE, (None, "职工002", "19900000002", None, None))
    lines = list(laid(*rows, merged=((1, 3, 2, 3), (1, 4, 2, 4))).lines())
    assert lines[1].cells["unit"] == "示例公司"
    assert lines[1].cells["fee"] is None
    assert lines[1].shared == {"unit"}


def test_ditto_signs_repeat_the_row_above() -> None:
    lines = list(laid(HEAD, ONE, (2, "职工002", "19900000002", "同上", 5), (3, "职工003", "19900000003", "〃", 5)).lines())
    assert [line.cells["unit"] for line in lines] == ["示例公司"] * 3


def test_a_second_table_with_other_headings_is_read_by_its_own() -> None:
    layout = laid(HEAD, ONE, ("会费", "职工姓名", "手机", "工作单位"), (5, "职工002", "19900000002", "示例公司"))
    assert [line.cells["name"] for line in layout.lines()] == ["职工001", "职工002"]


def test_other_hidden_and_empty_sheets_are_left_out_aloud() -> None:
    good = Sheet("名册", (HEAD, ONE))
    hidden, phones, empty = (
        Sheet("旧", (HEAD, TWO), hidden=True),
        Sheet("通讯录", (("姓名", "电话", "单位"), ONE[1:4])),
        Sheet("空", ()),
    )
    layout = survey(Workbook("x", (good, hidden, phones, empty)), PEOPLE)
    assert [(row.sheet, row.text) for row in layout.skipped if row.number is None] == [
        ("旧", Why.HIDDEN), ("通讯录", Why.OTHER), ("空", Why.EMPTY),
    ]  # fmt: skip
    assert len(list(survey(Workbook("x", (hidden,)), PEOPLE).lines())) == 1, "hidden, but the only one"


def test_missing_required_fields_are_named() -> None:
    assert laid(("电话", "单位", "会费"), ("19900000001", "示例公司", 3)).missing == ("name",)


@pytest.mark.parametrize("rows", [(), ((),), (("a", "b"), (1, 2)), ((1, 2, 3),), (("欠薪台账",),)])
def test_a_workbook_without_the_table_is_refused_in_words(rows: tuple[Row, ...]) -> None:
    with pytest.raises(Refused) as refusal:
        laid(*rows)
    assert refusal.value.code == "heading_not_found"
