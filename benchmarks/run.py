"""All benches on the database that the environment names; the results as JSON on the last lines: `python -m benchmarks.run`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date

import django

import unionhall.config.sqlite  # noqa: F401  the gate comes before Django

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import counters, deadlines, pages, pouring, seats, sheets, stations, words  # noqa: E402
from benchmarks.measure import Result  # noqa: E402
from benchmarks.world import POURED, SCALES, World, found, pour_ledger  # noqa: E402

Bench = Callable[[World], Iterator[Result]]
BENCHES: dict[str, Bench] = {
    "pages": pages.run, "words": words.run, "deadlines": deadlines.run, "sheets": sheets.run, "seats": seats.run, "counters": counters.run,
    "stations": stations.run,
}  # fmt: skip


def build(scale: str, today: date) -> World:
    """The tables, the tree and the poured ledger."""
    call_command("migrate", verbosity=0)
    world = found(SCALES[scale], today)
    with pouring.without_indexes(*POURED):
        pour_ledger(world)
    pouring.settle()
    return world


def main(argv: Sequence[str]) -> int:
    """Arguments: the scale, then the names of benches."""
    scale, *chosen = argv
    world = build(scale, date.today())
    for name in chosen:
        print(f"  {name} …", file=sys.stderr, flush=True)
        for result in BENCHES[name](world):
            print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
