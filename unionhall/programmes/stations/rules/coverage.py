"""Who has no open station within reach, and which stations are worth keeping open: plain sets and sums, no map.

Reach is a straight line on the sphere; a walk of 15 minutes is about a kilometre (the ACFTU's 双15 idea).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unionhall.base import geo


@dataclass(frozen=True, slots=True)
class Spot:
    """A place by its key, in degrees WGS-84; `people` there (a station has none)."""

    key: int | str
    lat: float
    lng: float
    people: int = 0


def reach(stations: Sequence[Spot], cells: Sequence[Spot], most: float) -> dict[int | str, frozenset[int | str]]:
    """Station key → keys of the cells whose middle lies within `most` metres. Cells are found by bands of latitude."""
    band = most / 111_195
    rows: dict[int, list[Spot]] = {}
    for cell in cells:
        rows.setdefault(int(cell.lat // band), []).append(cell)
    found = {}
    for station in stations:
        row = int(station.lat // band)
        near = (cell for number in (row - 1, row, row + 1) for cell in rows.get(number, ()))
        found[station.key] = frozenset(cell.key for cell in near if geo.metres(geo.Point(station.lat, station.lng), geo.Point(cell.lat, cell.lng)) <= most)
    return found


def left_out(cells: Sequence[Spot], reached: Mapping[int | str, frozenset[int | str]]) -> list[Spot]:
    """The cells that no station reaches."""
    covered = frozenset().union(*reached.values()) if reached else frozenset()
    return [cell for cell in cells if cell.key not in covered]


@dataclass(frozen=True, slots=True)
class Choice:
    """Stations to keep open, each with the people that it adds to those before it. `best`: proven that no other set adds more."""

    gains: tuple[tuple[int | str, int], ...]
    how: str
    best: bool

    @property
    def total(self) -> int:
        """All people that are added."""
        return sum(gain for _key, gain in self.gains)


def in_order(chosen: Sequence[int | str], reached: Mapping[int | str, frozenset[int | str]], people: Mapping[int | str, int]) -> tuple[tuple[int | str, int], ...]:
    """Chosen stations by what each still adds, the largest first; those that add nobody are left out."""
    rest, covered, gains = set(chosen), set[int | str](), []
    while rest:
        key = max(rest, key=lambda each: (added(reached[each] - covered, people), str(each)))
        gain = added(reached[key] - covered, people)
        rest.discard(key)
        covered |= reached[key]
        if gain:
            gains.append((key, gain))
    return tuple(gains)


def added(cells: frozenset[int | str] | set[int | str], people: Mapping[int | str, int]) -> int:
    """People in these cells; a cell that is covered already has none left in `people`."""
    return sum(people.get(cell, 0) for cell in cells)


def greedy(reached: Mapping[int | str, frozenset[int | str]], people: Mapping[int | str, int], most: int) -> Choice:
    """Again and again the station that adds most: at least 63 % of the best (1 − 1/e)."""
    rest, covered, chosen = dict(reached), set[int | str](), []
    while rest and len(chosen) < most:
        key = max(rest, key=lambda each: (added(rest[each] - covered, people), str(each)))
        if not added(rest[key] - covered, people):
            break
        covered |= rest.pop(key)
        chosen.append(key)
    return Choice(in_order(chosen, reached, people), "greedy", best=len(chosen) < most or most <= 1)
