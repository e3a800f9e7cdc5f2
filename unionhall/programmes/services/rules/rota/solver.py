"""The plan by OR-Tools' CP-SAT, where it is installed: one worker, a fixed seed and a limit of work, so that it repeats. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from .plans import How, Picks, Seat, plain

SEED = 20260101
UNFAIR = 1000  # one more between the most and the least served weighs more than all crowded weeks


def installed() -> bool:
    """Whether the optional extra is there."""
    return find_spec("ortools") is not None


def solve(seats: Sequence[Seat], served: Mapping[int, int], *, work: float = 5.0) -> tuple[Picks, How]:
    """The fairest plan within `work` units of deterministic time; the plain plan where no solver is or it found nothing."""
    if not installed() or not seats:
        picks, how = plain(seats, served)
        return picks, how if seats else How.OPTIMAL
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    sits = {(spot, member): model.new_bool_var(f"s{spot}m{member}") for spot, seat in enumerate(seats) for member in seat.able}
    for spot, seat in enumerate(seats):
        model.add(sum(sits[spot, member] for member in seat.able) == seat.least)
    one_a_day(model, seats, sits)
    totals = totals_of(model, seats, sits, served)
    model.minimize(UNFAIR * unfairness(model, seats, totals) + crowding(model, seats, sits))
    equals_in_order(model, seats, served, totals)
    hint, _how = plain(seats, served)
    for (spot, member), variable in sits.items():
        model.add_hint(variable, member in hint[spot])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, SEED
    solver.parameters.max_deterministic_time = work
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return hint, How.PLAIN
    picks = tuple(tuple(member for member in seat.able if solver.value(sits[spot, member])) for spot, seat in enumerate(seats))
    return picks, How.OPTIMAL if status == cp_model.OPTIMAL else How.FEASIBLE


def one_a_day(model: Any, seats: Sequence[Seat], sits: Mapping[tuple[int, int], Any]) -> None:
    """Nobody sits twice on one day."""
    spots: dict[tuple[object, int], list[Any]] = {}
    for (spot, member), variable in sits.items():
        spots.setdefault((seats[spot].day, member), []).append(variable)
    for same in spots.values():
        if len(same) > 1:
            model.add_at_most_one(same)


def totals_of(model: Any, seats: Sequence[Seat], sits: Mapping[tuple[int, int], Any], served: Mapping[int, int]) -> dict[int, Any]:
    """What each will have served, the past of the year counted."""
    most = max(served.values(), default=0) + len(seats)
    found = {}
    for member in sorted({each for seat in seats for each in seat.able}):
        found[member] = model.new_int_var(0, most, f"t{member}")
        model.add(found[member] == served.get(member, 0) + sum(variable for (_spot, who), variable in sits.items() if who == member))
    return found


def unfairness(model: Any, seats: Sequence[Seat], totals: Mapping[int, Any]) -> Any:
    """Most minus least, summed over the promises: each group among its own."""
    terms = []
    for promise in sorted({seat.guarantee for seat in seats}):
        own = sorted({member for seat in seats if seat.guarantee == promise for member in seat.able})
        top, low = model.new_int_var(0, 100_000, f"top{promise}"), model.new_int_var(0, 100_000, f"low{promise}")
        model.add_max_equality(top, [totals[member] for member in own])
        model.add_min_equality(low, [totals[member] for member in own])
        terms.append(top - low)
    return sum(terms)


def crowding(model: Any, seats: Sequence[Seat], sits: Mapping[tuple[int, int], Any]) -> Any:
    """How often somebody serves more than once in a week: turns go round."""
    weeks: dict[tuple[object, int], list[Any]] = {}
    for (spot, member), variable in sits.items():
        weeks.setdefault((seats[spot].day.isocalendar()[:2], member), []).append(variable)
    terms = []
    for number, same in enumerate(weeks.values()):
        if len(same) > 1:
            extra = model.new_int_var(0, len(same), f"w{number}")
            model.add(extra >= sum(same) - 1)
            terms.append(extra)
    return sum(terms)


def equals_in_order(model: Any, seats: Sequence[Seat], served: Mapping[int, int], totals: Mapping[int, Any]) -> None:
    """Break symmetry: of two who can do exactly the same and start alike, the first serves at least as often."""
    twins: dict[tuple[object, ...], list[int]] = {}
    for member in totals:
        mark = (served.get(member, 0), *(spot for spot, seat in enumerate(seats) if member in seat.able))
        twins.setdefault(mark, []).append(member)
    for same in twins.values():
        for first, second in zip(same, same[1:], strict=False):
            model.add(totals[first] >= totals[second])
