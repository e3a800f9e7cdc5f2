"""Queries that are asked on every page: their SQL is made once for each connection, then only filled in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from django.db import connections, models
from django.db.models.expressions import Expression

MOST = 10


class Slot(Expression):
    """A value that is given later; `field` says how the database wants it."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """One mark; the slot itself stands for its value."""
        return "%s", [self]


class Reading:
    """A queryset with slots, and its SQL kept: the framework takes longer to write a query than a database to answer it.

    `make` is called once for each connection (each thread has its own). The queryset that comes back is only to be iterated:
    filtering it further would not change the SQL.
    """

    def __init__(self, make: Callable[[], models.QuerySet[Any, Any]]) -> None:
        self.make, self.kept = make, threading.local()

    def rows(self, **values: Any) -> models.QuerySet[Any, Any]:
        """The rows for these values; KeyError names a slot without one."""
        held = getattr(self.kept, "held", None)
        if held is None or held[1].connection is not connections[held[0].db]:
            held = self.kept.held = self._prepare()
        like, made, sql, params = held
        ready = tuple(self._bound(each, values, made.connection) if isinstance(each, Slot) else each for each in params)
        compiler, found = copy(made), like._chain()
        compiler.as_sql = lambda *_args, **_kwargs: (sql, ready)
        found.query.get_compiler = lambda *_args, **_kwargs: compiler
        return found

    def _prepare(self) -> tuple[models.QuerySet[Any, Any], Any, str, tuple[Any, ...]]:
        like = self.make()
        compiler = like.query.get_compiler(using=like.db)
        return like, compiler, *compiler.as_sql()

    @staticmethod
    def _bound(slot: Slot, values: dict[str, Any], connection: Any) -> Any:
        return slot.output_field.get_db_prep_value(values[slot.name], connection)


class Few:
    """Rows whose `column` is one of a few whole numbers: one kept SQL for up to MOST of them, the last one repeated.

    `make` takes the further values by name: `fields` says of which kind they are.
    """

    def __init__(self, make: Callable[..., models.QuerySet[Any, Any]], column: str, **fields: models.Field[Any, Any]) -> None:
        self.make, self.wanted = make, f"{column}__in"
        self.names = [f"one{number}" for number in range(MOST)]
        ones = [Slot(name, models.BigIntegerField()) for name in self.names]
        self.reading = Reading(lambda: make(**{name: Slot(name, field) for name, field in fields.items()}).filter(**{self.wanted: ones}))

    def rows(self, numbers: Iterable[int], **values: Any) -> models.QuerySet[Any, Any]:
        """The rows, only to be iterated; more than MOST numbers get an SQL of their own."""
        numbers = list(numbers)
        if not 0 < len(numbers) <= MOST:
            return self.make(**values).filter(**{self.wanted: numbers})
        return self.reading.rows(**{name: numbers[min(at, len(numbers) - 1)] for at, name in enumerate(self.names)}, **values)
