"""An outsider who holds every published number and subtracts: what is left of a group of one to nine is a leak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from unionhall.programmes.services.rules import aggregates

Cell = tuple[int, str]
Rule = Callable[[Sequence[Counter[str]]], list[aggregates.Group]]


@dataclass(frozen=True)
class Number:
    """A published number: which hidden cells (block, level) it adds up, and how many people."""

    cells: frozenset[Cell]
    people: int


def published(counted: Sequence[Counter[str]], groups: Iterable[aggregates.Group]) -> list[Number]:
    """Classes and sizes of one store's groups, and the totals over all of them."""
    found, whole = [], {}
    for group in groups:
        members = next(cut for cut in aggregates.CUTS if cut.keys() == group.classes.keys())
        for name, levels in members.items():
            cells = frozenset((index, level) for index in group.blocks for level in levels)
            found.append(Number(cells, group.classes[name]))
            whole.setdefault(name, []).append(found[-1])
        everybody = frozenset((index, level) for index in group.blocks for level in aggregates.LEVELS)
        found.append(Number(everybody, sum(group.classes.values())))
        whole.setdefault("", []).append(found[-1])
    for numbers in whole.values():
        found.append(Number(frozenset().union(*(each.cells for each in numbers)), sum(each.people for each in numbers)))
    return found + sizes(counted)


def sizes(counted: Sequence[Counter[str]]) -> list[Number]:
    """Who came is known to whoever keeps the list: every block's size."""
    return [Number(frozenset((index, level) for level in aggregates.LEVELS), levels.total()) for index, levels in enumerate(counted)]


def naive(counted: Sequence[Counter[str]]) -> list[Number]:
    """The twin without complementary suppression: every number of ten or more is printed, of blocks and of the total."""
    found = sizes(counted)
    for levels in aggregates.CUTS[2].values():
        parts = [Number(frozenset((index, level) for level in levels), sum(row[level] for level in levels)) for index, row in enumerate(counted)]
        total = Number(frozenset().union(*(part.cells for part in parts)), sum(part.people for part in parts))
        found += [number for number in (*parts, total) if number.people >= aggregates.LEAST]
    return found


def isolated(numbers: Sequence[Number], dice: Random, tries: int = 400) -> Number | None:
    """A group of one to nine that some sum and difference of numbers tells exactly; None when no try finds one.

    All pairs, each number less all those inside it, and random sums of up to six numbers.
    """
    for more, less in attempts(numbers, dice, tries):
        count = Counter[Cell]()
        for number in more:
            count.update(number.cells)
        for number in less:
            count.subtract(number.cells)
        people = sum(number.people for number in more) - sum(number.people for number in less)
        cells = frozenset(cell for cell, times in count.items() if times)
        if cells and all(count[cell] == 1 for cell in cells) and 1 <= people < aggregates.LEAST:
            return Number(cells, people)
    return None


def attempts(numbers: Sequence[Number], dice: Random, tries: int) -> Iterable[tuple[Sequence[Number], Sequence[Number]]]:
    """What is added and what is taken away."""
    yield from (((one,), ()) for one in numbers)
    yield from (pair for one, two in combinations(numbers, 2) for pair in (((one,), (two,)), ((two,), (one,))))
    for one in numbers:
        inside = [other for other in numbers if other.cells < one.cells]
        yield (one,), disjoint(inside, dice)
    for _try in range(tries):
        chosen = dice.sample(list(numbers), min(len(numbers), dice.randint(2, 6)))
        half = dice.randint(1, len(chosen) - 1) if len(chosen) > 1 else 1
        yield chosen[:half], chosen[half:]


def disjoint(numbers: Sequence[Number], dice: Random) -> list[Number]:
    """As many as go together without overlapping."""
    found: list[Number] = []
    for number in dice.sample(list(numbers), len(numbers)):
        if all(not number.cells & other.cells for other in found):
            found.append(number)
    return found
