"""Later work as a row of the same transaction: start a task by name, so that tasks may stand above services."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from . import rows
from .registry import Registry


@dataclass(frozen=True, slots=True)
class Work:
    """A task by name. `run` takes keyword values that JSON can hold; running it twice has one effect."""

    name: str
    run: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Tick:
    """Something the worker looks at every so often. `run(at)` returns how many things it did; `says`: marked words for who runs the house."""

    name: str
    seconds: int
    run: Callable[[datetime], int]
    says: str


WORKS: Registry[Work] = Registry("works", key=lambda work: work.name)
TICKS: Registry[Tick] = Registry("ticks", key=lambda tick: tick.name)


@task()
def run_named(name: str, values: dict[str, Any]) -> None:
    """What the queue calls: look the work up by name and do it."""
    WORKS[name].run(**values)


def later(name: str, **values: Any) -> None:
    """Queue work in the running transaction; it is done after the commit, or not at all."""
    run_named.enqueue(name, values)


def later_many(items: Iterable[tuple[str, dict[str, Any]]]) -> int:
    """Queue many works set-wise in the running transaction; returns how many."""
    like = DBTaskResult(
        task_path=run_named.module_path, run_after=get_date_max(), queue_name=run_named.queue_name, backend_name=run_named.backend
    )
    asked = ((uuid4(), {"args": [name, values], "kwargs": {}}) for name, values in items)
    return rows.append(like, ("id", "args_kwargs"), asked)
