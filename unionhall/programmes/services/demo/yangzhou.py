"""The ground in 扬州: a municipal union, the station at 文昌广场, five who serve there and who keeps it. All invented."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from unionhall.base.access import Actor
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.orgs.rules import Level
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import queries as place_queries
from unionhall.kernel.places import services as places

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.people.models import Account
    from unionhall.kernel.places.models import Place

BY, FOUNDED = Actor(system="demo world"), date(2020, 1, 1)
UNION, PLACE = "扬州市总工会", "文昌广场示例驿站"
PROVIDERS = ("示例理发师甲", "示例理发师乙", "示例理发师丙", "示例理发师丁", "示例理发师戊")
DESK = (("yzkeeper", "示例站长", Role.KEEPER), ("yzofficer", "示例扬办", Role.OFFICER), ("yzleader", "示例扬领导", Role.LEADER))


def ground(at: datetime) -> tuple[Union, Place, list[Account]]:
    """(union, place, the providers' accounts 甲 to 戊); made at the first call, found at the next."""
    union = orgs.unions().filter(name=UNION).first() or founded(at)
    place = place_queries.named(PLACE, "321002") or places.put_place(
        name=PLACE, region_code="321002", address="文昌中路示例 1 号", landmark="文昌广场", phone="19900001400", lat=32.3936, lng=119.4407,
        hours="Mo-Su 08:30-17:30", by=BY, at=at,
    )  # fmt: skip
    found = [people.account_by_login(f"provider{number}") for number in range(1, len(PROVIDERS) + 1)]
    return union, place, [account for account in found if account]


def founded(at: datetime) -> Union:
    """江苏 and 扬州, with everybody's log-in."""
    nation = orgs.unions().get(level=Level.NATION)
    province = org_services.found(name="江苏省总工会", level=Level.PROVINCE, parent=nation, region_code="320000", valid_from=FOUNDED, by=BY, at=at)
    city = org_services.found(name=UNION, level=Level.CITY, parent=province, region_code="321000", valid_from=FOUNDED, by=BY, at=at, phone="12351")
    served = [(f"provider{number}", name, Role.PROVIDER) for number, name in enumerate(PROVIDERS, start=1)]
    for number, (login, name, role) in enumerate([*DESK, *served], start=1):
        people_services.open_demo_log_in(login=login, name=name, role=role, union=city, phone=f"199000014{number:02d}", by=BY, at=at)
    return city
