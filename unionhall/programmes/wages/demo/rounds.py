"""The rounds of the demo world: places in every street and community, four weeks walked and this one half, by the services."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import Industry
from unionhall.kernel.people import queries as people

from ..models import Site, Visit
from ..rules.rounds.checks import WEEK, Result, duties, week_of
from ..services import clues, rounds
from .settlement import actor, moment

WEEKS = 4
FIRMS = (
    ("建筑", "一期工地", Industry.CONSTRUCTION, 60), ("装饰", "商场改造", Industry.CONSTRUCTION, 18), ("快递", "", Industry.LOGISTICS, 12),
    ("物流", "", Industry.LOGISTICS, 35), ("餐饮", "", Industry.CATERING, 22), ("机械", "", Industry.MANUFACTURING, 80), ("保安", "", Industry.SECURITY, 15),
)  # fmt: skip
SMALL = (FIRMS[0], FIRMS[2], FIRMS[4])
SILENT = "于河"  # nobody has found anything here for weeks: the desk is told so
NOTES = {Result.CLUE: "有工人说两个月没发工资", Result.UNSEEN: "大门锁着，打电话没人接"}


def loaded() -> bool:
    """Whether the part is there."""
    return Site.objects.exists()


@transaction.atomic
def load(at: datetime) -> None:
    """Places, then week after week: planned on Monday, looked at through the week."""
    today = at.astimezone().date()
    this = week_of(today)
    clerk = actor("clerk", today)
    home = next(grant.path for grant in clerk.grants)
    places(home, clerk, moment(this - WEEKS * WEEK, 7))
    walkers: dict[int, Actor] = {}
    for back in range(WEEKS, -1, -1):
        week = this - back * WEEK
        visits = rounds.plan_week(week=week, by=clerk, at=moment(week, 8))
        for place, visit in enumerate(visits):
            if back or place % 2 == 0:  # this week is half done
                walk(visit, walkers, clerk, today, at)


def places(home: str, clerk: Actor, at: datetime) -> None:
    """Seven places in each street, three in each community."""
    unions = [row for row in orgs.unions() if row.path.startswith(home)]
    for union in unions:
        area = union.name.removesuffix("总工会").removesuffix("工会").replace("示例", "").replace("潍坊市", "")
        for word, place, industry, people_there in FIRMS if union.level == "street" else SMALL:
            rounds.add_site(union=union, name=f"示例{area}{word}公司", place=place, industry=industry, people=people_there, by=clerk, at=at)


def walk(visit: Visit, walkers: dict[int, Actor], clerk: Actor, today: date, now: datetime) -> None:
    """One visit: most weeks 'looked, none'; some clues, some doors shut, some never reported."""
    draw = int(hashlib.sha256(f"{visit.site_id}:{visit.week}".encode()).hexdigest()[:4], 16) % 100
    if draw < 8:
        return
    silent = SILENT in visit.site.name
    result = Result.CLUE if draw < 15 and not silent else Result.UNSEEN if draw < 20 else Result.NONE
    if visit.inspector_id not in walkers:
        walkers[visit.inspector_id] = people.actor_for(people.account(visit.inspector_id), today)
    asked = [duty.point for duty in duties(visit.site.industry)]
    good = dict.fromkeys(asked[:draw % 6], "yes")
    day = min(visit.week + timedelta(days=draw % 5), today)
    done = rounds.record_check(
        client_id=f"demo-{visit.site_id}-{visit.week:%Y%m%d}".ljust(20, "0"), site_id=visit.site_id, result=result, note=NOTES.get(result, ""),
        answers=good | ({asked[0]: "no"} if result == Result.CLUE else {}), checked_at=min(moment(day, 9 + draw % 8), now),
        finding=rounds.Finding(people=3, period="欠 2 个月") if result == Result.CLUE else None, by=walkers[visit.inspector_id], at=min(moment(day, 18), now),
    )  # fmt: skip
    if done.check.clue and day < today - timedelta(days=2):
        clues.check(clue_id=done.check.clue.pk, by=clerk, at=moment(day + timedelta(days=1)))
