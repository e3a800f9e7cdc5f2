"""Promise 7: acknowledged is durable. A few points stand here; every point and the server's deaths are the long run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.postgres import programs

SEED = 7
POINTS, KILLS = 3_000, 20
STRACE = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here: no kill at a chosen point")
SERVER = pytest.mark.skipif(programs() is None, reason="PostgreSQL's programs are not here")


def begun(*words: object) -> subprocess.Popen[str]:
    """A driver at work, in its own process."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")}
    command = [sys.executable, "-m", "tests.prove.kills", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=outside)


def tally(run: subprocess.Popen[str]) -> dict[str, float]:
    """What it found."""
    return json.loads(run.communicate()[0].strip().splitlines()[-1])


def clean(found: dict[str, float]) -> dict[str, float]:
    """The three counts that must be nought."""
    return {name: found[name] for name in ("lost", "half", "corrupt")}


NOUGHT = {"lost": 0, "half": 0, "corrupt": 0}


@STRACE
@pytest.mark.slow
def test_what_was_acknowledged_outlives_a_kill_at_any_write_or_sync() -> None:
    found = tally(begun("sqlite", 6, SEED))
    print(f"points covered {found['points']}, acknowledged {found['acked']}")
    assert clean(found) == NOUGHT
    assert found["killed"] == found["points"] == 6
    assert found["acked"] > 0


@STRACE
@pytest.mark.slow
def test_a_writer_that_acknowledges_too_early_is_found() -> None:
    """The twin."""
    assert tally(begun("early", 4, SEED))["lost"] > 0


@STRACE
@pytest.mark.prove
def test_three_thousand_points(proved: Callable[[str, str, str], None]) -> None:
    runs = [begun("sqlite", POINTS, SEED, share, 2) for share in (0, 1)]
    parts = [tally(run) for run in runs]
    found = {name: sum(part[name] for part in parts) for name in parts[0]}
    text = f"{found['acked']} acknowledged, {found['lost']} lost, {found['half']} half, {found['corrupt']} corrupt"
    tried = f"SQLite, WAL and DELETE, FULL: N = {found['points']} points (write or sync killed), {found['killed']} reached"
    proved("7 acknowledged is durable", tried, f"{text}; {found['unacked']} filed and not told; {max(p['seconds'] for p in parts):.0f} s")
    assert clean(found) == NOUGHT
    assert found["points"] == found["killed"] == POINTS


@SERVER
@pytest.mark.prove
def test_the_server_dies_with_all_its_processes(proved: Callable[[str, str, str], None]) -> None:
    found = tally(begun("postgres", KILLS, SEED))
    text = f"{found['acked']} acknowledged, {found['lost']} lost, {found['half']} half"
    proved(
        "7 acknowledged is durable", f"PostgreSQL, 4 writers, kill -9 of every process: N = {found['points']} kills",
        f"{text}; {found['unacked']} filed and not told; {found['seconds']:.0f} s",
    )  # fmt: skip
    assert clean(found) == NOUGHT
