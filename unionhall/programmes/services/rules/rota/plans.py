"""A plan of duties: keeps every promise it can, fair over the year, wishes kept, and says in words what could not be. Pure.

The plain planner needs no solver: it seats the one who has served least, then passes turns along chains of colleagues
until nobody can be relieved any more.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar

from .duties import Member
from .guarantees import Guarantee

Picks = tuple[tuple[int, ...], ...]  # the members of each seat, in the order of the seats


class How(StrEnum):
    """How good a plan is known to be."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    PLAIN = "plain"


HOW_WORDS = {
    How.OPTIMAL: _("求解器排的，证明了没有更公平的排法"), How.FEASIBLE: _("求解器排的，时间到了，没有证明是不是最公平"),
    How.PLAIN: _("没有装求解器，用轮流法排的，没有证明是不是最公平"),
}  # fmt: skip


class Bar(StrEnum):
    """What keeps somebody from a day; only a wish can be passed over."""

    LEAVE = "leave"
    AWAY = "away"
    WISH = "wish"


BAR_WORDS = {Bar.LEAVE: _("{name}请了假"), Bar.AWAY: _("{name}来不了"), Bar.WISH: _("{name}希望别排")}


@dataclass(frozen=True, slots=True)
class Seat:
    """One promised day: how many of whom. `able` are the members who may sit here, `already` how many stand on the rota."""

    day: date
    guarantee: int
    least: int
    able: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """One person's reason against one day."""

    member: int
    bar: Bar


@dataclass(frozen=True, slots=True)
class Snag:
    """Why a day could not be as wished: the smallest set of reasons that together make it impossible."""

    day: date
    guarantee: int
    blocks: tuple[Block, ...]
    kept: bool  # a wish was passed over and the day is covered; else it stays uncovered


@dataclass(frozen=True, slots=True)
class Plan:
    """Who sits where, how it was found, and what could not be."""

    seats: tuple[Seat, ...]
    picks: Picks
    how: How
    snags: tuple[Snag, ...] = field(default=())

    def counts(self) -> Counter[int]:
        """New duties by member."""
        return Counter(member for pick in self.picks for member in pick)


Solve = Callable[[Sequence[Seat], Mapping[int, int]], tuple[Picks, How]]


def make(
    days: Iterable[date], guarantees: Iterable[Guarantee], members: Mapping[int, Member], calendar: Calendar,
    standing: Mapping[tuple[date, int], frozenset[int]], solve: Solve,
) -> Plan:  # fmt: skip
    """Fill what is still open on these days. `standing`: who is on the rota already, by day and guarantee."""
    seats, snags = [], []
    for day in sorted(set(days)):
        for promise in guarantees:
            there = standing.get((day, promise.id), frozenset())
            if promise.holds(day, calendar) and len(there) < promise.least:
                seat, snag = seat_for(day, promise, members, there)
                seats += [seat] if seat.least else []
                snags += [snag] if snag else []
    served = {each.id: each.served for each in members.values()}
    picks, how = solve(seats, served)
    return Plan(tuple(seats), picks, how, tuple(snags))


def seat_for(day: date, promise: Guarantee, members: Mapping[int, Member], there: frozenset[int]) -> tuple[Seat, Snag | None]:
    """The open seat of a day. Wishes are passed over one by one, only where the promise could not be kept otherwise."""
    group = [each for each in members.values() if each.group == promise.group and each.id not in there]
    blocks = [Block(each.id, bar) for each in group if (bar := bar_of(each, day))]
    need = promise.least - len(there)
    snag: tuple[Block, ...] = ()
    while need > len(group) - len(blocks):
        snag = snag or smallest(blocks, len(group), need)
        wishes = [block for block in blocks if block.bar is Bar.WISH]
        if not wishes:
            break
        blocks.remove(max(wishes, key=lambda block: (-members[block.member].served, block.member)))  # who has served least gives way
    barred = {block.member for block in blocks}
    able = tuple(sorted(each.id for each in group if each.id not in barred))
    kept = len(able) >= need
    return Seat(day, promise.id, min(need, len(able)), able), Snag(day, promise.id, snag, kept) if snag or not kept else None


def bar_of(member: Member, day: date) -> Bar | None:
    """What stands against the day, the hardest first."""
    if day in member.leave:
        return Bar.LEAVE
    if not member.comes(day):
        return Bar.AWAY
    return Bar.WISH if day in member.wishes else None


def smallest(blocks: Sequence[Block], people: int, need: int) -> tuple[Block, ...]:
    """Take reasons away one at a time as long as the day stays impossible: what is left is needed, each of it.

    Wishes are tried first, so that what is left names leave and absence only when these alone suffice.
    """
    left = sorted(blocks, key=lambda block: (block.bar is not Bar.WISH, block.member))
    for block in tuple(left):
        rest = [each for each in left if each != block]
        if people - len(rest) < need:
            left = rest
    return tuple(sorted(left))


def plain(seats: Sequence[Seat], served: Mapping[int, int]) -> tuple[Picks, How]:
    """Without a solver: seat the one who has served least, then relieve whoever has most along chains of colleagues."""
    counts = Counter(dict(served))
    order = sorted(range(len(seats)), key=lambda spot: (len(seats[spot].able) - seats[spot].least, seats[spot].day))
    sitting: list[set[int]] = [set() for _seat in seats]
    busy: dict[date, set[int]] = {seat.day: set() for seat in seats}
    for spot in order:
        seat = seats[spot]
        free = [member for member in seat.able if member not in busy[seat.day]]
        for member in sorted(free, key=lambda each: (counts[each], each))[: seat.least]:
            sitting[spot].add(member)
            busy[seat.day].add(member)
            counts[member] += 1
    while chain := relief(seats, sitting, busy, counts):
        for spot, giver, taker in chain:
            sitting[spot] ^= {giver, taker}
            busy[seats[spot].day] ^= {giver, taker}
        counts[chain[0][1]] -= 1
        counts[chain[-1][2]] += 1
    return tuple(tuple(sorted(each)) for each in sitting), How.PLAIN


def relief(
    seats: Sequence[Seat], sitting: Sequence[set[int]], busy: Mapping[date, set[int]], counts: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """A chain of (seat, giver, taker) that takes a turn from somebody with at least two more than its last taker; or nothing."""
    for giver in sorted({member for each in sitting for member in each}, key=lambda each: (-counts[each], each)):
        came: dict[int, tuple[int, int, int]] = {}
        queue, seen = deque([giver]), {giver}
        while queue:
            hand = queue.popleft()
            if counts[giver] - counts[hand] >= 2:
                return chain_to(hand, giver, came)
            for spot, taker in takers(seats, sitting, busy, hand, {step[0] for step in came.values()}):
                if taker not in seen:
                    seen.add(taker)
                    came[taker] = (spot, hand, taker)
                    queue.append(taker)
    return []


def takers(
    seats: Sequence[Seat], sitting: Sequence[set[int]], busy: Mapping[date, set[int]], hand: int, used: set[int]
) -> Iterable[tuple[int, int]]:
    """The seats of `hand` with who could sit there instead."""
    for spot, each in enumerate(sitting):
        if hand in each and spot not in used:
            yield from ((spot, taker) for taker in seats[spot].able if taker not in busy[seats[spot].day])


def chain_to(last: int, first: int, came: Mapping[int, tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The steps from the first giver to the last taker."""
    steps: list[tuple[int, int, int]] = []
    while last != first:
        steps.insert(0, came[last])
        last = came[last][1]
    return steps


def spread(counts: Iterable[int]) -> int:
    """The most served minus the least."""
    numbers = list(counts)
    return max(numbers) - min(numbers) if numbers else 0
