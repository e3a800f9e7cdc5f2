"""Care and regimes in the demo world: the six regimes' outputs, reports, return visits done and due, an event, a hardship."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.orgs import queries as orgs

from ..models import Arrears, Regime
from ..rules.regimes import Rhythm, period_of
from ..services import briefings, care, regimes, visits
from ..services import cases as wage_cases
from ..services import money as wage_money
from .settlement import CHINA, YUAN, actor, confirm, moment, opened, report

if TYPE_CHECKING:
    from unionhall.base.access import Actor
    from unionhall.kernel.orgs.models import Union

DAY, WEEK = timedelta(days=1), timedelta(days=7)
FINE = {"kept": "yes", "harassed": "no", "owed": "no"}
BEGUN = date(2024, 1, 1)
FIRM = "山东恒基置业有限公司潍坊分公司"
ROUNDS = "32 名排查员走了 {n} 家，查到欠薪苗头 {m} 家，都进了台账"
BOOK = "台账核了一遍：{n} 条补了电话，{m} 条改了金额，并掉重复 1 条"
JOINT = "和检察院、人社、法院开了联席会，看了过期的 {n} 件；回访 {m} 户，定下季的宣传"


def loaded() -> bool:
    """Whether the part is there."""
    return Regime.objects.exists()


def load(at: datetime) -> None:
    """What a district has behind it in 2024, and what lies on the desks today."""
    today = at.astimezone(CHINA).date()
    county = orgs.union(actor("leader", today).grants[0].org_id)
    regimes.set_up(union_id=county.pk, begun_on=BEGUN, by=actor("leader", BEGUN), at=moment(BEGUN))
    rows = {row.code: row.pk for row in Regime.objects.filter(union=county)}
    settlement_after()
    year_2024(rows, county)
    concluded_lately(today)
    kindness(today, at - timedelta(hours=1))
    lately(rows, county, today, at)
    briefings.watch(at=at)


def settlement_after() -> None:
    """The settlement's special report in August, its three return visits, then closed for good."""
    arrears = Arrears.objects.get(employer_name=FIRM, case__state="concluded")
    officer = actor("officer", date(2024, 8, 22))
    paper = briefings.draw_major(case_id=arrears.case_id, by=officer, at=moment(date(2024, 8, 22)), union=orgs.union(officer.grants[0].org_id))
    briefings.move(briefing_id=paper.pk, step="issue", by=officer, at=moment(date(2024, 8, 22), 11))
    for row in case_queries.round_of(arrears.case):
        visits.record(visit_id=row.pk, how="phone", answers=FINE, by=officer, at=moment(row.deadline.due), note="接电话的是本人，钱已经用了一部分")
    visits.close(case_id=arrears.case_id, by=officer, at=moment(date(2025, 2, 10)))


def year_2024(rows: dict[str, int], county: Union) -> None:
    """Each regime's output for the end of 2024."""
    clerk, officer, leader = (actor(role, date(2025, 1, 6)) for role in ("clerk", "officer", "leader"))
    draw("overview", county, date(2024, 12, 18), clerk, moment(date(2024, 12, 23)))
    draw("monthly", county, date(2024, 12, 10), officer, moment(date(2025, 1, 2)))
    written(rows["rounds"], date(2024, 12, 18), ROUNDS.format(n=58, m=3), clerk, moment(date(2024, 12, 23)))
    written(rows["ledger"], date(2024, 12, 10), BOOK.format(n=9, m=2), clerk, moment(date(2025, 1, 3)))
    written(rows["joint"], date(2024, 12, 10), JOINT.format(n=2, m=11), leader, moment(date(2025, 1, 6)))
    care.hold_event(
        title="宪法宣传周：讨薪怎么走", on=date(2024, 12, 4), sites=[("北关街道示例社区", 86, 120), ("望留安置区工地", 140, 200)],
        partner_id=partner(county), about="检察官和工会律师一起讲，现场收了 3 条线索", by=officer, at=moment(date(2024, 12, 4), 17),
    )  # fmt: skip


def partner(county: Union) -> int | None:
    """The procuratorate that the district works with."""
    row = orgs.agencies(county.path, "procuratorate").first()
    return row.pk if row else None


def draw(kind: str, union: Union, on: date, by: Actor, at: datetime, send: bool = False) -> None:
    """A report drawn, issued, and perhaps sent up."""
    row = briefings.draw_period(union_id=union.pk, kind=kind, on=on, by=by, at=at)
    briefings.move(briefing_id=row.pk, step="issue", by=by, at=at)
    if send:
        briefings.move(briefing_id=row.pk, step="send", by=by, at=at + timedelta(minutes=20))


def written(regime_id: int, on: date, summary: str, by: Actor, at: datetime) -> None:
    """An output that somebody wrote down."""
    regimes.produce(regime_id=regime_id, on=on, summary=summary, by=by, at=at)


def concluded_lately(today: date) -> None:
    """Two cases that were paid and concluded: one whose first visit is late, one whose second is due now."""
    paid_case("潍坊示例门窗厂", "420", 7_200, today - timedelta(days=15))
    second = paid_case("潍坊示例塑料制品厂", "421", 15_600, today - timedelta(days=33))
    first = case_queries.round_of(second.case)[0]
    visits.record(visit_id=first.pk, how="phone", answers=FINE, by=actor("officer", today), at=moment(first.deadline.due))


def paid_case(name: str, tail: str, owed: int, done: date) -> Arrears:
    """A small case, paid, confirmed and concluded on a day."""
    clue = report(name, tail, 1, owed, "370702003", moment(done - timedelta(days=21)), industry="manufacturing")
    arrears, officer = opened(clue, moment(done - timedelta(days=18))), actor("officer", done)
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=officer, at=moment(done - timedelta(days=12)))
    entry = wage_money.paid_off(case_id=arrears.case_id, amount=owed * YUAN, on=done - DAY, by=officer, at=moment(done - DAY))
    confirm(entry, moment(done, 9))
    wage_cases.conclude(case_id=arrears.case_id, code="K1", by=officer, at=moment(done))
    return Arrears.objects.select_related("case").get(pk=arrears.pk)


def kindness(today: date, now: datetime) -> None:
    """A call on a family, the hardship passed on with consent, an event last month, an incident today."""
    officer = actor("officer", today)
    live = Arrears.objects.get(employer_name="潍坊示例建筑有限公司", case__open=True, owed=18_900 * YUAN)
    worker = live.claimants.get()
    care.call_on(
        whom=f"{worker.name}家", on=today - timedelta(days=6), visitors="示例七、示例三", told="租住在安置区，孩子上小学，等工资交房租",
        need="看能不能申请临时帮扶", given=500 * YUAN, case_id=live.case_id, claimant_id=worker.pk, by=officer, at=now,
    )  # fmt: skip
    care.pass_on_hardship(case_id=live.case_id, claimant_id=worker.pk, degree="severe", told="三个月没有收入，房租欠了两个月", consented=True, by=officer, at=now)
    care.hold_event(
        title="冬季进工地讲工资", on=today - timedelta(days=12), sites=[("会展中心工地", 64, 80), ("南关站点", 21, 40)], by=officer, at=now,
        partner_id=partner(orgs.union(officer.grants[0].org_id)),
    )  # fmt: skip
    case = Arrears.objects.get(employer_name="潍坊示例保安有限公司", case__open=True)
    care.report_incident(case_id=case.case_id, on=today - DAY, kind="gathering", told="5 人到公司门口要说法，街道和工会到场劝开", by=officer, at=now)


def lately(rows: dict[str, int], county: Union, today: date, at: datetime) -> None:
    """The last weeks and months: overviews, reports sent up, hand-written outputs; this week's round is still owed."""
    clerk, officer, leader = (actor(role, today) for role in ("clerk", "officer", "leader"))
    for back in range(8, 0, -1):
        first, last = period_of(Rhythm.WEEKLY, today - back * WEEK)
        draw("overview", county, first, clerk, min(at, moment(last + DAY, 8)))
        if back > 1:
            written(rows["rounds"], first, ROUNDS.format(n=60 - back, m=back % 3), clerk, min(at, moment(last + DAY, 8)))
        else:
            draw("weekly", county, first, officer, min(at, moment(last + DAY, 8)))
    months(rows, county, today, at, clerk, officer)
    first = period_of(Rhythm.QUARTERLY, today)[0]
    while first > date(2025, 1, 1):
        written(rows["joint"], first - DAY, JOINT.format(n=first.month, m=8 + first.month), leader, min(at, moment(first, 9)))
        first = period_of(Rhythm.QUARTERLY, first - DAY)[0]


def months(rows: dict[str, int], county: Union, today: date, at: datetime, clerk: Actor, officer: Actor) -> None:
    """Monthly reports and ledger checks of the last eight months; the last report went up the tree."""
    first = period_of(Rhythm.MONTHLY, today)[0]
    for back in range(8):
        last = first - DAY
        draw("monthly", county, last, officer, min(at, moment(first, 8)), send=not back)
        written(rows["ledger"], last, BOOK.format(n=6 + back, m=1 + back % 2), clerk, min(at, moment(first, 9)))
        first = period_of(Rhythm.MONTHLY, last)[0]
