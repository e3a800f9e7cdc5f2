"""A drawing without a map: rings of distance around where one is, stations where they lie. Pure; no border, no street."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from unionhall.base.geo import METRES_PER_DEGREE, Point

SIZE, MARGIN = 320, 24
STEPS = (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 500_000, 2_000_000, 10_000_000, 21_000_000)


@dataclass(frozen=True, slots=True)
class Spot:
    """A numbered dot in a square of SIZE units."""

    number: int
    x: float
    y: float
    open: bool


@dataclass(frozen=True, slots=True)
class Sketch:
    """Dots and two rings: (radius in units, metres)."""

    spots: tuple[Spot, ...]
    rings: tuple[tuple[float, int], ...]


def draw(centre: Point, found: Sequence[tuple[Point, bool]]) -> Sketch | None:
    """The stations around a centre, north up; None without any."""
    if not found:
        return None
    flat = [((p.lng - centre.lng) * cos(radians(centre.lat)) * METRES_PER_DEGREE, (p.lat - centre.lat) * METRES_PER_DEGREE, on) for p, on in found]
    far = max(max(abs(x), abs(y)) for x, y, _on in flat)
    outer = next((step for step in STEPS if step >= far), STEPS[-1])
    unit, middle = (SIZE / 2 - MARGIN) / outer, SIZE / 2
    spots = tuple(Spot(n, round(middle + x * unit, 1), round(middle - y * unit, 1), on) for n, (x, y, on) in enumerate(flat, start=1))
    return Sketch(spots, ((round(outer * unit, 1), outer), (round(outer * unit / 2, 1), outer // 2)))
