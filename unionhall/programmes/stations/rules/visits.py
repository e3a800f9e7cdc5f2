"""How visits (人次) and people (人) are counted, and which numbers leave the station.

Counting. A check-in is a visit; the same one again within half an hour at the same station is none. A person is known by
HMAC(key, salt of the month · station · period · who), who being the signed-in person or else the device: made anew for each
station, day and month, so that no two stations, days or months can be joined. The visit itself carries only two bits: first of
the day here, first of the month here. The mark lies apart and goes with its day or month, and the month's salt goes with it.

Publishing (to anyone beyond the station's keeper). 1. Only whole months that are over. 2. A month of a station with fewer than
ten people is left out altogether, also from every sum. 3. Within a month, neighbouring days or hours, or small occupations, are
joined until each group holds at least ten people; what is left joins its neighbour. 4. Every number is cut to full tens.
So whatever is published is a sum of groups of ten or more, and so is every difference of overlapping groups and periods.
The people of a group are counted from below: the most that came on one day of it, or all whose first visit of the month lies in it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEAST = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """Visits of one station on one day in one hour by one occupation; people by two lower bounds."""

    day: date
    hour: int
    occupation: str
    visits: int
    firsts_of_day: int
    firsts_of_month: int


@dataclass(frozen=True, slots=True)
class Group:
    """Cells that are told together: the keys they stand for, visits, and at least so many people."""

    keys: tuple[object, ...]
    visits: int
    people: int


def people_of(cells: Iterable[Cell]) -> int:
    """At least so many different people stand behind these cells of one station and month."""
    days: dict[date, int] = {}
    firsts = 0
    for cell in cells:
        days[cell.day] = days.get(cell.day, 0) + cell.firsts_of_day
        firsts += cell.firsts_of_month
    return max(firsts, *days.values()) if days else 0


def over(month: date, today: date) -> bool:
    """Whether the month (its first day) has ended."""
    return next_month(month) <= today


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def tens(number: int) -> int:
    """Cut to full tens."""
    return number - number % LEAST


def joined(cells: Sequence[Cell], key: Callable[[Cell], object], *, by_size: bool = False) -> list[Group]:
    """Groups along one dimension, each of at least ten people, that together hold all cells; none when all are too few.

    Neighbours join in the order of their keys; `by_size` joins the smallest first (occupations).
    """
    if people_of(cells) < LEAST:
        return []
    parts: dict[object, list[Cell]] = {}
    for cell in cells:
        parts.setdefault(key(cell), []).append(cell)
    order = sorted(parts, key=(lambda each: (people_of(parts[each]), str(each))) if by_size else (lambda each: each))
    made: list[tuple[list[object], list[Cell]]] = []
    keys: list[object] = []
    held: list[Cell] = []
    for each in order:
        keys, held = [*keys, each], [*held, *parts[each]]
        if people_of(held) >= LEAST:
            made.append((keys, held))
            keys, held = [], []
    if keys:
        last_keys, last_held = made.pop() if made else ([], [])
        made.append(([*last_keys, *keys], [*last_held, *held]))
    return [Group(tuple(names), sum(cell.visits for cell in rows), people_of(rows)) for names, rows in made]


def published(months: Mapping[object, Sequence[Cell]]) -> tuple[int, int, int]:
    """(visits, people, how many left out) over months of stations: those with fewer than ten people enter no sum."""
    told = [rows for rows in months.values() if people_of(rows) >= LEAST]
    visits = sum(tens(sum(cell.visits for cell in rows)) for rows in told)
    return visits, sum(tens(people_of(rows)) for rows in told), sum(1 for rows in months.values() if rows) - len(told)
