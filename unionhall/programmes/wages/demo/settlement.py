"""The wages part of the demo world, made by calling the services with dates: the 530,000 settlement, a live backlog."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from unionhall.base.access import Actor
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import DutyRole
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people

from ..kinds import AgreementKind, Answer, MoneyKind
from ..models import Arrears, Clue
from ..services import agreements, clues, imports, money, referrals
from ..services import cases as wage_cases

if TYPE_CHECKING:
    from ..models import MoneyEntry

CHINA = ZoneInfo("Asia/Shanghai")
SAMPLE = Path(__file__).parent.parent / "data" / "sample-ledger.xlsx"
YUAN = 100
BACKLOG = (
    ("潍坊示例装饰有限公司", "372", 2, 38_600, "会展中心工地", "construction", "003", "opened", -2),
    ("潍坊示例商贸有限公司", "373", 4, 22_400, "", "other", "001", "negotiating", 0),
    ("潍坊示例物流有限公司", "374", 7, 61_740, "北院", "logistics", "004", "mediating", 3),
    ("潍坊示例家政有限公司", "375", 2, 12_600, "", "other", "002", "arbitrating", 0),
    ("潍坊示例快递站点", "376", 1, 8_300, "南关站点", "logistics", "002", "agreed", 5),
    ("潍坊示例园林有限公司", "377", 1, 11_000, "河滨段", "construction", "005", "breached", -6),
    ("潍坊示例保安有限公司", "378", 5, 31_200, "", "security", "006", "with_hrss", -20),
    ("潍坊示例服装厂", "379", 1, 6_300, "", "manufacturing", "003", "awaiting", 0),
    ("潍坊示例餐饮有限公司", "380", 1, 9_450, "", "catering", "001", "opened", 0),
    ("潍坊示例机械厂", "381", 3, 27_900, "", "manufacturing", "004", "negotiating", 0),
)
WAITING = (
    ("望留二期工地（示例）", "401", 6, 88_000, "005"), ("潍坊示例酒店", "402", 2, 9_800, "001"), ("示例骑手站", "403", 1, 4_200, "002"),
    ("潍坊示例印刷厂", "404", 1, 5_600, "003"), ("示例劳务队", "405", 9, 120_000, "006"),
)  # fmt: skip


def sample_ledger(at: datetime) -> None:
    """The clerk brings the ledger of 2024 in, as it is; its four wrong rows stay out until somebody mends them."""
    clerk = actor("clerk", at.date())
    blob = imports.keep_file(content=ContentFile(SAMPLE.read_bytes()), name=SAMPLE.name, by=clerk, at=at)
    plan = imports.current_plan(blob=blob, year=2024, by=clerk)
    imports.commit(plan=plan, file_name=SAMPLE.name, digest=blob.sha256, by=clerk, at=at)


def moment(day: date, hour: int = 10) -> datetime:
    """An hour of a day in China."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def loaded() -> bool:
    """Whether the part is there."""
    return Clue.objects.exists()


def load(at: datetime) -> None:
    """The settlement of 2024, the worker's live case, a backlog around today."""
    today = at.astimezone(CHINA).date()
    settlement()
    sample_ledger(moment(date(2025, 1, 6)))
    live_case(today)
    for row in BACKLOG:
        backlog_case(row, today)
    for number, (name, tail, heads, owed, street) in enumerate(WAITING):
        report(name, tail, heads, owed, f"370702{street}", moment(today - timedelta(days=number), 9))


def actor(role: str, day: date) -> Actor:
    """The first account of a role, with the grants of a day."""
    rows = [account for post, account in people.demo_accounts(day) if post.role == role]
    return people.actor_for(rows[0], day)


def account_of(role: str, day: date) -> int:
    """The id of the first account of a role."""
    return actor(role, day).account_id or 0


def report(name: str, tail: str, heads: int, owed: int, region: str, at: datetime, **more: object) -> Clue:
    """A clue as its reporter tells it; sums in yuan here."""
    facts = clues.Report(
        employer_name=name, region_code=region, amount=owed * YUAN, people=heads, contact=more.pop("contact", f"职工{tail}"),
        phone=f"19900000{tail}"[:11].ljust(11, "0"), period=more.pop("period", "欠 3 个月"), money_kind=MoneyKind.WAGES,
        migrant=more.pop("migrant", Answer.UNKNOWN), **more,
    )  # fmt: skip
    key = f"demo-{tail}-{at:%Y%m%d%H}".ljust(40, "0")
    receipt, _code = clues.report(report=facts, client_key=key, by=Actor(name=f"职工{tail}"), at=at)
    return Clue.objects.get(case=receipt.case)


def opened(clue: Clue, at: datetime) -> Arrears:
    """Checked by the clerk, opened by the officer, given to the officer."""
    clerk, officer = actor("clerk", at.date()), actor("officer", at.date())
    clues.check(clue_id=clue.pk, by=clerk, at=at)
    arrears = wage_cases.open_from(clue_id=clue.pk, by=officer, at=at)
    wage_cases.assign(case_id=arrears.case_id, account_id=officer.account_id, role=DutyRole.OFFICER, by=clerk, at=at)
    if not arrears.claimants.exists():
        return arrears
    first = arrears.claimants.get()
    rest = max((clue.people or 1) - 1, 0)
    for number in range(rest):
        share = (clue.amount or 0) // (rest + 1)
        wage_cases.add_claimant(case_id=arrears.case_id, name=f"{first.name}-{number + 2}", owed=share, by=officer, at=at)
    if rest:
        own = (clue.amount or 0) - rest * ((clue.amount or 0) // (rest + 1))
        wage_cases.amend_claimant(case_id=arrears.case_id, claimant_id=first.pk, owed=own, by=officer, at=at)
    return Arrears.objects.get(pk=arrears.pk)


def settlement() -> None:
    """530,000 yuan, due 2024-08-20, broken, arbitrated with a union lawyer, mediated and paid at once."""
    clue = report(
        "山东恒基置业有限公司潍坊分公司", "046", 1, 530_000, "370702004", moment(date(2024, 5, 13)), project="望留安置区二期", industry="construction"
    )
    arrears = opened(clue, moment(date(2024, 5, 15)))
    pk, officer = arrears.case_id, actor("officer", date(2024, 6, 1))
    wage_cases.take(case_id=pk, step="negotiate", by=officer, at=moment(date(2024, 5, 28)), says="约谈公司，公司愿意谈")
    agreements.sign(
        case_id=pk, kind=AgreementKind.MEDIATION, signed_on=date(2024, 6, 20), parts=[(date(2024, 8, 20), 530_000 * YUAN)],
        body="北关街道工会", by=officer, at=moment(date(2024, 6, 20)),
    )  # fmt: skip
    cases.sweep(at=moment(date(2024, 8, 21), 0))
    for deadline in arrears.case.deadlines.filter(code="instalment", state="lapsed"):
        agreements.lapse(deadline=deadline, at=moment(date(2024, 8, 21), 0))
    lawyer = people.account(account_of("lawyer", date(2024, 9, 24)))
    firm = orgs.agencies(arrears.case.path, "law_firm").first()
    wage_cases.give_aid(
        case_id=pk, claimant_id=arrears.claimants.get().pk, lawyer=lawyer, matter="arbitration", agency=firm, by=officer, at=moment(date(2024, 9, 24))
    )
    wage_cases.take(case_id=pk, step="arbitrate", by=officer, at=moment(date(2024, 9, 25)), says="申请仲裁，工会派了律师")
    agreements.sign(
        case_id=pk, kind=AgreementKind.ARB_MEDIATION, signed_on=date(2024, 10, 30), parts=[(date(2024, 10, 31), 530_000 * YUAN)],
        body="潍城区劳动人事争议仲裁委（示例）", by=officer, at=moment(date(2024, 10, 30)),
    )  # fmt: skip
    entry = money.paid_off(case_id=pk, amount=530_000 * YUAN, on=date(2024, 10, 30), by=officer, at=moment(date(2024, 10, 30), 15))
    confirm(entry, moment(date(2024, 10, 31)))
    wage_cases.conclude(case_id=pk, code="K1", by=officer, at=moment(date(2024, 11, 4)))


def confirm(entry: MoneyEntry, at: datetime, received: bool = True) -> None:
    """The worker's own word on a payment."""
    person = entry.claimant.person
    money.answer(entry_id=entry.pk, received=received, person=person, by=Actor(person_id=person.pk, name=person.name), at=at)


def live_case(today: date) -> None:
    """职工001: 18,900 agreed, a third confirmed, a payment waiting for an answer, the last day near."""
    start = today - timedelta(days=40)
    clue = report("潍坊示例建筑有限公司", "037", 1, 18_900, "370702006", moment(start), project="一期工地", period="欠 3 个月", migrant=Answer.YES, contact="职工001")
    arrears = opened(clue, moment(start + timedelta(days=4)))
    pk, officer = arrears.case_id, actor("officer", today)
    wage_cases.take(case_id=pk, step="mediate", by=officer, at=moment(start + timedelta(days=10)), says="组织调解，公司来了人")
    due = today + timedelta(days=3)
    agreements.sign(
        case_id=pk, kind=AgreementKind.MEDIATION, signed_on=start + timedelta(days=24), parts=[(due, 18_900 * YUAN)], body="望留街道调解委员会（示例）",
        by=officer, at=moment(start + timedelta(days=24)),
    )  # fmt: skip
    first = money.record(case_id=pk, kind="paid", amount=6_300 * YUAN, on=today - timedelta(days=9), note="银行回单", by=officer, at=moment(today - timedelta(days=9)))
    confirm(first, moment(today - timedelta(days=8)))
    money.record(case_id=pk, kind="paid", amount=3_150 * YUAN, on=today - timedelta(days=1), note="银行回单", by=officer, at=moment(today - timedelta(days=1)))


def backlog_case(row: tuple, today: date) -> None:
    """A case that stands where a real district's stand today."""
    name, tail, heads, owed, project, industry, street, state, shift = row
    start = today - timedelta(days=24)
    clue = report(name, tail, heads, owed, f"370702{street}", moment(start), project=project, industry=industry)
    arrears = opened(clue, moment(start + timedelta(days=3)))
    BRANCHES[state](arrears, actor("officer", today), today, timedelta(days=shift))


def negotiate(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """Talks are on."""
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=officer, at=moment(today - timedelta(days=5)))


def mediate(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """Mediation runs; its fifteen days end about now."""
    wage_cases.take(case_id=arrears.case_id, step="mediate", by=officer, at=moment(today - timedelta(days=15) + shift))


def arbitrate(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """The commission decides these days whether it accepts."""
    wage_cases.take(case_id=arrears.case_id, step="arbitrate", by=officer, at=moment(today - timedelta(days=7)))


def agree(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """An agreement whose last day lies `shift` from today."""
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=officer, at=moment(today - timedelta(days=20)))
    amount = arrears.owed or 0
    agreements.sign(
        case_id=arrears.case_id, kind=AgreementKind.MEDIATION, signed_on=today - timedelta(days=18), parts=[(today + shift, amount)],
        by=officer, at=moment(today - timedelta(days=18)), body="街道调解委员会（示例）",
    )  # fmt: skip


def breach(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """An agreement that was not kept: the breach opened by itself."""
    agree(arrears, officer, today, shift)
    day = today + shift + timedelta(days=1)
    cases.sweep(at=moment(day, 0))
    for deadline in arrears.case.deadlines.filter(code="instalment", state="lapsed"):
        agreements.lapse(deadline=deadline, at=moment(day, 0))


def refer(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """With the inspectorate."""
    bureau = orgs.agencies(arrears.case.path, "inspectorate").first()
    agreed = [row.pk for row in arrears.claimants.filter(person__isnull=False)]
    sent = moment(today - timedelta(days=12))
    referrals.refer(case_id=arrears.case_id, way="inspection", agency_id=bureau.pk, claimant_ids=agreed, on_paper=True, by=officer, at=sent)


def await_word(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """The company says it paid; the worker has not answered."""
    agree(arrears, officer, today, timedelta(days=4))
    money.paid_off(case_id=arrears.case_id, amount=arrears.owed or 0, on=today, by=officer, at=moment(today, 9))


def rest(arrears: Arrears, officer: Actor, today: date, shift: timedelta) -> None:
    """Opened, nothing more yet."""


BRANCHES = {
    "opened": rest, "negotiating": negotiate, "mediating": mediate, "arbitrating": arbitrate, "agreed": agree,
    "breached": breach, "with_hrss": refer, "awaiting": await_word,
}  # fmt: skip
