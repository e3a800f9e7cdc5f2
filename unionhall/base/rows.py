"""Many new rows that differ in few columns: what they share is made ready once, and one order puts them in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def append(like: models.Model, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows like an unsaved one, other in the columns `names` (attribute names); returns how many.

    Part of the caller's transaction: all or nothing. The database's constraints hold as for any insert. Gives no numbers back;
    a primary key is either among `names` or the database's own.
    """
    model = type(like)
    connection = connections[router.db_for_write(model)]
    fields = [field for field in model._meta.concrete_fields if field.attname in names or not field.primary_key]
    base = [field.get_db_prep_save(field.pre_save(like, add=True), connection) for field in fields]
    places = [next((at, field) for at, field in enumerate(fields) if field.attname == name) for name in names]
    lines = []
    for row in rows:
        line = base.copy()
        for (at, field), value in zip(places, row, strict=True):
            line[at] = field.get_db_prep_save(value, connection)
        lines.append(line)
    if lines:
        _put(connection, model, fields, lines)
    return len(lines)


def _put(connection: Any, model: type[models.Model], fields: list[Any], lines: list[list[Any]]) -> None:
    quoted = connection.ops.quote_name
    into = f"{quoted(model._meta.db_table)} ({', '.join(quoted(field.column) for field in fields)})"
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(fields))})", lines)
