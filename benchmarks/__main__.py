"""`python -m benchmarks [--scale full|small] [--database sqlite|postgres|both] [names…]`: exit code 1 when a ceiling is passed."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from tests import postgres

from .measure import Result, table

NAMES = ("pages", "words", "deadlines", "sheets", "seats", "counters", "stations")
MEMORY = {"shared_buffers": "1GB", "max_wal_size": "4GB", "maintenance_work_mem": "256MB"}


def arguments(argv: Sequence[str] | None) -> Namespace:
    """What to run."""
    parser = ArgumentParser(prog="benchmarks", description="each measured against its own floor, in one run")
    parser.add_argument("names", nargs="*", help=f"of {', '.join(NAMES)}; all without a name")
    parser.add_argument("--scale", choices=("full", "small"), default="full")
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    found = parser.parse_args(argv)
    if unknown := set(found.names) - set(NAMES):
        parser.error(f"no bench is called {', '.join(sorted(unknown))}")
    found.names = found.names or list(NAMES)
    return found


@contextmanager
def addresses(wanted: str) -> Iterator[dict[str, str]]:
    """The databases to run on, by name: '' is SQLite in the bench's own folder; a throwaway server where there is one."""
    bins = postgres.programs() if wanted != "sqlite" else None
    lite = {} if wanted == "postgres" and bins else {"SQLite": ""}
    if bins is None:
        yield lite
        return
    with postgres.serving(bins, **MEMORY) as server:
        yield {"PostgreSQL": server.address, **lite}


def environment(folder: Path, address: str) -> dict[str, str]:
    """The parent's environment with a data folder, keys and a database of its own; nothing of the project's is touched."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")}
    own = {"UNIONHALL_VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "unionhall.config.settings"}
    return {**kept, **own, **({"UNIONHALL_DATABASE_URL": address} if address else {})}


def run(address: str, scale: str, names: Sequence[str]) -> list[Result]:
    """One database's results; a bench that cannot run ends everything."""
    with tempfile.TemporaryDirectory(prefix="unionhall-bench-") as folder:
        (Path(folder) / "static").mkdir()
        command = [sys.executable, "-m", "benchmarks.run", scale, *names]
        done = subprocess.run(command, env=environment(Path(folder), address), stdout=subprocess.PIPE, text=True, check=True)
    return [Result(**json.loads(line)) for line in done.stdout.splitlines()]


def machine() -> str:
    """Where and how busy: the ratios stand beside it."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"{date.today()}: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run, print a table for each database, and say whether every ceiling holds."""
    options, results = arguments(argv), []
    with addresses(options.database) as found:
        for name, address in found.items():
            print(f"{name}, {machine()}", flush=True)
            results += (own := run(address, options.scale, options.names))
            print(table(own), flush=True)
    slow = [result.work for result in results if not result.ok]
    print(f"{len(results)} measured, {len(slow)} over the ceiling{': ' if slow else ''}{'; '.join(slow)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
