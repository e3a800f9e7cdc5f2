"""Maximum coverage by OR-Tools; without it the greedy choice, which says so."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from ..rules.coverage import Choice, greedy, in_order

SEED, SECONDS = 20260101, 5.0
Reached = Mapping[int | str, frozenset[int | str]]


def choose(*, reached: Reached, people: Mapping[int | str, int], most: int, seconds: float = SECONDS) -> Choice:
    """At most `most` stations that together reach most people. Fixed seed, one thread, a time limit."""
    useful = {key: frozenset(cell for cell in cells if people.get(cell)) for key, cells in reached.items()}
    useful = {key: cells for key, cells in useful.items() if cells}
    if find_spec("ortools") is None or not useful or most < 1:
        return greedy(useful, people, most)
    return _solved(useful, people, most, seconds)


def _solved(reached: Reached, people: Mapping[int | str, int], most: int, seconds: float) -> Choice:
    from ortools.sat.python import cp_model

    model, first = cp_model.CpModel(), greedy(reached, people, most)
    kept = {key: model.new_bool_var(f"s{number}") for number, key in enumerate(reached)}
    by_cell: dict[int | str, list[int | str]] = {}
    for key, cells in reached.items():
        for cell in sorted(cells, key=str):
            by_cell.setdefault(cell, []).append(key)
    covered = {cell: model.new_bool_var(f"c{number}") for number, cell in enumerate(by_cell)}
    for cell, keys in by_cell.items():
        model.add_bool_or([kept[key] for key in keys]).only_enforce_if(covered[cell])
    model.add(sum(kept.values()) <= most)
    model.maximize(sum(people[cell] * variable for cell, variable in covered.items()))
    hinted = {key for key, _gain in first.gains}
    for key, variable in kept.items():
        model.add_hint(variable, key in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.random_seed, solver.parameters.num_workers = SEED, 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return first
    chosen = [key for key, variable in kept.items() if solver.boolean_value(variable)]
    found = Choice(in_order(chosen, reached, people), "solver", best=status == cp_model.OPTIMAL)
    return found if found.total >= first.total else first
