"""A real house: its worker is killed and lives again; its worker is stopped, and within two minutes an alarm is told."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.house import await_answer, free_port

KILLS, MOST = 3, 120.0


def children(pid: int) -> dict[str, int]:
    """The processes of a house by what they are."""
    found = {}
    for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{each}/cmdline").read_bytes().decode().split("\0")
        found["worker" if "worker" in words else "web"] = int(each)
    return found


def read(ground: Path, order: str) -> list[tuple]:
    """Rows of the house's database."""
    with sqlite3.connect(f"file:{ground / 'unionhall.sqlite3'}?mode=ro", uri=True) as base:
        return base.execute(order).fetchall()


def until(question, patience: float) -> float:
    """Seconds until something is so; fails after `patience`."""
    begun = time.monotonic()
    while not question():
        assert time.monotonic() - begun < patience, "in vain"
        time.sleep(0.2)
    return time.monotonic() - begun


@pytest.mark.prove
def test_a_killed_worker_lives_again_and_a_stopped_one_is_told_within_two_minutes(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("UNIONHALL_")} | {"UNIONHALL_VAR_DIR": str(tmp_path)}
    found = ["found", "--name", "示例区总工会", "--region", "370702", "--admin", "示例管理", "--phone", "19900009901"]
    subprocess.run([sys.executable, "-m", "unionhall", *found], env=environment, check=True, stdout=subprocess.DEVNULL)
    port, log = free_port(), tmp_path / "house.log"
    with log.open("w") as lines:
        house = subprocess.Popen([sys.executable, "-m", "unionhall", "serve", "--port", str(port)], env=environment, stdout=lines, stderr=lines)
    try:
        await_answer(house, f"http://127.0.0.1:{port}/healthz", log)
        for _turn in range(KILLS):
            until(lambda: read(tmp_path, "SELECT 1 FROM pulse_pulse WHERE name = 'worker'"), 30)
            dead = children(house.pid)["worker"]
            os.kill(dead, signal.SIGKILL)
            until(lambda dead=dead: children(house.pid).get("worker", dead) != dead, 30)
            await_answer(house, f"http://127.0.0.1:{port}/healthz", log)
        stopped = children(house.pid)["worker"]
        time.sleep(15)  # it has begun and written so
        os.kill(stopped, signal.SIGSTOP)
        took = until(lambda: read(tmp_path, "SELECT 1 FROM pulse_raised WHERE key = 'silent:' AND over_at IS NULL"), MOST)
        assert read(tmp_path, "SELECT 1 FROM notices_notice WHERE effect_key LIKE 'app:trouble:silent%'")
        os.kill(stopped, signal.SIGCONT)
        until(lambda: read(tmp_path, "SELECT 1 FROM pulse_raised WHERE key = 'silent:' AND over_at IS NOT NULL"), 60)
        print(f"told after {took:.0f} s")
    finally:
        house.terminate()
        house.wait(30)
