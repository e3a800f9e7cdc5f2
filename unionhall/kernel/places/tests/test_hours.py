"""Opening hours: three layers, told with the one that decided, and the same as reading minute by minute."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from unionhall.base.refusal import Refused
from unionhall.kernel.places.rules import hours as rules
from unionhall.kernel.places.rules import shipped
from unionhall.kernel.places.rules.hours import Hours, Layer, Shut

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = Hours("Mo-Fr 08:30-12:00,13:30-17:30")
FAST = settings(max_examples=60, deadline=None, derandomize=True)
TEXTS = ("Mo-Su 08:00-20:00", "Mo-Fr 08:30-12:00,13:30-17:30", "Mo-Sa 06:00-23:00; Su 09:00-12:00", "Fr-Sa 18:00-02:00", "Nov-Mar Mo-Su 09:00-17:00", "We 00:00-24:00")  # fmt: skip


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def read(hours: Hours, text: str) -> rules.Answer:
    return rules.answer(hours, moment(text), shipped())


def test_a_lunch_break_closes_and_says_when_it_opens_again() -> None:
    found = read(OFFICE, "2026-11-23 12:10")
    assert (found.open, found.layer, found.opens) == (False, Layer.WEEKLY, moment("2026-11-23 13:30"))
    assert read(OFFICE, "2026-11-23 09:00").until == moment("2026-11-23 12:00")


def test_the_end_of_a_period_is_closed_already() -> None:
    assert not read(OFFICE, "2026-11-23 17:30").open and read(OFFICE, "2026-11-23 17:29").open


def test_on_friday_evening_the_next_opening_is_monday() -> None:
    assert read(OFFICE, "2026-11-20 18:00").opens == moment("2026-11-23 08:30")


def test_a_period_over_midnight_is_one_stretch() -> None:
    assert read(Hours("Fr-Sa 18:00-02:00"), "2026-11-20 23:00").until == moment("2026-11-21 02:00")


def test_golden_week_closes_by_our_calendar_and_the_next_opening_is_after_it() -> None:
    shut = Hours("Mo-Su 08:00-20:00", holiday=rules.CLOSED)
    found = read(shut, "2026-10-02 10:00")
    assert (found.open, found.layer, found.opens) == (False, Layer.HOLIDAY, moment("2026-10-08 08:00"))
    assert read(Hours("Mo-Su 08:00-20:00"), "2026-10-02 10:00").open  # the twin: as usual


def test_the_librarys_own_holidays_would_open_in_golden_week() -> None:
    naive = OpeningHours("Mo-Su 08:00-20:00; PH off", country="CN")
    assert naive.next_change(datetime(2026, 10, 1, 10)).date() < date(2026, 10, 8)


def test_holiday_hours_of_their_own() -> None:
    short = Hours("Mo-Su 08:00-20:00", holiday="10:00-16:00")
    assert read(short, "2026-10-02 11:00").until == moment("2026-10-02 16:00")
    assert read(short, "2026-10-02 11:00").layer is Layer.HOLIDAY


def test_a_closure_stands_above_holidays_and_week() -> None:
    hours = Hours(always=True, shut=(Shut(moment("2026-11-23 08:00"), moment("2026-11-24 12:00"), "水管坏了"),))
    found = read(hours, "2026-11-23 09:00")
    assert (found.open, found.layer, found.reason, found.opens) == (False, Layer.CLOSURE, "水管坏了", moment("2026-11-24 12:00"))
    assert read(hours, "2026-11-23 07:00").until == moment("2026-11-23 08:00")


def test_a_closure_without_an_end_says_no_next_opening() -> None:
    found = read(Hours(always=True, shut=(Shut(moment("2026-11-01 00:00"), None),)), "2026-11-23 09:00")
    assert (found.open, found.opens) == (False, None)


def test_24_hours_is_a_flag_and_never_ends() -> None:
    found = read(Hours(always=True), "2026-11-23 03:00")
    assert (found.open, found.layer, found.until) == (True, Layer.ALWAYS, None)


def test_a_place_that_says_nothing_is_unsaid_and_not_open() -> None:
    found = read(Hours(), "2026-11-23 10:00")
    assert (found.open, found.layer) == (False, Layer.UNSAID)


def test_a_year_without_its_notice_is_provisional() -> None:
    closed = Hours("Mo-Su 08:00-20:00", holiday=rules.CLOSED)
    assert read(closed, "2028-05-02 10:00").provisional
    assert not read(closed, "2026-05-20 10:00").provisional


@FAST
@given(
    st.sampled_from(TEXTS), st.sampled_from(("", rules.CLOSED, "10:00-16:00")), st.integers(0, 400 * 1440), st.integers(-900, 900), st.integers(1, 3000)
)
def test_it_is_what_a_reading_minute_by_minute_says(text: str, holiday: str, offset: int, since: int, length: int) -> None:
    at = moment("2025-12-01 00:00") + timedelta(minutes=offset)
    shut = Shut(at + timedelta(minutes=since), at + timedelta(minutes=since + length))
    hours, calendar = Hours(text, holiday=holiday, shut=(shut,)), shipped()
    found = rules.answer(hours, at, calendar)
    assert found.open is rules.is_open(hours, at, calendar)
    change = found.until if found.open else found.opens
    last = min(change or at + timedelta(days=3), at + timedelta(days=3))
    step = at
    while step < last:
        assert rules.is_open(hours, step, calendar) is found.open
        step += timedelta(minutes=1)
    if change and change <= last:
        assert rules.is_open(hours, change, calendar) is not found.open


@pytest.mark.parametrize("text", ["8点到20点随便", "Mo 25:99", "PH off", "Mo-Su 08:00-20:00; PH off", "24/7", "sunrise-sunset", '08:00-20:00 "按铃"'])
def test_unreadable_text_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check(text)
    assert refusal.value.field == "hours" and "Mo-Fr 08:00-18:00" in refusal.value.sentence


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("每天 8:00-20:00", "Mo-Su 08:00-20:00"), ("周一至周五 8:30-12:00，13:30-17:30", "Mo-Fr 08:30-12:00,13:30-17:30"),
        ("周一至周五8点-18点；周六9点-12点", "Mo-Fr 08:00-18:00; Sa 09:00-12:00"), ("工作日 09:00—17:00", "Mo-Fr 09:00-17:00"),
        ("Mo-Su 07:00-22:00", "Mo-Su 07:00-22:00"), ("8:00-20:00", "08:00-20:00"), ("周末9:00-12:00", "Sa-Su 09:00-12:00"),
        ("周一、周三 上午9点-11点30分", "Mo,We 09:00-11:30"), ("每天上午8点至下午6点", "Mo-Su 08:00-18:00"),
    ],
)  # fmt: skip
def test_what_people_write_is_understood(said: str, meant: str) -> None:
    assert rules.written(said) == (meant, False)


@pytest.mark.parametrize("said", ["24小时", "全天 24 小时开放", "24/7", "00:00-24:00", "0:00-23:59"])
def test_24_hours_written_in_any_way_is_the_flag(said: str) -> None:
    assert rules.written(said) == ("", True)
