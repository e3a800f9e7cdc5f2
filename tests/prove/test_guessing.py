"""Promise 5, the long run: ten thousand guesses stay within the budget, and a crowd behind one address is not slowed."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases.models import Case
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import rules, services
from unionhall.kernel.people.models import Account
from unionhall.kernel.people.tests.test_guessing import guessed

GUESSES, WORKERS = 10_000, 500
Proved = Callable[[str, str, str], None]
PROMISE = "5 guessing slowed, nobody locked out"
pytestmark = pytest.mark.prove


@pytest.mark.parametrize("seconds", [0.1, 1, 7, 61])
def test_ten_thousand_guesses(db: None, seconds: float, proved: Proved) -> None:
    attack = guessed("a" * 64, seconds, GUESSES)
    proved(
        PROMISE, f"N = {GUESSES} guesses, one every {seconds} s",
        f"{len(attack.evaluated)} looked at, {attack.busiest_day} in the busiest day (budget {rules.DAILY_BUDGET})",
    )  # fmt: skip
    assert attack.busiest_day <= rules.DAILY_BUDGET


def test_five_hundred_workers_behind_one_address_enter(db: None, proved: Proved) -> None:
    for number in range(WORKERS):
        phone, device, moment = f"1990000{number:04d}", f"phone{number}", at() + timedelta(seconds=7 * number)
        code = services.issue_code(phone=phone, device=device, network="10.0.0", at=moment)[1]
        services.sign_in_worker(phone=phone, code=code, device=device, network="10.0.0", at=moment)
    proved(PROMISE, f"N = {WORKERS} workers sign in behind one address", f"{WORKERS - Account.objects.count()} refused")
    assert Account.objects.count() == WORKERS


def test_five_hundred_workers_behind_one_address_report(db: None, proved: Proved) -> None:
    orgs.found(name="示例区", level="county", parent=None, region_code="370702", valid_from=at().date(), by=SYSTEM, at=at())
    statuses = []
    for number in range(WORKERS):
        told = json.dumps({"employer_name": f"示例公司{number}", "phone": f"1990000{number:04d}", "contact": f"职工{number}"})
        answer = Client(REMOTE_ADDR="10.0.0.1").post(
            "/api/v1/wages/reports", told, content_type="application/json", headers={"Idempotency-Key": f"{number:040d}"}
        )
        statuses.append(answer.status_code)
    proved(PROMISE, f"N = {WORKERS} reports from one address", f"{WORKERS - statuses.count(201)} refused")
    assert statuses == [201] * WORKERS
    assert Case.objects.count() == WORKERS
