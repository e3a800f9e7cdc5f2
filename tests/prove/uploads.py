"""Promise 11: hostile files do not slow the others. `python -m tests.prove.uploads PAIRS SECONDS [eager]` prints JSON.

One child for each core asks for pages without a pause: the cores are busy. Windows without and with uploads take turns; in
the latter the corpus is read, one file after the other, as the page of an import reads it. With `eager` the parser keeps the
priority of a page and as many run as there are cores: the twin.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

PAGES = ("/", "/wages/report/", "/sign-in/")


refusals: Counter[str] = Counter()


def corpus() -> list[bytes]:
    """Every hostile file of the tests of `files`: those that intake refuses, and those that reach the parser."""
    from unionhall.kernel.files.tests import hostile, test_workbooks

    judged = [content for content, _answer in {**hostile.REFUSED, **hostile.KEPT}.values()]
    return [*judged, *(made() for made in test_workbooks.HOSTILE.values()), test_workbooks.empty_rows()]


def ask(done: Event, pipe: Connection) -> None:
    """A visitor in a process of its own: (begin, end) of every page until it is told to stop."""
    from django.test import Client

    client, times = Client(HTTP_HOST="localhost"), []
    for page in itertools.cycle(PAGES):
        begun = time.monotonic()
        if client.get(page).status_code != 200:
            raise SystemExit(f"{page} does not answer")
        times.append((begun, time.monotonic()))
        if done.is_set():
            break
    pipe.send(times)


def send(files: Iterator[bytes], until: float) -> int:
    """Uploads one after the other until a moment; returns how many. A file that is refused is what is wanted."""
    from unionhall.base.refusal import Refused
    from unionhall.kernel.files import services

    count = 0
    while time.monotonic() < until:
        try:
            services.read(content=next(files))
        except Refused as refused:
            refusals[refused.code] += 1
        count += 1
    return count


def eager() -> None:
    """Take the guards off: no last place in the queue, no one at a time."""
    from unionhall.kernel.files.services import workbooks

    reader = Path(tempfile.mkdtemp()) / "reader.py"
    reader.write_text(workbooks._READER.read_text().replace("os.nice(19)", "os.nice(0)"))
    workbooks._READER, workbooks._ONE_AT_A_TIME = reader, threading.BoundedSemaphore(os.cpu_count() or 1)  # type: ignore[assignment]


def windows(pairs: int, seconds: float, senders: int) -> tuple[list[tuple[float, float, bool]], int]:
    """Windows (begin, end, with uploads) in turn, and how many files were sent."""
    found, files, sent = [], itertools.cycle(corpus()), 0
    lock, pause = threading.Lock(), threading.Event()
    shared = _locked(files, lock)
    for busy in [False, True] * pairs:
        begun = time.monotonic()
        if busy:
            counts: list[int] = []
            threads = [threading.Thread(target=lambda: counts.append(send(shared, begun + seconds))) for _each in range(senders)]  # noqa: B023
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            sent += sum(counts)
        else:
            pause.wait(seconds)
        found.append((begun, time.monotonic(), busy))
    return found, sent


def _locked(files: Iterator[bytes], lock: threading.Lock) -> Iterator[bytes]:
    class Shared(Iterator[bytes]):
        def __next__(self) -> bytes:
            with lock:
                return next(files)

    return Shared()


def run(pairs: int, seconds: float, senders: int = 1) -> dict[str, Any]:
    """p95 of the pages without and with uploads, in milliseconds, over all windows, and the ratio."""
    context = multiprocessing.get_context("fork")
    done, visitors = context.Event(), []
    for _core in range(os.cpu_count() or 1):
        mine, theirs = context.Pipe(duplex=False)
        visitor = context.Process(target=ask, args=(done, theirs))
        visitor.start()
        visitors.append((visitor, mine))
    threading.Event().wait(2)  # the first pages load templates
    spans, sent = windows(pairs, seconds, senders)
    done.set()
    times = [pair for _visitor, pipe in visitors for pair in pipe.recv()]
    for visitor, _pipe in visitors:
        visitor.join()
    taken = {busy: [end - begin for begin, end in times if any(a <= begin < b and kind is busy for a, b, kind in spans)] for busy in (False, True)}
    without, beside = (statistics.quantiles(taken[busy], n=100)[94] * 1000 for busy in (False, True))
    return {
        "without": without, "with": beside, "ratio": beside / without, "requests": {"without": len(taken[False]), "with": len(taken[True])},
        "files": sent, "windows": pairs, "refused": refusals.total(),
    }  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """A database of its own in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="unionhall-uploads-"))
    os.environ["UNIONHALL_VAR_DIR"] = str(folder)
    try:
        from . import filing

        filing.found_union()
        unguarded = "eager" in argv
        if unguarded:
            eager()
        print(json.dumps(run(int(argv[0]), float(argv[1]), senders=(os.cpu_count() or 1) if unguarded else 1)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
