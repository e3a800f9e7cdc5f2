"""The group case of 2024: fifteen migrant workers, 204,000 yuan, told of support of prosecution, paid within seven days."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from unionhall.base.access import Actor
from unionhall.kernel.cases import services as cases
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import AgencyKind

from ..kinds import Answer
from ..models import Arrears, Clue, Distribution
from ..rules.groups import Matter
from ..services import cases as wage_cases
from ..services import clues, distributions, groups, papers, referrals, rosters
from . import aided, settlement

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Person

FIRM = "潍坊示例市政工程有限公司"
OWED = (18_900, 16_200, 15_800, 15_000, 14_400, 14_100, 13_900, 13_600, 13_300, 12_800, 12_500, 11_900, 11_600, 10_500, 9_500)
TRADES = ("瓦工", "木工", "钢筋工")
REPORTED, OPENED, TOLD, HANDED = date(2024, 11, 4), date(2024, 11, 5), date(2024, 11, 6), date(2024, 11, 7)
FIRST, LAST, CLOSED = date(2024, 11, 8), date(2024, 11, 12), date(2024, 11, 18)
FIRST_SUM = 100_000


def loaded() -> bool:
    """Whether the part is there."""
    return Distribution.objects.exists()


def load(at: datetime) -> None:
    """The whole course, by the services, on its days."""
    arrears = opened()
    officer = settlement.actor("officer", OPENED)
    explain_support(arrears, officer)
    hand_evidence_over(arrears, officer)
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=officer, at=settlement.moment(HANDED, 15), says="检察院和工会一起约谈公司")
    pay(arrears, officer, FIRST, FIRST_SUM, "pro_rata", "示例回单1108", final=False)
    pay(arrears, officer, LAST, sum(OWED) - FIRST_SUM, "pro_rata", "示例回单1112", final=True)
    wage_cases.conclude(case_id=arrears.case_id, code="K1", by=officer, at=settlement.moment(CLOSED))
    aided.ask_again(arrears, officer)


def phone(number: int) -> str:
    """The invented phone of worker so-and-so."""
    return f"199000024{number:02d}"


def roster() -> str:
    """The list as the foreman kept it."""
    head = "姓名\t手机号\t欠多少元\t从哪天起欠\t农民工\t工种"
    rows = (
        f"职工{200 + number}\t{phone(number)}\t{owed}\t2024-0{7 + number % 3}-01\t是\t{TRADES[number % 3]}"
        for number, owed in enumerate(OWED, start=1)
    )  # fmt: skip
    return "\n".join([head, *rows])


def opened() -> Arrears:
    """Reported by one of them, checked, opened the next day with all fifteen."""
    facts = clues.Report(
        employer_name=FIRM, region_code="370702001", amount=sum(OWED) * settlement.YUAN, people=len(OWED), contact="职工201",
        phone=phone(1), project="示例路雨水管网", period="2024年7月到10月", money_kind="wages", migrant=Answer.YES,
        industry="construction", told="15 个人干完活，工钱一直没给。",
    )  # fmt: skip
    clues.report(report=facts, client_key="demo-group-2024".ljust(40, "0"), by=Actor(name="职工201"), at=settlement.moment(REPORTED, 9))
    clue = Clue.objects.get(employer_name=FIRM)
    clerk, officer = settlement.actor("clerk", OPENED), settlement.actor("officer", OPENED)
    clues.check(clue_id=clue.pk, by=clerk, at=settlement.moment(REPORTED, 14))
    arrears = wage_cases.open_from(clue_id=clue.pk, by=officer, at=settlement.moment(OPENED, 9))
    wage_cases.assign(case_id=arrears.case_id, account_id=officer.account_id, role="officer", by=clerk, at=settlement.moment(OPENED, 9))
    rosters.add(case_id=arrears.case_id, text=roster(), by=officer, at=settlement.moment(OPENED, 10))
    return Arrears.objects.get(pk=arrears.pk)


def explain_support(arrears: Arrears, officer: Actor) -> None:
    """The union tells them how support of prosecution works; they choose three, each says yes for themselves."""
    at = settlement.moment(TOLD)
    says = "给 15 位职工讲了“工会+检察院”支持起诉：检察院可以支持职工起诉，帮着收集证据，不收钱"
    cases.remark(case=arrears.case, says=says, by=officer, at=at, step="support_told")
    workers = list(arrears.claimants.select_related("person").order_by("pk"))
    groups.choose(case_id=arrears.case_id, claimant_ids=[each.pk for each in workers[:3]], by=officer, at=at)
    papers.save(case_id=arrears.case_id, paper=papers.Paper.REPRESENTATIVES, by=officer, at=at)
    for each in workers:
        for matter in (Matter.CLAIM, Matter.REPRESENTED):
            groups.say(claimant_id=each.pk, matter=matter, yes=True, person=each.person, by=own(each.person), at=settlement.moment(TOLD, 16))


def own(person: Person) -> Actor:
    """The worker on their own phone."""
    return Actor(person_id=person.pk, name=person.name)


def hand_evidence_over(arrears: Arrears, officer: Actor) -> None:
    """Each worker says yes for themselves; the evidence goes to the procuratorate, which signs for it and answers."""
    agency = orgs.agencies(arrears.case.path, AgencyKind.PROCURATORATE).first()
    workers = list(arrears.claimants.select_related("person").order_by("pk"))
    row = referrals.refer(
        case_id=arrears.case_id, way="support", agency_id=agency.pk, claimant_ids=tuple(each.pk for each in workers),
        says="考勤表、欠条和聊天记录理好了，帮职工申请支持起诉", by=officer, at=settlement.moment(TOLD, 17),
    )  # fmt: skip
    for each in workers:
        cases.agree(referral_id=row.pk, person=each.person, by=own(each.person), at=settlement.moment(TOLD, 20))
    receiver = Actor(name=agency.name)
    cases.move_referral(referral_id=row.pk, step="accept", by=receiver, at=settlement.moment(HANDED, 9))
    cases.move_referral(referral_id=row.pk, step="answer", says="受理，支持起诉；当天约谈公司", by=receiver, at=settlement.moment(HANDED, 14))


def pay(arrears: Arrears, officer: Actor, day: date, yuan: int, rule: str, slip: str, *, final: bool) -> None:
    """Money comes in, is shared, the list is printed for signing, and each confirms their own part the same day."""
    row = distributions.receive(
        case_id=arrears.case_id, amount=yuan * settlement.YUAN, on=day, rule=rule, slip=slip, key=f"demo-{slip}".ljust(40, "0"),
        final=final, by=officer, at=settlement.moment(day, 11),
    )  # fmt: skip
    papers.save_list(case_id=arrears.case_id, number=row.number, form="docx", by=officer, at=settlement.moment(day, 12))
    for part in row.portions.select_related("entry", "claimant__person").order_by("claimant_id"):
        settlement.confirm(part.entry, settlement.moment(day, 18))
