"""Which numbers of a visit leave the bus: only groups of ten or more, and nothing smaller by subtracting (platform §2; mark D, k = 10).

The rule, whole:
1. Who came to the bus is counted in *blocks*: a workshop of ten or more, or several smaller ones together. A person is in one
   block for ever, a block is never divided and never counted again.
2. Each store by itself counts a *group* of blocks by classes that do not overlap and together hold everybody who came; whoever was
   not looked at counts with those who need nothing, so that no store tells how many it saw.
3. A group is published only when each of its classes holds ten or more; the finest such classes are taken.
4. A block that fails alone joins the other failing ones, and if that fails too, the smallest group that stands. When nothing
   stands, the blocks wait for a later report. That is the complementary suppression: no total is published that holds a hidden part.
5. What was published never changes: later answers and corrections are not counted again.

Then every published number is a sum of whole atoms of ten or more, and so is every difference of such numbers, of one report, of
two, of workshops and total. What stays hidden (a block's part of a class) keeps a range of at least ten, see `bounds`.
Source of k: 最小公布单位 is the union's own rule; whether health-data law asks for more wants a lawyer (M).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LEAST = 10

# finest first; each cut names its classes and the levels in them: disjoint, and together all levels
REST, WATCH, REFER, FOLLOW, AGREED, APART = "rest", "watch", "refer", "follow", "agreed", "apart"
LEVELS = ("none", "well", "watch", "offered", "declined", "accepted", "seen")
CUTS: tuple[Mapping[str, tuple[str, ...]], ...] = (
    {REST: ("none", "well"), WATCH: ("watch",), AGREED: ("accepted", "seen"), APART: ("offered", "declined")},
    {REST: ("none", "well"), WATCH: ("watch",), REFER: ("offered", "declined", "accepted", "seen")},
    {REST: ("none", "well"), FOLLOW: ("watch", "offered", "declined", "accepted", "seen")},
)


@dataclass(frozen=True, slots=True)
class Block:
    """People who came, never divided: the workshops in it and how many people."""

    workshops: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks (by place in the order given) published together, and how many people each class holds."""

    blocks: tuple[int, ...]
    classes: Mapping[str, int]


def blocks(came: Mapping[str, int], least: int = LEAST) -> list[Block]:
    """Workshops of `least` or more alone, the smaller ones together; a rest that is too small joins the smallest block.

    Nothing when fewer than `least` came in all.
    """
    large = [Block((name,), n) for name, n in came.items() if n >= least]
    small = [(name, n) for name, n in came.items() if 0 < n < least]
    rest = Block(tuple(name for name, _n in small), sum(n for _name, n in small))
    if not rest.people:
        return large
    if rest.people >= least:
        return [*large, rest]
    if not large:
        return []
    smallest = min(large, key=lambda block: (block.people, block.workshops))
    joined = Block(smallest.workshops + rest.workshops, smallest.people + rest.people)
    return [joined if block is smallest else block for block in large]


def cut(levels: Counter[str], least: int = LEAST) -> dict[str, int] | None:
    """The finest classes that each hold `least` or more; None when even two do not."""
    for classes in CUTS:
        found = {name: sum(levels[level] for level in members) for name, members in classes.items()}
        if min(found.values()) >= least:
            return found
    return None


def groups(counted: Sequence[Counter[str]], least: int = LEAST) -> list[Group]:
    """The groups of one store that may be published; `counted` holds the levels of each block. Blocks that are in none wait."""
    standing = [(index,) for index, levels in enumerate(counted) if cut(levels, least)]
    failing = tuple(index for index, levels in enumerate(counted) if not cut(levels, least))
    if failing and cut(together(counted, failing), least):
        standing.append(failing)
    elif failing and standing:
        smallest = min(standing, key=lambda group: (together(counted, group).total(), group))
        standing = [tuple(sorted(group + failing)) if group is smallest else group for group in standing]
    return [Group(group, cut(together(counted, group), least) or {}) for group in standing]


def together(counted: Sequence[Counter[str]], chosen: Iterable[int]) -> Counter[str]:
    """The levels of several blocks as one."""
    found: Counter[str] = Counter()
    for index in chosen:
        found.update(counted[index])
    return found


def bounds(people: int, held: int, whole: int) -> tuple[int, int]:
    """What an outsider can know of a hidden number: people of some blocks who are in some classes, least and most.

    `people` in those blocks, `held` in those classes, `whole` in the group; all three are published. The range is as wide as the
    smallest of the four margins, each of which is ten or more.
    """
    return max(0, people + held - whole), min(people, held)
