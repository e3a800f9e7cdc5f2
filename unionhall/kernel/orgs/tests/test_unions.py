"""The tree of unions, which of them is in charge of a place, and the register of employers."""

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.access import NOBODY, Actor, Grant, Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry

from .. import queries, rules, services
from ..models import Employer, Union

NOW, FOUNDED = at(), at("2020-01-01 00:00").date()
CODE, OTHER = "91370700XX00000011", "91370700XX00000024"


def found(name: str, level: str, parent: Union | None, region_code: str = "", industrial: Union | None = None) -> Union:
    """A union founded in 2020."""
    return services.found(
        name=name, level=level, parent=parent, region_code=region_code, industrial=industrial, valid_from=FOUNDED,
        by=SYSTEM, at=NOW,
    )  # fmt: skip


@pytest.fixture
def tree(db: None) -> dict[str, Union]:
    """A nation without a code, a province, a city, a county with a street, its sister, an enterprise, a trade."""
    made = {"nation": found("示例全国", "nation", None)}
    made["province"] = found("示例省", "province", made["nation"], "370000")
    made["city"] = found("示例市", "city", made["province"], "370700")
    made["county"] = found("示例区", "county", made["city"], "370702")
    made["sister"] = found("邻区", "county", made["city"], "370703")
    made["street"] = found("示例街道", "street", made["county"], "370702001")
    made["community"] = found("示例社区", "community", made["street"])
    made["enterprise"] = found("示例企业工会", "enterprise", made["street"], "370702001")
    made["trade"] = found("示例产业", "industry", made["city"])
    return made


def test_a_path_ends_with_its_own_id_below_its_parents(tree: dict[str, Union]) -> None:
    for name, parent in (("province", "nation"), ("street", "county"), ("community", "street")):
        assert tree[name].path == f"{tree[parent].path}{tree[name].pk}/"
    assert [row.pk for row in queries.lineage(tree["street"].path)] == [
        tree[name].pk for name in ("nation", "province", "city", "county", "street")
    ]


@pytest.mark.parametrize(
    ("code", "in_charge"),
    [
        ("370702001", "street"),
        ("370702999", "county"),
        ("370702", "county"),
        ("370703001", "sister"),
        ("370799001", "city"),
        ("370800", "province"),
        ("371000000000", "province"),
    ],
)
def test_the_nearest_union_above_a_place_is_in_charge(tree: dict[str, Union], code: str, in_charge: str) -> None:
    assert queries.for_region(code) == tree[in_charge]


@pytest.mark.parametrize("code", ["", "110101", "abc"])
def test_no_union_is_in_charge_of_an_unknown_place_least_of_all_one_without_a_code(tree: dict[str, Union], code: str) -> None:
    assert queries.for_region(code) is None


def test_an_enterprise_is_in_charge_of_no_street(tree: dict[str, Union]) -> None:
    assert queries.for_region("370702001") == tree["street"]
    Union.objects.filter(pk=tree["street"].pk).update(region_code="")
    assert queries.for_region("370702001") == tree["county"]


def test_a_scope_sees_its_unions_and_a_sister_sees_none_of_them(tree: dict[str, Union]) -> None:
    def below(union: Union) -> set[int]:
        grant = Grant("clerk", union.path, union.pk, frozenset({"orgs.view"}))
        return set(queries.below(Actor(1, grants=(grant,)).scope("orgs.view")).values_list("pk", flat=True))

    assert below(tree["county"]) == {tree[name].pk for name in ("county", "street", "community", "enterprise")}
    assert below(tree["sister"]) == {tree["sister"].pk}
    assert queries.below(NOBODY.scope("orgs.view")).count() == 0
    assert queries.below(Scope.system("test")).count() == len(tree)


def test_the_industrial_line_runs_beside_the_territorial_one(tree: dict[str, Union]) -> None:
    top = tree["trade"]
    local = found("示例市产业", "industry", tree["city"], industrial=top)
    works = found("示例厂工会", "enterprise", tree["county"], industrial=local)
    assert works.path == f"{tree['county'].path}{works.pk}/"
    assert works.industrial_path == f"{local.industrial_path}{works.pk}/" == f"{top.industrial_path}{local.pk}/{works.pk}/"
    assert top.industrial_path == top.path
    assert tree["street"].industrial_path == ""


def test_a_union_cannot_end_before_it_began(tree: dict[str, Union]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Union.objects.filter(pk=tree["street"].pk).update(valid_to=tree["street"].valid_from)


def test_partners_of_the_county_serve_its_street_and_not_its_sister(tree: dict[str, Union]) -> None:
    for _ in range(2):
        services.add_agency(kind="court", name="示例法院", union=tree["county"], by=SYSTEM, at=NOW)
    services.add_agency(kind="law_firm", name="示例律所", union=tree["city"], by=SYSTEM, at=NOW, contracted=True)
    assert [row.name for row in queries.agencies(tree["street"].path)] == ["示例法院", "示例律所"]
    assert [row.name for row in queries.agencies(tree["sister"].path)] == ["示例律所"]
    assert not queries.agencies(tree["sister"].path, rules.AgencyKind.COURT).exists()


def employer(name: str, code: str = "") -> Employer:
    """The employer as the service finds or makes it."""
    return services.employer_for(name=name, code=code, by=SYSTEM, at=NOW)


def test_an_employer_is_found_by_code_else_by_exact_name_and_never_merged(db: None) -> None:
    coded, plain = employer("潍坊市宏达建筑工程有限公司", CODE), employer("潍坊市宏达建筑工程有限公司")
    assert coded != plain
    assert employer("改了名字的公司", CODE) == coded
    assert employer("潍坊市宏达建筑工程有限公司") == plain
    assert employer("潍坊宏达建筑工程有限公司") not in (coded, plain)
    assert Entry.objects.filter(verb="orgs.employer").count() == Employer.objects.count() == 3


def test_a_wrong_code_is_refused_beside_its_field(db: None) -> None:
    with pytest.raises(Refused) as refused:
        employer("示例公司", CODE[:-1] + "9")
    assert refused.value.field == "credit_code"
    assert not Employer.objects.exists()


def test_likely_employers_come_with_the_strongest_reason_first(db: None) -> None:
    for name, code in (
        ("潍坊市鸿达建筑工程有限公司", ""), ("潍坊宏达建筑工程有限公司", ""), ("示例物流有限公司", CODE),
        ("宏达建筑劳务", ""), ("潍坊市宏达建筑工程有限公司", OTHER), ("不相干的公司", ""),
    ):  # fmt: skip
        employer(name, code)
    found_rows = queries.employers_like("潍坊市宏达建筑工程有限公司", CODE)
    assert [(row.name, str(reason)) for row, reason in found_rows] == [
        ("示例物流有限公司", "code"), ("潍坊宏达建筑工程有限公司", "name"), ("潍坊市鸿达建筑工程有限公司", "sound"),
    ]  # fmt: skip


def test_an_empty_code_is_never_stored(db: None) -> None:
    employer("示例一")
    employer("示例二")
    with pytest.raises(IntegrityError), transaction.atomic():
        Employer.objects.update(code="")
