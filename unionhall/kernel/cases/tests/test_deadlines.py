"""Clocks begin and end with steps, are never later than the law, and lapse by themselves the day after."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unionhall.base.access import NOBODY
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.places import queries as places
from unionhall.kernel.places import services as place_services

from .. import kinds, queries, services
from ..models import Case, Deadline
from ..rules import DeadlineState
from .conftest import HANDLE, NOW, VIEW, Ground, State

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _calendar(db: None) -> None:
    """The shipped calendar in the table."""
    place_services.seed(at=NOW)


def take(case: Case, step: str, moment: datetime = NOW) -> Case:
    """A step by the system."""
    return services.take_step(case_id=case.pk, step=step, by=SYSTEM, at=moment)


def running(case: Case) -> dict[str, date]:
    """Code → due day of what runs."""
    return dict(case.deadlines.filter(state=DeadlineState.RUNNING).values_list("code", "due"))


def test_a_step_meets_what_it_answers_and_begins_what_it_starts(opened: Callable[..., Case]) -> None:
    case = opened()
    assert running(case) == {"answer": date(2026, 11, 25)}
    case = take(case, "begin")
    assert running(case) == {"mediation": date(2026, 12, 8), "limit": date(2027, 11, 23)}
    assert case.deadlines.get(code="answer").state == DeadlineState.MET
    case = take(case, "finish", NOW + DAY)
    assert running(case) == {"limit": date(2027, 11, 23)}
    case = take(case, "shut", NOW + DAY)
    assert running(case) == {}
    case.refresh_from_db()
    assert case.next_due is None


def test_a_deadline_keeps_the_rule_it_came_from(opened: Callable[..., Case]) -> None:
    row = take(opened(), "begin").deadlines.get(code="mediation")
    assert (row.rule, row.unit, row.start, row.mark) == ("MED-15", "cd", NOW.date(), row.mark)
    assert row.law
    assert row.rule_version
    assert row.safe_day <= row.due
    assert row.start_event.step == "begin"


def by_hand(code: str, start: date) -> date:
    """The last day by a plain count over the calendar, day by day: two working days, 15 days rolled, one year."""
    calendar = places.calendar()
    if code == "answer":
        left, day = 2, start
        while left:
            day += DAY
            left -= calendar.is_working(day)
        return day
    if code == "mediation":
        day = start + DAY * 15
        while not calendar.is_working(day):
            day += DAY
        return day
    leap = (start.month, start.day) == (2, 29)
    return date(start.year + 1, 2, 28) if leap else start.replace(year=start.year + 1)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moment=st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_no_deadline_is_later_than_the_law_whatever_the_moment(ground: Ground, moment: datetime) -> None:
    case = services.open_case(
        kind="trial", union=ground.unions["county"], title="试", channel="web", says="", by=SYSTEM, at=moment
    )
    start = (moment + timedelta(hours=8)).date()
    dues = running(case) | running(take(case, "begin", moment))
    assert dues == {code: by_hand(code, start) for code in ("answer", "mediation", "limit")}


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-23 09:00",  # an hour back
        "2026-11-24 10:00",
        "2027-11-23 10:00",
        "2028-02-29 23:59",
        "2026-12-31 23:59",
        "2027-02-05 00:00",  # 除夕
        "2026-02-12 00:01",
    ],
)
def test_a_clock_that_is_wrong_counts_from_what_it_says_and_never_later(opened: Callable[..., Case], moment: str) -> None:
    case = take(opened(), "begin", at(moment))
    dues = running(case)
    assert {code: dues[code] for code in ("mediation", "limit")} == {
        code: by_hand(code, at(moment).date()) for code in ("mediation", "limit")
    }


def test_an_evening_in_greenwich_is_the_next_day_in_beijing(ground: Ground) -> None:
    case = services.open_case(
        kind="trial", union=ground.unions["county"], title="试", channel="web", says="", by=SYSTEM,
        at=datetime(2026, 11, 23, 16, 30, tzinfo=UTC),
    )  # fmt: skip
    assert case.deadlines.get().start == date(2026, 11, 24)


def test_a_clock_begun_again_ends_the_one_before(opened: Callable[..., Case]) -> None:
    case = opened()
    for day in (date(2026, 12, 1), date(2026, 12, 9)):
        services.run_clock(case=case, code="plan", label="付款", start=NOW.date(), due=day)
    assert running(case)["plan"] == date(2026, 12, 9)
    assert case.deadlines.filter(code="plan", state=DeadlineState.MET).count() == 1
    for number in (1, 2):
        services.run_clock(case=case, code="plan", label="付款", start=NOW.date(), due=date(2026, 12, 9), subject=str(number))
    assert case.deadlines.filter(code="plan", state=DeadlineState.RUNNING).count() == 3
    assert services.meet(case=case, code="plan", on=NOW.date(), subject="2") == 1


def test_a_rule_without_a_length_begins_nothing(opened: Callable[..., Case]) -> None:
    case = opened()
    assert services.run_clock(case=case, code="x", label="", rule="FINAL", start=NOW.date()) is None
    assert "x" not in running(case)


def test_a_stopped_clock_neither_runs_nor_lapses(opened: Callable[..., Case]) -> None:
    case = opened()
    assert services.stop(case=case, code="answer", on=NOW.date()) == 1
    assert services.sweep(at=NOW + DAY * 30) == 0
    case.refresh_from_db()
    assert case.next_due is None


def test_it_lapses_on_the_day_after_and_once(opened: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[tuple[str, dict]] = []
    monkeypatch.setattr(services.clocks.work, "later_many", lambda items: queued.extend(items))
    monkeypatch.setitem(kinds.LAPSES._rows, "answer", kinds.LapseHandler("answer", "trial.lapsed"))
    case = opened()
    assert services.sweep(at=at("2026-11-25 23:59")) == 0
    assert services.sweep(at=at("2026-11-26 00:00")) == 1
    assert services.sweep(at=at("2026-11-26 00:01")) == 0
    row = case.deadlines.get()
    assert (row.state, row.ended_on) == (DeadlineState.LAPSED, date(2026, 11, 26))
    assert [(name, values["deadline_id"]) for name, values in queued] == [("trial.lapsed", row.pk)]
    assert Entry.objects.filter(verb="deadline.answer.lapsed").count() == 1
    assert take(case, "begin", at("2026-11-27 09:00")).deadlines.get(code="answer").state == DeadlineState.MET


def test_a_sweep_costs_what_is_due_and_not_what_is_there(opened: Callable[..., Case]) -> None:
    def cost(due: int, running: int) -> int:
        Deadline.objects.all().delete()
        case = opened()
        Deadline.objects.all().delete()
        today = NOW.date()
        rows = [(today - DAY, number) for number in range(due)] + [(today, due + number) for number in range(running)]
        Deadline.objects.bulk_create(
            Deadline(case=case, code="plan", label="", start=today - DAY * 9, due=day, subject=str(number)) for day, number in rows
        )
        with CaptureQueriesContext(connection) as asked:
            assert services.sweep(at=NOW) == due
        assert Deadline.objects.filter(state=DeadlineState.RUNNING).count() == running
        return len(asked)

    assert cost(3, 0) == cost(3, 400)
    assert cost(0, 400) <= 3


def test_a_sweep_of_more_than_it_may_takes_the_oldest_first(opened: Callable[..., Case]) -> None:
    case = opened()
    for number in range(5):
        services.run_clock(
            case=case, code="plan", label="", start=date(2026, 1, 1), due=date(2026, 10, 1) + DAY * number, subject=str(number)
        )
    assert services.sweep(at=NOW, limit=3) == 3
    assert set(case.deadlines.filter(state=DeadlineState.LAPSED).values_list("subject", flat=True)) == {"0", "1", "2"}
    assert services.sweep(at=NOW, limit=3) == 2


def test_the_sweep_passes_over_what_another_sweeper_holds() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        services.sweep(at=NOW)
    first = next(query["sql"] for query in asked if query["sql"].startswith("SELECT"))
    assert "cases_deadline" in first
    held = "FOR UPDATE OF" in first and "SKIP LOCKED" in first
    assert held is connection.features.has_select_for_update_skip_locked


def test_my_work_shows_what_is_due_in_my_area_and_nothing_of_a_sister(ground: Ground, opened: Callable[..., Case]) -> None:
    opened("street")
    opened("sister")
    until = date(2026, 11, 30)
    due = {name: queries.due_in(scope=actor.scope(VIEW), until=until).count() for name, actor in ground.actors.items()}
    assert due == {"officer": 1, "streetwise": 1, "neighbour": 1, "lawyer": 0, "auditor": 0, "worker": 0, "stranger": 0}
    assert not queries.due_in(scope=NOBODY.scope(VIEW), until=until).exists()
    assert not queries.due_in(scope=ground.actors["officer"].scope(VIEW), until=date(2026, 11, 24)).exists()


def test_a_list_costs_the_same_for_one_and_for_three(
    ground: Ground, opened: Callable[..., Case], django_assert_num_queries: Callable
) -> None:
    scope = ground.actors["officer"].scope(VIEW)
    for rows, more in ((1, 1), (3, 2)):
        for _ in range(more):
            opened()
        with django_assert_num_queries(1):
            assert len([row.case.union.name for row in queries.due_in(scope=scope, until=date(2027, 1, 1))]) == rows


@pytest.mark.parametrize("wrong", [{"state": "asleep"}, {"due": date(2020, 1, 1)}])
def test_the_database_keeps_the_last_promise(opened: Callable[..., Case], wrong: dict) -> None:
    opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.update(**wrong)


def test_the_database_refuses_a_second_running_clock_of_one_kind(opened: Callable[..., Case]) -> None:
    row = opened().deadlines.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_ended_states_keep_no_clock_however_they_were_reached(ground: Ground, opened: Callable[..., Case]) -> None:
    case = take(opened(), "begin")
    services.run_clock(case=case, code="plan", label="", start=NOW.date(), due=date(2026, 12, 1))
    services.sweep(at=at("2026-12-20 00:00"))
    for step in ("finish", "shut"):
        case = services.take_step(case_id=case.pk, step=step, by=ground.actors["officer"], at=NOW, power=HANDLE)
    assert case.state == State.SHUT
    assert set(case.deadlines.values_list("state", flat=True)) == {DeadlineState.MET}
