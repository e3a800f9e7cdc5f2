"""Distances, boxes and coordinate systems."""

from math import cos, radians

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base import geo
from unionhall.base.geo import Point, System

CHINESE = st.builds(Point, st.floats(18.5, 53.0), st.floats(74.0, 134.5))
FAST = settings(max_examples=200, deadline=None, derandomize=True)


def test_a_degree_of_latitude_is_111_195_metres() -> None:
    assert geo.metres(Point(39, 116), Point(40, 116)) == pytest.approx(111_195, abs=1)


def test_beijing_to_shanghai_is_known() -> None:
    assert geo.metres(Point(39.9042, 116.4074), Point(31.2304, 121.4737)) == pytest.approx(1_067_000, rel=0.003)


@FAST
@given(CHINESE, st.floats(10, 300_000), st.floats(-1.05, 1.05), st.floats(-1.6, 1.6))
def test_the_box_holds_every_point_within_reach(centre: Point, reach: float, up: float, right: float) -> None:
    other = Point(centre.lat + up * reach / 111_195, centre.lng + right * reach / 111_195)
    if geo.metres(centre, other) <= reach:
        assert geo.around(centre, reach).holds(other)


def test_a_plain_cosine_box_would_lose_a_point_within_reach() -> None:
    centre, reach = Point(53.0, 120.0), 300_000.0
    angle = reach / geo.METRES_PER_DEGREE
    plain = angle / cos(radians(centre.lat))
    edge = Point(centre.lat + 0.084, geo.around(centre, reach).east - 1e-4)
    assert geo.metres(centre, edge) < reach * 1.0001
    assert edge.lng > centre.lng + plain


@FAST
@given(CHINESE, st.sampled_from(list(System)))
def test_there_and_back_is_within_a_centimetre(point: Point, system: System) -> None:
    assert geo.metres(geo.to_wgs(geo.from_wgs(point, system), system), point) < 0.01


@FAST
@given(CHINESE)
def test_the_shift_is_hundreds_of_metres_and_never_a_kilometre(point: Point) -> None:
    assert 20 < geo.metres(point, geo.gcj_from_wgs(point)) < 1000


def test_the_shift_in_beijing_is_the_one_that_map_libraries_give() -> None:
    made = geo.gcj_from_wgs(Point(39.908823, 116.397470))
    assert made == pytest.approx((39.910225, 116.403713), abs=3e-5)
    assert geo.bd_from_gcj(Point(39.908823, 116.397470)) == pytest.approx((39.915161, 116.403847), abs=3e-5)


@pytest.mark.parametrize("point", [Point(-33.86, 151.2), Point(48.85, 2.35), Point(40.7, -74.0)])
@pytest.mark.parametrize("system", list(System))
def test_outside_china_nothing_is_shifted(point: Point, system: System) -> None:
    assert geo.from_wgs(point, system) == point == geo.to_wgs(point, system)


def test_without_the_iteration_the_way_back_is_not_that_close() -> None:
    point = Point(39.908823, 116.397470)
    made = geo.gcj_from_wgs(point)
    shift = geo._shift(made)
    assert geo.metres(Point(made.lat - shift.lat, made.lng - shift.lng), point) > 0.05


def test_minutes_are_rounded_up_and_never_none() -> None:
    assert (geo.minutes(0, 75), geo.minutes(75, 75), geo.minutes(76, 75), geo.minutes(75, 75, 1.3)) == (1, 1, 2, 2)
