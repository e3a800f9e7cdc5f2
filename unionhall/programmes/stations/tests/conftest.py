"""The ground: a city, a county with a street, its sister; one account per role; three stations with codes."""


import pytest

from tests.grounds import grounds
from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places
from unionhall.programmes.stations.models import Station
from unionhall.programmes.stations.rules.doors import Whence
from unionhall.programmes.stations.services import doors

from .register import register, station  # noqa: F401

FOUNDED = at("2020-01-01 00:00").date()
SPOTS = (("near", 36.7, 119.1, "Mo-Su 08:00-18:00"), ("next", 36.71, 119.1, "24/7"), ("far", 36.75, 119.1, "24/7"))


def found() -> Ground:
    """Unions city, county, street, sister; actors by role at the county, 'neighbour' at the sister."""
    now, made = at(), Ground()
    places.seed(at=now)
    law.seed(at=now)
    for name, level, parent, code in (
        ("city", "city", "", "370700"), ("county", "county", "city", "370702"), ("sister", "county", "city", "370703"),
        ("street", "street", "county", "370702001"),
    ):  # fmt: skip
        made.unions[name] = orgs.found(
            name=f"示例{name}总工会", level=level, parent=made.unions.get(parent), region_code=code, valid_from=FOUNDED, by=SYSTEM, at=now
        )
    for number, role in enumerate((Role.OFFICER, Role.CLERK, Role.LEADER, Role.KEEPER), start=1):
        made.actors[role.value] = staff(role.value, role, made.unions["county"], f"199000070{number:02d}")
    made.actors["neighbour"] = staff("neighbour", Role.OFFICER, made.unions["sister"], "19900007199")
    return made


built, ground = grounds(found)


def staff(login, role, union, phone):
    """An account with one post, as an Actor."""
    now = at()
    person = people.person_for(name=f"示例{login}", phone=phone, by=SYSTEM, at=now)
    account = people.open_account(person=person, login=login, by=SYSTEM, at=now)
    people.give_post(account=account, role=role, union=union, valid_from=FOUNDED, by=SYSTEM, at=now)
    return people_queries.actor_for(account, now.date())


@pytest.fixture
def stations(ground) -> dict[str, Station]:
    """near (8–18 o'clock, with a keeper), next and far (always open), all of the street."""
    made = {}
    for name, lat, lng, hours in SPOTS:
        place = places.put_place(name=f"示例驿站{name}", by=SYSTEM, at=at(), lat=lat, lng=lng, hours="" if hours == "24/7" else hours, always_open=hours == "24/7")
        union = ground.unions["street"]
        made[name] = Station.objects.create(
            place=place, code=f"T-{name}", union=union, path=union.path, keeper_id=ground.actors["keeper"].account_id
        )
        doors.issue_door(station_id=made[name].pk, by=SYSTEM, at=at())
    return made


def device(number: int, *, network: str = "192.0.2", known: bool = True) -> Whence:
    """A phone."""
    return Whence(f"device {number}", network, known)


def key(*parts: object) -> str:
    """A form's key."""
    return "-".join(map(str, parts)).ljust(40, "0")
