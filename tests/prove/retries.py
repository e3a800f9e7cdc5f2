"""Promise 8: a retried form files once. `python -m tests.prove.retries sqlite|postgres FORMS SEED` prints JSON.

Each form is sent one to twenty times, by so many threads at once; some sends die before the commit, and some
after it, their answer lost on the way. In the end there is one matter per form, and every answer was the same.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.postgres import QUICK, programs, serving

MOST_TRIES = 20


class LineCut(Exception):
    """The connection went before the commit."""


def sent(filing: object, form: int, tries: int, cut: frozenset[int], keyed: bool) -> list[str]:
    """Send a form so many times at once; the answers that arrived. The sends in `cut` die within their transaction."""
    answers: list[str] = []
    start = threading.Barrier(tries)

    def send(number: int) -> None:
        start.wait()
        local.dies = number in cut
        try:
            answers.append(filing.file_report(form, 1 if keyed else number))
        except LineCut:
            local.dies = False
        except Exception as error:
            answers.append(f"crash: {type(error).__name__}")
        filing.connections.close_all()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(1, tries + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


local = threading.local()


def run(forms: int, seed: int, keyed: bool = True) -> dict[str, int]:
    """Send all forms and count. Without `keyed` every send has its own key: the twin."""
    from . import filing

    filing.found_union()
    filing.quick_codes()
    real = filing.clues.cases.issue_receipt

    def issue(**values: object) -> object:
        made = real(**values)
        if getattr(local, "dies", False):
            raise LineCut
        return made

    filing.clues.cases.issue_receipt = issue
    dice, wrong, sends, unanswered = random.Random(seed), 0, 0, 0
    for form in range(1, forms + 1):
        tries = dice.randint(1, MOST_TRIES)
        cut = frozenset(number for number in range(1, tries + 1) if dice.random() < 0.3)
        answers = [*sent(filing, form, tries, cut, keyed), filing.file_report(form, 1)]  # the human tries once more
        sends += tries + 1
        wrong += len(set(answers)) != 1
        unanswered += tries + 1 - len(answers)
    counts = counted(filing)
    return {"forms": forms, "sends": sends, "cut": unanswered, "answers_differ": wrong, **counts}


def counted(filing: object) -> dict[str, int]:
    """Rows in the end."""
    with filing.connections["default"].cursor() as cursor:
        found = {}
        for name in ("cases_case", "cases_receipt", "wages_clue"):
            cursor.execute(f"SELECT COUNT(*) FROM {name}")
            found[name] = cursor.fetchone()[0]
    filing.connections.close_all()
    return found


@contextlib.contextmanager
def database(engine: str, **settings: str) -> Iterator[None]:
    """An empty database of that kind in the environment; `settings` go to the server."""
    folder = Path(tempfile.mkdtemp(prefix="unionhall-retries-"))
    os.environ["UNIONHALL_VAR_DIR"] = str(folder)
    bins = programs()
    try:
        if engine == "sqlite":
            yield
        elif bins is None:
            raise SystemExit("PostgreSQL's programs are not here")
        else:
            with serving(bins, **QUICK, **settings) as server:
                os.environ["UNIONHALL_DATABASE_URL"] = server.address
                yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(words: Sequence[str]) -> int:
    """Engine, forms, seed; `keyless` last for the twin."""
    with database(words[0]):
        found = run(int(words[1]), int(words[2]), keyed="keyless" not in words)
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
