"""Rules and figures in the table: seeding, versions, confirming, filling in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.access import Actor, Grant
from unionhall.base.refusal import Refused
from unionhall.kernel.law import queries, rules, services
from unionhall.kernel.law.models import ParameterRow, RuleLength, RuleRow
from unionhall.kernel.law.rules import Length, Mark, Unit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 1, tzinfo=UTC)
ON = date(2026, 3, 1)
LAWYER = Actor(1, 1, "律师001", (Grant("lawyer", "/1/", 1, frozenset({"law.confirm"})),))
STRANGER = Actor(2, 2, "职工001")


def test_an_empty_table_means_the_shipped_rows() -> None:
    assert queries.rule("ARB-ACCEPT", ON).law == "调裁法 第29条"
    assert queries.parameter("pay_days_month", ON).value == Decimal("21.75")
    assert len(queries.rules_list(ON)) == len({row.id for row in rules.shipped_rules()})


def test_seeding_twice_adds_nothing_and_the_table_says_what_was_shipped() -> None:
    assert services.seed(at=AT) == len(rules.shipped_rules()) + len(rules.shipped_parameters())
    assert services.seed(at=AT) == 0
    assert [row.frozen() for row in RuleRow.objects.all()] == list(rules.shipped_rules())
    assert queries.parameters_list() == list(rules.shipped_parameters())


def test_listing_every_rule_takes_two_queries(django_assert_num_queries: object) -> None:
    services.seed(at=AT)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.rules_list(ON)) == len({row.id for row in rules.shipped_rules()})


def test_an_unknown_rule_is_refused_and_an_unknown_figure_is_an_error() -> None:
    services.seed(at=AT)
    with pytest.raises(Refused, match="unknown_rule"):
        queries.rule("NO-SUCH", ON)
    with pytest.raises(KeyError):
        queries.parameter("no_such", ON)


def test_a_figure_that_a_place_never_entered_has_no_value_and_the_badge() -> None:
    services.seed(at=AT)
    found = queries.parameter("minimum_wage_month", ON, "110101")
    assert (found.value, found.unconfirmed) == (None, True)


def test_confirming_takes_the_badge_away_once() -> None:
    services.seed(at=AT)
    assert queries.rule("ARB-ACCEPT", ON).unconfirmed
    services.confirm(rule_id="ARB-ACCEPT", by=LAWYER, at=AT)
    assert not queries.rule("ARB-ACCEPT", ON).unconfirmed
    with pytest.raises(Refused, match="confirmed_already"):
        services.confirm(rule_id="ARB-ACCEPT", by=LAWYER, at=AT)


def test_a_length_that_is_not_filled_in_cannot_be_confirmed() -> None:
    services.seed(at=AT)
    with pytest.raises(Refused, match="length_not_set"):
        services.confirm(rule_id="UNION-REPLY", place="370000", by=LAWYER, at=AT)


def test_a_stranger_confirms_nothing() -> None:
    services.seed(at=AT)
    with pytest.raises(Refused, match="no_power"):
        services.confirm(rule_id="ARB-ACCEPT", by=STRANGER, at=AT)


def test_a_new_version_holds_from_its_day_and_a_replay_gives_the_older_answer() -> None:
    services.seed(at=AT)
    old = queries.rule("UNION-REPLY", ON, "370702")
    new = replace(
        old, version=2, valid_from=date(2026, 7, 1), lengths=(Length(10, Unit.WD, "书面答复"),), reason=""
    )
    services.amend(rule=new, by=LAWYER, at=AT)
    assert queries.rule("UNION-REPLY", date(2026, 6, 30), "370702").lengths[0].n is None
    assert queries.rule("UNION-REPLY", date(2026, 7, 1), "370702").lengths[0].n == 10
    assert services.seed(at=AT) == 0


def test_a_version_that_is_not_the_next_or_not_later_is_refused() -> None:
    services.seed(at=AT)
    old = queries.rule("UNION-REPLY", ON, "370702")
    with pytest.raises(Refused, match="stale_version"):
        services.amend(rule=replace(old, version=3, valid_from=ON), by=LAWYER, at=AT)
    with pytest.raises(Refused, match="version_order"):
        services.amend(rule=replace(old, version=2), by=LAWYER, at=AT)


def fill(value: str, valid_from: date, by: Actor = LAWYER) -> ParameterRow:
    return services.fill_in(
        code="minimum_wage_month",
        place="370702",
        value=Decimal(value),
        valid_from=valid_from,
        source="示例文件",
        mark=Mark.S,
        by=by,
        at=AT,
    )


def test_a_figure_is_filled_in_and_the_next_one_ends_it() -> None:
    services.seed(at=AT)
    fill("2200", date(2020, 1, 1))
    fill("2300", date(2026, 1, 1))
    values = {
        year: queries.parameter("minimum_wage_month", date(year, 6, 1), "370702001").value
        for year in (2025, 2026)
    }
    assert values == {2025: Decimal(2200), 2026: Decimal(2300)}
    assert ParameterRow.objects.filter(code="minimum_wage_month").count() == 2


def test_a_figure_is_not_overwritten_and_a_stranger_fills_nothing_in() -> None:
    services.seed(at=AT)
    fill("2200", date(2026, 1, 1))
    with pytest.raises(Refused, match="figure_exists"):
        fill("2300", date(2026, 1, 1))
    with pytest.raises(Refused, match="no_power"):
        fill("2400", date(2026, 2, 1), by=STRANGER)


def test_an_earlier_figure_entered_late_ends_where_the_next_begins() -> None:
    services.seed(at=AT)
    fill("2300", date(2026, 1, 1))
    assert fill("2200", date(2025, 1, 1)).valid_to == date(2026, 1, 1)


@pytest.mark.parametrize(
    "wrong", [{"unit": "wd", "roll": True}, {"unit": "w"}, {"anchor": "previous"}, {"number": 0}]
)
def test_the_database_refuses_a_length_that_makes_no_sense(wrong: dict[str, object]) -> None:
    services.seed(at=AT)
    row = RuleRow.objects.get(rule_id="ARB-FREE")
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleLength.objects.create(
            **({"rule_row": row, "position": 0, "number": 5, "unit": "cd", "label": "示例"} | wrong)
        )


def test_the_database_refuses_an_empty_figure_that_claims_to_be_known() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ParameterRow.objects.create(
            code="x", title="示例", unit="元", source="示例", mark="C", valid_from=ON, at=AT
        )
