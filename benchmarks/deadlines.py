"""The sweep of 1,000 due among 1,000,000 running deadlines, against one transaction of the driver that writes the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection
from django.db.models import Model, QuerySet
from django_tasks_db.models import DBTaskResult

from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.models import Deadline
from unionhall.kernel.journal.models import Entry

from . import pouring
from .measure import Result, medians
from .world import World

CEILING = 5.0
TABLES = (Entry, DBTaskResult)
OVER = "UPDATE cases_deadline SET state = 'lapsed', ended_on = {mark} WHERE state = 'running' AND due < {mark}"


class Days:
    """The days of the bench: each one has its own deadlines, none is swept twice."""

    def __init__(self, world: World) -> None:
        self.world, self.passed = world, 0

    def next(self) -> date:
        """The day after the next so many deadlines have passed."""
        self.passed += 1
        return self.world.today + timedelta(days=self.passed)


def ours(world: World, day: date) -> int:
    """The service, as the tick calls it; returns how many lapsed."""
    return cases.sweep(at=world.at + (day - world.today))


def rows_of(model: type[Model]) -> QuerySet:
    """The rows of a table that sweeps write."""
    return Entry.objects.filter(verb="deadline.instalment.lapsed") if model is Entry else DBTaskResult.objects.all()


def written() -> dict[type[Model], list[pouring.Values]]:
    """The journal's and the tasks' rows of the last sweep, ready for the driver."""
    return {model: [pouring.whole(row) for row in rows_of(model)] for model in TABLES}


def clear() -> None:
    """Rows of a turn go, so that the next one can write the same numbers."""
    for model in TABLES:
        rows_of(model).delete()


def floor(day: date, rows: dict[type[Model], list[pouring.Values]]) -> None:
    """That UPDATE, and the same journal and task rows ready made, in one transaction of the driver."""
    with pouring.one_transaction() as raw:
        mark = "%s" if connection.vendor == "postgresql" else "?"
        value = pouring.ready(Deadline, "due", day)
        raw.execute(OVER.format(mark=mark), (value, value))
        for model, lines in rows.items():
            pouring.pour(model, lines)


def run(world: World) -> Iterator[Result]:
    """Both sweep days of the same number of deadlines, in turn."""
    days, due = Days(world), world.scale.due
    clear()
    if (swept := ours(world, days.next())) != due:
        raise SystemExit(f"the sweep found {swept} deadlines, not {due}")
    rows = written()
    if [len(lines) for lines in rows.values()] != [due, due]:
        raise SystemExit("the sweep did not write a journal entry and a task each")
    clear()
    bare, taken = medians(
        lambda: floor(days.next(), rows), lambda: ours(world, days.next()), times=world.scale.sweeps, warm=1, after=clear
    )
    note = f"{due:,} due of {world.scale.cases:,} running, {world.scale.sweeps} times"
    yield Result("sweep / one transaction", bare, taken, CEILING, note)
