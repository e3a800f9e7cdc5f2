"""Promise 8: a retried form files once and always answers alike. A few forms stand here; the long run has hundreds."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.postgres import programs

FORMS = 300
SERVER = pytest.mark.skipif(programs() is None, reason="PostgreSQL's programs are not here")


def counted(*words: object) -> dict[str, int]:
    """What the driver counted."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")}
    command = [sys.executable, "-m", "tests.prove.retries", *map(str, words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=outside)
    return json.loads(done.stdout.strip().splitlines()[-1])


def once(found: dict[str, int]) -> bool:
    """One matter, one receipt and one clue per form, and one answer."""
    rows = {found[name] for name in ("forms", "cases_case", "cases_receipt", "wages_clue")}
    return len(rows) == 1 and found["answers_differ"] == 0


@pytest.mark.slow
def test_a_form_sent_many_times_at_once_files_once_on_a_file_database() -> None:
    found = counted("sqlite", 5, 8)
    print(f"forms {found['forms']}, sends {found['sends']}, cut {found['cut']}")
    assert once(found)
    assert found["sends"] > 3 * found["forms"]


@pytest.mark.slow
def test_without_the_key_every_send_would_file_again() -> None:
    """The twin."""
    assert not once(counted("sqlite", 2, 8, "keyless"))


@pytest.mark.prove
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgres", marks=SERVER)])
def test_hundreds_of_forms(engine: str, proved: Callable[[str, str, str], None]) -> None:
    found = counted(engine, FORMS, 8)
    text = f"{found['cases_case']} matters, {found['answers_differ']} forms with unlike answers"
    proved("8 a retry files once", f"{engine}: N = {found['forms']} forms, {found['sends']} sends, {found['cut']} cut before the commit", text)
    assert once(found)
