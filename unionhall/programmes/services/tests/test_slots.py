"""Workers come in their own shift, never more than the bus sees, and as many as can."""

from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.programmes.services.rules.bus import Figures
from unionhall.programmes.services.rules.slots import (
    CLOSES,
    MOST_TRIED,
    NOON,
    OPENS,
    Shift,
    best_order,
    capacity,
    laid,
    times,
    without,
)

FIGURES = Figures()
SHIFTS = st.lists(st.tuples(st.integers(1, 60), st.integers(0, 47), st.integers(0, 47)).filter(lambda row: row[1] != row[2]), min_size=1, max_size=4)


def shifts(rows) -> list[Shift]:
    return [Shift(number, heads, begins * 30, ends * 30) for number, (heads, begins, ends) in enumerate(rows)]


def most(found: list[Shift]) -> int:
    """By flow: how many people fit at all (augmenting paths over slots with room)."""
    slots, room = times(OPENS, CLOSES, FIGURES), capacity(FIGURES)
    taken: dict[int, list[int]] = {index: [] for index in range(len(slots))}

    def place(shift: int, seen: set[int]) -> bool:
        for index, (begins, ends) in enumerate(slots):
            if index in seen or not found[shift].open_to(begins, ends):
                continue
            seen.add(index)
            if len(taken[index]) < room:
                taken[index].append(shift)
                return True
            for spot, other in enumerate(taken[index]):
                if other != shift and place(other, seen):
                    taken[index][spot] = shift
                    return True
        return False

    return sum(place(number, set()) for number, shift in enumerate(found) for _head in range(shift.heads))


@given(SHIFTS)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_every_slot_lies_in_the_shift_and_no_slot_holds_more_than_the_bus_sees(rows):
    found = shifts(rows)
    made, left = laid(found, OPENS, CLOSES, FIGURES)
    for slot in made:
        assert found[slot.workshop].open_to(slot.begins, slot.ends)
        assert OPENS <= slot.begins < slot.ends <= CLOSES
        assert not (slot.begins < NOON[1] and slot.ends > NOON[0])
    for begins in {slot.begins for slot in made}:
        assert sum(slot.heads for slot in made if slot.begins == begins) <= capacity(FIGURES)
    for shift in found:
        assert sum(slot.heads for slot in made if slot.workshop == shift.workshop) + left.get(shift.workshop, 0) == shift.heads


@given(SHIFTS.map(lambda rows: [(heads, *sorted(shift)) for heads, *shift in rows]))
@settings(max_examples=10, deadline=None, derandomize=True)
def test_no_other_order_places_more_people(rows):
    found = shifts(rows)
    made, _left = laid(found, OPENS, CLOSES, FIGURES)
    assert sum(slot.heads for slot in made) == most(found)


def test_a_night_shift_comes_before_it_goes_home_or_when_it_begins():
    night = Shift(1, 5, 22 * 60, 9 * 60)
    made, left = laid([night], OPENS, CLOSES, FIGURES)
    assert [(slot.begins, slot.ends) for slot in made] == [(480, 510)]
    assert not left


def test_who_has_no_time_is_counted_and_not_squeezed_in():
    made, left = laid([Shift(1, 100, 20 * 60, 23 * 60)], OPENS, CLOSES, FIGURES)
    assert (made, left) == ([], {1: 100})


def test_a_day_holds_the_most_that_is_planned_for_it():
    assert len(times(OPENS, CLOSES, FIGURES)) * capacity(FIGURES) >= FIGURES.day_most


def test_a_day_is_visited_in_the_order_that_leaves_fewest_without_a_slot_and_keeps_the_drive_where_it_may():
    pumps = [Shift(1, 36, 8 * 60, 17 * 60 + 30), Shift(2, 28, 14 * 60, 22 * 60)]
    engines = [Shift(3, 120, 8 * 60, 17 * 60 + 30)]
    assert (without([pumps, engines], FIGURES) > 50, without([engines, pumps], FIGURES)) == (True, 0)
    assert best_order([pumps, engines], FIGURES) == (1, 0)
    assert best_order([engines, pumps], FIGURES) == (0, 1)
    assert best_order([pumps] * (MOST_TRIED + 1), FIGURES) == tuple(range(MOST_TRIED + 1))
