"""The bus's ground: a county with three enterprises' unions, its sister, one account per role, an enterprise's officer each."""

from __future__ import annotations

from datetime import date

import pytest

from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places

FOUNDED = at("2020-01-01 00:00").date()
UNIONS = (
    ("city", "city", "", "370700"), ("county", "county", "city", "370702"), ("sister", "county", "city", "370703"),
    ("mill", "enterprise", "county", ""), ("works", "enterprise", "county", ""), ("far", "enterprise", "sister", ""),
)  # fmt: skip
MORE = (("mill", Role.GRASSROOTS, "mill"), ("works", Role.GRASSROOTS, "works"), ("far", Role.GRASSROOTS, "far"), ("neighbour", Role.OFFICER, "sister"), ("neighbour_doctor", Role.DOCTOR, "sister"))


@pytest.fixture
def yard(db) -> Ground:
    """Actors by role at the county; 'mill', 'works', 'far' at their enterprises; 'neighbour', 'neighbour_doctor' at the sister."""
    now, made = at(), Ground()
    places.seed(at=now)
    law.seed(at=now)
    for name, level, parent, code in UNIONS:
        made.unions[name] = orgs.found(name=f"示例{name}工会", level=level, parent=made.unions.get(parent), region_code=code, valid_from=FOUNDED, by=SYSTEM, at=now)
    for number, role in enumerate(Role, start=1):
        made.actors[role.value] = staff(role.value, [(role, made.unions["county"])], f"199000070{number:02d}")
    for number, (name, role, union) in enumerate(MORE):
        made.actors[name] = staff(name, [(role, made.unions[union])], f"199000071{number:02d}")
    return made


def staff(login: str, posts: list, phone: str, on: date | None = None):
    """An account with posts, as an Actor."""
    now = at()
    person = people.person_for(name=f"示例{login}", phone=phone, by=SYSTEM, at=now)
    account = people.open_account(person=person, login=login, by=SYSTEM, at=now)
    for role, union in posts:
        people.give_post(account=account, role=role, union=union, valid_from=FOUNDED, by=SYSTEM, at=now)
    return people_queries.actor_for(account, on or now.date())
