"""The tables of the models at once. `python -m tests.schema models|migrations` lays them in the configured database and prints them.

Forty migrations take fifteen seconds, because Django draws every model anew at each step; the tables that they leave are
those of the models, and `test_schema.py` holds them to that. So tests and their children take the short way.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence

import unionhall.config.sqlite  # noqa: F401  the gate comes before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

Table = dict[str, list[str]]


def lay() -> None:
    """All tables in an empty database, straight from the models."""
    with override_settings(MIGRATION_MODULES={config.label: None for config in apps.get_app_configs()}):
        call_command("migrate", run_syncdb=True, verbosity=0)


def tables() -> dict[str, Table]:
    """What the database itself says of each table of ours: its columns, indexes and conditions, each as sorted lines."""
    with connection.cursor() as cursor:
        told = on_postgres(cursor) if connection.vendor == "postgresql" else on_sqlite(cursor)
    ours = tuple(f"{config.label}_" for config in apps.get_app_configs() if config.name.startswith("unionhall."))
    return {name: {part: sorted(lines) for part, lines in told[name].items()} for name in sorted(told) if name.startswith(ours)}


def on_sqlite(cursor: object) -> dict[str, Table]:
    """By SQLite's own words: conditions stand in the table's text, whose parts may come in another order."""
    cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    found: dict[str, Table] = {}
    for kind, name, table, words in cursor.fetchall():
        parts = split(words[words.index("(") + 1 : words.rindex(")")]) if kind == "table" else [f"{name}: {words}"]
        found.setdefault(table, {}).setdefault(kind, []).extend(parts)
    return found


def split(words: str) -> list[str]:
    """The parts between commas that stand in no bracket and no quoted text."""
    parts, depth, quoted, begin = [], 0, "", 0
    for at, letter in enumerate(words):
        if quoted or letter in "'\"":
            quoted = "" if letter == quoted else quoted or letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "," and not depth:
            parts.append(words[begin:at].strip())
            begin = at + 1
    return [*parts, words[begin:].strip()]


def on_postgres(cursor: object) -> dict[str, Table]:
    """By the server's catalogue."""
    here, found = "IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)", {}
    for part, order in {
        "column": f"""SELECT attrelid::regclass::text, concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
                   pg_get_expr(adbin, adrelid)) FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                   JOIN pg_class ON pg_class.oid = attrelid WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND attrelid {here}""",
        "condition": f"SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid {here}",
        "index": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    }.items():
        cursor.execute(order)
        for table, line in cursor.fetchall():
            found.setdefault(table, {}).setdefault(part, []).append(line)
    return found


def main(words: Sequence[str]) -> int:
    """Lay the tables one way and print them."""
    django.setup()
    settings.LOGGING_CONFIG = None
    call_command("migrate", verbosity=0) if words[0] == "migrations" else lay()
    print(json.dumps(tables(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
