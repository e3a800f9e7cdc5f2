"""Silence climbs by itself: a clock without an answer opens the matter to the next union, and nothing but an answer ends it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.base.access import NOBODY, Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as place_services

from .. import commands, kinds, queries, services, tasks
from ..models import Case, Deadline, Escalation
from ..rules import DeadlineState
from .conftest import FOUNDED, HANDLE, NOW, TRIAL, VIEW, Ground

DAY = timedelta(days=1)
LATE = at("2026-11-26 00:00")  # the first answer was due on the 25th


@pytest.fixture(autouse=True)
def _climbing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial kind's first answer climbs; it is met by a bare step, answered by words."""
    place_services.seed(at=NOW)
    first = replace(TRIAL.clocks[0], climbs="CLIMB", met_by=("begin", kinds.ANSWER))
    monkeypatch.setitem(kinds.CASE_KINDS._rows, "trial", replace(TRIAL, clocks=(first, *TRIAL.clocks[1:]), desk="/trial/{pk}/", own="/mine/"))


@pytest.fixture
def tree(ground: Ground) -> Ground:
    """A province and the nation above the city do not fit the ground's own tree: one of its own, with an officer at each level."""
    parent = None
    for number, level in enumerate(("nation", "province", "city", "county", "street")):
        parent = orgs.found(name=f"树{level}", level=level, parent=parent, valid_from=FOUNDED, by=SYSTEM, at=NOW)
        ground.unions[f"tree-{level}"] = parent
        person = people.person_for(name=f"树员{level}", phone=f"199000091{number:02d}", by=SYSTEM, at=NOW)
        account = people.open_account(person=person, login=f"tree-{level}", by=SYSTEM, at=NOW)
        people.give_post(account=account, role=Role.OFFICER, union=parent, valid_from=FOUNDED, by=SYSTEM, at=NOW)
        ground.accounts[f"tree-{level}"] = account
        ground.actors[f"tree-{level}"] = people_queries.actor_for(account, NOW.date())
    return ground


def levels(case: Case) -> list[tuple[int, str, str]]:
    """Level, from, to of each row, lowest first."""
    rows = Escalation.objects.filter(case=case).order_by("level").select_related("from_union", "to_union")
    return [(row.level, row.from_union.name, row.to_union.name) for row in rows]


def pass_days(first: datetime, days: int) -> None:
    """The tick of each day."""
    for number in range(days):
        tasks.sweep(first + DAY * number)


def test_a_lapsed_answer_goes_to_the_union_above_in_the_same_moment(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.sweep(at=at("2026-11-25 23:59"))
    assert levels(case) == []
    services.sweep(at=LATE)
    services.sweep(at=LATE + timedelta(minutes=1))
    assert levels(case) == [(1, "树street", "树county")]
    row = Escalation.objects.get()
    assert (row.due, row.at, row.deadline.code, row.rule, row.next_on) == (date(2026, 11, 25), LATE, "answer", "CLIMB", date(2026, 11, 30))
    assert Entry.objects.filter(verb="cases.climbed", subject=f"cases.escalation:{row.pk}").count() == 1


def test_it_goes_on_level_by_level_up_to_the_province_and_not_to_the_nation(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    pass_days(LATE, 40)
    assert levels(case) == [(1, "树street", "树county"), (2, "树county", "树city"), (3, "树city", "树province")]
    assert Escalation.objects.get(level=3).next_on is None
    days = list(Escalation.objects.order_by("level").values_list("at", flat=True))
    assert days == sorted(days)
    assert days[0] < days[1] < days[2]


def test_where_nobody_stands_above_it_stays(ground: Ground, opened: Callable[..., Case]) -> None:
    case = opened("city")
    services.sweep(at=LATE)
    assert levels(case) == []


def test_only_an_answer_ends_it_and_its_rows_stay(tree: Ground, opened: Callable[..., Case]) -> None:
    case, chair = opened("tree-street"), tree.actors["tree-street"]
    pass_days(LATE, 6)
    before = levels(case)
    services.take_step(case_id=case.pk, step="begin", by=chair, at=LATE + DAY * 6, power=HANDLE)
    assert not Escalation.objects.filter(answered_at__isnull=False).exists()
    with pytest.raises(Refused, match="says"):
        services.answer(case_id=case.pk, says="嗯", by=chair, at=LATE + DAY * 6, power=HANDLE)
    line = services.answer(case_id=case.pk, says="找到公司了，周五前给您准信", by=chair, at=LATE + DAY * 6, power=HANDLE)
    assert set(Escalation.objects.values_list("answer_id", flat=True)) == {line.pk}
    pass_days(LATE + DAY * 7, 30)
    assert levels(case) == before


def test_an_answer_in_time_keeps_it_at_home(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.answer(case_id=case.pk, says="收到了，明天去看", by=SYSTEM, at=NOW)
    pass_days(LATE, 10)
    assert levels(case) == []


def test_a_late_step_before_a_late_sweep_hides_nothing(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.take_step(case_id=case.pk, step="begin", by=SYSTEM, at=at("2026-11-28 09:00"))
    assert levels(case) == [(1, "树street", "树county")]
    assert case.deadlines.get(code="answer").state == DeadlineState.MET


def shut(case: Case, moment: datetime) -> None:
    for step in ("begin", "finish", "shut"):
        services.take_step(case_id=case.pk, step=step, by=SYSTEM, at=moment)


def removed(case: Case, moment: datetime) -> None:
    with pytest.raises(Refused, match="touched"):
        services.remove_untouched(case_ids=[case.pk])


def stopped(case: Case, moment: datetime) -> None:
    for verb in (services.stop, services.meet):
        with pytest.raises(Refused, match="climbs"):
            verb(case=case, code="answer", on=moment.date())
    with pytest.raises(Refused, match="climbs"):
        services.run_clock(case=case, code="answer", label="", start=moment.date(), due=moment.date() + DAY * 99)


def moved(case: Case, moment: datetime) -> None:
    for step in ("begin", "finish", "shut", "reopen"):
        services.take_step(case_id=case.pk, step=step, by=SYSTEM, at=moment)


@pytest.mark.parametrize("tamper", [shut, removed, stopped, moved])
@pytest.mark.parametrize("back", [DAY * 0, DAY * 400])
def test_no_verb_undoes_it_not_even_with_an_earlier_hour(
    tree: Ground, opened: Callable[..., Case], tamper: Callable, back: timedelta
) -> None:
    case = opened("tree-street")
    services.sweep(at=LATE)
    before = Escalation.objects.values().get()
    tamper(case, LATE + DAY - back)
    assert Escalation.objects.values().get() == before
    services.climb(at=LATE + DAY * 9)
    assert [row[0] for row in levels(case)] == [1, 2]


def test_giving_it_to_somebody_else_and_taking_it_back_clears_nothing(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.sweep(at=LATE)
    row = services.assign(case=case, account=tree.accounts["tree-county"], role="officer", by=SYSTEM, at=LATE + DAY)
    services.release(assignment=row, by=SYSTEM, at=LATE + DAY)
    services.remark(case=case, says="没事了", by=SYSTEM, at=LATE + DAY)
    services.climb(at=LATE + DAY * 9)
    assert [row[0] for row in levels(case)] == [1, 2]
    assert not Escalation.objects.filter(answered_at__isnull=False).exists()


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(-9000, 9000), min_size=3, max_size=8), answered=st.integers(0, 8))
def test_a_clock_set_back_or_forward_never_makes_a_row_disappear(tree: Ground, hours: list[int], answered: int) -> None:
    with transaction.atomic():
        case = services.open_case(
            kind="trial", union=tree.unions["tree-street"], title="试", channel="web", says="", by=SYSTEM, at=NOW
        )
        services.sweep(at=LATE)
        seen = set(Escalation.objects.filter(case=case).values_list("pk", "at", "level", "due"))
        assert len(seen) == 1
        for turn, shift in enumerate(hours):
            moment = LATE + timedelta(hours=shift)
            tasks.sweep(moment)
            if turn == answered:
                services.answer(case_id=case.pk, says="正在查，下周给您回话", by=SYSTEM, at=moment)
            now = set(Escalation.objects.filter(case=case).values_list("pk", "at", "level", "due"))
            assert seen <= now
            seen = now
        if answered < len(hours):
            ended = Escalation.objects.filter(case=case, deadline__code="answer").order_by("level").first()
            assert ended.answered_at >= ended.at
        transaction.set_rollback(True)


def test_the_officers_of_the_upper_union_and_the_reporter_are_told_once(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.join(case=case, person=tree.person("worker"), role="reporter", at=NOW)
    services.sweep(at=LATE)
    row = Escalation.objects.get()
    for _ in range(2):
        tasks.tell_climbed(row.pk, LATE.isoformat())
    told = {notice.person.name: notice for notice in Notice.objects.filter(channel="app").select_related("person")}
    assert set(told) == {"树员county", "示例worker"}
    assert told["树员county"].link == f"/trial/{case.pk}/"
    assert "树county" in told["示例worker"].text
    assert Notice.objects.filter(channel="app").count() == 2


def test_what_was_answered_meanwhile_is_told_to_nobody(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.sweep(at=LATE)
    services.answer(case_id=case.pk, says="查到了，明天给您回话", by=SYSTEM, at=LATE)
    assert services.tell(escalation_id=Escalation.objects.get().pk, at=LATE) == 0


def test_it_is_put_before_the_union_it_went_to_and_before_no_stranger(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.sweep(at=LATE)
    own = {name: queries.climbed(scope=actor.scope(VIEW), kind="trial").count() for name, actor in tree.actors.items()}
    assert {name for name, count in own.items() if count} == {"tree-county"}
    below = {name for name, actor in tree.actors.items() if queries.climbed(scope=actor.scope(VIEW), kind="trial", own=False)}
    assert below == {"tree-nation", "tree-province", "tree-city", "tree-county"}
    assert not queries.climbed(scope=NOBODY.scope(VIEW), kind="trial", own=False).exists()
    seen = {name for name, actor in tree.actors.items() if queries.escalations(case, scope=actor.scope(VIEW))}
    assert seen == {"tree-nation", "tree-province", "tree-city", "tree-county", "tree-street"}


def test_a_sweep_with_many_silent_matters_costs_as_much_as_with_one(tree: Ground, opened: Callable[..., Case]) -> None:
    def cost(count: int) -> tuple[int, int]:
        for _ in range(count):
            opened("tree-street")
        with CaptureQueriesContext(connection) as first:
            assert services.sweep(at=LATE) == count
        with CaptureQueriesContext(connection) as second:
            assert services.climb(at=LATE + DAY * 9) == count
        Escalation.objects.update(next_on=None)
        return len(first), len(second)

    assert cost(1) == cost(7)


def test_a_sweep_costs_nothing_for_what_is_not_due(tree: Ground, opened: Callable[..., Case]) -> None:
    opened("tree-street")
    services.sweep(at=LATE)
    with CaptureQueriesContext(connection) as asked:
        assert services.climb(at=LATE) == 0
    assert len(asked) <= 3


@pytest.mark.parametrize(
    "wrong",
    [{"level": 0}, {"answered_at": LATE}, {"answered_at": LATE - DAY}, {"risen_at": LATE - DAY}],
)
def test_the_database_keeps_the_last_promise(tree: Ground, opened: Callable[..., Case], wrong: dict) -> None:
    opened("tree-street")
    services.sweep(at=LATE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.update(**wrong)


def test_the_database_refuses_a_second_row_of_one_level_and_an_upward_step_that_is_none(
    tree: Ground, opened: Callable[..., Case]
) -> None:
    opened("tree-street")
    services.sweep(at=LATE)
    row = Escalation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.filter(pk=row.pk).update(to_union=row.from_union)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_row_taken_out_of_the_database_is_seen_by_the_check(tree: Ground, opened: Callable[..., Case]) -> None:
    opened("tree-street")
    services.sweep(at=LATE)
    assert commands.escalations_hold() == []
    row = Escalation.objects.get()
    Escalation.objects.all().delete()
    assert commands.escalations_hold() == [f"cases.escalation:{row.pk}: case {row.case_id} level 1"]


def test_without_the_climbing_silence_stays_at_home(
    tree: Ground, opened: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin."""
    monkeypatch.setattr(services.clocks.escalations, "rise", lambda **_: 0)
    case = opened("tree-street")
    pass_days(LATE, 20)
    assert Deadline.objects.get(case=case, code="answer").state == DeadlineState.LAPSED
    assert levels(case) == []


def test_a_stranger_cannot_answer_for_the_union(tree: Ground, opened: Callable[..., Case]) -> None:
    case = opened("tree-street")
    services.sweep(at=LATE)
    with pytest.raises(Refused, match="not_yours"):
        services.answer(case_id=case.pk, says="已经办好了", by=tree.actors["neighbour"], at=LATE, power=HANDLE)
    assert services.answer(case_id=case.pk, says="上级来答复您", by=tree.actors["tree-county"], at=LATE, power=HANDLE)
    assert queries.escalations(case, scope=Scope.system("test")).get().answered_at == LATE
