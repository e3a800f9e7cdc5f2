"""The voice ground: a city, a county with a street, its sister; one account per role, a second desk clerk."""

from tests.grounds import grounds
from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places

FOUNDED = at("2020-01-01 00:00").date()


def found() -> Ground:
    """Unions city, county, street, sister; actors by role at the county, 'below' at the street, 'neighbour', 'mayor' (city)."""
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
    for number, role in enumerate(Role, start=1):
        made.actors[role.value] = staff(role.value, role, made.unions["county"], f"199000070{number:02d}")
    for number, (name, role, union) in enumerate((("below", Role.OFFICER, "street"), ("neighbour", Role.OFFICER, "sister"), ("mayor", Role.LEADER, "city"))):
        made.actors[name] = staff(name, role, made.unions[union], f"199000071{number:02d}")
    return made


built, ground = grounds(found)


def staff(login, role, union, phone):
    """An account with one post, as an Actor."""
    now = at()
    person = people.person_for(name=f"示例{login}", phone=phone, by=SYSTEM, at=now)
    account = people.open_account(person=person, login=login, by=SYSTEM, at=now)
    people.give_post(account=account, role=role, union=union, valid_from=FOUNDED, by=SYSTEM, at=now)
    return people_queries.actor_for(account, now.date())
