"""Timed slots for workshops: inside their shift, no more than the bus can see, so that nobody leaves the site or queues. Minutes of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from .bus import Figures

OPENS, CLOSES = 8 * 60, 19 * 60
NOON = (12 * 60, 12 * 60 + 30)
MOST_TRIED = 6  # stops of a day whose orders are all tried: 720


@dataclass(frozen=True, slots=True)
class Shift:
    """A workshop's people who are to come, and when their shift lasts; one that passes midnight ends before it begins."""

    workshop: int
    heads: int
    begins: int
    ends: int

    def open_to(self, begins: int, ends: int) -> bool:
        """Whether a time lies inside the shift."""
        if self.begins < self.ends:
            return self.begins <= begins and ends <= self.ends
        return begins >= self.begins or ends <= self.ends

    def over(self, now: int) -> int:
        """When the shift that runs at `now` is over; a night shift's morning ends today."""
        return self.ends if now < self.ends else 24 * 60


@dataclass(frozen=True, slots=True)
class Slot:
    """So many people of a workshop, from and to; `capacity` is what the slot holds for all workshops."""

    workshop: int
    begins: int
    ends: int
    heads: int
    capacity: int


def capacity(figures: Figures) -> int:
    """People that a slot holds: what the bus sees in its length without the buffer."""
    return max(1, figures.an_hour * (figures.slot - figures.buffer) // 60)


def times(opens: int, closes: int, figures: Figures) -> list[tuple[int, int]]:
    """The slots between two times, without the half hour at noon."""
    found, now = [], opens
    while now + figures.slot <= closes:
        if now < NOON[1] and now + figures.slot > NOON[0]:
            now = NOON[1]
            continue
        found.append((now, now + figures.slot))
        now += figures.slot
    return found


def laid(shifts: Sequence[Shift], opens: int, closes: int, figures: Figures) -> tuple[list[Slot], dict[int, int]]:
    """Slots in order of time, and how many people of each workshop find none.

    Whoever's shift is over first comes first: while no shift passes midnight, no other order places more people.
    """
    left, found, room = {shift.workshop: shift.heads for shift in shifts}, [], capacity(figures)
    for begins, ends in times(opens, closes, figures):
        free = room
        for shift in sorted(shifts, key=lambda shift, now=begins: (shift.over(now), shift.workshop)):
            if shift.open_to(begins, ends) and (taken := min(free, left[shift.workshop])):
                found.append(Slot(shift.workshop, begins, ends, taken, room))
                left[shift.workshop] -= taken
                free -= taken
    return found, {workshop: n for workshop, n in left.items() if n}


def without(stops: Sequence[Sequence[Shift]], figures: Figures) -> int:
    """How many people find no slot when a day's stops are visited in this order."""
    opens, lost = OPENS, 0
    for shifts in stops:
        made, left = laid(shifts, opens, CLOSES, figures)
        opens, lost = max((each.ends for each in made), default=opens) + figures.move, lost + sum(left.values())
    return lost


def best_order(stops: Sequence[Sequence[Shift]], figures: Figures) -> tuple[int, ...]:
    """The order of a day's stops that leaves fewest people without a slot; among equals the one that keeps most to the given, shorter, drive.

    All orders of up to MOST_TRIED stops are tried; a longer day keeps its order.
    """
    given = tuple(range(len(stops)))
    if len(stops) > MOST_TRIED or not without(stops, figures):
        return given
    return min(permutations(given), key=lambda order: without([stops[at] for at in order], figures))


def seats(made: Sequence[Slot]) -> list[int]:
    """What each slot's session holds: the own heads, and the room that a time has left goes to its first workshop.

    So the sessions of a time together hold what the bus sees, whatever is booked, moved and cancelled in them.
    """
    spare: dict[int, int] = {}
    for each in made:
        spare[each.begins] = spare.get(each.begins, each.capacity) - each.heads
    return [each.heads + spare.pop(each.begins, 0) for each in made]
