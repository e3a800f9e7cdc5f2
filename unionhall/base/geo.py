"""Distances on the globe, boxes to search in, and the three coordinate systems of Chinese maps. Pure.

WGS-84 is what satellites give and what we store; GCJ-02 is what 高德 and 腾讯 draw, BD-09 what 百度 draws.
The shift of GCJ-02 is published by nobody; the polynomial is the one that every open map library uses.
"""

from collections.abc import Callable
from enum import StrEnum
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

from .words import gettext_noop as _

EARTH = 6_371_008.8  # mean radius in metres (IUGG)
METRES_PER_DEGREE = EARTH * pi / 180
_AXIS, _FLAT = 6_378_245.0, 0.00669342162296594  # Krasovsky 1940, as GCJ-02 uses it
_BD = pi * 3000 / 180
_ROUNDS, _ENOUGH = 30, 1e-9  # 1e-9 degrees is a tenth of a millimetre


class Point(NamedTuple):
    """Degrees: latitude first."""

    lat: float
    lng: float


class Box(NamedTuple):
    """South, north, west, east in degrees; both ends count."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether a point lies in it."""
        return self.south <= point.lat <= self.north and self.west <= point.lng <= self.east


class System(StrEnum):
    """In which coordinate system a pair of numbers is meant."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


SYSTEM_LABELS = {
    System.WGS84: _("GPS 坐标（WGS-84）"), System.GCJ02: _("高德、腾讯地图坐标（GCJ-02）"), System.BD09: _("百度地图坐标（BD-09）"),
}  # fmt: skip


def metres(one: Point, other: Point) -> float:
    """The great-circle distance by the haversine formula."""
    lat1, lat2 = radians(one.lat), radians(other.lat)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lng - one.lng) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def around(centre: Point, reach: float) -> Box:
    """The least box that holds every point within `reach` metres. Not made for the date line; at a pole it is a whole cap."""
    angle = reach / METRES_PER_DEGREE
    south, north = max(-90.0, centre.lat - angle), min(90.0, centre.lat + angle)
    if south == -90 or north == 90:
        return Box(south, north, -180.0, 180.0)
    # the circle bulges: its widest longitude is not at the centre's latitude, so d / cos(lat) would cut it
    side = degrees(asin(min(1.0, sin(radians(angle)) / cos(radians(centre.lat)))))
    return Box(south, north, centre.lng - side, centre.lng + side)


def in_china(point: Point) -> bool:
    """Whether maps shift this point: the rough rectangle that the shift is used in."""
    return 0.8293 <= point.lat <= 55.8271 and 72.004 <= point.lng <= 137.8347


def _wave(value: float, *parts: tuple[float, float]) -> float:
    return sum(height * sin(value * pi * turn) for height, turn in parts) * 2 / 3


def _shift(point: Point) -> Point:
    """How far GCJ-02 lies from WGS-84 here, in degrees."""
    x, y = point.lng - 105.0, point.lat - 35.0
    both = _wave(x, (20.0, 6.0), (20.0, 2.0))
    lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + both
    lat += _wave(y, (20.0, 1.0), (40.0, 1 / 3)) + _wave(y, (160.0, 1 / 12), (320.0, 1 / 30))
    lng = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + both
    lng += _wave(x, (20.0, 1.0), (40.0, 1 / 3)) + _wave(x, (150.0, 1 / 12), (300.0, 1 / 30))
    bend = 1 - _FLAT * sin(radians(point.lat)) ** 2
    return Point(
        lat * 180 / (_AXIS * (1 - _FLAT) / (bend * sqrt(bend)) * pi), lng * 180 / (_AXIS / sqrt(bend) * cos(radians(point.lat)) * pi)
    )


def gcj_from_wgs(point: Point) -> Point:
    """GCJ-02 of a WGS-84 point; outside China the same."""
    if not in_china(point):
        return point
    shift = _shift(point)
    return Point(point.lat + shift.lat, point.lng + shift.lng)


def wgs_from_gcj(point: Point) -> Point:
    """WGS-84 of a GCJ-02 point: what, shifted, comes out there; outside China the same."""
    return _solved(point, gcj_from_wgs) if in_china(point) else point


def bd_from_gcj(point: Point) -> Point:
    """BD-09 of a GCJ-02 point; outside China the same."""
    if not in_china(point):
        return point
    far = hypot(point.lng, point.lat) + 0.00002 * sin(point.lat * _BD)
    turn = atan2(point.lat, point.lng) + 0.000003 * cos(point.lng * _BD)
    return Point(far * sin(turn) + 0.006, far * cos(turn) + 0.0065)


def gcj_from_bd(point: Point) -> Point:
    """GCJ-02 of a BD-09 point; outside China the same."""
    return _solved(point, bd_from_gcj) if in_china(point) else point


def _solved(target: Point, forward: Callable[[Point], Point]) -> Point:
    """What `forward` takes to `target`, by iteration; at the rectangle's edge, where the shift jumps, the nearest it finds."""
    guess = target
    for _turn in range(_ROUNDS):
        made = forward(guess)
        lat, lng = target.lat - made.lat, target.lng - made.lng
        if abs(lat) < _ENOUGH and abs(lng) < _ENOUGH:
            break
        guess = Point(guess.lat + lat, guess.lng + lng)
    return guess


def to_wgs(point: Point, system: System) -> Point:
    """A point written in `system` as WGS-84."""
    if system is System.BD09:
        point = gcj_from_bd(point)
    return point if system is System.WGS84 else wgs_from_gcj(point)


def from_wgs(point: Point, system: System) -> Point:
    """A WGS-84 point as `system` writes it."""
    if system is System.WGS84:
        return point
    moved = gcj_from_wgs(point)
    return bd_from_gcj(moved) if system is System.BD09 else moved


def minutes(reach: float, speed: float, detour: float = 1.0) -> int:
    """Whole minutes for `reach` metres at `speed` metres a minute, streets being `detour` times the straight line; at least 1."""
    return max(1, -int(-reach * detour // speed))
