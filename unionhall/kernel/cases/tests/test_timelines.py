"""A timeline only grows; whoever edits, removes or swaps a line of it is found by `unionhall check`."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from unionhall.base.testing import SYSTEM

from .. import commands, services
from ..models import Case, Deadline, Event
from .conftest import HANDLE, NOW, Ground


@pytest.fixture
def case(ground: Ground, opened: Callable[..., Case]) -> Case:
    """A matter with nine lines, beside another one."""
    case = opened()
    opened("sister")
    for step in ("begin", "finish", "shut", "reopen", "begin"):
        services.take_step(case_id=case.pk, step=step, by=ground.actors["officer"], at=NOW, power=HANDLE)
    for number in range(3):
        services.remark(case=case, says=f"第 {number} 次回访", by=SYSTEM, at=NOW + timedelta(days=number), inner="内部")
    return case


def test_lines_are_numbered_from_one_and_the_check_finds_nothing(case: Case) -> None:
    assert list(case.events.order_by("number").values_list("number", flat=True)) == list(range(1, 10))
    assert commands.timelines_hold() == []


EDITS = {
    "at": {"at": F("at") + timedelta(seconds=1)},
    "step": {"step": "shut"},
    "state": {"state": "other"},
    "actor": {"actor": "别人"},
    "account_id": {"account_id": 999},
    "says": {"says": "没有这回事"},
    "inner": {"inner": "改过"},
    "digest": {"digest": "0" * 64},
    "number": {"number": 99},
}


@pytest.mark.parametrize("column", EDITS)
def test_an_edit_of_any_column_is_found(case: Case, column: str) -> None:
    assert set(EDITS) == {field.attname for field in Event._meta.concrete_fields} - {"id", "case_id"}
    Event.objects.filter(case=case, number=5).update(**EDITS[column])
    assert commands.timelines_hold() != []


def test_a_line_moved_to_another_matter_is_found(case: Case) -> None:
    Event.objects.filter(case=case, number=9).update(case=Case.objects.exclude(pk=case.pk).get())
    assert commands.timelines_hold() != []


@pytest.mark.parametrize("number", range(1, 9))
def test_a_removed_line_is_found(case: Case, number: int) -> None:
    Deadline.objects.all().delete()  # a deadline protects the line that began it
    case.events.filter(number=number).delete()
    assert commands.timelines_hold() != []


def test_two_swapped_lines_are_found(case: Case) -> None:
    case.events.filter(number=3).update(number=1000)
    case.events.filter(number=7).update(number=3)
    case.events.filter(number=1000).update(number=7)
    assert commands.timelines_hold() != []


def test_a_hundred_random_edits_are_a_hundred_findings(case: Case) -> None:
    dice, names, found = random.Random(9), sorted(set(EDITS) - {"number"}), 0
    for _ in range(100):
        number, name = dice.randint(1, 9), dice.choice(names)
        mark = transaction.savepoint()
        before = Event.objects.filter(case=case, number=number).values_list(name).get()
        Event.objects.filter(case=case, number=number).update(**EDITS[name])
        altered = Event.objects.filter(case=case, number=number).values_list(name).get() != before
        found += bool(commands.timelines_hold()) or not altered
        transaction.savepoint_rollback(mark)
    assert found == 100
    assert commands.timelines_hold() == []


def test_without_the_chain_a_removed_line_would_go_unseen(case: Case) -> None:
    """The twin: each line's own hash alone does not show that its neighbour is gone."""
    case.events.filter(number=5).delete()
    problems = commands.timelines_hold()
    assert problems == [f"{case.reference} #6"]


def test_the_database_refuses_a_second_line_with_the_same_number(case: Case) -> None:
    row = case.events.get(number=9)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_remark_holds_the_matter_against_a_second_writer(case: Case) -> None:
    """The lock is in the statement wherever the database knows one; the race itself runs on PostgreSQL."""
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        services.remark(case=case, says="一句", by=SYSTEM, at=NOW)
    first = next(query["sql"] for query in asked if query["sql"].startswith("SELECT"))
    assert "cases_case" in first
    assert ("FOR UPDATE" in first) is connection.features.has_select_for_update
