"""Which SQLite library may run in WAL mode: one outside the WAL-reset bug's range, the machine's own or pysqlite3's."""

import sqlite3
import sys
from importlib import import_module
from importlib.util import find_spec

Version = tuple[int, ...]


def wal_reset_fixed(version: Version) -> bool:
    """Whether a library version is free of the WAL-reset bug (3.7.0–3.51.2; fixed 3.51.3, 3.50.7, 3.44.6)."""
    return (
        version < (3, 7)
        or (3, 44, 6) <= version < (3, 45)
        or (3, 50, 7) <= version < (3, 51)
        or version >= (3, 51, 3)
    )


def choose() -> tuple[str, str]:
    """Pick the library and the journal mode before Django loads: (mode, sentence to print)."""
    if wal_reset_fixed(sqlite3.sqlite_version_info):
        return "WAL", f"SQLite {sqlite3.sqlite_version}, WAL"
    if find_spec("pysqlite3"):
        other = import_module("pysqlite3")
        if wal_reset_fixed(other.sqlite_version_info):
            sys.modules["sqlite3"] = other
            sys.modules["sqlite3.dbapi2"] = import_module("pysqlite3.dbapi2")
            return "WAL", f"SQLite {other.sqlite_version} (pysqlite3), WAL"
    return "DELETE", f"SQLite {sqlite3.sqlite_version}, journal_mode=DELETE"


MODE, SENTENCE = choose()
