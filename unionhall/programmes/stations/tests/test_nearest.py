"""The nearest are the nearest: the same as measuring every station, in two queries where people live."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.base.geo import Point, metres
from unionhall.base.testing import at
from unionhall.kernel.places import queries as places
from unionhall.kernel.places.models import Closure, Place
from unionhall.programmes.stations.models import Station, StationAmenity
from unionhall.programmes.stations.queries import nearest

TEXTS = ("Mo-Su 08:00-20:00", "Mo-Fr 08:30-12:00,13:30-17:30", "Sa-Su 10:00-16:00", "18:00-24:00", "")


def scatter(register, points, union="county"):
    """Stations at points, each with one of the hours in turn; every seventh open for 24 hours."""
    row = register.unions[union]
    rows = Place.objects.bulk_create(
        Place(name=f"驿站{number}", lat=point.lat, lng=point.lng, always_open=number % 7 == 0, hours="" if number % 7 == 0 else TEXTS[number % 5])
        for number, point in enumerate(points)
    )
    made = Station.objects.bulk_create(
        Station(place=place, code=f"{union}-{number}"[:16], union=row, path=row.path) for number, place in enumerate(rows)
    )
    Closure.objects.bulk_create(
        Closure(place=place, since=at("2026-11-01 00:00"), until=None, reason="修") for place in rows[::11]
    )
    StationAmenity.objects.bulk_create(StationAmenity(station=one, code="toilet", since=at().date()) for one in made[::3])
    return made


def brute(wish, k):
    """Every station measured."""
    found = []
    for row in Station.objects.select_related("place"):
        away = metres(wish.centre, Point(row.place.lat, row.place.lng))
        moment = wish.at + timedelta(minutes=max(1, -int(-away // wish.speed)) if wish.speed else 0)
        shut = Closure.objects.filter(place=row.place, since__lte=wish.at).exists()
        told = places.answers([row.place], moment)[row.place_id]
        offered = set(row.amenities.values_list("code", flat=True))
        if wish.offers <= offered and (not wish.open_only or (told.open and not shut)):
            found.append((round(away, 3), row.pk))
    return sorted(found)[:k]


@pytest.fixture
def field(register):
    """120 stations in a town, and nine far away in another district."""
    nearest.forget()
    near = [Point(36.70 + (n * 37 % 97) / 1000, 119.08 + (n * 53 % 89) / 1000) for n in range(120)]
    far = [Point(39.9 + n / 50, 116.4 - n / 70) for n in range(9)]
    return [*scatter(register, near), *scatter(register, far, "sister")]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.floats(36.5, 40.2), st.floats(116.0, 119.5), st.sampled_from((0, 9, 14, 30)), st.booleans(), st.sampled_from((0.0, 60.0)),
    st.sampled_from((frozenset(), frozenset({"toilet"}))), st.integers(1, 12),
)  # fmt: skip
def test_it_is_what_measuring_every_station_gives(field, lat, lng, hour, open_only, speed, offers, k):
    wish = nearest.Wish(Point(lat, lng), at("2026-11-23 00:30") + timedelta(hours=hour), open_only, speed, offers)
    assert [(round(near.metres, 3), near.pk) for near in nearest.nearest(wish, k)] == brute(wish, k)


def test_a_district_border_hides_nothing(register):
    nearest.forget()
    scatter(register, [Point(36.71, 119.11)] * 5)
    other = scatter(register, [Point(36.7001, 119.1001), Point(36.7002, 119.1002)], "sister")
    wish = nearest.Wish(Point(36.70, 119.10), at(), open_only=False)
    assert {near.pk for near in nearest.nearest(wish, 2)} == {one.pk for one in other}


def test_where_somebody_asked_before_it_takes_two_queries_at_most(field):
    known, asked = places.calendar(), set[int]()
    for number in (*range(20), *range(20)):
        first = number not in asked
        asked.add(number)
        wish = nearest.Wish(Point(36.71 + number / 300, 119.09 + number / 310), at())
        with CaptureQueriesContext(connection) as queries:
            nearest.nearest(wish, 10, known)
        assert len(queries) <= (5 if first else 2)


def test_a_first_box_alone_would_be_wrong(field):
    """The twin: what a box gives without asking whether something nearer lies outside it."""
    wish = nearest.Wish(Point(36.69, 119.07), at(), open_only=False)
    wrong = 0
    for reach in (800.0, 1500.0, 2500.0):
        judge = nearest._Judge(wish, places.calendar(), at())
        found = [near.pk for near in nearest._within(wish, reach, judge)][:10]
        wrong += found != [pk for _away, pk in brute(wish, 10)]
    assert wrong


def test_fewer_than_asked_come_only_when_there_are_no_more(register):
    nearest.forget()
    scatter(register, [Point(20.0, 110.0), Point(50.0, 125.0), Point(36.7, 119.1)])
    assert len(nearest.nearest(nearest.Wish(Point(36.7, 119.1), at(), open_only=False), 10)) == 3
