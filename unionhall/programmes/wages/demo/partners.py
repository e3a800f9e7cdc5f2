"""The partners' part of the demo world: a year of the seven mechanisms with the procuratorate, and what waits for an answer now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from unionhall.base.access import Actor
from unionhall.kernel.cases import services as cases
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import AgencyKind

from ..models import Arrears, JointRecord
from ..rules.joint import Mechanism
from ..services import cases as wage_cases
from ..services import joint, letters, referrals
from . import aided
from .settlement import CHINA, YUAN, actor, moment, report

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Referral
    from unionhall.kernel.orgs.models import Agency

# mechanism, day of the year, what, where, items or people
YEAR = (
    (Mechanism.LIAISON, "01-12", "商定联络人和每月联系的日子", "", 0),
    (Mechanism.SHARING, "02-22", "工会给检察院：春节前排查出的欠薪单位", "", 12),
    (Mechanism.PUBLICITY, "03-15", "工地上讲怎么留证据、怎么要工资", "望留安置区二期工地", 320),
    (Mechanism.LIAISON, "04-18", "对账：上季度移送的件办到哪了", "", 0),
    (Mechanism.PARTY, "07-01", "两家支部一起上党课，定联系点", "区总工会会议室", 46),
    (Mechanism.SHARING, "07-05", "检察院给工会：上半年支持起诉的案件类型", "", 9),
    (Mechanism.LIAISON, "09-20", "商定年底专项行动怎么分工", "", 0),
    (Mechanism.PUBLICITY, "12-04", "宪法日，给骑手和快递员讲劳动报酬", "南关快递园区", 210),
)
THIS_YEAR = (
    (Mechanism.LIAISON, 40, "定今年的联络人", "", 0),
    (Mechanism.SHARING, 33, "工会给检察院：建筑领域重点单位", "", 7),
    (Mechanism.PUBLICITY, 12, "街道市场门口摆摊答疑", "城关街道", 85),
)


def loaded() -> bool:
    """Whether the part is there."""
    return JointRecord.objects.exists()


def load(at: datetime) -> None:
    """The year 2024 whole, some records of this year, referrals on their way."""
    officer = actor("officer", at.date())
    agency = orgs.agencies(orgs.home().path or "", AgencyKind.PROCURATORATE).first()
    year_2024(agency, officer)
    lately(agency, officer, at.astimezone(CHINA))
    on_their_way(officer, at.astimezone(CHINA).date())


def note(mechanism: Mechanism, agency: Agency, day: date, what: tuple[str, str, int], officer: Actor, at: datetime) -> None:
    """One record; the number is items for sharing, people for events."""
    title, place, number = what
    field = "items" if mechanism == Mechanism.SHARING else "reached"
    joint.record(mechanism=mechanism, agency_id=agency.pk, on=day, title=title, place=place, by=officer, at=at, **{field: number or None})


def year_2024(agency: Agency, officer: Actor) -> None:
    """All seven left records: a matter goes over, is handled together, talked over, answered."""
    for mechanism, day, *what in YEAR:
        on = date.fromisoformat(f"2024-{day}")
        note(mechanism, agency, on, tuple(what), officer, moment(on, 17))
    clue = report("潍坊示例钢构有限公司", "047", 3, 57_000, "370702005", moment(date(2024, 3, 1)), project="河滨厂房", industry="construction")
    arrears = aided.begun(clue, 90, 19_000 * YUAN, date(2024, 3, 4))
    pk = arrears.case_id
    letter = letters.issue(
        case_id=pk, kind="notice", points="3 名职工 2023年11月到2024年1月的工资没有发，工地没有工资台账。", answer_by=date(2024, 3, 20),
        copy_to=agency.pk, by=officer, at=moment(date(2024, 3, 6)),
    )  # fmt: skip
    reply(letter.copied, "收到抄送，已登记", moment(date(2024, 3, 8)))
    letters.answer(case_id=pk, letter_id=letter.pk, on=date(2024, 3, 19), says="承认拖欠，请求分期", by=officer, at=moment(date(2024, 3, 19)))
    sent = referrals.refer(case_id=pk, way="transfer", agency_id=agency.pk, claimant_ids=(), says="公司承认拖欠，还没付", by=officer, at=moment(date(2024, 3, 21)))
    joint.record(
        mechanism=Mechanism.HANDLING, agency_id=agency.pk, on=date(2024, 4, 10), title="和检察官一起约谈公司负责人", case_id=pk,
        by=officer, at=moment(date(2024, 4, 10), 17),
    )  # fmt: skip
    reply(sent, "已约谈，公司答应分期付", moment(date(2024, 4, 12)))
    study = joint.prepare_study(agency_id=agency.pk, on=date(2024, 6, 5), by=officer, at=moment(date(2024, 6, 3)))
    joint.hold_study(study_id=study.pk, decisions={}, says="看了二季度逾期的件；建筑领域由检察院提前介入。", by=officer, at=moment(date(2024, 6, 5), 16))
    wage_cases.take(case_id=pk, step="mediate", by=officer, at=moment(date(2024, 6, 6)))
    aided.settle(Arrears.objects.get(pk=arrears.pk), officer, date(2024, 6, 12))


def reply(row: Referral, says: str, at: datetime) -> None:
    """The receiver signs for it and answers, as its paper slip said."""
    by = Actor(name=row.agency.name)
    cases.move_referral(referral_id=row.pk, step="accept", by=by, at=at)
    cases.move_referral(referral_id=row.pk, step="answer", says=says, by=by, at=at)


def lately(agency: Agency, officer: Actor, at: datetime) -> None:
    """This year's records; the next study stands with an agenda that built itself."""
    for mechanism, ago, *what in THIS_YEAR:
        note(mechanism, agency, at.date() - timedelta(days=ago), tuple(what), officer, at)


def on_their_way(officer: Actor, today: date) -> None:
    """Waiting for the procuratorate, returned by the commission, waiting for workers' own yes; then the next study's agenda."""
    support = send("潍坊示例园林有限公司", "support", AgencyKind.PROCURATORATE, officer, today - timedelta(days=3))
    cases.issue_link(referral_id=support.pk, by=officer, at=moment(today))
    returned = send("潍坊示例家政有限公司", "arbitration", AgencyKind.COMMISSION, officer, today - timedelta(days=6))
    commission = Actor(name=returned.agency.name)
    cases.move_referral(referral_id=returned.pk, step="return", says="缺授权委托书，补了再来", by=commission, at=moment(today - timedelta(days=4)))
    send("潍坊示例建筑有限公司", "aid", AgencyKind.LEGAL_AID, officer, today - timedelta(days=1), on_paper=False)
    agency = support.agency
    joint.prepare_study(agency_id=agency.pk, on=today + timedelta(days=5), by=officer, at=moment(today))


def send(employer: str, way: str, kind: AgencyKind, officer: Actor, day: date, on_paper: bool = True) -> Referral:
    """One case of the backlog to the partner of a kind, with the workers who can be asked."""
    arrears = Arrears.objects.filter(employer_name=employer, case__open=True).first()
    agency = orgs.agencies(arrears.case.path, kind).first()
    people = [row.pk for row in arrears.claimants.filter(person__isnull=False)]
    return referrals.refer(
        case_id=arrears.case_id, way=way, agency_id=agency.pk, claimant_ids=people, on_paper=on_paper, by=officer, at=moment(day)
    )
