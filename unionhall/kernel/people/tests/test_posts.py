"""From posts to an Actor: dates, roles and unions decide, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.access import NOBODY, Scope
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.orgs import services as orgs

from .. import kinds, queries, services
from ..models import Post
from ..rules import ROLE_LABELS, Role

TODAY = at().date()
DAY = timedelta(days=1)
VIEW = "trial.view"


@pytest.fixture(autouse=True)
def _powers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A power that officers hold in their area and lawyers for their matters."""
    power = kinds.Power(VIEW, "", frozenset({Role.OFFICER}), assigned=frozenset({Role.LAWYER, Role.OFFICER}))
    monkeypatch.setitem(kinds.POWERS._rows, VIEW, power)


def test_a_post_counts_from_its_first_day_until_the_day_it_ends(hire: Callable, unions: dict) -> None:
    account = hire("officer", Role.OFFICER, unions["county"])
    Post.objects.update(valid_from=TODAY, valid_to=TODAY + DAY * 10)
    held = {day: queries.actor_for(account, TODAY + DAY * day).staff for day in (-1, 0, 9, 10)}
    assert held == {-1: False, 0: True, 9: True, 10: False}


def test_two_posts_open_two_areas_whatever_their_order(hire: Callable, unions: dict) -> None:
    account = hire("officer", Role.OFFICER, unions["street"])
    services.give_post(account=account, role=Role.OFFICER, union=unions["sister"], valid_from=TODAY, by=SYSTEM, at=at())
    paths = queries.actor_for(account, TODAY).scope(VIEW).paths
    assert paths == tuple(sorted([unions["street"].path, unions["sister"].path]))
    assert queries.actor_for(account, TODAY - DAY).scope(VIEW).paths == (unions["street"].path,)


def test_a_power_for_assigned_matters_opens_those_and_no_area(hire: Callable, unions: dict) -> None:
    account = hire("lawyer", Role.LAWYER, unions["county"])
    scope = queries.actor_for(account, TODAY).scope(VIEW)
    assert (scope.paths, scope.assigned_to) == ((), account.pk)


def test_a_partners_post_opens_the_agency_and_no_area(hire: Callable, unions: dict) -> None:
    account = hire("partner")
    firm = orgs.add_agency(kind="law_firm", name="示例律所", union=unions["county"], by=SYSTEM, at=at())
    services.give_post(
        account=account, role=Role.OFFICER, union=unions["county"], agency=firm, valid_from=TODAY, by=SYSTEM, at=at()
    )
    scope = queries.actor_for(account, TODAY).scope(VIEW)
    assert (scope.paths, scope.agencies) == ((), (firm.pk,))


def test_a_role_without_the_power_opens_nothing(hire: Callable, unions: dict) -> None:
    for role in set(Role) - {Role.OFFICER, Role.LAWYER}:
        account = hire(f"role {role}", role, unions["county"])
        assert queries.actor_for(account, TODAY).scope(VIEW).empty, role


def test_every_role_has_its_word_and_every_power_names_known_roles() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert all(power.roles | power.assigned <= set(Role) for power in kinds.POWERS)
    assert all(power.label and not (power.roles & power.assigned) for power in kinds.POWERS if power.code != VIEW)


def test_a_post_cannot_end_before_it_begins_nor_name_an_unknown_role(hire: Callable, unions: dict) -> None:
    hire("officer", Role.OFFICER, unions["county"])
    for wrong in ({"valid_to": Post.objects.get().valid_from}, {"role": "king"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.update(**wrong)


def test_giving_a_post_is_a_line_in_the_journal_of_that_union(hire: Callable, unions: dict) -> None:
    account = hire("officer", Role.OFFICER, unions["county"])
    row = Entry.objects.get(verb="people.post")
    assert (row.kind, row.path, row.subject) == ("security", unions["county"].path, f"people.account:{account.pk}")


def test_an_administrator_lists_the_staff_below_and_none_of_a_sister_district(hire: Callable, unions: dict) -> None:
    admin = hire("admin", Role.ADMINISTRATOR, unions["county"])
    hire("here", Role.OFFICER, unions["street"])
    hire("there", Role.OFFICER, unions["sister"])
    scope = queries.actor_for(admin, TODAY).scope("people.admin")
    assert [post.account.login for post in queries.staff_below(scope=scope, today=TODAY)] == ["admin", "here"]
    assert not queries.staff_below(scope=NOBODY.scope("people.admin"), today=TODAY).exists()
    assert queries.staff_below(scope=Scope.system("test"), today=TODAY).count() == 3


def test_a_matter_may_be_given_to_holders_at_its_union_or_above_and_to_no_sister(hire: Callable, unions: dict) -> None:
    hire("above", Role.OFFICER, unions["county"])
    hire("there", Role.OFFICER, unions["sister"])
    hire("lawyer", Role.LAWYER, unions["street"])
    found = queries.accounts_in(Role.OFFICER, unions["street"].path, TODAY)
    assert [account.login for account in found] == ["above"]


def test_loading_an_actor_costs_one_query_for_one_post_and_for_three(
    hire: Callable, unions: dict, django_assert_num_queries: Callable
) -> None:
    account = hire("officer", Role.OFFICER, unions["county"])
    with django_assert_num_queries(1):
        queries.actor_for(account, TODAY)
    for union in (unions["street"], unions["sister"]):
        services.give_post(account=account, role=Role.OFFICER, union=union, valid_from=TODAY, by=SYSTEM, at=at())
    with django_assert_num_queries(1):
        assert len(queries.actor_for(account, TODAY).grants) == 6
