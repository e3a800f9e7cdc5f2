"""The ground of services: a city, a county and its sister; one account per role at the county; a service with the page's prices."""

from datetime import date, time

import pytest

from tests.grounds import grounds
from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places
from unionhall.programmes.services.services import definitions, prices

from .yard import yard  # noqa: F401

FOUNDED = at("2020-01-01 00:00").date()
SINCE = date(2026, 1, 1)
OFFER = definitions.Offer(
    code="haircut", name="示例理发", weekdays="12345", begins=time(9), ends=time(11), minutes=30, valid_from=SINCE, usual_price=2000, bring="带证件"
)


def found() -> Ground:
    """Unions city, county, sister; actors by role at the county, 'neighbour' at the sister, workers 'titled' and 'plain'."""
    now, made = at(), Ground()
    places.seed(at=now)
    law.seed(at=now)
    for name, level, parent, code in (("city", "city", "", "370700"), ("county", "county", "city", "370702"), ("sister", "county", "city", "370703")):
        made.unions[name] = orgs.found(
            name=f"示例{name}总工会", level=level, parent=made.unions.get(parent), region_code=code, valid_from=FOUNDED, by=SYSTEM, at=now
        )
    for number, role in enumerate(Role, start=1):
        made.actors[role.value] = actor(role.value, f"199000072{number:02d}", role, made.unions["county"])
    made.actors["neighbour"] = actor("neighbour", "19900007301", Role.OFFICER, made.unions["sister"])
    for number, name in enumerate(("titled", "plain"), start=1):
        made.actors[name] = actor(name, f"1990000731{number}")
    stand(made.actors["titled"], "model_worker", "city")
    return made


built, ground = grounds(found)


def actor(login, phone, role=None, union=None):
    """An account, with a post if there is a role."""
    now = at()
    person = people.person_for(name=f"示例{login}", phone=phone, by=SYSTEM, at=now)
    account = people.open_account(person=person, login=login, by=SYSTEM, at=now)
    if role:
        people.give_post(account=account, role=role, union=union, valid_from=FOUNDED, by=SYSTEM, at=now)
    return people_queries.actor_for(account, now.date())


def stand(who, kind, level="", when="2026-11-01 08:00"):
    """A standing of an actor's person, known from then on."""
    person = people_queries.account(who.account_id).person
    return people.stand(person=person, kind=kind, level=level, valid_from=SINCE, by=SYSTEM, at=at(when))


def priced(definition, line, by=SYSTEM, when="2026-11-01 09:00", replaces=None):
    """Look, then save."""
    seen = prices.look(definition_id=definition.pk, line=line, replaces=replaces, by=by, at=at(when))
    return prices.save(definition_id=definition.pk, line=line, replaces=replaces, seal=seen.seal, by=by, at=at(when))


@pytest.fixture
def haircut(ground):
    """Free on Wednesday and Thursday for the titled; 8 yuan on the other days for workers and for who says so."""
    place = places.put_place(name="示例驿站", by=SYSTEM, at=at())
    row = definitions.put(offer=OFFER, union=ground.unions["county"], place=place, by=ground.actors["officer"], at=at("2026-11-01 08:30"))
    for who, weekdays, price, evidence in (
        ("model_worker", "34", 0, "劳模证"), ("new_employment", "34", 0, "平台账号页面"), ("model_worker", "125", 800, ""), ("citizen", "125", 800, "身份证"),
    ):  # fmt: skip
        priced(row, prices.Line(who=who, weekdays=weekdays, price=price, evidence=evidence, source="示例公告", valid_from=SINCE))
    return row
