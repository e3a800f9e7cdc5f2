"""The wages ground: a county with streets, a sister county, one account per role."""

from types import SimpleNamespace

import pytest

from tests.grounds import grounds
from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places

from .sealed_ground import keyed

FOUNDED = at("2020-01-01 00:00").date()


def found() -> Ground:
    """清河区 (示例) with a street, its sister, and Actors: clerk, officer, mediator, lawyer, hotline, leader, neighbour."""
    now, made = at(), Ground()
    places.seed(at=now)
    law.seed(at=now)
    city = orgs.found(name="示例市总工会", level="city", parent=None, valid_from=FOUNDED, by=SYSTEM, at=now)
    county = orgs.found(
        name="示例区总工会", level="county", parent=city, region_code="370702", valid_from=FOUNDED, by=SYSTEM, at=now
    )
    street = orgs.found(
        name="示例街道总工会", level="street", parent=county, region_code="370702001", valid_from=FOUNDED, by=SYSTEM, at=now
    )
    sister = orgs.found(
        name="邻区总工会", level="county", parent=city, region_code="370703", valid_from=FOUNDED, by=SYSTEM, at=now
    )
    made.unions = {"city": city, "county": county, "street": street, "sister": sister}
    for number, role in enumerate(Role, start=1):
        made.actors[role.value] = staff(role.value, role, county, f"199000090{number:02d}")
    made.actors["neighbour"] = staff("neighbour", Role.OFFICER, sister, "19900009099")
    return made


built, ground = grounds(found)


def staff(login, role, union, phone):
    """An account with one post, as an Actor; the account hangs on `.account` of the people room."""
    now = at()
    person = people.person_for(name=f"示例{login}", phone=phone, by=SYSTEM, at=now)
    account = people.open_account(person=person, login=login, by=SYSTEM, at=now)
    people.give_post(account=account, role=role, union=union, valid_from=FOUNDED, by=SYSTEM, at=now)
    return people_queries.actor_for(account, now.date())


@pytest.fixture
def desk(ground) -> SimpleNamespace:
    """A desk for confidential letters: `ground`, its clerk, and the clerk's key."""
    return SimpleNamespace(ground=ground, clerk=ground.actors["clerk"], holder=keyed(ground.actors["clerk"]))
