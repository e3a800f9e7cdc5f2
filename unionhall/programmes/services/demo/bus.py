"""The bus's part of the demo world: invented enterprises, an accepted plan, two visited stops and one that stands, people who may sign in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from unionhall.base.access import Actor
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.orgs.rules import Level
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import queries as places

from ..models import BusRequest, BusStop
from ..queries import bus as found
from ..rules.bus import Risk
from ..rules.stores import Store
from ..services import lists, plans, reports, requests, results, visits

CHINA = ZoneInfo("Asia/Shanghai")
HOME = (36.7100, 119.0700)
FOUNDED = date(2020, 1, 1)
BY = Actor(system="demo world")
WORKER_PHONE = "19900000037"  # as on the demo's sign-in page
STAFF = (("doctor", "示例医", Role.DOCTOR), ("counsellor", "示例心", Role.COUNSELLOR), ("buslawyer", "示例法", Role.LAWYER))
ASKED = (  # name, people of two workshops, risk, north and east of home in degrees
    ("示例机械厂", 26, 22, Risk.PHYSICAL, 0.03, 0.05), ("示例纺织厂", 24, 20, Risk.DUST, -0.04, 0.02), ("示例化工厂", 160, 140, Risk.CHEMICAL, 0.10, 0.12),
    ("示例食品厂", 60, 45, Risk.NONE, 0.02, -0.03), ("示例家具厂", 48, 30, Risk.DUST, -0.05, -0.06), ("示例铸造厂", 70, 40, Risk.PHYSICAL, 0.08, -0.02),
    ("示例印刷厂", 30, 18, Risk.CHEMICAL, 0.01, 0.02), ("示例玻璃厂", 80, 66, Risk.PHYSICAL, -0.09, 0.07), ("示例电子厂", 220, 190, Risk.NONE, 0.06, 0.09),
    ("示例造纸厂", 90, 75, Risk.CHEMICAL, -0.12, 0.03), ("示例酒厂", 40, 24, Risk.NONE, 0.50, 0.60), ("示例服装厂", 110, 95, Risk.NONE, -0.02, 0.04),
)  # fmt: skip
VISITED, STANDING = ASKED[:2], ("示例轴承厂", 14, 12, Risk.PHYSICAL, 0.02, 0.03)


def loaded() -> bool:
    """Whether the part is there."""
    return BusRequest.objects.exists()


def load(at: datetime) -> None:
    """Two enterprises were visited a month ago, at one the bus stands; the others wait, some of them in the plan that holds now."""
    today = at.astimezone(CHINA).date()
    county = next(row for row in orgs.unions() if row.region_code == "370702")
    for number, (login, name, role) in enumerate(STAFF):
        people_services.open_demo_log_in(login=login, name=name, role=role, union=county, phone=f"199000012{number:02d}", by=BY, at=at)
    officer, begun = actor("officer", today), moment(today - timedelta(days=60))
    for number, each in enumerate(ASKED):
        asks(number, each, county, begun if each in VISITED else moment(today - timedelta(days=number)), at)
        if each == VISITED[-1]:
            visit(officer, today - timedelta(days=45), today)
            standing(officer, county, today, at)
    plan = plans.draft(first=today + timedelta(days=3), home=HOME, by=officer, at=at)
    plans.accept(plan_id=plan.pk, by=officer, at=at)
    confirms(at, today)
    asks(len(ASKED), ("示例水泵厂", 36, 28, Risk.PHYSICAL, 0.04, 0.01), county, moment(today), at)


def moment(day: date, hour: int = 9) -> datetime:
    """An hour of a day in China."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def actor(login: str, today: date) -> Actor:
    """An account of the demo world, with the grants of today."""
    account = people.account_by_login(login)
    assert account, login
    return people.actor_for(account, today)


def asks(number: int, each: tuple, county: object, at: datetime, now: datetime) -> None:
    """An enterprise gets its union with an officer, and asks for the bus."""
    name, large, small, risk, north, east = each
    union = org_services.found(name=f"{name}工会", level=Level.ENTERPRISE, parent=county, valid_from=FOUNDED, by=BY, at=now)
    login = "grassroots" if number == 0 else f"grassroots{number:02d}"
    people_services.open_demo_log_in(
        login=login, name=f"{name}工会干部", role=Role.GRASSROOTS, union=union, phone=f"199000013{number:02d}", by=BY, at=now
    )
    asked = requests.Asked(
        employer=name, address=f"示例路 {number + 1} 号东门", lat=HOME[0] + north, lng=HOME[1] + east, power=True, parking=number != 6,
        workshops=(requests.People("一车间", large, 480, 1050, risk), requests.People("二车间", small, 840, 1320)),
    )  # fmt: skip
    by = actor(login, now.astimezone(CHINA).date())
    row = requests.draft(asked=asked, by=by, at=at)
    requests.send(case_id=row.pk, by=by, at=at)


def visit(officer: Actor, first: date, today: date) -> None:
    """The first two stops: planned, confirmed, people came and were seen, the reports stand."""
    plan = plans.draft(first=first, home=HOME, by=officer, at=moment(first - timedelta(days=7)))
    plans.accept(plan_id=plan.pk, by=officer, at=moment(first - timedelta(days=6)))
    for stop in found.stops(scope=officer.scope("services.bus")).filter(plan=plan):
        login = "grassroots" if stop.request.employer.name == VISITED[0][0] else "grassroots01"
        see(stop, actor(login, today), today)
        visits.finish(stop_id=stop.pk, by=officer, at=moment(stop.day, 21))
        reports.make(case_id=stop.request_id, by=officer, at=moment(stop.day + timedelta(days=5)))


def see(stop: BusStop, by: Actor, today: date) -> None:
    """Everybody of the stop comes; the three see most of them, each for themselves."""
    requests.confirm(case_id=stop.request_id, by=by, at=moment(stop.day, 7))
    stop = BusStop.objects.get(pk=stop.pk)
    dice, names, seen = Random(stop.pk), people_of(stop), []
    for slot in found.slots(stop):
        rows = visits.enter(stop_id=stop.pk, slot_id=slot.pk, names=[next(names) for _n in range(slot.heads)], by=by, at=moment(stop.day, 7))
        seen += visits.arrive_many(arrival_ids=[row.pk for row in rows], by=by, at=moment(stop.day, 20))
    for store, login in ((Store.BODY, "doctor"), (Store.MIND, "counsellor"), (Store.LAW, "buslawyer")):
        writer = actor(login, today)
        for arrival in seen:
            level = dice.choice(("well", "well", "well", "watch", "refer"))
            results.write(store=store, arrival_id=arrival.pk, level=level, words=WORDS[store][level], advice=ADVICE[level], by=writer, at=moment(stop.day, 20))


def standing(officer: Actor, county: object, today: date, now: datetime) -> None:
    """A stop of the last workday that nobody has closed yet: eight of its people came, the rest are still on the paper list."""
    day = today - timedelta(days=1)
    while not places.calendar().is_working(day):
        day -= timedelta(days=1)
    asks(len(ASKED) + 1, STANDING, county, moment(day - timedelta(days=20)), now)
    plan = plans.draft(first=day, home=HOME, by=officer, at=moment(day - timedelta(days=10)))
    plans.accept(plan_id=plan.pk, by=officer, at=moment(day - timedelta(days=9)))
    stop, by = plan.stops.get(), actor(f"grassroots{len(ASKED) + 1:02d}", today)
    shop = stop.request.workshops.order_by("pk")[0]
    lists.put_down(workshop_id=shop.pk, names=[(f"职工{number}", "") for number in range(1201, 1215)], by=by, at=moment(day - timedelta(days=8)))
    requests.confirm(case_id=stop.request_id, by=by, at=moment(day - timedelta(days=8)))
    here = [row.pk for row in found.arrivals(scope=by.scope("services.board")).filter(slot__stop=stop)[:8]]
    visits.arrive_many(arrival_ids=here, by=by, at=moment(day, 12))


def confirms(at: datetime, today: date) -> None:
    """An enterprise of the coming plan says yes; more people of its first workshop are on the list than its slots hold."""
    by = actor("grassroots03", today)
    row = found.requests(scope=by.scope("services.ask"))[0]
    shop = row.workshops.order_by("pk")[0]
    names = [("职工001", WORKER_PHONE), *((f"职工{number}", "") for number in range(1301, 1375))]
    lists.put_down(workshop_id=shop.pk, names=names, by=by, at=at)
    requests.confirm(case_id=row.pk, by=by, at=at)


def people_of(stop: BusStop) -> Iterator[tuple[str, str]]:
    """Invented workers; the first of the first stop is the one who signs in on the demo's phone."""
    first = stop.request.employer.name == VISITED[0][0]
    yield ("职工001", WORKER_PHONE) if first else ("职工800", "")
    yield from ((f"职工{number}", "") for number in range(801, 1200))


WORDS = {
    Store.BODY: {"well": "血压、血糖、听力都在正常范围。", "watch": "血压比正常高一点，过一个月再量一次。", "refer": "高音听力有下降，请到医院再查一次耳朵。"},
    Store.MIND: {"well": "睡得着、吃得下，近来状态不错。", "watch": "近来有些累，下班后留半小时给自己。", "refer": "近来睡不好有一阵了，建议约一次单独聊聊。"},
    Store.LAW: {"well": "合同、社保都看过了，没有要办的事。", "watch": "加班的记录自己也留一份。", "refer": "合同到期没续，建议找律师看一看怎么办。"},
}  # fmt: skip
ADVICE = {"well": "不用做什么。", "watch": "先自己留心，下回车来再看。", "refer": "愿意去的话，我们帮您约；不愿意也没关系。"}
