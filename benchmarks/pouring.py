"""Rows by the million: clones of a row that a service wrote, and the database's fastest way in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

Values = tuple[Any, ...]
AT_ONCE = 10_000


def ready(model: type[models.Model], name: str, value: Any) -> Any:
    """A value as the driver takes it."""
    return model._meta.get_field(name).get_db_prep_save(value, connection)


def columns(model: type[models.Model]) -> list[str]:
    """The table's columns in the order of the model's fields, quoted."""
    return [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields if field.column]


def clones(like: models.Model, names: Sequence[str], rows: Iterable[Values]) -> Iterator[Values]:
    """Whole rows like `like`, the named attributes put in from `rows` (ready for the driver)."""
    fields = [field for field in like._meta.concrete_fields if field.column]
    base = [field.get_db_prep_save(getattr(like, field.attname), connection) for field in fields]
    places = [[field.attname for field in fields].index(name) for name in names]
    for row in rows:
        line = base.copy()
        for place, value in zip(places, row, strict=True):
            line[place] = value
        yield tuple(line)


def whole(row: models.Model) -> Values:
    """A row that stands in the database, ready for the driver."""
    fields = [field for field in row._meta.concrete_fields if field.column]
    return tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)


def pour(model: type[models.Model], rows: Iterable[Values]) -> int:
    """Put whole rows into a table by COPY, or by many INSERTs at once; returns how many. The caller holds the transaction."""
    table, names = connection.ops.quote_name(model._meta.db_table), ", ".join(columns(model))
    if connection.vendor == "postgresql":
        return _copy(f"COPY {table} ({names}) FROM STDIN", rows)
    marks = ", ".join("?" for _column in columns(model))
    return _insert(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _copy(order: str, rows: Iterable[Values]) -> int:
    count, rows = 0, iter(rows)
    with connection.connection.cursor() as cursor, cursor.copy(order) as copy:
        while part := list(islice(rows, AT_ONCE)):
            copy.write("".join(map(_copy_line, part)))
            count += len(part)
    return count


def _copy_line(row: Values) -> str:
    return "\t".join(map(_copy_text, row)) + "\n"


def _copy_text(value: Any) -> str:
    if value is None:
        return "\\N"
    if value.__class__ is int:
        return str(value)
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return _copy_other(value)


def _copy_other(value: Any) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return "\\\\x" + bytes(value).hex()
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if hasattr(value, "obj"):  # the driver's wrapper of bytes or JSON
        return _copy_text(value.obj if isinstance(value.obj, bytes) else json.dumps(value.obj))
    return _copy_text(str(value))


def _insert(order: str, rows: Iterable[Values]) -> int:
    count, rows = 0, iter(rows)
    while part := list(islice(rows, AT_ONCE)):
        connection.connection.executemany(order, part)
        count += len(part)
    return count


def take(model: type[models.Model], column: str, above: int) -> object:
    """The rows above a number, ready to be put back, and gone from the table; in the caller's transaction."""
    table = connection.ops.quote_name(model._meta.db_table)
    chosen = f"SELECT {', '.join(columns(model))} FROM {table} WHERE {column} > {above:d}"
    raw = connection.connection
    if connection.vendor == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f"COPY ({chosen}) TO STDOUT") as copy:
            found: object = b"".join(copy)
    else:
        found = raw.execute(chosen).fetchall()
    raw.execute(f"DELETE FROM {table} WHERE {column} > {above:d}")
    return found


def put(model: type[models.Model], taken: object) -> None:
    """What was taken, put back as it was."""
    table, names = connection.ops.quote_name(model._meta.db_table), columns(model)
    if isinstance(taken, bytes):
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
            copy.write(taken)
    else:
        marks = ", ".join("?" for _name in names)
        connection.connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", taken)


@contextmanager
def one_transaction() -> Iterator[Any]:
    """The driver's own connection in one transaction of its own; nothing of the framework in between."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "postgresql":
        with raw.transaction():
            yield raw
        return
    raw.execute("BEGIN IMMEDIATE")
    end = "ROLLBACK"
    try:
        yield raw
        end = "COMMIT"
    finally:
        raw.execute(end)


@contextmanager
def without_indexes(*tables: type[models.Model]) -> Iterator[None]:
    """Secondary indexes away while much is poured in, and made again afterwards."""
    found = [row for model in tables for row in _indexes(model._meta.db_table)]
    with connection.cursor() as cursor:
        for name, _order in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _name, order in found:
            cursor.execute(order)


def _indexes(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            bound = "SELECT conname FROM pg_constraint WHERE conname IS NOT NULL"
            cursor.execute(
                f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN ({bound})", [table]
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s", [table])
        return [(str(name), str(order)) for name, order in cursor.fetchall()]


def reset_numbers(*tables: type[models.Model]) -> None:
    """Let the tables' own numbers go on after the rows that were poured in."""
    with connection.cursor() as cursor:
        for order in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(order)


def settle() -> None:
    """Statistics as a database has them that has run for a night."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def count(model: type[models.Model], keep: Callable[[Any], Any] | None = None) -> int:
    """How many rows there are."""
    rows = model._default_manager.all()
    return int((keep(rows) if keep else rows).count())
