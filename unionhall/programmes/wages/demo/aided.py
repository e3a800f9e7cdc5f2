"""The aided cases of 2024, through the services with their dates: three workers to a case, a lawyer for each of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from unionhall.base.access import Actor
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases.rules import DutyRole
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services

from ..kinds import AgreementKind
from ..models import Aid, Arrears, Clue
from ..services import agreements, clues, money, visits
from ..services import cases as wage_cases
from .settlement import YUAN, account_of, actor, confirm, moment, report

TRADES = (
    ("建筑劳务", "construction"), ("物流", "logistics"), ("餐饮", "catering"), ("保安", "security"), ("服装", "manufacturing"), ("家政", "other"),
)  # fmt: skip
CASES, HEADS = 23, 3
FINE = {"kept": "yes", "harassed": "no", "owed": "no"}
FIRST = date(2024, 1, 15)


def loaded() -> bool:
    """Whether the part is there."""
    return Aid.objects.filter(matter="mediation").exists()


def load(at: datetime) -> None:
    """One case every twelve days; all are paid within the year."""
    for number in range(CASES):
        aided(number, FIRST + timedelta(days=12 * number))


def aided(number: int, day: date) -> None:
    """Reported, opened, three workers aided, agreed, paid, confirmed by each, concluded."""
    trade, industry = TRADES[number % len(TRADES)]
    owed = 4_800 + 350 * (number % 9)
    clue = report(
        f"潍坊示例{trade}{number + 1:02d}有限公司", f"5{number:02d}", HEADS, owed * HEADS, f"370702{number % 6 + 1:03d}", moment(day), industry=industry
    )
    arrears = begun(clue, number, owed * YUAN, day + timedelta(days=2))
    officer = actor("officer", day)
    counsel(arrears, officer, day + timedelta(days=5))
    wage_cases.take(case_id=arrears.case_id, step="mediate", by=officer, at=moment(day + timedelta(days=6)))
    settle(arrears, officer, day + timedelta(days=14))


def begun(clue: Clue, number: int, owed: int, day: date) -> Arrears:
    """Checked, opened and given out; each worker is a person who can answer for their own money."""
    clerk, officer, at = actor("clerk", day), actor("officer", day), moment(day)
    clues.check(clue_id=clue.pk, by=clerk, at=at)
    arrears = wage_cases.open_from(clue_id=clue.pk, by=officer, at=at)
    wage_cases.assign(case_id=arrears.case_id, account_id=officer.account_id, role=DutyRole.OFFICER, by=clerk, at=at)
    for place in range(2, HEADS + 1):
        name, phone = f"职工5{number:02d}-{place}", f"1990000{5000 + number * 10 + place}"
        person = people_services.person_for(name=name, phone=phone, by=officer, at=at)
        wage_cases.add_claimant(case_id=arrears.case_id, name=name, owed=owed, person=person, by=officer, at=at)
    first = arrears.claimants.order_by("pk").first()
    wage_cases.amend_claimant(case_id=arrears.case_id, claimant_id=first.pk, owed=owed, by=officer, at=at)
    return Arrears.objects.get(pk=arrears.pk)


def counsel(arrears: Arrears, officer: Actor, day: date) -> None:
    """A contracted lawyer for each worker: counted once per worker and matter."""
    lawyer, firm = people.account(account_of("lawyer", day)), orgs.agencies(arrears.case.path, "law_firm").first()
    for claimant in arrears.claimants.order_by("pk"):
        wage_cases.give_aid(
            case_id=arrears.case_id, claimant_id=claimant.pk, lawyer=lawyer, matter="mediation", agency=firm, by=officer, at=moment(day)
        )


def settle(arrears: Arrears, officer: Actor, day: date) -> None:
    """Agreed for ten days later, paid to each on the day, confirmed the day after."""
    due, pk = day + timedelta(days=10), arrears.case_id
    agreements.sign(
        case_id=pk, kind=AgreementKind.MEDIATION, signed_on=day, parts=[(due, arrears.owed or 0)], body="潍城区职工法律援助站（示例）",
        by=officer, at=moment(day),
    )  # fmt: skip
    rows = list(arrears.claimants.order_by("pk"))
    entries = [
        money.record(case_id=pk, kind="paid", amount=row.owed, on=due, claimant_id=row.pk, by=officer, at=moment(due)) for row in rows[:-1]
    ]
    entries.append(money.paid_off(case_id=pk, amount=rows[-1].owed, on=due, claimant_id=rows[-1].pk, by=officer, at=moment(due)))
    for entry in entries:
        confirm(entry, moment(due + timedelta(days=1)))
    wage_cases.conclude(case_id=pk, code="K1", by=officer, at=moment(due + timedelta(days=3)))
    ask_again(arrears, officer)


def ask_again(arrears: Arrears, officer: Actor) -> None:
    """Visited after 7, 30 and 90 days, then closed for good."""
    rows = list(case_queries.round_of(arrears.case))
    for row in rows:
        visits.record(visit_id=row.pk, how="phone", answers=FINE, by=officer, at=moment(row.deadline.due))
    visits.close(case_id=arrears.case_id, by=officer, at=moment(rows[-1].deadline.due + timedelta(days=1)))
