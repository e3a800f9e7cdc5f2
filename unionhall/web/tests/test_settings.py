"""A union's settings: the first union of an empty house, unions and partners below, rules confirmed and figures entered in place."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.law import queries as law
from unionhall.kernel.law.models import ParameterRow, RuleRow
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.orgs.models import Agency, Union
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.people.models import Account
from unionhall.kernel.places import queries as places

from .. import services

NOW = at()
TODAY = NOW.date()


@pytest.fixture
def admin(db: None) -> Actor:
    """The administrator of a house that was just installed for a county."""
    services.install(name="示例区总工会", region="370702", admin="示例八", phone="19900001008", login="admin", at=NOW)
    return people.actor_for(Account.objects.get(login="admin"), TODAY)


def entered(login: str = "admin") -> Client:
    """A browser in which this account is signed in."""
    client, account = Client(), Account.objects.get(login=login)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    people_services.begin(account=account, session_key=client.session.session_key or "", device="d", agent="", at=NOW)
    return client


def street_boss(admin: Actor) -> Account:
    """The administrator of a street below."""
    county = orgs.union(admin.grants[0].org_id)
    org_services.found_below(name="示例街道总工会", level="street", parent=county, region_code="370702001", valid_from=TODAY, by=admin, at=NOW)
    street = Union.objects.get(name="示例街道总工会")
    people_services.appoint(
        name="示例街", phone="19900001099", login="street", role="administrator", union=street, valid_from=TODAY, by=admin, at=NOW
    )
    return Account.objects.get(login="street")


def test_an_empty_house_gets_its_union_with_those_above_and_the_shipped_rules(admin: Actor) -> None:
    assert list(orgs.unions().values_list("level", flat=True)) == ["nation", "province", "city", "county"]
    assert orgs.for_region("370702").name == "示例区总工会"
    assert RuleRow.objects.exists()
    assert ParameterRow.objects.exists()
    assert admin.may("people.admin")
    assert admin.scope("people.admin").paths == (orgs.for_region("370702").path,)


def test_a_house_is_installed_once_and_for_a_region_that_exists(admin: Actor) -> None:
    with pytest.raises(Refused, match="installed"):
        services.install(name="又一个", region="370702", admin="示例八", phone="19900001008", login="other", at=NOW)


@pytest.mark.parametrize(("region", "levels"), [("110101", 3), ("440300", 3), ("310115", 3), ("460000", 2), ("532901", 4)])
def test_any_union_of_the_country_can_be_installed(db: None, region: str, levels: int) -> None:
    services.install(name="示例总工会", region=region, admin="示例八", phone="19900001008", login="admin", at=NOW)
    assert Union.objects.count() == levels
    assert orgs.home() is None or orgs.home().region_code == region


def test_an_unknown_region_leaves_the_house_empty(db: None) -> None:
    with pytest.raises(Refused, match="region"):
        services.install(name="示例", region="370799", admin="示例八", phone="19900001008", login="admin", at=NOW)
    assert not Union.objects.exists()


def test_the_administrator_adds_a_union_a_partner_and_a_colleague_with_the_mouse(admin: Actor) -> None:
    client, county = entered(), admin.grants[0].org_id
    made = client.post("/desk/unions/new/", {"parent": county, "name": "示例街道总工会", "level": "street", "region_code": "370702001", "valid_from": "2026-11-01"})
    assert made.status_code == 302, made.content.decode()
    made = client.post("/desk/unions/agency/", {"union": county, "kind": "law_firm", "name": "示例律师事务所"})
    assert made.status_code == 302, made.content.decode()
    street, firm = Union.objects.get(name="示例街道总工会"), Agency.objects.get()
    assert places.region("370702001", TODAY).name == "城关街道"  # shipped; the union does not rename it
    page = client.get("/desk/unions/").content.decode()
    assert street.name in page
    assert firm.name in page
    form = {"name": "示例九", "phone": "19900001009", "login": "lawyer", "role": "lawyer", "union": county, "agency": firm.pk, "valid_from": str(TODAY)}
    slip = client.post("/desk/people/new/", form)
    assert "只显示这一次" in slip.content.decode()
    assert slip["Cache-Control"] == "no-store"
    assert "lawyer" in client.get("/desk/people/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"level": "city"}, "level"), ({"region_code": "370702"}, "region_code"), ({"name": ""}, "name"), ({"valid_from": "哪天"}, "valid_from")],
)
def test_a_wrong_union_is_refused_beside_its_field_and_nothing_typed_is_lost(admin: Actor, change: dict[str, str], field: str) -> None:
    form = {"parent": admin.grants[0].org_id, "name": "示例新街道总工会", "level": "street", "region_code": "", "valid_from": "2026-11-01"} | change
    answer = entered().post("/desk/unions/new/", form)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode() or answer.context["form"].errors[field]
    assert form["name"] in answer.content.decode()
    assert Union.objects.count() == 4


def test_the_administrator_of_a_street_settles_the_street_s_figures_and_no_rule_of_the_nation(admin: Actor) -> None:
    street_boss(admin)
    client = entered("street")
    assert client.post("/desk/rules/MED-15/confirm/").status_code == 404
    form = {"place": "370702001", "value": "2200", "valid_from": str(TODAY), "source": "示例文件", "mark": "S"}
    assert client.post("/desk/rules/figures/minimum_wage_month/", form).status_code == 302
    assert client.post("/desk/rules/figures/minimum_wage_month/", form | {"place": ""}).status_code == 422
    assert client.post("/desk/rules/figures/minimum_wage_month/", form | {"place": "370703"}).status_code == 422
    assert law.parameter("minimum_wage_month", TODAY, "370702001").value == 2200
    assert law.parameter("minimum_wage_month", TODAY, "370703").value is None


def test_a_rule_that_somebody_checked_loses_its_badge(admin: Actor) -> None:
    waiting = next(row for row in law.rules_list(TODAY) if row.unconfirmed and all(length.n for length in row.lengths))
    client = entered()
    assert client.post(f"/desk/rules/{waiting.id}/confirm/").status_code == 302
    assert not law.rule(waiting.id, TODAY).unconfirmed
    assert law.rule(waiting.id, TODAY).confirmed_by == "示例八"


def test_a_figure_without_a_source_is_refused_beside_its_field(admin: Actor) -> None:
    form = {"place": "370702", "value": "2200", "valid_from": str(date(2026, 1, 1)), "source": "", "mark": "S"}
    answer = entered().post("/desk/rules/figures/minimum_wage_month/", form)
    assert answer.status_code == 422
    assert answer.context["form"].errors["source"]
    assert "2200" in answer.content.decode()


def test_a_street_s_administrator_sees_their_street_alone(admin: Actor) -> None:
    street_boss(admin)
    page = entered("street").get("/desk/unions/").content.decode()
    assert "示例街道总工会" in page
    assert ">示例区总工会<" not in page.split("<main")[1]
    with pytest.raises(Refused, match="not_yours"):
        org_services.found_below(
            name="示例", level="street", parent=orgs.for_region("370702"), valid_from=TODAY,
            by=people.actor_for(Account.objects.get(login="street"), TODAY), at=NOW,
        )  # fmt: skip


def test_ones_own_password_is_changed_on_a_page(admin: Actor) -> None:
    account = Account.objects.get(login="admin")
    account.set_password("shifan-2026-hall")
    account.save()
    client = entered()
    wrong = client.post("/me/password/", {"old": "nonsense", "new": "a-long-new-password"})
    assert wrong.context["form"].errors["old"]
    assert client.post("/me/password/", {"old": "shifan-2026-hall", "new": "a-long-new-password"}).status_code == 302
    account.refresh_from_db()
    assert account.check_password("a-long-new-password")
    assert client.get("/desk/people/").status_code == 200
