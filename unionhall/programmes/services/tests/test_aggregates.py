"""Numbers cannot unmask you: no published number, and no difference of any, tells of a group of one to nine."""

from collections import Counter
from itertools import chain, combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.programmes.services.rules import aggregates
from unionhall.programmes.services.rules.aggregates import LEAST, LEVELS, Block, Group, blocks, bounds, cut, groups
from unionhall.programmes.services.tests import attack

COUNTS = st.fixed_dictionaries({level: st.integers(0, 25) for level in LEVELS}).map(Counter).filter(lambda row: row.total() >= LEAST)
REPORTS = st.lists(st.lists(COUNTS, min_size=1, max_size=4), min_size=1, max_size=3)


def levels(rest: int, follow: int, watch: int = 0) -> Counter[str]:
    return Counter({"well": rest, "declined": follow, "watch": watch})


def over_time(reports: list[list[Counter[str]]]) -> tuple[list[Counter[str]], list[Group]]:
    """What one store publishes over several reports: blocks that waited are tried again, published ones never."""
    seen: list[Counter[str]] = []
    told: list[Group] = []
    for report in reports:
        seen += report
        waiting = [index for index in range(len(seen)) if all(index not in group.blocks for group in told)]
        made = groups([seen[index] for index in waiting])
        told += [Group(tuple(waiting[index] for index in group.blocks), group.classes) for group in made]
    return seen, told


@given(REPORTS, st.integers(0, 10**6))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whoever_subtracts_any_published_numbers_never_finds_a_group_of_one_to_nine(reports, seed):
    seen, told = over_time(reports)
    assert attack.isolated(attack.published(seen, told), Random(seed), tries=60) is None


@given(REPORTS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_hidden_part_of_a_class_keeps_ten_possible_values_or_more(reports):
    seen, told = over_time(reports)
    for group in told:
        whole = sum(group.classes.values())
        for chosen in chain.from_iterable(combinations(group.blocks, size) for size in range(1, len(group.blocks))):
            people = sum(seen[index].total() for index in chosen)
            for size in range(1, len(group.classes)):
                for named in combinations(group.classes, size):
                    least, most = bounds(people, sum(group.classes[name] for name in named), whole)
                    assert most - least >= LEAST


@given(REPORTS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_block_is_published_twice_and_every_class_holds_ten(reports):
    seen, told = over_time(reports)
    named = [index for group in told for index in group.blocks]
    assert len(named) == len(set(named))
    for group in told:
        assert min(group.classes.values()) >= LEAST
        assert sum(group.classes.values()) == sum(seen[index].total() for index in group.blocks)


def test_the_twin_that_only_hides_small_cells_leaks_the_hidden_one_by_subtraction():
    counted = [levels(20, 15), levels(20, 3)]
    assert attack.isolated(attack.naive([levels(20, 15), levels(25, 12)]), Random(1)) is None
    found = attack.isolated(attack.naive(counted), Random(1))
    assert found is not None
    assert found.people == 3
    assert attack.isolated(attack.published(counted, groups(counted)), Random(1)) is None


def test_the_twin_that_counts_everybody_anew_leaks_who_came_between_two_reports():
    before, after = [levels(20, 15)], [levels(20, 15), levels(12, 4)]
    first = attack.published(before, groups(before))
    anew = attack.published([before[0] + after[1]], groups([before[0] + after[1]]))
    later = [attack.Number(number.cells | frozenset((1, level) for _block, level in number.cells), number.people) for number in anew]
    assert attack.isolated([*first, *later], Random(2)) is not None
    seen, told = over_time([before, [after[1]]])
    assert attack.isolated(attack.published(seen, told), Random(2)) is None


def test_small_workshops_come_together_and_a_rest_that_is_too_small_joins_the_smallest():
    assert blocks({"一": 12, "二": 6, "三": 5}) == [Block(("一",), 12), Block(("二", "三"), 11)]
    assert blocks({"一": 12, "二": 30, "三": 3}) == [Block(("一", "三"), 15), Block(("二",), 30)]
    assert blocks({"一": 4, "二": 5}) == []
    assert blocks({"一": 4, "二": 6}) == [Block(("一", "二"), 10)]


@given(st.dictionaries(st.sampled_from("甲乙丙丁戊己庚辛"), st.integers(0, 40), max_size=8))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_everybody_is_in_one_block_of_ten_or_more_or_nobody_is(came):
    found = blocks(came)
    assert all(block.people >= LEAST for block in found)
    if sum(came.values()) >= LEAST:
        assert sum(block.people for block in found) == sum(came.values())
        assert sorted(name for block in found for name in block.workshops) == sorted(name for name, n in came.items() if n)
    else:
        assert found == []


def test_the_finest_classes_that_stand_are_taken():
    assert cut(Counter(well=10, watch=10, seen=10, declined=10)).keys() == {"rest", "watch", "agreed", "apart"}
    assert cut(Counter(well=10, watch=10, seen=10, declined=9)).keys() == {"rest", "watch", "refer"}
    assert cut(Counter(well=10, watch=9, seen=9)).keys() == {"rest", "follow"}
    assert cut(Counter(well=9, none=0, watch=30)) is None
    assert cut(Counter(well=200)) is None


def test_nine_stay_unpublished_and_ten_are_published():
    assert groups([levels(30, 9)]) == []
    assert groups([levels(30, 10)]) == [Group((0,), {"rest": 30, "follow": 10})]


def test_the_classes_of_a_cut_are_disjoint_and_hold_every_level():
    for classes in aggregates.CUTS:
        named = [level for members in classes.values() for level in members]
        assert sorted(named) == sorted(LEVELS)
