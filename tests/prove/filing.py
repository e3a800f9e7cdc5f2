"""A child that files reports over the service and acknowledges each into a pipe, as the web page would."""

from __future__ import annotations

import ctypes
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import unionhall.config.sqlite  # noqa: F401  the gate comes before Django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.config.settings")

import django

django.setup()

from django.db import DatabaseError, connections  # noqa: E402

from tests import schema  # noqa: E402
from unionhall.base.cipher import keyed_hash  # noqa: E402
from unionhall.base.testing import SYSTEM, at  # noqa: E402
from unionhall.kernel.cases.services import receipts  # noqa: E402
from unionhall.kernel.orgs import services as orgs  # noqa: E402
from unionhall.programmes.wages.services import clues  # noqa: E402

ANYBODY = 0x59616D61  # PR_SET_PTRACER: a tracer that is not an ancestor may attach


def found_union() -> None:
    """The schema, and a county that receives."""
    schema.lay()
    orgs.found(
        name="示例区总工会", level="county", parent=None, region_code="370702", valid_from=date(2020, 1, 1), by=SYSTEM, at=at()
    )
    connections.close_all()


def client_key(writer: int, number: int) -> str:
    """The form's key of a writer's nth report."""
    return f"{writer:08d}{number:032d}"


def file_report(writer: int, number: int) -> str:
    """One report as a worker files it; returns its enquiry code."""
    report = clues.Report(
        employer_name=f"示例公司{number}", region_code="370702001", contact=f"职工{number}", phone=f"1990000{(writer * 997 + number) % 10_000:04d}",
        amount=18_900_00, told="三个月没发工资" * 20,
    )  # fmt: skip
    return clues.report(report=report, client_key=client_key(writer, number), by=SYSTEM, at=at())[1]


def quick_codes() -> None:
    """The hash of the code is no part of what is proven here, and Argon2 would take most of the time."""
    receipts.code_hash = lambda code: hashlib.sha256(code.encode()).hexdigest()


@dataclass
class Child:
    """A forked writer: `go()` lets it begin, `acked` are the reports it was told are filed."""

    pid: int
    _go: int
    _acks: int
    acked: list[tuple[str, str]] = field(default_factory=list)

    def go(self) -> None:
        """Begin."""
        os.write(self._go, b"g")
        os.close(self._go)

    def wait(self) -> int:
        """Until it ended: the signal that killed it, 0 if none; reads all it acknowledged."""
        with os.fdopen(self._acks) as file:
            self.acked = [(words[0], words[1]) for line in file if line.endswith("\n") and len(words := line.split()) == 2]
        return os.WTERMSIG(status) if os.WIFSIGNALED(status := os.waitpid(self.pid, 0)[1]) else 0


def fork_writer(writer: int, reports: int, prepare: Callable[[], None], early: bool = False) -> Child:
    """Fork a child that waits for `go`, files so many reports and acknowledges each in one write.

    `early` is the twin: it acknowledges before it has filed.
    """
    go_read, go_write = os.pipe()
    ack_read, ack_write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(go_read)
        os.close(ack_write)
        return Child(pid, go_write, ack_read)
    os.close(go_write)
    os.close(ack_read)
    ctypes.CDLL(None).prctl(ANYBODY, ctypes.c_ulong(-1 & 0xFFFFFFFFFFFFFFFF), 0, 0, 0)
    code = 1
    try:
        prepare()
        quick_codes()
        os.read(go_read, 1)
        for number in range(1, reports + 1):
            said = "early" if early else file_report(writer, number)
            os.write(ack_write, f"{client_key(writer, number)} {said}\n".encode())
            if early:
                file_report(writer, number)
        code = 0
    except DatabaseError:
        code = 2  # the server was killed under it: what it acknowledged stays told
    finally:
        os._exit(code)


def kept_key(key: str) -> str:
    """How a form's key lies in the database."""
    return keyed_hash(key, "client")
