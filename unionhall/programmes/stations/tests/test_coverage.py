"""Who has no open station within a walk; the choice of stations is the best there is, or says that it may not be."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base import geo
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.programmes.stations.queries import coverage as found
from unionhall.programmes.stations.rules import coverage as rules
from unionhall.programmes.stations.services import coverage, solver

NOW = at("2026-11-23 10:00")
WORLDS = st.tuples(
    st.lists(st.frozensets(st.integers(0, 9), max_size=5), min_size=1, max_size=7), st.lists(st.integers(0, 50), min_size=10, max_size=10),
    st.integers(1, 4),
)  # fmt: skip


def world_of(drawn):
    sets, counts, most = drawn
    return dict(enumerate(sets)), dict(enumerate(counts)), most


def brute(reached, people, most):
    return max(rules.added(frozenset().union(*(reached[key] for key in keys)), people) for keys in combinations(reached, min(most, len(reached))))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(WORLDS)
def test_the_solver_finds_what_trying_all_finds(drawn):
    pytest.importorskip("ortools")
    reached, people, most = world_of(drawn)
    choice = solver.choose(reached=reached, people=people, most=most)
    assert choice.total == brute(reached, people, most) and choice.best and len(choice.gains) <= most


@settings(max_examples=150, deadline=None, derandomize=True)
@given(WORLDS)
def test_the_plain_choice_is_never_worse_than_its_promise_and_proves_only_what_is_so(drawn):
    reached, people, most = world_of(drawn)
    choice, best = rules.greedy(reached, people, most), brute(reached, people, most)
    assert choice.total >= 0.632 * best - 1e-9
    assert choice.total == best or not choice.best


def test_the_plain_choice_falls_short_where_the_solver_does_not():
    pytest.importorskip("ortools")
    reached, people = {"a": frozenset({1, 2, 3, 4}), "b": frozenset({1, 2, 5}), "c": frozenset({3, 4, 6})}, dict.fromkeys(range(1, 7), 10)
    assert rules.greedy(reached, people, 2).total == 50
    assert solver.choose(reached=reached, people=people, most=2).total == 60


def test_without_the_solver_it_says_how_it_chose(monkeypatch):
    monkeypatch.setattr(solver, "find_spec", lambda name: None)
    choice = solver.choose(reached={1: frozenset({1}), 2: frozenset({2}), 3: frozenset({3})}, people={1: 5, 2: 9, 3: 1}, most=2)
    assert (choice.how, choice.best, choice.gains) == ("greedy", False, ((2, 9), (1, 5)))


def test_each_gain_is_what_it_adds_to_those_before_it():
    reached = {"a": frozenset({1, 2}), "b": frozenset({2, 3})}
    assert rules.in_order(["b", "a"], reached, {1: 5, 2: 10, 3: 4}) == (("a", 15), ("b", 4))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.floats(36.6, 36.8), st.floats(119, 119.2)), max_size=30), st.lists(st.tuples(st.floats(36.6, 36.8), st.floats(119, 119.2)), max_size=5))
def test_bands_of_latitude_leave_nobody_out(cells, stations):
    spots = [rules.Spot(number, *where) for number, where in enumerate(cells)]
    posts = [rules.Spot(number, *where) for number, where in enumerate(stations)]
    plain = {post.key: frozenset(spot.key for spot in spots if geo.metres(geo.Point(post.lat, post.lng), geo.Point(spot.lat, spot.lng)) <= 1000) for post in posts}
    assert rules.reach(posts, spots, 1000) == plain


def load(ground, lines, **more):
    return coverage.load_sheet(union_id=ground.unions["county"].pk, lines=lines, source="示例统计 2026", by=ground.actors["officer"], at=NOW, **more)


def test_by_night_those_of_a_day_station_are_beyond_reach(ground, stations):
    near, nxt = (coverage.cell_of(lat=stations[name].place.lat, lng=119.1) for name in ("near", "next"))
    load(ground, [coverage.Line(near, 0, 24, 70), coverage.Line(nxt, 8, 20, 30)])
    scope = ground.actors["leader"].scope("stations.cover")
    sheet = found.sheet(scope=scope)
    hours = found.day(found.cells(sheet, scope=scope), NOW.date(), scope=scope)
    assert [(hours[hour].people, hours[hour].beyond) for hour in (3, 12, 19, 22)] == [(70, 70), (100, 0), (100, 70), (70, 70)]
    reached, people = found.candidates(found.cells(sheet, scope=scope), NOW.date(), 23, scope=scope)
    assert solver.choose(reached=reached, people=people, most=50).gains == ((stations["near"].pk, 70),)
    assert found.sheet(scope=ground.actors["neighbour"].scope("stations.cover")) is None


def test_a_sheet_is_read_by_cell_or_position_and_its_first_bad_row_is_named():
    good = "纬度,经度,从几点,到几点,人数\n36.7,119.1,7,19,80\n36.7,119.1,19,24,20\n".encode()
    assert [(line.first_hour, line.people) for line in coverage.read(content=good, name="a.csv")] == [(7, 80), (19, 20)]
    bad = "格子,从几点,到几点,人数\n8931aa0a3cbffff,7,30,80\n".encode()
    with pytest.raises(Refused) as refused:
        coverage.read(content=bad, name="a.csv")
    assert refused.value.values == {"number": 2}
    with pytest.raises(Refused, match="headings"):
        coverage.read(content="甲,乙\n1,2\n".encode(), name="a.csv")


def test_overlapping_hours_no_source_and_a_strange_union_are_refused(ground):
    cell = coverage.cell_of(lat=36.7, lng=119.1)
    with pytest.raises(Refused, match="overlap"):
        load(ground, [coverage.Line(cell, 0, 12, 1), coverage.Line(cell, 11, 24, 1)])
    with pytest.raises(Refused, match="source"):
        coverage.load_sheet(union_id=ground.unions["county"].pk, lines=[coverage.Line(cell, 0, 24, 1)], source="", by=ground.actors["officer"], at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        coverage.load_sheet(union_id=ground.unions["county"].pk, lines=[coverage.Line(cell, 0, 24, 1)], source="别处的", by=ground.actors["neighbour"], at=NOW)
