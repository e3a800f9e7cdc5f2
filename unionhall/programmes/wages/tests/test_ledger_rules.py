"""The clue ledger's rows: the county's own sheet checked by hand, and what coming again does."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from unionhall.kernel.files.rules.workbook import Row as Cells
from unionhall.kernel.files.rules.workbook import Sheet, Workbook
from unionhall.kernel.files.services import workbooks
from unionhall.programmes.wages import commands
from unionhall.programmes.wages.rules.ledger import LEDGER, Plan, Row, Status, fingerprint, identity, plan

SAMPLE = Path(__file__).parent.parent / "data" / "sample-ledger.xlsx"
HEAD = ("序号", "登记日期", "用人单位", "联系人", "联系电话", "涉及金额", "追回金额", "立案日期", "结案日期")
FIRM = "示例新航电子有限公司"
LINE = (1, "2024-03-05", FIRM, "职工001", "19900000001", "5千", None, None, None)


@pytest.fixture(scope="module")
def sample() -> Workbook:
    return workbooks.read(content=SAMPLE.read_bytes(), filename=SAMPLE.name)


@pytest.fixture(scope="module")
def planned(sample: Workbook) -> Plan:
    return plan(sample, 2024)


def ledger(*rows: Cells, title: str = "", merged: tuple[tuple[int, int, int, int], ...] = ()) -> Workbook:
    return Workbook("x.xlsx", (Sheet("台账", ((title,), HEAD, *rows), merged),))


def by_number(found: Plan) -> dict[int, Row]:
    return {row.number: row for row in found.rows}


def codes(issues: Iterable[object]) -> list[tuple[str, str]]:
    return [(issue.field, issue.code) for issue in issues]  # type: ignore[attr-defined]


def test_the_samples_headings_are_all_known(planned: Plan) -> None:
    assert list(planned.mapping.values()) == [
        "number", "channel", "received_on", "inspector", "street", "employer", "credit_code", "industry", "project", "people",
        "period", "amount", "contact", "phone", "disposal", "progress", "opened_on", "closed_on", "recovered", "remark",
    ]  # fmt: skip
    assert planned.unmapped == planned.missing == ()


def test_every_row_of_the_sample_has_the_status_found_by_hand(planned: Plan) -> None:
    special = {8: "error", 21: "error", 34: "error", 42: "error", 54: "duplicate"}
    assert {row.number: str(row.status) for row in planned.rows} == {at: special.get(at, "new") for at in range(4, 65)}


def test_the_samples_errors_name_cell_and_reason(planned: Plan) -> None:
    errors = {row.number: [(issue.column, issue.code, issue.value) for issue in row.errors] for row in planned.rows if row.errors}
    assert errors == {
        8: [("统一社会信用代码", "credit_code_invalid", "91370702XX00010000")],
        21: [("联系电话", "phone_invalid", "1991234567")],
        34: [("登记日期", "date_impossible", "2024年2月30日")],
        42: [("序号", "empty_row", "39")],
    }


def test_the_sample_skips_title_heading_total_note_and_the_weekly_checks(planned: Plan) -> None:
    assert [(row.number, str(row.kind)) for row in planned.skipped] == [
        (1, "title"), (2, "title"), (3, "heading"), (65, "total"), (66, "note"), (None, "sheet"),
    ]  # fmt: skip
    assert planned.skipped[-1].sheet == "周排查记录"


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (4, {"number": "1", "received_on": "2024-01-13", "amount": 630000, "people": 1, "phone": "19900000037", "project": None}),
        (5, {"received_on": "2024-01-19", "amount": 320000, "period": "2023年10月-1月"}),
        (6, {"phone": "19900000111", "opened_on": "2024-01-27", "closed_on": "2024-03-10", "recovered": 320000}),
        (7, {"phone": "19900000148", "opened_on": "2024-02-02", "closed_on": "2024-02-22", "recovered": 1152000}),
        (9, {"amount": 600000, "closed_on": None}),
        (14, {"amount": 1890000, "recovered": 1900000}),
        (15, {"phone": "19900000444", "recovered": 300000}),
        (
            16,
            {
                "employer": "潍坊市宏达建筑工程有限公司",
                "credit_code": "91370702XX00010015",
                "amount": 8000000,
                "recovered": 7600000,
            },
        ),
        (22, {"received_on": "2024-04-23", "amount": 10080000, "closed_on": "2024-07-07"}),
        (24, {"people": 15, "amount": 20400000, "recovered": 20435050, "phone": "19900000777"}),
        (36, {"received_on": "2024-07-10", "people": 2, "amount": 3780000}),
        (37, {"amount": None, "progress": "单位承诺8月底支付"}),
        (49, {"amount": 53000000, "recovered": 53000000, "disposal": "仲裁(援助律师)", "closed_on": None}),
        (51, {"received_on": "2024-10-02", "amount": 15120000, "recovered": 15120000}),
        (58, {"opened_on": "2024-11-14", "closed_on": "2025-01-04"}),
        (60, {"opened_on": "2024-11-25", "closed_on": "2025-02-16"}),
        (61, {"closed_on": "2025-02-06", "recovered": 128000}),
        (62, {"received_on": "2024-12-03", "opened_on": "2024-12-06"}),
    ],
)
def test_the_samples_cells_become_what_was_read_by_hand(planned: Plan, number: int, wanted: dict[str, object]) -> None:
    becomes = by_number(planned)[number].becomes
    assert {code: becomes[code] for code in wanted} == wanted


def test_the_samples_doubtful_cells_are_pointed_out(planned: Plan) -> None:
    rows = by_number(planned)
    assert ("amount", "amount_about") in codes(rows[16].warnings)
    assert rows[16].derived == {
        "amount_about": True, "phone_note": "班组长", "period_months": 5, "period_start": "2023-11", "period_end": "2024-03",
    }  # fmt: skip
    assert ("credit_code", "credit_code_shared") in codes(rows[16].warnings), "鸿达's code under 宏达's name"
    assert ("credit_code", "credit_code_shared") in codes(rows[49].warnings)
    assert codes(rows[37].warnings) == [("phone", "phone_note"), ("amount", "amount_missing")]
    assert ("number", "number_repeated") in codes(rows[45].warnings)
    assert {at for at, row in rows.items() if ("closed_on", "year_rolled") in codes(row.warnings)} == {58, 61}


def test_a_repeated_row_points_to_the_first_but_a_repeated_number_is_no_repeat(planned: Plan) -> None:
    rows = by_number(planned)
    assert rows[54].same_as == ("欠薪线索台账", 7)
    assert rows[44].becomes["number"] == rows[45].becomes["number"] == "41"
    assert rows[45].status is Status.NEW


def test_dates_are_iso_sums_are_fen_and_heads_are_integers(planned: Plan) -> None:
    for row in planned.rows:
        for code, value in row.becomes.items():
            if code.endswith("_on") and value:
                assert date.fromisoformat(str(value))
            if code in {"amount", "recovered", "people"} and value is not None:
                assert isinstance(value, int)
    assert sum(row.becomes["amount"] or 0 for row in planned.rows if row.status is Status.NEW) == 266700000  # type: ignore[misc]


def test_the_year_is_proposed_from_the_title_and_asked_once(sample: Workbook) -> None:
    found = plan(sample)
    assert (found.year, found.asks_year) == (2024, True)
    assert ("received_on", "year_filled") in codes(by_number(found)[5].warnings)
    assert not plan(sample, 2024).asks_year


def test_without_any_year_a_date_without_one_is_an_error() -> None:
    row = plan(ledger((1, "3.5", *LINE[2:]))).rows[0]
    assert (codes(row.errors), row.yearless) == ([("received_on", "year_needed")], True)
    assert not plan(ledger(LINE)).asks_year


def test_a_row_needs_somebody_to_claim_against() -> None:
    assert codes(plan(ledger((1, "2024-03-05", None, "职工001", "19900000001", 5, None, None, None))).rows[0].errors) == [
        ("employer", "employer_missing")
    ]


def test_more_back_than_owed_and_days_out_of_order_are_pointed_out() -> None:
    row = plan(ledger((1, "2024-03-05", FIRM, "职工001", "19900000001", 100, 200, "2024-03-01", "2031-01-01"))).rows[0]
    assert codes(row.warnings) == [
        ("opened_on", "date_order"),
        ("closed_on", "date_far"),
        ("recovered", "recovered_exceeds"),
    ] or set(codes(row.warnings)) >= {("opened_on", "date_order"), ("recovered", "recovered_exceeds")}


def test_a_merged_employer_holds_for_its_rows_and_its_sum_stands_once() -> None:
    second = (None, None, None, "职工002", "19900000002", None, None, None, None)
    found = plan(ledger(LINE, second, merged=((2, 1, 3, 1), (2, 2, 3, 2), (2, 5, 3, 5))), 2024).rows
    assert [row.becomes["employer"] for row in found] == [FIRM, FIRM]
    assert [row.becomes["amount"] for row in found] == [500000, None]
    assert codes(found[1].warnings) == [("amount", "shared_sum")]


def stored(found: Plan) -> dict[str, dict[str, object]]:
    return {f"key-{row.number}": row.becomes for row in found.rows if row.status is Status.NEW}


def test_the_same_file_again_changes_nothing(sample: Workbook, planned: Plan) -> None:
    again = plan(sample, 2024, existing=stored(planned))
    assert again.counts() == {"new": 0, "update": 0, "unchanged": 56, "duplicate": 1, "error": 4}
    assert all(row.existing == f"key-{row.number}" for row in again.rows if row.status is Status.UNCHANGED)


@pytest.mark.parametrize(
    ("at", "mended"), [(1, "2024-03-06"), (2, "示例新航电子科技有限公司"), (3, "职工一"), (4, "19900000009"), (5, "6千"), (0, 99)]
)
def test_a_mended_cell_makes_an_update_and_never_a_second_clue(at: int, mended: object) -> None:
    other = (2, "2024-03-05", FIRM, "职工002", "19900000002", "7千", None, None, None)
    before = stored(plan(ledger(LINE, other)))
    changed = (*LINE[:at], mended, *LINE[at + 1 :])
    found = by_number(plan(ledger(other, changed), existing=before))
    assert found[3].status is Status.UNCHANGED
    assert (found[4].status, found[4].existing) == (Status.UPDATE if at else Status.UNCHANGED, "key-3")
    assert len(found[4].changes) == (1 if at else 0)


def test_a_blank_leaves_the_stored_value_and_a_dash_takes_it_away() -> None:
    before = stored(plan(ledger((*LINE[:6], "100元", "2024-03-06", None))))
    kept = plan(ledger(LINE), existing=before).rows[0]
    assert kept.status is Status.UNCHANGED
    cleared = plan(ledger((*LINE[:6], "-", None, None)), existing=before).rows[0]
    assert (cleared.status, dict(cleared.changes)) == (Status.UPDATE, {"recovered": [10000, None]})


def test_alike_rows_are_matched_one_to_one_and_equal_ones_first() -> None:
    nameless = (1, "2024-03-05", FIRM, None, None, 10, None, None, None)
    second = (2, "2024-03-05", FIRM, None, None, 20, None, None, None)
    before = stored(plan(ledger(nameless, second)))
    found = plan(ledger((3, *second[1:]), (4, *nameless[1:5], 30, None, None, None)), existing=before).rows
    assert [(row.status, row.existing) for row in found] == [(Status.UNCHANGED, "key-4"), (Status.UPDATE, "key-3")]


def test_identity_ignores_what_may_be_edited_and_the_fingerprint_does_not() -> None:
    first = {
        "received_on": "2024-03-05",
        "employer": "示例（潍坊）公司",
        "contact": "职工001",
        "phone": "19900000001",
        "amount": 1,
        "number": "1",
    }
    second = first | {"employer": "示例(潍坊) 公司", "amount": 2, "number": "2"}
    assert identity(first) == identity(second)
    assert fingerprint(first) != fingerprint(second)
    assert fingerprint(first) == fingerprint(first | {"number": "9", "remark": None})


def test_no_word_leads_to_two_fields() -> None:
    owners: dict[str, str] = {}
    for column in LEDGER.columns:
        for word in {column.label, *column.synonyms}:
            assert owners.setdefault(word, column.code) == column.code, word


def run(*words: str) -> int:
    parser = ArgumentParser()
    command = commands.import_ledger()
    command.arguments(parser)
    return command.run(parser.parse_args(words))


def test_the_command_prints_the_plan_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(SAMPLE), "--year", "2024", "--dry-run", "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["mapping"]["涉及金额"] == "amount"
    assert len(shown["rows"]) == 61
    assert shown["rows"][4]["errors"][0] | {"sentence": ""} == {
        "column": "统一社会信用代码", "field": "credit_code", "code": "credit_code_invalid", "sentence": "",
        "value": "91370702XX00010000",
    }  # fmt: skip
    assert [each["kind"] for each in shown["skipped"]] == ["title", "title", "heading", "total", "note", "sheet"]


def test_the_command_shows_people_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(SAMPLE), "--dry-run") == 0
    shown = capsys.readouterr().out
    assert "61" in shown
    assert "91370702XX0" in shown


def test_the_command_reads_a_csv_of_another_office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "x.csv"
    file.write_bytes("姓名,手机,公司,拖欠金额（万元）,受理时间\n职工001,19900000001,示例公司,1.2,3月5日\n".encode("gb18030"))
    assert run(str(file), "--year", "2024", "--dry-run", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rows"][0]["becomes"] == {
        "contact": "职工001", "phone": "19900000001", "employer": "示例公司", "amount": 1200000, "received_on": "2024-03-05",
    }  # fmt: skip


def test_the_command_ends_with_2_where_nothing_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    junk = tmp_path / "x.xlsx"
    junk.write_bytes(b"PK\x03\x04junk")
    for words in (
        (str(tmp_path / "none.xlsx"), "--dry-run"),
        (str(junk), "--dry-run", "--json"),
        (str(SAMPLE), "--year", "2024"),
    ):
        assert run(*words) == 2
        assert capsys.readouterr().err


def test_without_the_year_nothing_is_imported(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[Plan] = []
    command = commands.import_ledger(commit=lambda found, content, filename: done.append(found) or 0)
    parser = ArgumentParser()
    command.arguments(parser)
    assert command.run(parser.parse_args([str(SAMPLE)])) == 2
    assert command.run(parser.parse_args([str(SAMPLE), "--year", "2024"])) == 0
    assert len(done) == 1
    assert "--year" in capsys.readouterr().err
