"""Rows put in at once are the rows that a model saves one by one; the database's constraints hold for them too."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from unionhall.base import rows, work
from unionhall.base.access import Actor
from unionhall.kernel.journal import services as journal
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.journal.rules import Line

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 30, 0, 123456, tzinfo=UTC)
HAND = Actor(system="trial")
AWKWARD = ["", "tab\tand\nline\\N", '引号"\'', "%s {x}", "🧾"]


def columns(entry: Entry) -> dict[str, object]:
    return {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields if not field.primary_key}


def test_many_entries_are_those_that_one_by_one_would_be() -> None:
    lines = [Line("trial.done", f"trial:{number}", "/1/7/", note) for number, note in enumerate([*AWKWARD, "长" * 600])]
    assert journal.record_many(kind="change", by=HAND, at=AT, lines=lines) == len(lines)
    many = list(Entry.objects.order_by("pk"))
    alone = [
        journal.record(kind="change", verb=line.verb, subject=line.subject, path=line.path, note=line.note, by=HAND, at=AT)
        for line in lines
    ]
    assert [columns(row) for row in many] == [columns(row) for row in alone]
    assert all(row.digest == row.recomputed() for row in many)


def test_works_asked_for_at_once_are_those_asked_for_singly() -> None:
    values = [{"text": text, "number": number} for number, text in enumerate(AWKWARD)]
    assert work.later_many(("trial.work", each) for each in values) == len(values)
    many = {row.args_kwargs["args"][1]["number"]: row for row in DBTaskResult.objects.all()}
    for each in values:
        DBTaskResult.objects.all().delete()
        work.later("trial.work", **each)
        alone, row = DBTaskResult.objects.get(), many[each["number"]]
        own = {"id", "enqueued_at"}
        names = [field.attname for field in DBTaskResult._meta.concrete_fields if field.attname not in own]
        assert [getattr(row, name) for name in names] == [getattr(alone, name) for name in names]
        assert row.pk != alone.pk


def test_what_the_database_forbids_puts_nothing_in() -> None:
    like = Entry(kind="change", verb="trial.done", at=AT, actor="trial", digest="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.append(like, ("kind", "subject"), [("change", "trial:1"), ("gossip", "trial:2")])
    assert not Entry.objects.exists()


def test_a_thousand_rows_cost_one_order() -> None:
    with CaptureQueriesContext(connection) as asked:
        journal.record_many(kind="change", by=HAND, at=AT, lines=(Line("trial.done", f"trial:{each}") for each in range(1000)))
    assert len(asked) <= 1
    assert Entry.objects.count() == 1000
    assert journal.record_many(kind="change", by=HAND, at=AT, lines=()) == 0
