"""Opening and moving matters: who may, who sees, and that a sister district sees and moves nothing."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.access import NOBODY, Actor, Grant, Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.orgs import services as orgs

from .. import queries, rules, services
from ..models import Assignment, Case, Party
from ..services import matters
from .conftest import FOUNDED, HANDLE, NOW, TRIAL, VIEW, Ground, State


def take(case: Case, step: str, by: Actor, **more: object) -> Case:
    """A step under the trial's power."""
    return services.take_step(case_id=case.pk, step=step, by=by, at=NOW, power=HANDLE, **more)


def seen(ground: Ground, power: str = VIEW) -> dict[str, int]:
    """How many matters each actor sees."""
    return {name: queries.visible(actor.scope(power)).count() for name, actor in ground.actors.items()}


def test_references_count_on_within_a_year_and_begin_again_in_the_next(ground: Ground) -> None:
    def reference(moment: str) -> str:
        return services.open_case(
            kind="trial", union=ground.unions["county"], title="试", channel="web", says="", by=SYSTEM, at=at(moment)
        ).reference

    moments = ("2026-12-31 23:58", "2026-12-31 23:59", "2027-01-01 00:00")
    assert [reference(moment) for moment in moments] == ["SY-2026-000001", "SY-2026-000002", "SY-2027-000001"]


def test_opening_leaves_a_first_line_a_journal_row_and_the_clock(opened: Callable[..., Case]) -> None:
    case = opened()
    case.refresh_from_db()
    assert [(row.number, row.step, row.state) for row in case.events.all()] == [(1, "open", State.NEW)]
    assert Entry.objects.filter(verb="trial.open", subject=f"cases.case:{case.pk}", path=case.path).count() == 1
    assert [row.code for row in case.deadlines.all()] == ["answer"]
    assert case.next_due == case.order_due == case.deadlines.get().due


def test_county_and_street_see_the_streets_matter_and_nobody_else_does(ground: Ground, opened: Callable[..., Case]) -> None:
    opened("street")
    assert seen(ground) == {
        "officer": 1, "streetwise": 1, "neighbour": 0, "lawyer": 0, "auditor": 0, "worker": 0, "stranger": 0
    }  # fmt: skip
    opened("county")
    assert (seen(ground)["officer"], seen(ground)["streetwise"]) == (2, 1)
    assert queries.visible(NOBODY.scope(VIEW)).count() == 0
    assert queries.visible(Scope.system("test")).count() == 2


@pytest.mark.parametrize("name", ["neighbour", "lawyer", "auditor", "worker", "stranger"])
def test_whom_a_matter_is_not_open_to_can_neither_load_nor_move_it(
    ground: Ground, opened: Callable[..., Case], name: str
) -> None:
    case, by = opened(), ground.actors[name]
    with pytest.raises(Case.DoesNotExist):
        queries.detail(case.pk, scope=by.scope(VIEW))
    with pytest.raises(Refused, match="not_yours"):
        take(case, "begin", by)
    for rows in (queries.events, queries.deadlines, queries.assignments, queries.parties, queries.files):
        assert not rows(case, scope=by.scope(VIEW)).exists()
    assert not queries.due_in(scope=by.scope(VIEW), until=at("2030-01-01 00:00").date()).exists()
    assert Case.objects.get(pk=case.pk).version == 1


def test_an_assigned_lawyer_sees_and_moves_their_matter_until_released(ground: Ground, opened: Callable[..., Case]) -> None:
    case, lawyer = opened(), ground.actors["lawyer"]
    opened()
    row = services.assign(case=case, account=ground.accounts["lawyer"], role="lawyer", by=SYSTEM, at=NOW)
    assert list(queries.visible(lawyer.scope(VIEW))) == [case]
    take(case, "begin", lawyer)
    services.release(assignment=row, by=SYSTEM, at=NOW)
    assert not queries.visible(lawyer.scope(VIEW)).exists()
    with pytest.raises(Refused, match="not_yours"):
        take(case, "finish", lawyer)


def test_an_agency_sees_what_was_given_to_it_and_no_other_agency_does(ground: Ground, opened: Callable[..., Case]) -> None:
    case = opened()
    firms = [
        orgs.add_agency(kind="law_firm", name=name, union=ground.unions["county"], by=SYSTEM, at=NOW) for name in ("甲所", "乙所")
    ]
    services.assign(case=case, account=ground.accounts["lawyer"], role="lawyer", agency=firms[0], by=SYSTEM, at=NOW)
    partner = [
        Actor(99, grants=(Grant("partner", ground.unions["county"].path, 1, frozenset({VIEW}), agency_id=firm.pk),)) for firm in firms
    ]
    assert [queries.visible(actor.scope(VIEW)).count() for actor in partner] == [1, 0]


def test_a_firm_s_lawyer_sees_what_was_given_to_them_and_not_what_a_colleague_of_the_firm_has(
    ground: Ground, opened: Callable[..., Case]
) -> None:
    firm = orgs.add_agency(kind="law_firm", name="甲所", union=ground.unions["county"], by=SYSTEM, at=NOW)
    services.assign(case=opened(), account=ground.accounts["lawyer"], role="lawyer", agency=firm, by=SYSTEM, at=NOW)
    colleague = Grant("lawyer", ground.unions["county"].path, 1, frozenset({VIEW}), agency_id=firm.pk, assigned_only=True)
    partner = Grant("partner", ground.unions["county"].path, 1, frozenset({VIEW}), agency_id=firm.pk)
    assert not queries.visible(Actor(99, grants=(colleague,)).scope(VIEW)).exists()
    assert queries.visible(Actor(99, grants=(colleague, partner)).scope(VIEW)).count() == 1


def test_an_industrial_union_sees_the_matters_of_its_line_and_of_no_other(ground: Ground, opened: Callable[..., Case]) -> None:
    county, case = ground.unions["county"], opened()
    county.industrial_path = "/70/71/"
    county.save()
    seen = {
        path: queries.visible(Actor(99, grants=(Grant("officer", "", 70, frozenset({VIEW}), path),)).scope(VIEW)).count()
        for path in ("/70/", "/70/71/", "/7/", "/70/7/", "/70/71/72/")
    }
    assert seen == {"/70/": 1, "/70/71/": 1, "/7/": 0, "/70/7/": 0, "/70/71/72/": 0}
    assert case.union == county


def test_a_party_sees_their_own_matter_and_a_stranger_does_not(ground: Ground, opened: Callable[..., Case]) -> None:
    case = opened()
    opened()
    for _ in range(3):
        services.join(case=case, person=ground.person("worker"), role="reporter", at=NOW)
    assert Party.objects.count() == 1
    assert list(queries.visible(ground.actors["worker"].own())) == [case]
    assert not queries.visible(ground.actors["stranger"].own()).exists()
    assert not queries.visible(NOBODY.own()).exists()


def test_a_union_eight_levels_down_is_reached_from_every_level_and_from_no_neighbour(ground: Ground) -> None:
    chain, parent = [], None
    for depth in range(8):
        parent = orgs.found(name=f"第{depth}级", level="enterprise", parent=parent, valid_from=FOUNDED, by=SYSTEM, at=NOW)
        chain.append(parent)
    neighbour = orgs.found(name="旁边", level="enterprise", parent=chain[6], valid_from=FOUNDED, by=SYSTEM, at=NOW)
    services.open_case(kind="trial", union=chain[-1], title="深", channel="web", says="", by=SYSTEM, at=NOW)
    assert [queries.visible(Scope(paths=(union.path,))).count() for union in chain] == [1] * 8
    assert queries.visible(Scope(paths=(neighbour.path,))).count() == 0


def test_a_stale_page_moves_nothing(ground: Ground, opened: Callable[..., Case]) -> None:
    case, officer = opened(), ground.actors["officer"]
    take(case, "begin", officer, version=1)
    with pytest.raises(Refused, match="stale"):
        take(case, "finish", officer, version=1)
    assert Case.objects.get(pk=case.pk).state == State.WORKING


def test_a_step_asks_for_the_power_it_needs(ground: Ground, opened: Callable[..., Case]) -> None:
    viewer = Actor(77, grants=(Grant("leader", ground.unions["county"].path, 1, frozenset({VIEW})),))
    with pytest.raises(Refused, match="no_power"):
        services.take_step(case_id=opened().pk, step="begin", by=viewer, at=NOW, power=VIEW)


def test_a_step_that_no_table_knows_is_refused_like_a_closed_one(opened: Callable[..., Case]) -> None:
    with pytest.raises(Refused, match="step_closed"):
        services.take_step(case_id=opened().pk, step="fly", by=SYSTEM, at=NOW)


def test_one_officer_at_a_time_and_the_same_one_once(ground: Ground, opened: Callable[..., Case]) -> None:
    case = opened()
    for name in ("officer", "officer", "streetwise"):
        services.assign(case=case, account=ground.accounts[name], role="officer", by=SYSTEM, at=NOW)
    live = Assignment.objects.filter(case=case, ended_at=None)
    assert [row.account for row in live] == [ground.accounts["streetwise"]]
    assert Assignment.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(case=case, account=ground.accounts["streetwise"], role="officer", begun_at=NOW)


def test_many_matters_are_stored_set_wise_with_whole_timelines(
    ground: Ground, django_assert_max_num_queries: Callable
) -> None:
    def drafts(first: int, count: int) -> list[tuple[Case, str]]:
        kept = {"kind": TRIAL, "union": ground.unions["county"], "title": "试", "channel": "sheet", "at": NOW}
        return [(matters.draft(number=number, **kept), "导入") for number in range(first, first + count)]

    with django_assert_max_num_queries(6):
        services.open_many(drafts=drafts(1, 1), by=SYSTEM, at=NOW)
    with django_assert_max_num_queries(20):  # SQLite takes 999 values at a time
        services.open_many(drafts=drafts(2, 300), by=SYSTEM, at=NOW)
    assert queries.visible(ground.actors["officer"].scope(VIEW)).count() == 301


@pytest.mark.parametrize("wrong", [{"channel": "pigeon"}, {"open": False, "closed_at": None}])
def test_the_database_keeps_the_last_promise(opened: Callable[..., Case], wrong: dict) -> None:
    opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.update(**wrong)


@pytest.mark.parametrize(
    ("due", "words"),
    [("2026-11-22", "late"), ("2026-11-23", "today"), ("2026-11-26", "soon"), ("2026-11-27", "")],
)
def test_a_deadline_is_late_on_the_day_after_its_last_day(due: str, words: str) -> None:
    day = at(f"{due} 00:00").date()
    assert rules.urgency(day, NOW.date()) == words
    assert rules.overdue(day, NOW.date()) is (words == "late")
    assert rules.urgency(None, NOW.date()) == ""
