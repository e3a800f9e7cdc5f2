"""Clocks: the worked examples, calendar counting, stops, hours, and what must hold for every rule."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.base.workdays import Calendar, DayKind
from unionhall.kernel.law import rules
from unionhall.kernel.law.rules import CLOCKED, Anchor, Due, Length, Mark, Rule, Unit
from unionhall.kernel.places.rules import shipped

moment = datetime.fromisoformat
CALENDAR = shipped()
NATIONAL = {row.id: row for row in rules.shipped_rules() if not row.place}
FORWARD = [
    row
    for row in NATIONAL.values()
    if row.lengths and row.unit not in CLOCKED and row.lengths[0].n and row.lengths[0].anchor is Anchor.START
]
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
BRIEFLY = settings(max_examples=150, deadline=None, derandomize=True)


def clock(rule_id: str, start: date | datetime) -> Due:
    return rules.due(NATIONAL[rule_id], start, CALENDAR)


def made(*lengths: Length) -> Rule:
    return Rule("TEST", "示例", "示例", "示例", "示例", Mark.D, date(2020, 1, 1), lengths=lengths)


# --- worked examples ---


def test_example_2_five_working_days_across_spring_festival_2026() -> None:
    assert clock("ARB-ACCEPT", date(2026, 2, 12)).due == date(2026, 2, 26)


def test_example_2_five_calendar_days_across_spring_festival_2026() -> None:
    assert clock("PO-ACCEPT", date(2026, 2, 12)).due == date(2026, 2, 24)


def test_example_2_a_last_day_in_national_week_rolls_behind_it() -> None:
    found = clock("CONFIRM-30", date(2026, 9, 3))
    assert (found.due, found.safe_day) == (date(2026, 10, 8), date(2026, 10, 8))


def test_example_2_sixty_working_days_and_thirty_more_over_the_year_end() -> None:
    found = clock("INS-60", date(2026, 9, 1))
    assert (found.due, found.provisional) == (date(2026, 11, 30), False)
    assert [(more.due, more.provisional) for more in found.also] == [(date(2027, 1, 12), True)]


def test_example_6_12_limitation_prints_the_plain_day_and_the_safe_day_before() -> None:
    found = clock("LIM-WAGE", date(2026, 3, 20))
    assert (found.due, found.safe_day, found.provisional) == (date(2027, 3, 20), date(2027, 3, 19), True)


def test_example_6_12_an_interruption_starts_the_year_again() -> None:
    assert clock("LIM-1Y", date(2026, 6, 15)).due == date(2027, 6, 15)


def test_example_6_13_the_payment_order_path() -> None:
    assert clock("PO-ACCEPT", date(2026, 10, 12)).due == date(2026, 10, 19)
    assert clock("PO-ISSUE", date(2026, 10, 19)).due == date(2026, 11, 3)
    answered = clock("PO-DEBTOR", date(2026, 11, 5))
    assert (answered.due, answered.opens) == (date(2026, 11, 20), date(2026, 11, 21))


def test_example_6_14_arbitration_against_inspection() -> None:
    accepted = clock("ARB-ACCEPT", date(2026, 9, 1)).due
    assert accepted == date(2026, 9, 8)
    award = clock("ARB-45", date(2026, 9, 8))
    assert (award.due, award.also[0].due) == (date(2026, 10, 23), date(2026, 11, 9))
    assert clock("INS-60", date(2026, 9, 1)).due == date(2026, 11, 30)


def test_example_6_15_instalments_are_enforced_from_the_last_and_breach_opens_next_day() -> None:
    assert clock("ENF-2Y", date(2026, 11, 30)).due == date(2028, 11, 30)
    assert clock("MED-BREACH", date(2026, 9, 30)).opens == date(2026, 10, 1)


def test_the_settlement_of_530000_opened_its_breach_on_the_day_after() -> None:
    breach = clock("MED-BREACH", date(2024, 8, 20))
    assert (breach.due, breach.opens) == (None, date(2024, 8, 21))
    assert breach.reason


# --- counting ---


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_same_number_or_on_the_last_day(start: date, months: int, last: date) -> None:
    found = rules.due(made(Length(months, Unit.M)), start, CALENDAR)
    assert found.due == last


def test_months_and_years_roll_where_the_row_says_so() -> None:
    assert clock("PRESERVE-3M", date(2026, 7, 3)).due == date(2026, 10, 8)
    assert clock("COURT-ORD", date(2026, 4, 1)).due == date(2026, 10, 8)


def test_an_extension_runs_on_from_the_unrolled_end() -> None:
    found = rules.due(
        made(Length(10, Unit.CD, roll=True), Length(5, Unit.CD, anchor=Anchor.PREVIOUS, roll=True)),
        date(2026, 9, 23),
        CALENDAR,
    )
    assert (found.due, found.also[0].due) == (date(2026, 10, 8), date(2026, 10, 8))
    award = clock("ARB-45", date(2026, 8, 19))
    assert (award.due, award.also[0].due) == (date(2026, 10, 8), date(2026, 10, 19))


def test_independent_lengths_run_from_the_start() -> None:
    found = clock("REVOKE-30", date(2026, 3, 2))
    assert (found.due, found.also[0].due) == (date(2026, 4, 1), date(2026, 3, 17))


def test_a_hearing_is_counted_back_without_its_own_day() -> None:
    found = clock("ARB-HEARING", date(2026, 10, 12))
    assert (found.due, found.also[0].due) == (date(2026, 9, 29), date(2026, 10, 8))
    assert found.opens is None


def test_counting_back_to_a_free_day_goes_further_back() -> None:
    found = clock("AID-EMERG", date(2026, 10, 12))
    assert (found.due, found.safe_day) == (date(2026, 9, 30), date(2026, 9, 30))


def test_hours_run_from_the_minute_and_give_a_time() -> None:
    found = clock("PRESERVE-48", moment("2026-02-13T09:30"))
    assert (found.due, found.safe_day) == (moment("2026-02-15T09:30"), date(2026, 2, 14))


def test_hours_with_an_offset_are_answered_in_beijing_time() -> None:
    found = clock("PRESERVE-48", datetime(2026, 3, 2, 23, 0, tzinfo=UTC))
    assert isinstance(found.due, datetime)
    assert found.due.isoformat() == "2026-03-05T07:00:00+08:00"


def test_days_from_a_moment_start_on_its_day_in_beijing() -> None:
    assert clock("PO-ACCEPT", datetime(2026, 3, 1, 23, 0, tzinfo=UTC)).due == date(2026, 3, 9)
    assert clock("PO-ACCEPT", moment("2026-03-01T23:00")).due == date(2026, 3, 6)


def test_a_plain_date_is_refused_for_hours() -> None:
    with pytest.raises(Refused, match="start_wants_hour"):
        clock("PRESERVE-48", date(2026, 2, 13))


def test_moving_to_the_police_counts_days_from_a_date_and_asks_the_hour_for_the_rest() -> None:
    found = clock("CRIM-MOVE", date(2026, 3, 2))
    assert found.due == date(2026, 3, 5)
    assert [(more.unit, more.due is None, bool(more.reason)) for more in found.also[:2]] == [
        (Unit.H, True, True),
        (Unit.CD, False, False),
    ]
    assert clock("CRIM-MOVE", moment("2026-03-02T10:00")).also[0].due == moment("2026-03-03T10:00")


@pytest.mark.parametrize("start", [date(1949, 12, 31), date(2101, 1, 1), date.max])
def test_a_start_far_off_is_refused(start: date) -> None:
    with pytest.raises(Refused, match="start_out_of_range"):
        clock("LIM-1Y", start)


def test_a_length_that_is_not_set_has_a_reason_and_no_day() -> None:
    found = clock("UNION-REPLY", date(2026, 3, 2))
    assert (found.due, found.unit) == (None, Unit.WD)
    assert found.reason == NATIONAL["UNION-REPLY"].reason


@pytest.mark.parametrize(
    "text", ["", "2026-02-30", "2026-2-3", "20260212", "2026-02-12T25:00", "昨天", "2026-W07-4"]
)
def test_a_start_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="bad_start"):
        rules.parse_start(text)


def test_a_start_is_a_date_or_a_moment() -> None:
    assert rules.parse_start(" 2026-02-12 ") == date(2026, 2, 12)
    assert rules.parse_start("2026-02-12T09:30") == moment("2026-02-12T09:30")
    assert rules.parse_start("2026-02-12 09:30:05+08:00").isoformat() == "2026-02-12T09:30:05+08:00"


# --- stops ---


def stopped(rule: Rule, start: date, *stops: tuple[date, date | None]) -> Due:
    return rules.due_with_stops(rule, start, stops, CALENDAR)


def test_a_stop_takes_out_its_days_but_not_the_day_on_which_the_clock_goes_on() -> None:
    rule = NATIONAL["LIM-1Y"]
    assert stopped(rule, date(2026, 3, 2), (date(2026, 5, 1), date(2026, 5, 11))).due == date(2027, 3, 12)
    assert stopped(rule, date(2026, 3, 2), (date(2026, 5, 1), date(2026, 5, 1))).due == date(2027, 3, 2)


def test_working_days_lose_only_the_working_days_of_a_stop() -> None:
    rule = NATIONAL["ARB-ACCEPT"]
    assert stopped(rule, date(2026, 3, 2), (date(2026, 3, 6), date(2026, 3, 10))).due == date(2026, 3, 11)


def test_overlapping_stops_count_once() -> None:
    rule = NATIONAL["LIM-1Y"]
    twice = ((date(2026, 5, 5), date(2026, 5, 11)), (date(2026, 5, 1), date(2026, 5, 8)))
    assert stopped(rule, date(2026, 3, 2), *twice).due == date(2027, 3, 12)


def test_a_stop_before_the_start_or_after_the_end_changes_nothing() -> None:
    rule, start = NATIONAL["PO-DEBTOR"], date(2026, 3, 2)
    plain = rules.due(rule, start, CALENDAR)
    assert stopped(rule, start, (date(2026, 2, 1), date(2026, 3, 3))) == plain
    assert stopped(rule, start, (date(2026, 3, 18), None)) == plain


def test_a_clock_that_still_stands_has_no_day() -> None:
    found = stopped(NATIONAL["ARB-45"], date(2026, 3, 2), (date(2026, 3, 20), None))
    assert (found.due, found.also[0].due) == (None, None)
    assert found.reason
    assert found.also[0].reason


def test_a_stop_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="stop_order"):
        stopped(NATIONAL["ARB-45"], date(2026, 3, 2), (date(2026, 3, 20), date(2026, 3, 19)))


def test_a_stop_during_the_extension_moves_only_the_extension() -> None:
    rule = NATIONAL["ARB-45"]
    plain = rules.due(rule, date(2026, 3, 2), CALENDAR)
    found = stopped(rule, date(2026, 3, 2), (date(2026, 4, 20), date(2026, 4, 22)))
    assert found.due == plain.due == date(2026, 4, 16)
    assert (plain.also[0].due, found.also[0].due) == (date(2026, 5, 6), date(2026, 5, 6))
    longer = stopped(rule, date(2026, 3, 2), (date(2026, 4, 20), date(2026, 4, 30)))
    assert longer.also[0].due == date(2026, 5, 11)


@given(DAYS, st.sampled_from(FORWARD), st.integers(0, 120), st.integers(0, 60))
@BRIEFLY
def test_a_stop_never_brings_a_day_forward_and_never_adds_more_than_its_days(
    start: date, rule: Rule, offset: int, length: int
) -> None:
    first = start + timedelta(days=offset)
    plain = rules.due(rule, start, CALENDAR).due
    found = stopped(rule, start, (first, first + timedelta(days=length))).due
    assert isinstance(plain, date)
    assert isinstance(found, date)
    assert found >= plain
    if rule.lengths[0].unit is not Unit.WD and not rule.lengths[0].roll:
        assert found <= plain + timedelta(days=length)


# --- what holds for every rule ---


@given(DAYS, st.sampled_from(FORWARD))
@BRIEFLY
def test_due_is_not_before_the_start_and_the_safe_day_is_a_working_day_not_after_due(
    start: date, rule: Rule
) -> None:
    found = rules.due(rule, start, CALENDAR)
    assert isinstance(found.due, date)
    assert found.safe_day is not None
    assert start <= found.due
    assert found.safe_day <= found.due
    assert CALENDAR.is_working(found.safe_day)
    assert not any(CALENDAR.is_working(day) for day in days_between(found.safe_day, found.due))


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]


@given(DAYS, st.sampled_from(FORWARD))
@BRIEFLY
def test_a_clock_is_provisional_exactly_when_it_touches_a_year_without_notice(
    start: date, rule: Rule
) -> None:
    found = rules.due(rule, start, CALENDAR)
    assert isinstance(found.due, date)
    assert found.provisional == any(
        year not in CALENDAR.published for year in range(start.year, found.due.year + 1)
    )


def brute_working(start: date, n: int) -> date:
    day = start
    while n:
        day += timedelta(days=1)
        kind = CALENDAR.kind(day)
        n -= kind is DayKind.WORKING or kind is DayKind.ADJUSTED
    return day


def test_working_days_agree_with_brute_force_on_every_day_from_2024_to_2026() -> None:
    for start in days_between(date(2023, 12, 31), date(2026, 12, 31)):
        for rule_id, n in (("ARB-ACCEPT", 5), ("ARB-ANSWER", 10)):
            assert clock(rule_id, start).due == brute_working(start, n)


def test_calendar_days_agree_with_brute_force_on_every_day_from_2024_to_2026() -> None:
    for start in days_between(date(2023, 12, 31), date(2026, 12, 31)):
        last = start + timedelta(days=15)
        while CALENDAR.kind(last) not in (DayKind.WORKING, DayKind.ADJUSTED):
            last += timedelta(days=1)
        assert clock("SUE-15", start).due == last


@pytest.mark.parametrize("eve", [date(2024, 2, 9), date(2025, 1, 27), date(2026, 2, 15)])
def test_no_clock_across_spring_festival_ends_inside_it(eve: date) -> None:
    for rule in FORWARD:
        if not rule.lengths[0].roll and rule.unit is not Unit.WD:
            continue
        for back in range(30):
            last = rules.due(rule, eve - timedelta(days=back), CALENDAR).due
            assert isinstance(last, date)
            assert CALENDAR.is_working(last)


def test_a_notice_that_is_loaded_makes_the_clock_firm() -> None:
    later = Calendar(CALENDAR.days, CALENDAR.published | {2027})
    assert clock("ARB-ACCEPT", date(2026, 12, 29)).provisional
    assert not rules.due(NATIONAL["ARB-ACCEPT"], date(2026, 12, 29), later).provisional


@given(DAYS, st.integers(1, 90))
@BRIEFLY
def test_counting_back_undoes_counting_on(start: date, n: int) -> None:
    day = CALENDAR.roll(start)
    back = rules.due(made(Length(n, Unit.WD, anchor=Anchor.BEFORE)), CALENDAR.add_working(day, n), CALENDAR)
    assert back.due == day
