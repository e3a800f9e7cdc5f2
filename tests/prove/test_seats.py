"""Promise 6: no oversell, no double booking, on both databases; the twin that counts and then inserts oversells."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.postgres import programs

SERVER = pytest.mark.skipif(programs() is None, reason="PostgreSQL's programs are not here")
BOTH = pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=SERVER)])


def counted(*words: object) -> dict[str, object]:
    """What the driver counted."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")}
    command = [sys.executable, "-m", "tests.prove.seats", *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=outside)
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.slow
@BOTH
def test_a_rush_sells_every_place_once_and_says_nothing_but_full(engine: str) -> None:
    found = counted(engine, 8, 25, 50, 2)
    assert found["sold"] == [50, 50]
    assert found["told"] == {"booked": 100, "full": 300}
    assert found["apart"] == []


@pytest.mark.slow
@BOTH
def test_counting_and_then_inserting_oversells(engine: str) -> None:
    """The twin."""
    assert max(counted(engine, 8, 60, 50, 4, "unguarded")["sold"]) > 50


@pytest.mark.slow
@SERVER
def test_a_client_killed_inside_its_booking_leaves_nothing_taken() -> None:
    found = counted("postgres", 4, 25, 200, 1, "killed")
    assert found["told"] == {"killed": 1, "booked": 75}
    assert (found["sold"], found["apart"]) == ([75], [])


@pytest.mark.prove
@BOTH
def test_twenty_rounds(engine: str, proved: Callable[[str, str, str], None]) -> None:
    found = counted(engine, 8, 1000, 300, 20)
    errors = sum(number for word, number in found["told"].items() if word not in ("booked", "full"))
    proved(
        "6 no oversell", f"{engine}: N = 20 rounds of 8 clients × 1,000 tries for 300 places",
        f"sold {min(found['sold'])}–{max(found['sold'])}, {errors} errors, p95 {found['p95'] * 1000:.0f} ms",
    )  # fmt: skip
    assert set(found["sold"]) == {300} and errors == 0 and found["apart"] == [] and found["p95"] < 2


@pytest.mark.prove
@BOTH
def test_three_hundred_clients_at_once(engine: str, proved: Callable[[str, str, str], None]) -> None:
    """Each with a connection of its own. The promise also wants p95 < 2 s: what was reached is told, docs/proof.md says where it is missed."""
    found = counted(engine, 300, 1, 50, 20)
    proved(
        "6 no oversell", f"{engine}: N = 20 rounds of 300 clients with one try each for 50 places",
        f"sold {min(found['sold'])}–{max(found['sold'])}, p95 {found['p95'] * 1000:.0f} ms",
    )  # fmt: skip
    assert set(found["sold"]) == {50} and found["told"] == {"booked": 1000, "full": 5000} and found["apart"] == []
