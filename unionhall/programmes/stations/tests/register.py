"""The stations' register: a city with two districts, one account per role at the first, officers at the second and the city."""

import pytest

from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places
from unionhall.programmes.stations.services import directory

FOUNDED = at("2020-01-01 00:00").date()
VALUES = {"name": "示例驿站", "address": "示例路 1 号", "lat": 36.70, "lng": 119.10, "hours": "Mo-Su 08:00-20:00", "kind": "station"}


@pytest.fixture
def register(db) -> Ground:
    now, made = at(), Ground()
    places.seed(at=now)
    law.seed(at=now)
    for name, level, parent, code in (("city", "city", "", "370700"), ("county", "county", "city", "370702"), ("sister", "county", "city", "370703")):
        full = {"city": "潍坊市", "county": "潍坊市潍城区", "sister": "潍坊市寒亭区"}[name]
        made.unions[name] = orgs.found(
            name=f"{full}总工会", level=level, parent=made.unions.get(parent), region_code=code, valid_from=FOUNDED, by=SYSTEM, at=now
        )
    for number, (name, role, union) in enumerate(
        (("officer", Role.OFFICER, "county"), ("clerk", Role.CLERK, "county"), ("keeper", Role.KEEPER, "county"), ("neighbour", Role.OFFICER, "sister"), ("cityclerk", Role.CLERK, "city")),
    ):  # fmt: skip
        person = people.person_for(name=f"示例{name}", phone=f"199000070{number:02d}", by=SYSTEM, at=now)
        account = people.open_account(person=person, login=name, by=SYSTEM, at=now)
        people.give_post(account=account, role=role, union=made.unions[union], valid_from=FOUNDED, by=SYSTEM, at=now)
        made.actors[name] = people_queries.actor_for(account, now.date())
    return made


@pytest.fixture
def station(register):
    """One station of the first district."""
    return directory.put_station(
        values=VALUES, offers=frozenset({"water", "toilet"}), union_id=register.unions["county"].pk, by=register.actors["officer"], at=at()
    )
