"""The migrations leave exactly the tables of the models, on both databases: so tests may lay them the short way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests import postgres, schema

SERVER = pytest.mark.skipif(postgres.programs() is None, reason="PostgreSQL's programs are not here")


def laid(way: str, folder: Path, address: str = "") -> dict[str, schema.Table]:
    """The tables that a process of its own lays in an empty database."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")}
    own = {"UNIONHALL_VAR_DIR": str(folder), **({"UNIONHALL_DATABASE_URL": address} if address else {})}
    done = subprocess.run([sys.executable, "-m", "tests.schema", way], stdout=subprocess.PIPE, text=True, check=True, env=outside | own)
    return json.loads(done.stdout)


def both(tmp_path: Path, *addresses: str) -> list[dict[str, schema.Table]]:
    """By the migrations, and by the models."""
    return [laid(way, tmp_path / way, address) for way, address in zip(("migrations", "models"), addresses or ("", ""), strict=True)]


def test_sqlite_has_the_same_tables_either_way(tmp_path: Path) -> None:
    walked, short = both(tmp_path)
    assert len(walked) > 100 and walked == short


@SERVER
@pytest.mark.postgres
def test_postgresql_has_the_same_tables_either_way(tmp_path: Path) -> None:
    bins = postgres.programs()
    assert bins is not None
    with postgres.serving(bins, **postgres.QUICK) as server:
        with psycopg.connect(server.address.replace("postgres:", "postgresql:", 1), autocommit=True) as link:
            link.execute("CREATE DATABASE other")
        walked, short = both(tmp_path, server.address, server.address.replace("/postgres", "/other"))
    assert len(walked) > 100 and walked == short


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["DROP INDEX {index}", "ALTER TABLE places_region ADD COLUMN odd integer", "CREATE INDEX odd ON places_region (id)"])
def test_an_index_or_a_column_that_differs_is_seen(order: str) -> None:
    """The twin."""
    before = schema.tables()
    index = next(line.partition(":")[0] for line in before["cases_case"]["index"] if not line.startswith("CREATE UNIQUE")).split()
    with connection.cursor() as cursor:
        cursor.execute(order.format(index=index[index.index("INDEX") + 1] if "INDEX" in index else index[0]))
    assert schema.tables() != before


def test_parts_of_a_table_are_told_apart_at_its_own_commas() -> None:
    parts = schema.split("\"id\" integer, \"name\" varchar(9) DEFAULT 'a,b', CONSTRAINT \"few\" CHECK (\"id\" IN (1, 2))")
    assert parts == ['"id" integer', "\"name\" varchar(9) DEFAULT 'a,b'", 'CONSTRAINT "few" CHECK ("id" IN (1, 2))']
