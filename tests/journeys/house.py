"""The demo world as a running house on a free loopback port, with a ground of its own; and the same house on a later day."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 180  # seconds until the demo world must answer
CLOCK, DATABASE = Path(__file__).parent / "clock", "unionhall.sqlite3"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "VIRTUAL_ENV", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class House:
    """Where it answers, and the folder that holds its database, keys and files."""

    address: str
    ground: Path

    def order(self, *words: str) -> str:
        """Run `unionhall …` on this house's ground; returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "unionhall", *words], env=surroundings(self.ground), capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def surroundings(ground: Path) -> dict[str, str]:
    """The environment of a child: nothing of the tests' own settings."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {"UNIONHALL_VAR_DIR": str(ground), "UNIONHALL_DEMO": "1"}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


@contextmanager
def standing(ground: Path, shift: float = 0) -> Iterator[House]:
    """A demo house that answers, its clock `shift` seconds ahead; ended by its own process id afterwards."""
    port, log = free_port(), ground / "house.log"
    ahead = {"PYTHONPATH": str(CLOCK), "HOUSE_SHIFT": str(shift)} if shift else {}
    with log.open("w") as lines:
        child = subprocess.Popen(
            [sys.executable, "-m", "unionhall", "demo", "--port", str(port)], env=surroundings(ground) | ahead, stdout=lines, stderr=lines
        )
        try:
            await_answer(child, f"http://127.0.0.1:{port}/healthz", log)
            yield House(f"http://localhost:{port}", ground)
        finally:
            child.terminate()
            child.wait(30)


def await_answer(child: subprocess.Popen, address: str, log: Path) -> None:
    """Return once the address answers 200; fail with the log when the process ends or patience does."""
    for _turn in range(PATIENCE * 4):
        try:
            child.wait(0.25)
        except subprocess.TimeoutExpired:
            if answers(address):
                return
        else:
            raise AssertionError(f"the demo ended before it answered:\n{log.read_text()}")
    raise AssertionError(f"no answer in {PATIENCE} s:\n{log.read_text()}")


def answers(address: str) -> bool:
    """Whether an address gives 200."""
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def copied(house: House, ground: Path) -> Path:
    """The house's ground once more: the database as it stands at this moment, keys and files."""
    shutil.copytree(house.ground, ground, ignore=shutil.ignore_patterns(f"{DATABASE}*", "house.log"))
    with sqlite3.connect(house.ground / DATABASE) as source, sqlite3.connect(ground / DATABASE) as target:
        source.backup(target)
    return ground
