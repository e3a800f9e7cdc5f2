"""The chain shows every alteration of what was sealed; that its end was cut off shows against a head noted elsewhere."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.testing import at

from .. import rules
from ..rules import GENESIS, Link, chained, digest, first_break

Chain = list[Link]
LENGTH, TRIES = 120, 1000


def written(count: int, begun: datetime) -> Chain:
    """A whole chain of so many entries."""
    head, links = GENESIS, []
    for position in range(1, count + 1):
        own, moment = digest("entry", position), begun + timedelta(seconds=position)
        head = chained(head, position, own, moment)
        links.append(Link(position, own, own, moment, head))
    return links


def resealed(links: Chain) -> Chain:
    """What a forger with the formula at hand would write: every head computed anew."""
    head, fresh = GENESIS, []
    for position, link in enumerate(links, start=1):
        head = chained(head, position, link.recomputed, link.sealed_at)
        fresh.append(replace(link, position=position, says=link.recomputed, head=head))
    return fresh


def edited(links: Chain, dice: random.Random) -> Chain:
    """One column of one row differs."""
    place = dice.randrange(len(links))
    row = links[place]
    columns = {
        "position": row.position + dice.choice([-1, 1, 1000]),
        "says": digest("other", place),
        "recomputed": digest("other", place),
        "sealed_at": row.sealed_at + timedelta(microseconds=dice.choice([-1, 1, 10**6])),
        "head": digest("other", place),
    }
    name = dice.choice(sorted(columns))
    return [*links[:place], replace(row, **{name: columns[name]}), *links[place + 1 :]]


def forged(links: Chain, dice: random.Random) -> Chain:
    """An entry rewritten together with its own hash."""
    place = dice.randrange(len(links))
    other = digest("forged", place)
    return [*links[:place], replace(links[place], says=other, recomputed=other), *links[place + 1 :]]


def deleted(links: Chain, dice: random.Random) -> Chain:
    """One row gone from the middle, or its entry gone from under it."""
    place = dice.randrange(len(links) - 1)
    if dice.random() < 0.5:
        return [*links[:place], *links[place + 1 :]]
    return [*links[:place], replace(links[place], says="", recomputed="missing"), *links[place + 1 :]]


def swapped(links: Chain, dice: random.Random) -> Chain:
    """Two rows in each other's place; by half, with the positions put right again."""
    one, two = dice.sample(range(len(links)), 2)
    rows = list(links)
    rows[one], rows[two] = rows[two], rows[one]
    if dice.random() < 0.5:
        rows[one], rows[two] = replace(rows[one], position=one + 1), replace(rows[two], position=two + 1)
    return rows


def truncated(links: Chain, dice: random.Random) -> Chain:
    """The end cut off."""
    return links[: dice.randrange(len(links))]


WAYS: list[Callable[[Chain, random.Random], Chain]] = [edited, forged, deleted, swapped, truncated]


def test_a_whole_chain_holds_with_and_without_a_noted_head() -> None:
    links = written(LENGTH, at())
    assert first_break(links) is None
    assert first_break(links, {LENGTH: links[-1].head, 7: links[6].head}) is None
    assert first_break([]) is None


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_thousand_alterations_are_a_thousand_breaks(way: Callable[[Chain, random.Random], Chain]) -> None:
    links, dice = written(LENGTH, at()), random.Random(way.__name__)
    noted = {LENGTH: links[-1].head}
    share = TRIES // len(WAYS)
    assert sum(first_break(way(links, dice), noted) is not None for _ in range(share)) == share


@pytest.mark.parametrize("way", [edited, forged, deleted, swapped], ids=lambda way: way.__name__)
def test_a_chain_sealed_anew_after_an_alteration_still_breaks_at_a_noted_head(way: Callable) -> None:
    links, dice = written(LENGTH, at()), random.Random(7)
    noted = {LENGTH: links[-1].head}
    for _ in range(100):
        altered = way(links, dice)
        again = resealed(altered)
        if [row.recomputed for row in altered] == [row.recomputed for row in links] and again == links:
            continue  # only a head or a position was altered, and sealing anew has put it right
        assert first_break(again, noted) is not None


def test_without_a_noted_head_a_cut_end_goes_unseen() -> None:
    """The twin: what the outside head is for."""
    links = written(LENGTH, at())
    assert first_break(links[:-5]) is None
    assert first_break(resealed(links[3:])) is None
    assert first_break(links[:-5], {LENGTH: links[-1].head}) == LENGTH - 4


def test_the_break_is_named_where_it_is() -> None:
    links = written(LENGTH, at())
    for place in (0, 17, LENGTH - 1):
        altered = [*links[:place], replace(links[place], recomputed="missing"), *links[place + 1 :]]
        assert first_break(altered) == place + 1


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_no_two_lists_of_parts_share_a_digest(one: list[str], two: list[str]) -> None:
    assert (digest(*one) == digest(*two)) is (one == two)


def test_a_moment_counts_the_same_in_every_zone() -> None:
    moment = at()
    assert digest(moment) == digest(moment.astimezone(tz=None)) == digest(moment.astimezone(rules.UTC))


@pytest.mark.parametrize("text", ["", "7", "7:abc", "x:" + GENESIS, "7:" + "G" * 64, "-7:" + GENESIS])
def test_a_head_that_was_noted_wrongly_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rules.read_head(text)
    assert rules.read_head(f" 7:{GENESIS}\n") == (7, GENESIS)
