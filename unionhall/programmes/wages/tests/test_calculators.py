"""Every worked example of the wage handbook, by its number, to the fen; and what holds for any sum."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.base.workdays import Calendar, DayKind

from ..rules import (
    added,
    arrears,
    deposit,
    double_wage,
    final_award,
    interest,
    lines,
    overtime,
    severance,
    sharing,
    wage,
)
from ..rules.arrears import MoneyKind, Period
from ..rules.articles import Mark
from ..rules.figures import FigureName, Figures, PartialMonths, Source, differences, working_time
from ..rules.lines import Item
from ..rules.overtime import Overtime, Rate
from ..rules.severance import Service

FIGURES = Figures("2026-01")
PAY = 6_300_00
OCTOBER = Calendar(
    {
        **{date(2026, 10, day): DayKind.STATUTORY for day in (1, 2, 3)},
        **{date(2026, 10, day): DayKind.IN_LIEU for day in (5, 6, 7)},
        date(2026, 10, 10): DayKind.ADJUSTED,
    },
    frozenset({2026}),
)
SUMMER = tuple(
    Period(date(2026, month, 1), date(2026, month, last), PAY) for month, last in ((6, 30), (7, 31), (8, 31))
)
SERVICE = Service(date(2023, 5, 8), date(2026, 8, 20))
quick = settings(max_examples=60, deadline=None, derandomize=True)


def _double(signed: date | None, **changes: date | Figures | None) -> lines.ClaimLine:
    given: dict = {"started": date(2026, 3, 1), "ended": None, "today": date(2027, 12, 1), "figures": FIGURES}
    return double_wage.double_wage(PAY, signed=signed, **{**given, **changes})


def test_6_1_a_day_is_the_month_over_21_75_and_an_hour_the_month_over_174() -> None:
    pay = wage.wage(PAY, FIGURES)
    assert (lines.fen(pay.day), lines.fen(pay.hour)) == (289_66, 36_21)
    assert pay.arithmetic == ("6,300.00 ÷ 21.75 = 289.66 元/天", "6,300.00 ÷ 174 = 36.21 元/小时")


def test_6_1_the_paid_days_of_a_month_are_365_less_104_rest_days_over_12() -> None:
    assert FIGURES.month_days == Fraction(365 - 104, 12)


def test_6_2_working_days_since_2025_are_248_a_year_62_a_quarter_20_67_a_month() -> None:
    now = working_time(date(2025, 1, 1))
    assert (now.year, now.quarter, lines.figure(now.month)) == (248, 62, "20.67")


def test_6_2_before_2025_they_were_250_62_5_and_20_83() -> None:
    before = working_time(date(2024, 12, 31))
    assert (before.year, before.quarter, lines.figure(before.month)) == (250, Fraction(125, 2), "20.83")


def test_6_3_october_2026_overtime_is_1774_14() -> None:
    entries = [
        *(Overtime(date(2026, 10, day), Fraction(2)) for day in (12, 13, 14)),
        Overtime(date(2026, 10, 5), Fraction(8)),
        Overtime(date(2026, 10, 2), Fraction(8)),
    ]
    line = overtime.overtime(entries, PAY, days=OCTOBER, figures=FIGURES)
    assert line.amount == 1_774_14
    assert line.arithmetic[2:] == (
        "平日延长（2026-10-12、2026-10-13、2026-10-14）6 小时 × 36.2069 × 150% = 325.86 元",
        "休息日（2026-10-05）8 小时 × 36.2069 × 200% = 579.31 元",
        "法定节假日（2026-10-02）8 小时 × 36.2069 × 300% = 868.97 元",
        "合计 1,774.14 元",
    )
    assert overtime.ON_TOP in line.notes


def test_an_in_lieu_day_earns_200_not_300_and_an_adjusted_weekend_150() -> None:
    rates = {
        day: overtime.rate(Overtime(date(2026, 10, day), Fraction(1)), OCTOBER) for day in (2, 4, 5, 10, 12)
    }
    assert rates == {
        2: Rate.STATUTORY, 4: Rate.REST, 5: Rate.REST, 10: Rate.EXTENDED, 12: Rate.EXTENDED,
    }  # fmt: skip


def test_a_rest_day_given_back_earns_nothing_but_a_statutory_day_cannot_be_given_back() -> None:
    back = [Overtime(date(2026, 10, day), Fraction(8), time_off=True) for day in (2, 4)]
    line = overtime.overtime(back, PAY, days=OCTOBER, figures=FIGURES)
    assert line.amount == 868_97


def test_overtime_in_a_year_without_notice_says_so() -> None:
    line = overtime.overtime([Overtime(date(2027, 1, 4), Fraction(1))], PAY, days=OCTOBER, figures=FIGURES)
    assert overtime.PROVISIONAL in line.notes


@quick
@given(st.lists(st.tuples(st.integers(0, 364), st.integers(1, 24)), min_size=1, max_size=20))
def test_overtime_lies_between_150_and_300_percent_of_the_hours(days: list[tuple[int, int]]) -> None:
    entries = [Overtime(date(2026, 1, 1) + timedelta(days=day), Fraction(hours)) for day, hours in days]
    line = overtime.overtime(entries, PAY, days=OCTOBER, figures=FIGURES)
    plain = wage.wage(PAY, FIGURES).hour * sum(hours for _, hours in days)
    assert plain * Fraction(3, 2) - 2 <= (line.amount or 0) <= plain * 3 + 2


def test_6_4_three_unpaid_months_are_18900() -> None:
    line = arrears.arrears(SUMMER, MoneyKind.WAGES, figures=FIGURES)
    assert line.amount == 18_900_00
    assert line.arithmetic[0] == "2026年6月：6,300.00 − 0.00 = 6,300.00 元"
    assert line.arithmetic[-1] == "合计 18,900.00 元"


def test_too_much_paid_in_one_period_lowers_no_other_and_is_said() -> None:
    june = replace(SUMMER[0], paid=PAY + 100)
    line = arrears.arrears((june, *SUMMER[1:]), MoneyKind.WAGES, figures=FIGURES)
    assert line.amount == 12_600_00
    assert line.note == arrears.OVERPAID


def test_one_worker_who_was_overpaid_never_lowers_what_another_is_owed() -> None:
    over = arrears.arrears((replace(SUMMER[0], paid=2 * PAY),), MoneyKind.WAGES, figures=FIGURES)
    owed = arrears.arrears(SUMMER[:1], MoneyKind.WAGES, figures=FIGURES)
    assert lines.total([over, owed]) == PAY


@pytest.mark.parametrize("kind", [kind for kind in MoneyKind if kind is not MoneyKind.WAGES])
def test_money_that_is_not_wages_is_refused(kind: MoneyKind) -> None:
    with pytest.raises(Refused, match="not_wages"):
        arrears.arrears(SUMMER, kind, figures=FIGURES)


def test_two_periods_that_overlap_are_refused() -> None:
    with pytest.raises(Refused, match="arrears_overlap"):
        arrears.arrears((*SUMMER, SUMMER[0]), MoneyKind.WAGES, figures=FIGURES)


@quick
@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), min_size=1, max_size=12))
def test_arrears_sum_to_the_fen_and_are_never_negative(rows: list[tuple[int, int]]) -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(len(rows))]
    periods = [Period(day, day, due, paid) for day, (due, paid) in zip(days, rows, strict=True)]
    line = arrears.arrears(periods, MoneyKind.WAGES, figures=FIGURES)
    assert line.amount == sum(max(0, due - paid) for due, paid in rows)


def test_6_5_five_months_without_a_contract_are_31500() -> None:
    line = _double(date(2026, 9, 1))
    assert line.amount == 31_500_00
    assert line.arithmetic == ("2026-04-01 至 2026-08-31：5 个月", "5 × 6,300.00 = 31,500.00 元")


def test_6_5_the_span_stops_after_eleven_months_at_69300() -> None:
    line = _double(date(2027, 6, 1))
    assert line.amount == 69_300_00
    assert line.arithmetic[0] == "2026-04-01 至 2027-02-28：11 个月"


def test_a_contract_within_the_first_month_leaves_no_double_wage() -> None:
    assert _double(date(2026, 4, 1)).amount == 0


def test_double_wage_stops_when_the_worker_leaves_or_today() -> None:
    left = _double(None, ended=date(2026, 4, 30))
    still = _double(None, today=date(2026, 4, 30))
    assert left.amount == still.amount == PAY


def test_a_month_begun_counts_by_the_method_that_is_set() -> None:
    by_days = _double(date(2026, 4, 16))
    by_weekdays = _double(date(2026, 4, 16), figures=replace(FIGURES, partial_months=PartialMonths.WEEKDAYS))
    assert by_days.arithmetic[-1] == "15 ÷ 30 × 6,300.00 = 3,150.00 元"
    assert by_weekdays.arithmetic[-1] == "11 ÷ 21.75 × 6,300.00 = 3,186.21 元"
    assert double_wage.PARTIAL in by_days.notes


@quick
@given(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 800))
def test_double_wage_never_passes_eleven_months(started: date, later: int) -> None:
    line = _double(started + timedelta(days=later), started=started)
    assert 0 <= (line.amount or 0) <= 11 * PAY


def test_6_6_severance_of_three_and_a_half_years_is_22050() -> None:
    line = severance.severance(SERVICE, [PAY] * 12, figures=FIGURES)
    assert line.amount == 22_050_00
    assert line.arithmetic == (
        "2023-05-08 至 2026-08-20：3 年 3 个月 13 天，按 3.5 年",
        "75,600.00 ÷ 12 = 6,300.00 元/月",
        "3.5 × 6,300.00 = 22,050.00 元",
    )
    assert line.notes == (severance.NO_CAP, severance.NO_FLOOR)


def test_6_6_high_pay_is_capped_at_three_averages_and_twelve_years() -> None:
    figures = replace(FIGURES, average_wage=7_000_00)
    fourteen = Service(date(2012, 1, 1), date(2025, 12, 31))
    line = severance.severance(fourteen, [24_000_00] * 12, figures=figures)
    assert line.amount == 252_000_00
    assert "高于当地月平均工资三倍，按 3 × 7,000.00 = 21,000.00 元/月" in line.arithmetic


def test_pay_at_three_averages_exactly_keeps_all_its_years() -> None:
    figures = replace(FIGURES, average_wage=7_000_00)
    fourteen = Service(date(2012, 1, 1), date(2025, 12, 31))
    assert severance.severance(fourteen, [21_000_00] * 12, figures=figures).amount == 294_000_00


def test_low_pay_is_lifted_to_the_minimum_wage() -> None:
    figures = replace(FIGURES, minimum_wage=2_200_00)
    line = severance.severance(Service(date(2025, 1, 1), date(2025, 12, 31)), [1_500_00], figures=figures)
    assert line.amount == 2_200_00


@pytest.mark.parametrize(
    ("last", "years"),
    [
        (date(2025, 1, 1), Fraction(1, 2)),
        (date(2025, 6, 29), Fraction(1, 2)),
        (date(2025, 6, 30), Fraction(1)),
        (date(2025, 12, 31), Fraction(1)),
        (date(2026, 1, 1), Fraction(3, 2)),
    ],
)
def test_a_part_of_a_year_is_a_half_and_from_six_months_a_whole(last: date, years: Fraction) -> None:
    assert Service(date(2025, 1, 1), last).years == years


@quick
@given(
    st.dates(date(2008, 1, 1), date(2025, 1, 1)),
    st.integers(0, 6000),
    st.integers(0, 400),
    st.integers(1, 10**6),
)
def test_severance_never_falls_with_longer_service(start: date, days: int, more: int, pay: int) -> None:
    shorter = severance.severance(Service(start, start + timedelta(days=days)), [pay], figures=FIGURES)
    longer = severance.severance(Service(start, start + timedelta(days=days + more)), [pay], figures=FIGURES)
    assert (shorter.amount or 0) <= (longer.amount or 0)


@quick
@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 4000))
def test_severance_never_falls_with_higher_pay_up_to_twelve_years(pay: int, more: int, days: int) -> None:
    figures = replace(FIGURES, average_wage=7_000_00, minimum_wage=2_200_00)
    service = Service(date(2010, 1, 1), date(2010, 1, 1) + timedelta(days=days))
    low, high = (severance.severance(service, [one], figures=figures).amount for one in (pay, pay + more))
    assert (low or 0) <= (high or 0)


def test_6_7_unlawful_dismissal_is_44100_and_severance_reads_0_with_the_reason() -> None:
    once, twice = severance.unlawful_dismissal(SERVICE, [PAY] * 12, figures=FIGURES)
    assert (twice.amount, once.amount, once.note) == (44_100_00, 0, severance.EXCLUDED)
    assert twice.arithmetic[-1] == "2 × 22,050.00 = 44,100.00 元"


def test_6_8_an_order_of_18900_unpaid_on_its_last_day_adds_9450_to_18900() -> None:
    order = added.OrderToPay(18_900_00, date(2026, 9, 10))
    line = added.added(order, today=date(2026, 9, 11), figures=FIGURES)
    assert (line.amount, line.low, line.high, line.available) == (None, 9_450_00, 18_900_00, True)


def test_6_8_before_an_order_and_a_default_the_line_is_not_yet_available() -> None:
    order = added.OrderToPay(18_900_00, date(2026, 9, 10))
    none = added.added(None, today=date(2026, 9, 11), figures=FIGURES)
    running = added.added(order, today=date(2026, 9, 10), figures=FIGURES)
    assert (none.available, none.note) == (False, added.NO_ORDER)
    assert (running.available, running.note) == (False, added.NOT_DUE)
    assert lines.total([none, running]) == 0


def test_6_9_interest_is_off_until_a_rate_is_set() -> None:
    line = interest.interest(18_900_00, since=date(2026, 1, 1), until=date(2026, 4, 1), figures=FIGURES)
    assert (line.amount, line.available, line.note) == (None, False, interest.OFF)


def test_6_9_at_three_percent_ninety_days_are_139_81() -> None:
    figures = replace(FIGURES, interest_rate=Fraction(3, 100))
    line = interest.interest(18_900_00, since=date(2026, 1, 1), until=date(2026, 4, 1), figures=figures)
    assert line.amount == 139_81
    assert line.arithmetic == ("18,900.00 × 3% × 90 ÷ 365 = 139.81 元",)


def test_6_16_the_deposit_of_a_20_million_contract_is_200000_to_600000_with_a_floor_of_100000() -> None:
    laid_by = deposit.deposit(20_000_000_00, figures=FIGURES)
    assert (laid_by.low, laid_by.high, laid_by.floor) == (200_000_00, 600_000_00, 100_000_00)
    assert laid_by.arithmetic[2] == "20,000,000.00 × 0.5% = 100,000.00 元"


def test_6_17_part_money_is_shared_by_the_largest_remainder() -> None:
    owed = (("职工001", 18_900_00), ("职工002", 12_600_00), ("职工003", 9_450_00))
    parts = sharing.pro_rata(20_000_00, [sharing.Claim(*one) for one in owed])
    assert [part.amount for part in parts] == [9_230_77, 6_153_85, 4_615_38]
    assert parts[0].arithmetic == "20,000.00 × 18,900.00 ÷ 40,950.00 = 9,230.77 元"


@quick
@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=30), st.fractions(0, 1))
def test_shares_sum_exactly_and_none_gets_more_than_is_owed(owed: list[int], part: Fraction) -> None:
    received = int(sum(owed) * part)
    parts = sharing.pro_rata(received, [sharing.Claim(str(n), one) for n, one in enumerate(owed)])
    assert sum(one.amount for one in parts) == received
    assert all(one.amount <= claim for one, claim in zip(parts, owed, strict=True))


def test_more_than_is_owed_is_not_shared() -> None:
    with pytest.raises(Refused, match="share_too_much"):
        sharing.pro_rata(101, [sharing.Claim("职工001", 100)])


def test_a_changed_minimum_wage_touches_severance_and_damages_but_not_overtime_or_arrears() -> None:
    new = replace(FIGURES, version="2026-07", minimum_wage=2_200_00)
    once, twice = severance.unlawful_dismissal(SERVICE, [PAY] * 12, figures=FIGURES)
    work = overtime.overtime([Overtime(date(2026, 10, 5), Fraction(8))], PAY, days=OCTOBER, figures=FIGURES)
    owed = arrears.arrears(SUMMER, MoneyKind.WAGES, figures=FIGURES)
    assert lines.changed(FIGURES, new, [owed, work, once, twice]) == (Item.SEVERANCE, Item.DAMAGES_2N)
    assert final_award.READS & differences(FIGURES, new)


def test_a_changed_month_touches_overtime_and_another_version_alone_touches_nothing() -> None:
    work = overtime.overtime([Overtime(date(2026, 10, 5), Fraction(8))], PAY, days=OCTOBER, figures=FIGURES)
    assert lines.changed(FIGURES, replace(FIGURES, month_days=Fraction(21)), [work]) == (Item.OVERTIME,)
    assert lines.changed(FIGURES, replace(FIGURES, version="2026-02"), [work]) == ()


def test_every_line_is_stamped_with_the_version_and_its_articles() -> None:
    made = [
        arrears.arrears(SUMMER, MoneyKind.WAGES, figures=FIGURES),
        severance.severance(SERVICE, [PAY] * 12, figures=FIGURES),
        _double(date(2026, 9, 1)),
        added.added(None, today=date(2026, 1, 1), figures=FIGURES),
    ]
    assert all(line.rule_version == "2026-01" and line.articles for line in made)


def test_a_figure_without_a_source_wears_the_badge() -> None:
    asked = frozenset({FigureName.MINIMUM_WAGE, FigureName.MONTH_DAYS})
    known = {**FIGURES.sources, FigureName.MINIMUM_WAGE: Source("示例通知", Mark.SECONDARY)}
    assert FIGURES.unconfirmed(asked) == (FigureName.MINIMUM_WAGE,)
    assert replace(FIGURES, sources=known).unconfirmed(asked) == ()


@pytest.mark.parametrize(
    ("code", "act"),
    [
        ("wage_not_positive", lambda: wage.wage(0, FIGURES)),
        ("overtime_empty", lambda: overtime.overtime([], PAY, days=OCTOBER, figures=FIGURES)),
        ("severance_months", lambda: severance.severance(SERVICE, [PAY] * 13, figures=FIGURES)),
        ("severance_pays", lambda: severance.severance(SERVICE, [0], figures=FIGURES)),
        (
            "service_backwards",
            lambda: severance.severance(Service(date(2026, 1, 2), date(2026, 1, 1)), [PAY], figures=FIGURES),
        ),
        ("contract_sum", lambda: deposit.deposit(0, figures=FIGURES)),
        (
            "order_amount",
            lambda: added.added(
                added.OrderToPay(0, date(2026, 1, 1)), today=date(2026, 1, 2), figures=FIGURES
            ),
        ),
    ],
)
def test_input_that_makes_no_sense_is_refused_aloud(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(Refused, match=code):
        act()
