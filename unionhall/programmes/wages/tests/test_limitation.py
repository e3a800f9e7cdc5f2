"""The limitation book reads Art.27 as a reader would who walks from day to day; what is doubtful does not count."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.kernel.law import rules as law
from unionhall.kernel.places import rules as places
from unionhall.programmes.wages.rules import limitation
from unionhall.programmes.wages.rules.limitation import COUNTED, Effect, Event, Facts, Kind, Standing, Why
from unionhall.programmes.wages.rules.lines import Item

CALENDAR = places.shipped()
ROWS = {row.id: row for row in law.shipped_rules() if not row.place}
YEAR, EMERGENCY = ROWS["LIM-WAGE"], ROWS["AID-EMERG"]
BEGIN = date(2024, 1, 1)
HORIZON = date(2034, 1, 1)
ONE = timedelta(days=1)


def wait(day: date) -> int:
    """How many days lie between a day and its anniversary, which is that of 28 February for a 29th."""
    try:
        return (day.replace(year=day.year + 1) - day).days
    except ValueError:
        return (date(day.year + 1, 2, 28) - day).days


def brute(begins: date, events: list[Event]) -> date | None:
    """Art.27 without any arithmetic: a year's worth of days is used up one by one, and events happen on their days.

    A day inside a pause uses up nothing; a demand, a request or a promise fills the year up again, unless it is used up.
    """
    left, day = wait(begins), begins
    restarts = {one.on for one in events if one.kind in COUNTED}
    pauses = [(one.on, one.until) for one in events if one.kind is Kind.SUSPENSION]
    while day < HORIZON:
        day += ONE
        if not any(first <= day and (until is None or day < until) for first, until in pauses):
            left -= 1
        if day in restarts:
            left = wait(day)
        if left == 0:
            return day
    return None


days = st.integers(-40, 1500).map(lambda n: BEGIN + timedelta(days=n))
kinds = st.sampled_from([*COUNTED, Kind.CLUE, Kind.MEDIATION])


@st.composite
def happened(draw) -> Event:
    """One event of any kind on any day."""
    if draw(st.integers(0, 3)) == 0:
        first = draw(days)
        length = draw(st.one_of(st.none(), st.integers(0, 300)))
        until = None if length is None or length > 250 else first + timedelta(days=length)
        return Event(Kind.SUSPENSION, first, until, proved=True, key=1)
    return Event(draw(kinds), draw(days), proved=True, key=2)


@given(st.lists(happened(), max_size=7), st.integers(0, 90))
@settings(max_examples=250, deadline=None, derandomize=True)
def test_the_book_and_a_walk_from_day_to_day_agree(events, shift):
    begins = BEGIN + timedelta(days=shift)
    found = limitation.read(Item.ARREARS, begins, events, YEAR, CALENDAR)
    assert found.last == brute(begins, events)
    if found.last is None:
        assert found.open_pause
    else:
        assert found.safe <= found.last
        assert CALENDAR.is_working(found.safe)


def test_the_walk_would_see_a_book_that_counts_a_report_to_the_union():
    """The twin: were a clue an interruption, walk and book would part."""
    clue, letter = (Event(kind, date(2026, 6, 15), proved=True) for kind in (Kind.CLUE, Kind.LETTER))
    begins = date(2026, 3, 20)
    assert brute(begins, [clue]) == date(2027, 3, 20)
    assert limitation.read(Item.ARREARS, begins, [letter], YEAR, CALENDAR).last != brute(begins, [clue])


@given(st.lists(happened(), max_size=6), happened())
@settings(max_examples=120, deadline=None, derandomize=True)
def test_one_more_entry_never_brings_the_last_day_forward(events, more):
    before = limitation.read(Item.ARREARS, BEGIN, events, YEAR, CALENDAR).last
    after = limitation.read(Item.ARREARS, BEGIN, [*events, more], YEAR, CALENDAR).last
    assert after is None or (before is not None and after >= before)


@given(st.lists(happened(), max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
@settings(max_examples=120, deadline=None, derandomize=True)
def test_the_reading_with_proof_alone_is_never_the_later_one(events, proofs):
    told = [Event(one.kind, one.on, one.until, proved=proof, key=place) for place, (one, proof) in enumerate(zip(events, proofs, strict=False))]
    sure = limitation.read(Item.ARREARS, BEGIN, told, YEAR, CALENDAR, proved_only=True).last
    every = limitation.read(Item.ARREARS, BEGIN, told, YEAR, CALENDAR).last
    assert every is None or (sure is not None and sure <= every)
    assert sure == brute(BEGIN, [one for one in told if one.proved])


def test_the_handbooks_example_holds():
    ended = date(2026, 3, 20)
    plain = limitation.read(Item.ARREARS, ended, [], YEAR, CALENDAR)
    assert (plain.last, plain.safe) == (date(2027, 3, 20), date(2027, 3, 19))
    letter = Event(Kind.LETTER, date(2026, 6, 15), proved=True)
    assert limitation.read(Item.ARREARS, ended, [letter], YEAR, CALENDAR).last == date(2027, 6, 15)


def test_what_comes_after_the_last_day_revives_nothing():
    late = Event(Kind.PROMISE, date(2027, 3, 21), proved=True, key=7)
    found = limitation.read(Item.ARREARS, date(2026, 3, 20), [late], YEAR, CALENDAR)
    assert found.last == date(2027, 3, 20)
    assert found.effects == ((late, Effect.TOO_LATE),)
    on_time = Event(Kind.PROMISE, date(2027, 3, 20), proved=True)
    assert limitation.read(Item.ARREARS, date(2026, 3, 20), [on_time], YEAR, CALENDAR).last == date(2028, 3, 20)


@pytest.mark.parametrize(
    ("facts", "why", "on", "no_limit"),
    [
        (Facts(Item.ARREARS, employed=True), Why.EMPLOYED, None, True),
        (Facts(Item.OVERTIME, employed=True), Why.EMPLOYED, None, True),
        (Facts(Item.ARREARS, employed=True, ended_on=date(2026, 3, 20)), Why.ENDED, date(2026, 3, 20), False),
        (Facts(Item.ARREARS, employed=False), Why.ASK_ENDED, None, False),
        (Facts(Item.ARREARS), Why.ASK_EMPLOYED, None, False),
        (Facts(Item.SEVERANCE, employed=True), Why.ASK_ENDED, None, False),
        (Facts(Item.SEVERANCE, ended_on=date(2026, 3, 20)), Why.ENDED, date(2026, 3, 20), False),
        (Facts(Item.DOUBLE_WAGE, employed=True, contract_due=date(2026, 1, 1)), Why.STRICTEST, date(2026, 1, 1), False),
        (Facts(Item.DOUBLE_WAGE, known_on=date(2026, 5, 1), contract_due=date(2026, 1, 1)), Why.SAID, date(2026, 5, 1), False),
        (Facts(Item.DOUBLE_WAGE, employed=True), Why.ASK_KNOWN, None, False),
        (Facts(Item.ADDED_COMPENSATION, order_last_day=date(2026, 2, 1)), Why.ORDER_LAPSED, date(2026, 2, 1), False),
    ],
)
def test_a_line_begins_where_the_article_says_or_asks(facts, why, on, no_limit):
    start = limitation.start_of(facts)
    assert (start.why, start.on, start.no_limit) == (why, on, no_limit)
    if on is None and not no_limit:
        assert limitation.standing(start, None, date(2026, 11, 23)) is Standing.UNKNOWN


def test_only_wages_are_without_limit_while_employed():
    free = {item for item in Item if limitation.start_of(Facts(item, employed=True)).no_limit}
    assert free == {Item.ARREARS, Item.OVERTIME, Item.INTEREST}


def test_an_entry_about_wages_moves_no_other_line():
    paid = Event(Kind.PAYMENT, date(2026, 6, 15), items=limitation.items_of(limitation.Covers.WAGES), proved=True)
    ended = date(2026, 3, 20)
    assert limitation.read(Item.ARREARS, ended, [paid], YEAR, CALENDAR).last == date(2027, 6, 15)
    assert limitation.read(Item.SEVERANCE, ended, [paid], YEAR, CALENDAR).last == date(2027, 3, 20)


def test_aid_comes_first_once_fewer_than_seven_days_are_left():
    last = date(2026, 11, 27)
    ordinary = limitation.ordinary_last(last, EMERGENCY, CALENDAR)
    assert ordinary == date(2026, 11, 20)
    told = {day: limitation.aid_first(last, day, EMERGENCY, CALENDAR) for day in (ordinary, ordinary + ONE, last, last + ONE)}
    assert list(told.values()) == [False, True, True, False]
