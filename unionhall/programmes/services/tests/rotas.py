"""The rota's ground: a station with three for Wednesday and Thursday, two for the other days, a keeper, an officer and strangers."""

from datetime import date, time

import pytest

from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places
from unionhall.programmes.services.services import providers, rota

FOUNDED = date(2020, 1, 1)
NOW = at("2026-11-01 08:00")
WED, THU = date(2026, 11, 25), date(2026, 11, 26)


def staff(login, role, union, phone):
    """An account with one post, as an Actor."""
    person = people.person_for(name=f"示例{login}", phone=phone, by=SYSTEM, at=NOW)
    account = people.open_account(person=person, login=login, by=SYSTEM, at=NOW)
    people.give_post(account=account, role=role, union=union, valid_from=FOUNDED, by=SYSTEM, at=NOW)
    return people_queries.actor_for(account, NOW.date())


@pytest.fixture
def hall(db):
    """`rota`, `seats` (provider rows a–e), actors a–e, keeper, officer, leader, neighbour; no duty yet."""
    made = Ground()
    places.seed(at=NOW)
    law.seed(at=NOW)
    city = orgs.found(name="示例市总工会", level="city", parent=None, region_code="321000", valid_from=FOUNDED, by=SYSTEM, at=NOW)
    sister = orgs.found(name="邻市总工会", level="city", parent=None, region_code="321100", valid_from=FOUNDED, by=SYSTEM, at=NOW)
    made.unions = {"city": city, "sister": sister}
    place = places.put_place(name="示例驿站", by=SYSTEM, at=NOW)
    made.rota = providers.open_rota(place=place, union=city, line="desk", title="示例服务", by=SYSTEM, at=NOW)
    for group, days in (("free", (2, 3)), ("discount", (0, 1, 4))):
        providers.promise(
            rota_id=made.rota.pk, group=group, title=group, weekdays=days, least=1, begins=time(8, 30), ends=time(17), valid_from=FOUNDED, source="示例", by=SYSTEM, at=NOW
        )
    made.seats = {}
    for number, name in enumerate("abcde"):
        made.actors[name] = staff(f"provider-{name}", Role.PROVIDER, city, f"1990000950{number}")
        group = "free" if number < 3 else "discount"
        made.seats[name] = providers.add_provider(rota_id=made.rota.pk, account_id=made.actors[name].account_id, group=group, since=FOUNDED, by=SYSTEM, at=NOW)
        providers.set_pattern(provider_id=made.seats[name].pk, weekdays=(2, 3) if number < 3 else (0, 1, 4), by=SYSTEM, at=NOW)
    for number, (name, role, union) in enumerate((
        ("keeper", Role.KEEPER, city), ("officer", Role.OFFICER, city), ("leader", Role.LEADER, city), ("neighbour", Role.OFFICER, sister),
        ("neighbour_provider", Role.PROVIDER, sister),
    )):  # fmt: skip
        made.actors[name] = staff(name, role, union, f"1990000951{number}")
    return made


@pytest.fixture
def planned(hall):
    """The same with November planned and said yes to."""
    first, last = NOW.date(), date(2026, 11, 30)
    plan = rota.draft(rota_id=hall.rota.pk, first=first, last=last, by=hall.actors["keeper"], at=NOW)
    for row in rota.accept(rota_id=hall.rota.pk, first=first, last=last, mark=plan.mark, by=hall.actors["keeper"], at=NOW):
        rota.confirm(duty_id=row.pk, by=hall.actors["keeper"], at=NOW)
    return hall
