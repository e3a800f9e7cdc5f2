"""Promise 7: what was acknowledged is durable. `python -m tests.prove.kills sqlite 100 1 | postgres 20 1 | early 5 1` prints JSON.

SQLite: strace kills a filing child at its Nth write or sync; each point is another N, call or journal mode.
PostgreSQL: every process of the server is killed at once while four writers file.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.postgres import Server, programs, serving

POINTS = [
    *(("WAL", "pwrite64", number) for number in range(1, 1401)),
    *(("WAL", "sync", number) for number in range(1, 101)),
    *(("DELETE", "pwrite64", number) for number in range(1, 1201)),
    *(("DELETE", "sync", number) for number in range(1, 301)),
]
CALLS = {"pwrite64": ("pwrite64",), "sync": ("fdatasync", "fsync")}  # a library syncs by the one or the other
MOST = 150
PRAGMAS = "PRAGMA journal_mode={mode}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=100;"


@dataclass
class Tally:
    """What a run found. `unacked`: filed, but killed before it could be told; the retry finds it again."""

    points: int = 0
    killed: int = 0
    acked: int = 0
    lost: int = 0
    half: int = 0
    corrupt: int = 0
    unacked: int = 0
    seconds: float = 0.0


COUNTS = {
    "receipts": "SELECT COUNT(*) FROM cases_receipt",
    "cases": "SELECT COUNT(*) FROM cases_case",
    "clues": "SELECT COUNT(*) FROM wages_clue",
    "lines": "SELECT COUNT(*) FROM cases_event WHERE number = 1",
    "parties": "SELECT COUNT(*) FROM cases_party",
    "journal": "SELECT COUNT(*) FROM journal_entry WHERE verb = 'clue.open'",
    "clocks": "SELECT COUNT(*) FROM cases_deadline",
}


def judge(tally: Tally, counts: Sequence[int], keys: set[str], acked: Sequence[str], expected_more: int) -> None:
    """Every acknowledged report is there, every report is whole, and at most one per writer was not told."""
    tally.acked += len(acked)
    tally.lost += sum(key not in keys for key in acked)
    tally.half += len(set(counts)) != 1
    more = len(keys) - len(acked)
    tally.unacked += more
    tally.half += not 0 <= more <= expected_more


class SqliteKills:
    """One filled template file, copied for every point."""

    def __init__(self, folder: Path, early: bool) -> None:
        os.environ["UNIONHALL_VAR_DIR"] = str(folder)
        os.environ["UNIONHALL_SQLITE_PATH"] = str(folder / "template.sqlite3")
        os.environ.pop("UNIONHALL_DATABASE_URL", None)
        from . import filing

        filing.found_union()
        self.folder, self.filing, self.tally, self.early = folder, filing, Tally(), early
        self.library = sys.modules["sqlite3"]
        self._one_file(folder / "template.sqlite3")

    def _one_file(self, path: Path) -> None:
        with self.library.connect(path) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        connection.close()

    def _prepare(self, path: Path, mode: str) -> None:
        settings = self.filing.connections["default"].settings_dict
        settings["NAME"] = str(path)
        settings["OPTIONS"] = {**settings["OPTIONS"], "init_command": PRAGMAS.format(mode=mode)}

    def point(self, mode: str, call: str, number: int) -> None:
        """Kill a child at the Nth call, open what is left, judge it."""
        path = self.folder / "point.sqlite3"
        for rest in self.folder.glob("point.sqlite3*"):
            rest.unlink()
        shutil.copy(self.folder / "template.sqlite3", path)
        child = self.filing.fork_writer(1, MOST, lambda: self._prepare(path, mode), self.early)
        command = ["strace", "-f", "-p", str(child.pid), "-o", "/dev/null", "-e", f"trace={','.join(CALLS[call])}"]
        for each in CALLS[call]:
            command += ["-e", f"inject={each}:signal=SIGKILL:when={number}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
            line = tracer.stderr.readline()
            if "attached" not in line:
                os.kill(child.pid, signal.SIGKILL)
                raise RuntimeError(line)
            child.go()
            killed_by = child.wait()
            tracer.wait(30)
        self.tally.points += 1
        self.tally.killed += killed_by == signal.SIGKILL
        self.look(path, [self.filing.kept_key(key) for key, _code in child.acked])

    def look(self, path: Path, acked: list[str]) -> None:
        """What stands in the file after it was opened again."""
        connection = self.library.connect(path)
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        self.tally.corrupt += not (whole and not connection.execute("PRAGMA foreign_key_check").fetchall())
        counts = [connection.execute(sql).fetchone()[0] for sql in COUNTS.values()]
        keys = {row[0] for row in connection.execute("SELECT client_key FROM cases_receipt")}
        connection.close()
        judge(self.tally, counts, keys, acked, expected_more=1)


def sqlite_kills(points: int, seed: int, share: tuple[int, int] = (0, 1), early: bool = False) -> Tally:
    """So many points, drawn without repetition; `share` takes every nth of them, so that two runs go side by side.

    `early` is the twin whose writer acknowledges before it has filed.
    """
    folder, begun = Path(tempfile.mkdtemp(prefix="unionhall-kills-")), time.monotonic()
    drawn = random.Random(seed).sample(POINTS, min(points, len(POINTS)))
    try:
        run = SqliteKills(folder, early)
        for mode, call, number in drawn[share[0] :: share[1]]:
            run.point(mode, call, number)
        run.tally.seconds = round(time.monotonic() - begun, 1)
        return run.tally
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def alive(server: Server) -> list[int]:
    """Every process that works in the cluster's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdecimal() and (entry / "cwd").readlink() == server.data:
                found.append(int(entry.name))
    return found


def kill_server(server: Server) -> None:
    """SIGKILL to the server that this run started, and to all its processes; returns when none is left."""
    os.kill(server.pid(), signal.SIGKILL)
    while left := alive(server):
        for each in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        time.sleep(0.01)
    (server.data / "postmaster.pid").unlink()  # where nobody collects the dead, the lock would look alive


def postgres_kills(kills: int, seed: int) -> Tally:
    """So many deaths of the whole server under four writers."""
    bins, tally, dice = programs(), Tally(), random.Random(seed)
    if bins is None:
        raise SystemExit("PostgreSQL's programs are not here")
    begun = time.monotonic()
    with serving(bins) as server:
        os.environ["UNIONHALL_DATABASE_URL"] = server.address
        os.environ.setdefault("UNIONHALL_VAR_DIR", str(server.folder.parent / f"{server.folder.name}-var"))
        from . import filing

        filing.found_union()
        acked: list[str] = []
        for number in range(kills):
            writers = [filing.fork_writer(number * 4 + each + 1, 10_000, lambda: None) for each in range(4)]
            for writer in writers:
                writer.go()
            time.sleep(dice.uniform(1.5, 3.5))
            kill_server(server)
            for writer in writers:
                writer.wait()
            acked += [filing.kept_key(key) for writer in writers for key, _code in writer.acked]
            server.start()
            tally.points, tally.killed = number + 1, number + 1
            look_into(filing, tally, acked, most=4 * (number + 1))
    shutil.rmtree(os.environ["UNIONHALL_VAR_DIR"], ignore_errors=True)
    tally.seconds = round(time.monotonic() - begun, 1)
    return tally


def look_into(filing: object, tally: Tally, acked: list[str], most: int) -> None:
    """What the server gives after its recovery; the tally counts from the beginning each time."""
    with filing.connections["default"].cursor() as cursor:
        counts = []
        for sql in COUNTS.values():
            cursor.execute(sql)
            counts.append(cursor.fetchone()[0])
        cursor.execute("SELECT client_key FROM cases_receipt")
        keys = {row[0] for row in cursor.fetchall()}
    filing.connections.close_all()
    tally.acked = tally.unacked = 0
    judge(tally, counts, keys, acked, expected_more=most)


def main(words: Sequence[str]) -> int:
    """The engine, how many, a seed, and for SQLite which share of how many."""
    engine, number, seed, *share = words[0], *(int(word) for word in words[1:])
    if engine == "postgres":
        tally = postgres_kills(number, seed)
    else:
        tally = sqlite_kills(number, seed, (share[0], share[1]) if share else (0, 1), early=engine == "early")
    print(json.dumps(asdict(tally)))
    return 1 if tally.lost or tally.half or tally.corrupt else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
