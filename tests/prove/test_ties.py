"""The boss cannot be inside (trust §10.5): seeded conflicts through every door, and nobody's matter left alone."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.test import Client

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.cases import queries, services
from unionhall.kernel.cases.models import Assignment
from unionhall.kernel.cases.services import ties
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account
from unionhall.programmes.wages.models import Arrears, Claimant
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues
from unionhall.programmes.wages.tests.conftest import FOUNDED, built, ground  # noqa: F401
from unionhall.programmes.wages.tests.test_worker_view import signed_in

HOWS = ("name", "code", "controller", "namesake", "family", "worker", "firm", "past")
DOORS = ("kernel", "service", "aid", "bulk")


class Seeded:
    """A district where each matter is about somebody to whom one account is tied in one way."""

    def __init__(self, ground: Ground, seed: int) -> None:  # noqa: F811
        self.ground, self.turn, self.number = ground, random.Random(seed), 0
        self.clerk: Client = signed_in(ground.actors["clerk"].account_id)
        self.firms = [orgs.add_agency(kind="law_firm", name=f"示例律所{n}", union=ground.unions["county"], by=SYSTEM, at=at()) for n in range(3)]
        self.staff = [self.account(n) for n in range(9)]

    def account(self, number: int) -> Account:
        """An officer of the county or its street, or a lawyer of a firm."""
        role, firm = ("lawyer", self.firms[number % 3]) if number % 3 == 0 else ("officer", None)
        union = self.ground.unions["street" if number % 3 == 1 else "county"]
        person = people.person_for(name=f"示例经办{number}", phone=f"199000066{number:02d}", by=SYSTEM, at=at())
        row = people.open_account(person=person, login=f"staff{number}", by=SYSTEM, at=at())
        people.give_post(account=row, role=role, union=union, agency=firm, valid_from=FOUNDED, by=SYSTEM, at=at())
        return row

    def matter(self, how: str, account: Account) -> tuple[Arrears, Callable[[], object]]:
        """A case, and what makes the account a stranger to it no longer."""
        self.number += 1
        name = f"甲{self.number}示例劳务有限公司"
        report = clues.Report(employer_name=name, region_code=self.turn.choice(["370702001", "370702"]), amount=1000, people=1, contact="职工", phone=f"19910{self.number:06d}")
        clue = clues.register(report=report, channel="visit", by=SYSTEM, at=at())
        clues.check(clue_id=clue.pk, by=SYSTEM, at=at())
        row = wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=at())
        Claimant.objects.create(arrears=row, name="职工")
        return row, lambda: self.bind(how, row, account, name)

    def bind(self, how: str, row: Arrears, account: Account, name: str) -> None:
        """Record or declare the tie."""
        person = account.person
        if how == "worker":
            Claimant.objects.create(arrears=row, person=person, name=person.name)
        elif how in ("controller", "namesake", "code"):
            controller = person.name if how == "namesake" else f"示例老板{self.number}"
            row.employer = orgs.employer_for(name=name, by=SYSTEM, at=at())
            row.employer.controller = controller
            row.employer.save()
            row.save()
            if how == "controller":
                self.tie(person, services.keys_for(who=controller), "family")
            if how == "code":
                self.tie(person, services.keys_for(name=row.employer.name), "owns")
        elif how == "firm" and (mine := people_queries.agencies_of(account.pk, at().date())):
            firm = next(each for each in self.firms if each.pk in mine)
            services.record_tie(agency=firm, kind="serves", subjects=services.keys_for(name=name), shown=name, by=SYSTEM, at=at())
        elif how == "family":
            boss = people.person_for(name=f"示例亲戚{self.number}", phone=f"19920{self.number:06d}", by=SYSTEM, at=at())
            Claimant.objects.create(arrears=row, person=boss, name=boss.name)
            self.tie(person, services.keys_for(person_id=boss.pk), "family")
        else:
            self.tie(person, services.keys_for(name=name), "worked" if how == "past" else "manages")
        services.review_duties(case=row.case, by=SYSTEM, at=at())

    def tie(self, person: object, keys: list[str], kind: str) -> None:
        """Told by somebody else, or by the person."""
        own = people_queries.actor_for(person.account, at().date())
        services.record_tie(person=person, kind=kind, subjects=keys, shown="示例", by=self.turn.choice([SYSTEM, own]), at=at())

    def knock(self, door: str, row: Arrears, account: Account) -> None:
        """Try to give the account a duty through one door; a refusal is what is hoped for."""
        role = "lawyer" if door == "aid" else "officer"
        try:
            if door == "kernel":
                services.assign(case=row.case, account=account, role=role, by=SYSTEM, at=at())
            elif door == "service":
                wage_cases.assign(case_id=row.case_id, account_id=account.pk, role=role, by=SYSTEM, at=at())
            elif door == "aid":
                wage_cases.give_aid(case_id=row.case_id, claimant_id=row.claimants.first().pk, lawyer=account, matter=f"m{self.number}", by=SYSTEM, at=at())
            else:
                self.clerk.post("/wages/cases/bulk/", {"case": [row.case_id], "account": account.pk, "confirm": "1"})
        except Refused as refusal:
            assert refusal.code == "tied"

    def run(self, count: int) -> dict[str, int]:
        """So many conflicts: how many ended with the tied account inside, or with an officer's matter alone."""
        inside = alone = later = 0
        for number in range(count):
            account = self.turn.choice(self.staff)
            row, bind = self.matter(HOWS[number % len(HOWS)], account)
            before = self.turn.random() < 0.5
            if before:
                bind()
            free = [each for each in self.staff if not ties.between(case=row.case, account=each, on=at().date())]
            self.knock(DOORS[number // len(HOWS) % len(DOORS)], row, account)
            held = Assignment.objects.filter(case=row.case, role="officer").exists()
            if not before:
                bind()
                later += 1
            live = Assignment.objects.filter(case=row.case, ended_at=None)
            inside += live.filter(account=account).exists()
            listed = queries.unhandled(scope=SYSTEM.scope("wages.view")).filter(pk=row.case_id).exists()
            alone += bool(held and free and not live.filter(role="officer").exclude(account=account).exists() and not listed)
        return {"conflicts": count, "later": later, "inside": inside, "alone": alone}


def test_sixty_conflicts_through_every_door_let_nobody_in(ground: Ground) -> None:  # noqa: F811
    found = Seeded(ground, 5).run(60)
    assert (found["inside"], found["alone"]) == (0, 0)
    assert found["later"] > 10


def test_without_the_check_they_are_inside(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setattr(ties, "between", lambda **facts: "")
    assert Seeded(ground, 5).run(24)["inside"] > 12


@pytest.mark.prove
def test_a_thousand_conflicts_let_nobody_in(ground: Ground, proved: Callable[[str, str, str], None]) -> None:  # noqa: F811
    found = Seeded(ground, 2026).run(1000)
    proved("10.5 the boss cannot be inside", f"{found['conflicts']} conflicts, {found['later']} came out later", f"{found['inside']} inside, {found['alone']} left alone")
    assert (found["inside"], found["alone"]) == (0, 0)
