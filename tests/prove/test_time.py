"""Promises 17 and §10.4, the long run: no deadline of any shipped rule is later than a plain count by hand."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from unionhall.base.workdays import Calendar
from unionhall.kernel.law import rules as law
from unionhall.kernel.places import rules as places

FIRST, DAYS = date(2019, 12, 1), 4018
DAY = timedelta(days=1)


def by_hand(length: law.Length, start: date, calendar: Calendar) -> date:
    """Day by day: working days counted, months by their number, the last day rolled where the row says so."""
    step = -1 if length.anchor is law.Anchor.BEFORE else 1
    if length.unit == "wd":
        day, left = start, length.n
        while left:
            day += DAY * step
            left -= calendar.is_working(day)
        return day
    if length.unit == "cd":
        day = start + DAY * step * length.n
    else:
        months = start.month - 1 + length.n * (12 if length.unit == "y" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        day = date(year, month, min(start.day, monthrange(year, month)[1]))
    while length.roll and not calendar.is_working(day):
        day += DAY * step
    return day


@pytest.mark.prove
def test_no_rule_is_later_than_the_count_by_hand(proved: Callable[[str, str, str], None]) -> None:
    calendar, tried, late = places.shipped(), 0, 0
    counted = [rule for rule in law.shipped_rules() if rule.lengths and rule.lengths[0].n and rule.unit != "h"]
    for rule in counted:
        for number in range(DAYS):
            start = FIRST + DAY * number
            due = law.due(rule, start, calendar).due
            tried += 1
            late += due > by_hand(rule.lengths[0], start, calendar)
    proved("17 and §10.4 never late by our arithmetic", f"{len(counted)} rules on {DAYS} days: N = {tried}", f"{late} later than the law")
    assert late == 0
    assert tried >= 100_000
