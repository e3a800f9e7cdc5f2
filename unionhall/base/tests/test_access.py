"""Which rows a person's posts open: order of posts does not matter, a path is not its neighbour's prefix."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import NOBODY, Actor, Grant, Scope, path_terms
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.orgs.models import Union

VIEW, HANDLE = "matters.view", "matters.handle"
PATHS = ["/1/", "/1/7/", "/1/70/", "/1/7/3/", "/2/", "/17/"]
GRANTS = st.builds(
    Grant,
    role=st.sampled_from(["clerk", "lawyer"]),
    path=st.sampled_from([*PATHS, ""]),
    org_id=st.integers(1, 9),
    powers=st.sampled_from([frozenset({VIEW}), frozenset({HANDLE}), frozenset({VIEW, HANDLE}), frozenset()]),
    agency_id=st.sampled_from([None, None, 4]),
    assigned_only=st.booleans(),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(GRANTS, max_size=5).flatmap(lambda grants: st.tuples(st.just(grants), st.permutations(grants))))
def test_the_order_of_posts_changes_nothing(pair: tuple[list[Grant], list[Grant]]) -> None:
    first, second = (Actor(account_id=3, grants=tuple(grants)) for grants in pair)
    assert first.scope(VIEW) == second.scope(VIEW)
    assert first.may(VIEW) == second.may(VIEW)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(GRANTS, max_size=5), GRANTS)
def test_another_post_never_closes_what_was_open(grants: list[Grant], another: Grant) -> None:
    few = Actor(account_id=3, grants=tuple(grants)).scope(VIEW)
    many = Actor(account_id=3, grants=(*grants, another)).scope(VIEW)
    assert set(few.paths) <= set(many.paths)
    assert set(few.agencies) <= set(many.agencies)
    assert few.assigned_to in (None, many.assigned_to)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(GRANTS, max_size=5))
def test_a_post_without_the_power_opens_nothing_of_it(grants: list[Grant]) -> None:
    without = tuple(grant for grant in grants if VIEW not in grant.powers)
    assert Actor(account_id=3, grants=without).scope(VIEW).empty
    assert not Actor(account_id=3, grants=without).may(VIEW)


def test_a_post_for_assigned_matters_opens_no_path() -> None:
    grant = Grant("lawyer", "/1/7/", 7, frozenset({VIEW}), assigned_only=True)
    scope = Actor(account_id=3, grants=(grant,)).scope(VIEW)
    assert (scope.paths, scope.assigned_to) == ((), 3)


def test_a_post_at_an_agency_opens_the_agencys_matters_and_no_path() -> None:
    scope = Actor(account_id=3, grants=(Grant("partner", "/1/7/", 7, frozenset({VIEW}), agency_id=4),)).scope(VIEW)
    assert (scope.paths, scope.agencies) == ((), (4,))


def test_nobody_reaches_nothing_and_is_refused_aloud() -> None:
    assert NOBODY.scope(VIEW).empty
    assert NOBODY.own().empty
    assert not NOBODY.scope(VIEW).reaches("/1/")
    with pytest.raises(Refused, match="no_power"):
        NOBODY.require(VIEW)


def test_a_person_without_posts_has_their_own_rows_and_no_others() -> None:
    worker = Actor(account_id=3, person_id=5)
    assert worker.own() == Scope(power="own", person_id=5)
    assert worker.scope(VIEW).empty
    assert not worker.staff


def test_seeing_everything_wants_a_reason() -> None:
    assert Scope.system("deadline sweep").everything == "deadline sweep"
    with pytest.raises(ValueError, match="reason"):
        Scope.system("")


def test_the_panel_names_the_posts_that_open_a_row_and_no_others() -> None:
    here, there = Grant("clerk", "/1/7/", 7, frozenset({VIEW})), Grant("clerk", "/2/", 2, frozenset({VIEW}))
    assert Actor(grants=(here, there)).why(VIEW, "/1/7/3/") == (here,)
    assert Actor(grants=(here, there)).why(HANDLE, "/1/7/3/") == ()


def test_a_post_for_assigned_matters_is_no_reason_why_an_area_is_seen() -> None:
    assigned = Grant("lawyer", "/1/7/", 7, frozenset({VIEW}), assigned_only=True)
    partner = Grant("partner", "/1/7/", 7, frozenset({VIEW}), agency_id=4)
    assert Actor(grants=(assigned, partner)).why(VIEW, "/1/7/3/") == ()


@pytest.mark.parametrize("own", PATHS)
def test_reaching_is_at_or_below_and_never_a_neighbour_with_the_same_beginning(own: str) -> None:
    scope = Scope(paths=(own,))
    for path in PATHS:
        below = path.strip("/").split("/")[: own.count("/") - 1] == own.strip("/").split("/")
        assert scope.reaches(path) is below, (own, path)


@pytest.fixture
def tree(db: None) -> list[str]:
    """One union at every path of two steps with ids that begin alike."""
    paths = ["/1/", "/17/", *(f"/{top}/{below}/" for top, below in product((1, 17), (7, 70, 9, 10)))]
    founded = at("2020-01-01 00:00").date()
    Union.objects.bulk_create(Union(name=path, level="county", path=path, valid_from=founded) for path in paths)
    return paths


@pytest.mark.parametrize("own", ["/1/", "/17/", "/1/7/", "/1/70/", "/1/10/", "/17/9/", "/3/"])
def test_the_range_in_the_database_is_the_reach_in_python(tree: list[str], own: str) -> None:
    found = set(Union.objects.filter(path_terms("path", [own])).values_list("path", flat=True))
    assert found == {path for path in tree if Scope(paths=(own,)).reaches(path)}


def test_no_open_path_finds_no_row(tree: list[str]) -> None:
    assert not Union.objects.filter(Scope().within("path")).exists()
    assert not Union.objects.filter(Scope().within("path", "industrial_path")).exists()
    assert Union.objects.filter(Scope(paths=("/1/", "/17/")).within("path")).count() == len(tree)
