"""Promise 1: whoever seizes the server finds ciphertext. Database, media, logs, backup, index, queue and temporary files are searched."""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from . import sealed
from .searching import folder, forms, search

INDEX, QUEUE = ("ledgerword", "ledgergram"), ("dbtaskresult",)


def seized(ground: Path, which: str, wanted: int) -> dict[str, bytes]:
    """The seven places after a house took the reports in: each as bytes."""
    temp = ground / "tmp"
    temp.mkdir(parents=True)
    environ = {**os.environ, "UNIONHALL_VAR_DIR": str(ground / "var"), "TMPDIR": str(temp), "DJANGO_SETTINGS_MODULE": "unionhall.config.settings"}
    command = [sys.executable, "-m", "tests.prove.sealed", which, str(wanted)]
    with subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        told = child.stdout.readline()
        assert told, "the house did not stand up"
        report = json.loads(told)
        database = Path(report["database"])
        beside = b"".join(path.read_bytes() for path in sorted(database.parent.glob(database.name + "*")))
        places = {"temp": folder(temp)}
        child.communicate("")
    assert child.returncode == 0
    with sqlite3.connect(ground / "var" / "backup.sqlite3") as rows:
        tables = [name for (name,) in rows.execute("select name from sqlite_master where type = 'table'")]
        dumped = {name: repr(rows.execute(f'select * from "{name}"').fetchall()) for name in tables}
    some = {ends: "".join(text for name, text in dumped.items() if name.endswith(ends)) for ends in (INDEX, QUEUE)}
    assert report["reports"] == -(-wanted // 15)
    return {
        **places, "database": beside + "".join(dumped.values()).encode(), "media": folder(ground / "var" / "files"), "logs": (ground / "var" / "house.log").read_bytes(),
        "backup": (ground / "var" / "backup.sqlite3").read_bytes(), "index": some[INDEX].encode(), "queue": some[QUEUE].encode(),
    }  # fmt: skip


def words(wanted: int) -> dict[str, str]:
    """Each canary as it was typed; a sum also as it is stored."""
    found: dict[str, str] = {}
    for number, canary in enumerate(sealed.canaries(wanted)):
        field = dict(enumerate(sealed.FIELDS)).get(number % 15, "")
        found[canary] = sealed.shape(field, canary)
    return found


def prove(ground: Path, wanted: int) -> tuple[set[str], set[str], dict[str, int]]:
    """(canaries found in the sealed house, in the open twin, bytes per place of the sealed one)."""
    places, twin = seized(ground / "sealed", "sealed", wanted), seized(ground / "open", "open", wanted)
    found, leaked = search(places, words(wanted)), search(twin, words(wanted))
    assert not found, sorted(found)[:5]
    return {name for name, _place, _form in found}, {name for name, _place, _form in leaked}, {name: len(data) for name, data in places.items()}


def test_a_seized_house_gives_none_of_fifteen_canaries_and_its_open_twin_does(tmp_path: Path) -> None:
    found, leaked, sizes = prove(tmp_path, 15)
    assert not found
    assert len(leaked) >= 10, "the same words in an ordinary report are found"
    assert sizes["logs"] > 10_000 and sizes["media"] > 1_000 and sizes["database"] > sizes["backup"] > 100_000, "there was something to search"


@pytest.mark.prove
def test_a_seized_house_gives_none_of_two_hundred_canaries(tmp_path: Path, proved) -> None:
    found, leaked, sizes = prove(tmp_path, 200)
    searched = f"{len(sizes)} places, {sum(sizes.values()) / 1e6:.0f} MB, {len(forms('x'))} forms, also inflated"
    proved("1 a seized server yields ciphertext", f"N = 200 canaries in every field and file; {searched}", f"{len(found)} of 200; the open twin gives {len(leaked)}")
    assert not found and len(leaked) >= 120


HIDDEN = "Kanari0001vogel07919"


@pytest.mark.parametrize(
    "how",
    [
        str.encode, lambda word: word.encode("utf-16-le"), lambda word: word.encode("utf-16-be"), lambda word: word.encode().hex().encode(),
        *(lambda word, pad=pad: base64.b64encode(b"x" * pad + word.encode() + b"yz") for pad in range(3)),
        lambda word: zlib.compress(b"..." + word.encode()), lambda word: gzip.compress(word.encode("utf-16-le")),
        lambda word: zlib.compress(base64.b64encode(b"x" + word.encode())),
    ],
)  # fmt: skip
def test_the_search_finds_a_word_in_each_of_its_forms(how) -> None:
    data = os.urandom(500) + how(HIDDEN) + os.urandom(500)
    assert search({"here": data}, {"it": HIDDEN})
    assert not search({"here": data}, {"it": "Kanari0002vogel05831"})
