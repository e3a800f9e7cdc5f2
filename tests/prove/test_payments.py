"""No fen twice: forms pressed at once, slips recorded at once, workers confirming at once. A few rounds stand here."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.postgres import programs

SERVER = pytest.mark.skipif(programs() is None, reason="PostgreSQL's programs are not here")
GOOD = {"crashed": 0, "twice": 0, "both": 0, "above": 0, "unconfirmed": 0, "wrong": 0}


def counted(*words: object) -> dict[str, int]:
    """What the driver counted."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")}
    command = [sys.executable, "-m", "tests.prove.payments", *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=outside)
    return json.loads(done.stdout.strip().splitlines()[-1])


def good(found: dict[str, int]) -> bool:
    return {name: found[name] for name in GOOD} == GOOD


@pytest.mark.slow
def test_on_a_file_database_each_form_stands_once_and_no_line_gets_more_than_it_is_owed() -> None:
    assert good(counted("sqlite", 2, 8))


@pytest.mark.slow
def test_without_the_key_every_press_pays_again() -> None:
    assert counted("sqlite", 1, 8, "keyless")["twice"] > 0


@SERVER
@pytest.mark.slow
@pytest.mark.postgres
def test_on_a_server_each_form_stands_once_and_no_line_gets_more_than_it_is_owed() -> None:
    assert good(counted("postgres", 2, 8))


@SERVER
@pytest.mark.slow
@pytest.mark.postgres
def test_without_the_cases_lock_a_server_pays_a_debt_twice_or_loses_its_way() -> None:
    assert not good(counted("postgres", 4, 8, "unlocked"))


@pytest.mark.prove
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=[SERVER, pytest.mark.postgres])])
def test_a_hundred_rounds_pay_no_fen_twice(engine: str, proved: Callable[[str, str, str], None]) -> None:
    found = counted(engine, 100, 2026)
    proved("no fen twice", f"{engine}: {found['rounds']} groups, {found['presses']} presses", f"{found['twice'] + found['both']} twice, {found['above']} above a debt")
    assert good(found)
