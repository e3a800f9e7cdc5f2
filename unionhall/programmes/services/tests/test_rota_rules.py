"""The rules of the rota: a promise is never broken in silence, plans are fair, and what cannot be is explained."""

import random
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.kernel.places.rules import shipped
from unionhall.programmes.services.rules.rota import plans, solver
from unionhall.programmes.services.rules.rota.duties import Duty, DutyState, Member
from unionhall.programmes.services.rules.rota.guarantees import Guarantee, days_between
from unionhall.programmes.services.rules.rota.leave import Board, Why, candidates, consequence, obstacles

FREE = Guarantee(1, "free", frozenset({2, 3}), 1, time(8, 30), time(17), date(2024, 1, 1))
WED = date(2026, 11, 25)
FROM = date(2026, 3, 2)


def three(leave=(frozenset(), frozenset(), frozenset()), **more):
    return {n: Member(n, f"示例{n}", "free", frozenset({2, 3}), leave=frozenset(leave[n - 1]), **more) for n in (1, 2, 3)}


def board(duties, members=None):
    return Board(tuple(duties), (FREE,), members or three(), shipped())


def turn(number, member, day=WED, state=DutyState.CONFIRMED):
    return Duty(number, member, day, time(8, 30), time(17), state)


def made(members, weeks, solve=plans.plain):
    return plans.make(days_between(FROM, FROM + timedelta(weeks=weeks, days=-1)), (FREE,), members, shipped(), {}, solve)


def some_leave(weeks, seed):
    draw = random.Random(seed)
    days = days_between(FROM, FROM + timedelta(weeks=weeks))
    return [frozenset(day for day in days if draw.random() < 0.08) for _each in range(3)]


def test_a_public_holiday_promises_nothing_and_an_ordinary_wednesday_does():
    assert not FREE.holds(date(2026, 10, 1), shipped())
    assert replace(FREE, on_holidays=True).holds(date(2026, 10, 1), shipped())
    assert FREE.holds(WED, shipped())
    assert not FREE.holds(WED + timedelta(days=2), shipped())


def test_a_duty_that_is_too_short_or_of_another_group_keeps_no_promise():
    assert board([replace(turn(1, 1), ends=time(12))]).gaps([WED])
    others = three() | {4: Member(4, "示例4", "discount", frozenset({2}))}
    assert board([turn(1, 4)], others).gaps([WED])
    assert not board([turn(1, 1, state=DutyState.PLANNED)]).gaps([WED])
    assert board([turn(1, 1, state=DutyState.PLANNED)]).gaps([WED], confirmed=True)


def test_the_one_who_has_served_least_is_asked_first_and_each_reason_is_said():
    members = three() | {4: Member(4, "示例4", "discount", frozenset({2}))}
    members[2], members[3] = replace(members[2], served=9), replace(members[3], served=2)
    members[5] = Member(5, "示例5", "free", frozenset({2}), leave=frozenset({WED}))
    members[6] = Member(6, "示例6", "free", frozenset({3}))
    (first,) = consequence(board([turn(1, 1)], members), 1, [WED])
    assert [each.member for each in first.free] == [3, 2]
    assert first.gaps
    assert Why.FEWEST in first.free[0].why
    assert {each.member: each.why for each in first.candidates if not each.able} == {4: (Why.GROUP,), 5: (Why.LEAVE,), 6: (Why.PATTERN,)}


STEPS = st.lists(st.tuples(st.sampled_from(("leave", "swap", "cancel", "confirm")), st.integers(0, 11), st.integers(1, 3)), max_size=30)


def stepped(stands, kind, pick, to, guarded=True):
    """One wish of somebody, granted or not by the question that the services ask."""
    row = stands.duties[pick % len(stands.duties)]
    if kind == "confirm":
        after = replace(stands, duties=tuple(replace(each, state=DutyState.CONFIRMED) if each == row and each.live else each for each in stands.duties))
    elif kind == "swap":
        if not row.live or obstacles(stands.without([row.id]), stands.members[to], row, "free"):
            return stands
        after = stands.moved({row.id: to})
    else:
        after = stands.without([each.id for each in stands.duties if each.member == row.member and each.day == row.day] if kind == "leave" else [row.id])
    days = [each.day for each in stands.duties]
    return stands if guarded and stands.breaks(after, days) else after


@settings(max_examples=120, deadline=None, derandomize=True)
@given(STEPS)
def test_no_sequence_of_leave_swap_cancel_and_confirm_breaks_the_promise(steps):
    days = [FROM + timedelta(days=2 + shift) for shift in (0, 1, 7, 8, 14, 15)]
    stands = board([turn(n * 2 + extra, (n + extra) % 3 + 1, day) for n, day in enumerate(days) for extra in (0, 1)])
    for step in steps:
        stands = stepped(stands, *step)
        assert stands.gaps(days) == ()


def test_without_the_question_a_sequence_breaks_it():
    stands = board([turn(1, 1)])
    assert stepped(stands, "cancel", 0, 1) == stands
    assert stepped(stands, "cancel", 0, 1, guarded=False).gaps([WED])


@pytest.mark.parametrize(("weeks", "solve"), [(8, plans.plain), (52, plans.plain), (8, solver.solve), (52, solver.solve)])
def test_three_people_cover_every_wednesday_and_thursday_and_share_alike(weeks, solve):
    leave = some_leave(weeks, weeks)
    plan = made(three(leave), weeks, solve)
    bare = {snag.day for snag in plan.snags if not snag.kept}
    assert all(all(seat.day in each for each in leave) for seat in plan.seats if seat.least == 0)
    assert {seat.day for seat in plan.seats} - bare == {seat.day for seat, pick in zip(plan.seats, plan.picks, strict=True) if len(pick) == 1}
    assert not bare
    assert all(seat.day not in leave[member - 1] for seat, pick in zip(plan.seats, plan.picks, strict=True) for member in pick)
    assert plans.spread(plan.counts()[member] for member in (1, 2, 3)) <= 1


def test_what_was_served_before_is_made_up_for():
    members = three()
    members[1] = replace(members[1], served=4)
    counts = made(members, 4).counts()
    assert plans.spread(members[n].served + counts[n] for n in members) <= 1


def brute(seats, served):
    """The smallest spread that any seating has."""
    totals = []
    for picks in product(*(seat.able for seat in seats)):
        totals.append(plans.spread(served.get(n, 0) + picks.count(n) for n in sorted({m for seat in seats for m in seat.able})))
    return min(totals)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.sets(st.integers(1, 3), min_size=1), min_size=1, max_size=6), st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_solver_and_plain_planner_are_never_less_fair_than_every_seating_tried(able, before):
    seats = [plans.Seat(FROM + timedelta(days=n), 1, 1, tuple(sorted(each))) for n, each in enumerate(able)]
    served = dict(zip((1, 2, 3), before, strict=True))
    people = sorted({m for each in able for m in each})
    best = brute(seats, served)
    for solve in (plans.plain, *([solver.solve] if solver.installed() else [])):
        picks, _how = solve(seats, served)
        sums = [served[n] + sum(n in pick for pick in picks) for n in people]
        assert all(len(pick) == 1 and pick[0] in seat.able for seat, pick in zip(seats, picks, strict=True))
        assert plans.spread(sums) == best


def test_a_wish_is_kept_unless_the_day_would_be_bare_and_the_smallest_reason_is_named():
    members = three()
    members[1] = replace(members[1], wishes=frozenset({WED}))
    kept = plans.make([WED], (FREE,), members, shipped(), {}, plans.plain)
    assert kept.snags == ()
    assert kept.picks[0] != (1,)
    members[2], members[3] = replace(members[2], leave=frozenset({WED})), replace(members[3], away=frozenset({WED}))
    given_up = plans.make([WED], (FREE,), members, shipped(), {}, plans.plain)
    (snag,) = given_up.snags
    assert (snag.kept, given_up.picks) == (True, ((1,),))
    assert {block.member: block.bar for block in snag.blocks} == {1: plans.Bar.WISH, 2: plans.Bar.LEAVE, 3: plans.Bar.AWAY}
    members[1] = replace(members[1], leave=frozenset({WED}))
    (bare,) = plans.make([WED], (FREE,), members, shipped(), {}, plans.plain).snags
    assert not bare.kept


def test_without_the_solver_the_plan_says_so(monkeypatch):
    monkeypatch.setattr(solver, "installed", lambda: False)
    assert made(three(), 4, solver.solve).how is plans.How.PLAIN


def test_candidates_are_only_colleagues():
    assert [each.member for each in candidates(board([turn(1, 2)]), turn(1, 2))] == [1, 3]
