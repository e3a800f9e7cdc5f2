"""What a cell says: dates, sums, head counts, phones, codes and periods as offices write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.kernel.files.rules.amounts import heading_unit, sheet_unit
from unionhall.kernel.files.rules.cells import (
    SENTENCES,
    Kind,
    Parsed,
    lacks_year,
    parse_amount,
    parse_card,
    parse_credit_code,
    parse_date,
    parse_id_number,
    parse_people,
    parse_period,
    parse_phone,
    read,
)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024年1月13日", date(2024, 1, 13)),
        ("2024-02-05", date(2024, 2, 5)),
        ("2024.02.05", date(2024, 2, 5)),
        ("2024/2/5", date(2024, 2, 5)),
        ("２０２４．２．５", date(2024, 2, 5)),
        ("24/3/5", date(2024, 3, 5)),
        ("25/03/2024", date(2024, 3, 25)),
        ("二〇二四年三月五日", date(2024, 3, 5)),
        ("2024年十二月二十五日", date(2024, 12, 25)),
        ("20240305", date(2024, 3, 5)),
        (20240305.0, date(2024, 3, 5)),
        (45300, date(2024, 1, 9)),
        ("45300", date(2024, 1, 9)),
        (45300.75, date(2024, 1, 9)),
        (date(2024, 3, 5), date(2024, 3, 5)),
        (datetime.combine(date(2024, 3, 5), time(10, 30)), date(2024, 3, 5)),
        ("2024-03-05 10:30:00", date(2024, 3, 5)),
        ("2024-03-05T10:30:00", date(2024, 3, 5)),
        ("2024年3月5日（星期二）", date(2024, 3, 5)),
    ],
)
def test_a_full_date_is_read_in_every_usual_form(written: object, day: date) -> None:
    assert parse_date(written) == Parsed(day)


@pytest.mark.parametrize("written", ["1.19", "1月19日", "1/19", "一月十九日", 1.19])
def test_a_date_without_a_year_takes_the_ledgers(written: object) -> None:
    assert parse_date(written, 2024) == Parsed(date(2024, 1, 19), "year_filled")
    assert lacks_year(written)
    assert parse_date(written).error == "year_needed"


def test_a_closing_day_before_registration_belongs_to_the_next_year() -> None:
    began = date(2024, 11, 27)
    assert parse_date("2.6", 2024, not_before=began) == Parsed(date(2025, 2, 6), "year_rolled")
    assert parse_date("12.6", 2024, not_before=began) == Parsed(date(2024, 12, 6), "year_filled")
    assert parse_date("11月", 2024, not_before=began).value == date(2024, 11, 1)


@pytest.mark.parametrize(
    ("written", "day"), [("2024.9", date(2024, 9, 1)), ("2024年3月底", date(2024, 3, 31)), ("24年3月中旬", date(2024, 3, 11))]
)
def test_a_month_alone_is_taken_with_a_warning(written: str, day: date) -> None:
    assert parse_date(written)[:2] == (day, "day_assumed")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2024年2月30日", "date_impossible"),
        ("2023-02-29", "date_impossible"),
        ("13.45", "date_impossible"),
        ("05/03/2024", "date_ambiguous"),
        (10.1, "date_ambiguous"),
        (2024.1, "date_ambiguous"),
        ("2024年", "date_incomplete"),
        ("已办结", "date_unreadable"),
        (True, "date_unreadable"),
        (time(8, 30), "date_unreadable"),
        (float("nan"), "date_unreadable"),
        (date(1905, 1, 1), "date_out_of_range"),
        ("#REF!", "cell_error"),
    ],
)
def test_a_date_that_cannot_be_is_an_error_and_never_a_guess(written: object, code: str) -> None:
    assert parse_date(written, 2024) == Parsed(None, error=code)


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        (6300.0, 630000),
        ("3200元", 320000),
        ("18,900", 1890000),
        ("18，900.50", 1890050),
        ("0.5万", 500000),
        ("2.52万元", 2520000),
        ("53万", 53000000),
        ("204350.5", 20435050),
        ("3千", 300000),
        ("3万2千元", 3200000),
        ("叁万贰仟伍佰元整", 3250000),
        ("三万二千五百", 3250000),
        ("1.5亿", 15000000000),
        ("￥3,200.00", 320000),
        ("合计3.2万元", 3200000),
        ("5(万元)", 5000000),
        (0.1 + 0.2, 30),
        (0, 0),
    ],
)
def test_a_sum_is_read_to_the_fen(written: object, fen: int) -> None:
    assert parse_amount(written) == Parsed(fen)


@pytest.mark.parametrize(
    ("written", "fen"), [("约8万元", 8000000), ("10余万元", 10000000), ("20多万", 20000000), ("3000元左右", 300000)]
)
def test_about_is_kept_as_a_warning(written: str, fen: int) -> None:
    assert parse_amount(written) == Parsed(fen, "amount_about")


def test_the_cells_own_unit_wins_over_the_headings() -> None:
    assert parse_amount("5.5", "万元").value == parse_amount(5.5, "万元").value == 5500000
    assert parse_amount("5000元", "万元").value == 500000
    assert parse_amount("三千", "万元").value == 300000


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("三五万吧", "amount_unreadable"),
        ("3-5万元", "amount_range"),
        ("人均3000", "amount_each"),
        (-5, "amount_negative"),
        ("-5元", "amount_negative"),
        (float("inf"), "amount_unreadable"),
        (10**18, "amount_too_large"),
        ("1,8900", "amount_unreadable"),
        ("abc", "amount_unreadable"),
    ],
)
def test_what_is_no_sum_is_an_error(written: object, code: str) -> None:
    assert parse_amount(written)[:3] == (None, "", code)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("涉及金额(万元)", "万元"), ("金额/万元", "万元"), ("涉及金额（单位：元）", "元"), ("涉及人数(人)", ""), ("涉及金额", "")],
)
def test_a_heading_may_carry_the_unit(heading: str, unit: str) -> None:
    assert heading_unit(heading) == unit


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("注:金额单位为元,除注明外", "元"),
        ("单位：万元", "万元"),
        ("单位（万元）", "万元"),
        ("填表单位:", ""),
        ("填报单位:元和街道", ""),
    ],
)
def test_a_line_above_or_below_may_carry_the_unit(line: str, unit: str) -> None:
    assert sheet_unit(line) == unit


@pytest.mark.parametrize(
    ("written", "people"),
    [(1.0, 1), ("15人", 15), ("十五人", 15), ("两人", 2), ("一百零五", 105), ("职工001等5人", 5), ("12.0", 12), ("共12名", 12)],
)
def test_a_head_count_is_an_integer(written: object, people: int) -> None:
    assert parse_people(written) == Parsed(people)


def test_a_doubtful_head_count_is_said() -> None:
    assert parse_people("约15人") == parse_people("15 余人") == Parsed(15, "people_about")
    assert parse_people("3-5人").error == "people_range"
    assert parse_people(1.5).error == parse_people("-3").error == parse_people("男8女2").error == "people_unreadable"


@pytest.mark.parametrize(
    "written",
    ["19900000444", "199 0000 0444", "199-0000-0444", 19900000444.0, "19900000444.0", "+8619900000444", "1.9900000444E+10"],
)
def test_a_mobile_is_read_to_its_eleven_digits(written: object) -> None:
    assert parse_phone(written) == Parsed("19900000444")


def test_words_beside_a_phone_are_kept() -> None:
    assert parse_phone("19900000185(班组长)") == Parsed("19900000185", "phone_note", note="班组长")
    assert parse_phone("职工 19900000185") == Parsed("19900000185", "phone_note", note="职工")
    assert parse_phone("19900000037、19900000111") == Parsed("19900000037", "phone_several", note="19900000111")


def test_a_fixed_line_keeps_its_parts() -> None:
    assert parse_phone("(0536)8888888") == parse_phone("0536 8888888") == Parsed("0536-8888888")
    assert parse_phone("8888888") == Parsed("8888888", "phone_local")


@pytest.mark.parametrize("written", ["1991234567", "199000000371", "班组长", "19900000037 12", 1991234567.0, "110101190001011"])
def test_a_phone_of_wrong_length_is_an_error(written: object) -> None:
    assert parse_phone(written).error == "phone_invalid"


@pytest.mark.parametrize(
    "written", ["91370702xx00010015", " 9137 0702 XX00 0100 15", "９１３７０７０２ＸＸ０００１００１５", "91370702-XX0001001-5"]
)
def test_a_credit_code_is_cleaned_before_it_is_checked(written: str) -> None:
    assert parse_credit_code(written) == Parsed("91370702XX00010015")


def test_a_wrong_credit_code_is_an_error() -> None:
    assert parse_credit_code("91370702XX00010000").error == "credit_code_invalid"
    assert parse_credit_code("9137").error == "credit_code_length"


@pytest.mark.parametrize("reader", [parse_id_number, parse_card, parse_phone, parse_credit_code])
def test_a_long_number_kept_as_a_number_has_lost_digits_and_is_refused(reader: object) -> None:
    assert reader(110101190001011234.0).error == "number_lost"  # type: ignore[operator]
    assert reader("1.10101E+17").error == "number_lost"  # type: ignore[operator]


def test_an_id_number_is_checked_and_never_repaired() -> None:
    assert parse_id_number("110101 19000101 1233").error == "id_number_invalid"
    assert parse_card("6222 0202 0011 2233 445 工行") == Parsed("6222020200112233445", "card_unchecked", note="工行")


@pytest.mark.parametrize(
    ("written", "start", "end", "months"),
    [
        ("2023年9月-1月", "2023-09", "2024-01", 5),
        ("2023.9-2024.1", "2023-09", "2024-01", 5),
        ("2024年3月", "2024-03", "2024-03", 1),
        ("3-5月", "2024-03", "2024-05", 3),
        ("2024年3月5日-2024年4月5日", "2024-03", "2024-04", 2),
        ("拖欠5个月", "", "", 5),
        ("三个月", "", "", 3),
        ("半年", "", "", 6),
        (3.0, "", "", 3),
    ],
)
def test_a_period_gives_its_months(written: object, start: str, end: str, months: int) -> None:
    assert parse_period(written, 2024)[:3] == (start, end, months)  # type: ignore[index]


def test_a_period_without_a_year_ends_by_registration() -> None:
    assert parse_period("12月-2月", 2024, not_after=date(2024, 2, 10))[:2] == ("2023-12", "2024-02")  # type: ignore[index]


def test_other_words_for_a_period_are_kept_as_text() -> None:
    assert parse_period("去年以来", 2024) == ("", "", None, "去年以来")


@pytest.mark.parametrize("kind", list(Kind))
def test_blanks_are_no_value_and_unknown_is_said(kind: Kind) -> None:
    for blank in (None, "", " ", "/", "-", "无"):
        assert read(blank, kind) == Parsed(None)
    if kind not in {Kind.TEXT, Kind.NUMBER, Kind.PERIOD}:
        assert read("不详", kind) == Parsed(None, "value_unknown")


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.times(), st.text(max_size=40),
    st.text("0123456789.,-/年月日万元约(人)一二十百:xX E", max_size=24),
)  # fmt: skip


@given(VALUES, st.sampled_from(list(Kind)), st.sampled_from([None, 2023, 2024]))
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_no_cell_breaks_the_reading(value: object, kind: Kind, year: int | None) -> None:
    parsed = read(value, kind, year=year)  # type: ignore[arg-type]
    assert not (parsed.error and parsed.value is not None)
    assert {parsed.error, parsed.warning} - {""} <= set(SENTENCES)
    parse_period(value, year)  # type: ignore[arg-type]
