"""A house in a child process that takes in confidential (or, as the twin, ordinary) reports full of canaries.

Everything goes over the pages: the clerk's keys, the reports, the reading at the desk and with the code, additions, answers.
`python -m tests.prove.sealed sealed|open COUNT` works below UNIONHALL_VAR_DIR and TMPDIR and prints what it did as JSON.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import count, islice
from pathlib import Path

import django

import unionhall.config.sqlite  # noqa: F401  the gate comes before Django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.backends.sqlite3.base import Database  # noqa: E402
from django.test import Client  # noqa: E402

from tests import schema  # noqa: E402
from unionhall.base.testing import SYSTEM  # noqa: E402
from unionhall.kernel.cases import services as cases  # noqa: E402
from unionhall.kernel.law import services as law  # noqa: E402
from unionhall.kernel.orgs import services as orgs  # noqa: E402
from unionhall.kernel.people import services as people  # noqa: E402
from unionhall.kernel.places import services as places  # noqa: E402
from unionhall.programmes.wages.models import Clue  # noqa: E402

FIRST, OWN, SECRET = "first-handed-over-1", "own-words-nobody-knows", "00" * 20
FIELDS = ("employer_name", "project", "period", "contact", "told", "phone", "amount")


def canaries(wanted: int) -> Iterator[str]:
    """So many unique words that nothing else contains; every seventh is a phone number or a sum, as those fields ask."""
    yield from islice((f"Kanari{number:04d}vogel{number * 7919 % 10007:05d}" for number in count(1)), wanted)


def phone_of(canary: str) -> str:
    """A phone number that stands for a canary."""
    return f"1990000{int(canary[6:10]) + 3000:04d}"


def sum_of(canary: str) -> str:
    """A sum in yuan that stands for a canary: its fen are nine figures."""
    return str(7_351_000 + int(canary[6:10]))


def shape(field: str, canary: str) -> str:
    """What is typed into a field."""
    return {"phone": phone_of, "amount": sum_of}.get(field, str)(canary)


def pdf(canary: str) -> bytes:
    """A file whose bytes carry a canary."""
    return b"%PDF-1.4\n% " + canary.encode() + b"\n%%EOF\n"


def stand_up() -> Client:
    """The schema, a county, a clerk with a password of their own; the clerk's browser, signed in."""
    schema.lay()
    now = datetime.now(UTC)
    places.seed(at=now)
    law.seed(at=now)
    union = orgs.found(name="示例区总工会", level="county", parent=None, region_code="370702", valid_from=date(2020, 1, 1), by=SYSTEM, at=now)
    person = people.person_for(name="示例三", phone="19900001999", by=SYSTEM, at=now)
    account = people.open_account(person=person, login="clerk", password=FIRST, totp_secret=SECRET, by=SYSTEM, at=now)
    people.give_post(account=account, role="clerk", union=union, valid_from=date(2020, 1, 1), by=SYSTEM, at=now)
    browser = Client()
    code = people.totp(secret_hex=SECRET).generate(int(now.timestamp())).decode()
    done(browser.post("/sign-in/staff/", {"login": "clerk", "password": FIRST, "code": code}), 302)
    done(browser.post("/me/password/", {"old": FIRST, "new": OWN}), 302)
    return browser


def done(response: object, status: int) -> bytes:
    """The body of an answer that must have this status."""
    if response.status_code != status:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}: {response.content.decode()[:2000]}")
    return response.content


def file_sealed(number: int, words: list[str], clerk: Client) -> None:
    """One letter: seven fields, two files with their names, then what is added, read, answered."""
    told = {name: shape(name, word) for name, word in zip(FIELDS, words, strict=False)}
    told.setdefault("employer_name", "示例公司")
    rest, worker, key = words[len(FIELDS) :], Client(), f"{number:040d}"
    sent = [SimpleUploadedFile(f"{name}.pdf", pdf(body)) for name, body in zip(rest[0:4:2], rest[1:4:2], strict=False)]
    done(worker.post("/wages/report/sealed/", {**told, "key": key, **({"attached": sent} if sent else {})}), 200)
    code, clue = cases.code_for(client_key=key), Clue.objects.latest("pk")
    if len(rest) > 6:
        more = SimpleUploadedFile(f"{rest[5]}.pdf", pdf(rest[6]))
        done(worker.post("/wages/mine/sealed/", {"code": code, "add": "1", "told": rest[4], "attached": more}), 200)
    if len(rest) > 7:
        done(clerk.post(f"/wages/clues/{clue.pk}/sealed/answer/", {"says": rest[7]}), 302)
    seen = done(worker.post("/wages/mine/sealed/", {"code": code}), 200) + done(clerk.get(f"/wages/clues/{clue.pk}/sealed/"), 200)
    for file in clue.case.letter.files.all():
        seen += done(clerk.get(f"/wages/clues/{clue.pk}/sealed/file/{file.pk}/"), 200)
        done(worker.post(f"/wages/mine/sealed/file/{file.pk}/", {"code": code}), 200)
    lost = [word for name, word in zip((*FIELDS, *[""] * 8), words, strict=False) if name != "amount" and shape(name, word).encode() not in seen]
    if lost:
        raise SystemExit(f"not even its readers find {lost}")


def file_open(number: int, words: list[str], clerk: Client) -> None:
    """The same words in an ordinary report, its files as evidence: what the search must find."""
    told = {name: shape(name, word) for name, word in zip(FIELDS, words, strict=False) if name != "project"}
    rest, worker, key = words[len(FIELDS) :], Client(), f"{number:040d}"
    told.setdefault("employer_name", "示例公司")
    done(worker.post("/wages/report/", {**told, "key": key, "step": "check", "send": "1"}), 200)
    done(worker.post("/wages/mine/", {"code": cases.code_for(client_key=key)}), 302)
    clue = Clue.objects.latest("pk")
    for name, body in zip(rest[0:6:2], rest[1:6:2], strict=False):
        sent = SimpleUploadedFile(f"{name}.pdf", pdf(body))
        done(worker.post(f"/wages/mine/{clue.case_id}/evidence/", {"file": sent, "label": name}), 302)
    done(clerk.get(f"/wages/clues/{clue.pk}/"), 200)


def main(which: str, wanted: int) -> None:
    """Take the reports in, with every statement logged, then copy the database as a backup does."""
    logging.basicConfig(filename=Path(settings.VAR_DIR) / "house.log", level=logging.DEBUG, force=True, encoding="utf-8")
    logging.getLogger("django").setLevel(logging.DEBUG)
    clerk, words = stand_up(), list(canaries(wanted))
    connection.force_debug_cursor = True  # the log gets every statement with its values
    for number, start in enumerate(range(0, wanted, 15), start=1):
        {"sealed": file_sealed, "open": file_open}[which](number, words[start : start + 15], clerk)
    name = settings.DATABASES["default"]["NAME"]
    with closing(Database.connect(Path(settings.VAR_DIR) / "backup.sqlite3")) as target:  # one library per file
        connection.connection.backup(target)
    print(json.dumps({"reports": Clue.objects.count(), "database": str(name)}), flush=True)
    sys.stdin.read()  # the connection stays open, so that the write-ahead log is there to be looked at


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
