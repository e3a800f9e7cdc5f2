"""The boss cannot be inside: a tie refuses the duty, ends it when it comes out later, and nobody's matter stays alone."""

import ast
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import unionhall
from unionhall.base.access import Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.orgs.models import Employer

from .. import kinds, queries, rules, services
from ..models import Assignment, Tie
from ..services import ties
from .conftest import VIEW

NOW = at()
MAKES = re.compile(r"(\w+\.)*(Assignment|(Assignment\.objects|assignments)\.(bulk_)?(\w+_or_)?create)")
KEY = rules.subject_name("示例建筑工程有限公司")


@pytest.fixture(autouse=True)
def about(monkeypatch):
    """Trial matters are about one firm and its boss."""
    table = replace(kinds.CASE_KINDS["trial"], subjects=lambda pk: [KEY, rules.subject_who("示例老板")])
    monkeypatch.setitem(kinds.CASE_KINDS._rows, "trial", table)


def tie(ground, whose, by=SYSTEM, subject=KEY, **more):
    return services.record_tie(
        person=ground.person(whose), kind=more.pop("kind", "family"), subjects=[subject], shown="示例建筑", by=by, at=more.pop("at", NOW), **more
    )


def assign(case, account, role="officer", **more):
    return services.assign(case=case, account=account, role=role, by=SYSTEM, at=more.pop("at", NOW), **more)


def officers(case):
    return set(Assignment.objects.filter(case=case, role="officer", ended_at=None).values_list("account__login", flat=True))


def test_a_tied_account_gets_no_duty_and_the_refusal_says_why(ground, opened):
    tie(ground, "officer")
    with pytest.raises(Refused, match="是亲属") as refusal:
        assign(opened(), ground.accounts["officer"])
    assert refusal.value.field == "account"
    assert Assignment.objects.count() == 0


def test_without_the_check_the_tied_account_is_inside(ground, opened, monkeypatch):
    """The twin."""
    monkeypatch.setattr(ties, "between", lambda **facts: "")
    tie(ground, "officer")
    assign(opened(), ground.accounts["officer"])
    assert Assignment.objects.count() == 1


def test_a_tie_that_comes_out_later_ends_the_duty_and_the_nearest_free_officer_takes_over(ground, opened):
    case = opened("street")
    assign(case, ground.accounts["streetwise"])
    tie(ground, "streetwise")
    assert officers(case) == {"officer"}
    assert Assignment.objects.get(account=ground.accounts["streetwise"]).ended_why == "tie"
    said = list(case.events.order_by("number").values_list("step", "says"))
    assert [step for step, _says in said[-2:]] == ["recuse", "assign"]
    assert not any("示例streetwise" in says for step, says in said if step == "recuse")


def test_when_everyone_up_the_tree_is_tied_the_matter_stands_on_the_list_of_those_above(ground, opened):
    case = opened("street")
    assign(case, ground.accounts["streetwise"])
    tie(ground, "officer")
    tie(ground, "streetwise")
    assert officers(case) == set()
    city = Scope(power="trial.view", paths=(ground.unions["city"].path,))
    assert list(queries.unhandled(scope=city)) == [case]
    assert list(queries.unhandled(scope=Scope(power="trial.view", paths=(ground.unions["sister"].path,)))) == []
    services.end_tie(tie_id=Tie.objects.filter(person=ground.person("officer")).get().pk, by=SYSTEM, at=at("2026-11-24 10:00"))
    assert services.hand_on(case=case, at=at("2026-11-24 10:00")).account == ground.accounts["officer"]
    assert list(queries.unhandled(scope=city)) == []


def test_the_boss_himself_and_a_namesake_are_met_without_any_record(ground, opened, monkeypatch):
    for subject in (rules.subject_person(ground.person("officer").pk), rules.subject_who(ground.person("officer").name)):
        table = replace(kinds.CASE_KINDS["trial"], subjects=lambda pk, key=subject: [key])
        monkeypatch.setitem(kinds.CASE_KINDS._rows, "trial", table)
        with pytest.raises(Refused, match="tied"):
            assign(opened(), ground.accounts["officer"])


def test_a_firm_that_serves_the_employer_has_no_duty_for_it_nor_have_its_lawyers(ground, opened):
    firm = orgs.add_agency(kind="law_firm", name="示例律所", union=ground.unions["county"], by=SYSTEM, at=NOW)
    case = opened()
    row = assign(case, ground.accounts["lawyer"], "lawyer", agency=firm)
    services.record_tie(agency=firm, kind="serves", subjects=[KEY], shown="示例建筑", by=SYSTEM, at=NOW)
    row.refresh_from_db()
    assert row.ended_why == "tie"
    with pytest.raises(Refused, match="tied"):
        assign(case, ground.accounts["lawyer"], "lawyer", agency=firm)
    assert assign(case, ground.accounts["lawyer"], "lawyer").ended_at is None


def test_a_tie_has_its_days(ground, opened):
    tie(ground, "officer", kind="worked", valid_from=date(2026, 1, 1), valid_to=date(2026, 11, 24))
    case = opened()
    with pytest.raises(Refused, match="tied"):
        assign(case, ground.accounts["officer"])
    assert assign(case, ground.accounts["officer"], at=at("2026-11-24 08:00")).pk


def test_a_tied_officer_of_the_whole_county_takes_no_step_either(ground, opened):
    case = opened()
    tie(ground, "officer")
    with pytest.raises(Refused, match="tied"):
        services.take_step(case_id=case.pk, step="begin", by=ground.actors["officer"], at=NOW, power=VIEW)


def test_everybody_tells_their_own_and_nobody_but_an_administrator_tells_others(ground):
    rows = tie(ground, "officer", by=ground.actors["officer"])
    assert rows[0].source == "declared"
    with pytest.raises(Refused, match="no_power"):
        tie(ground, "streetwise", by=ground.actors["officer"])
    with pytest.raises(Refused, match="no_power"):
        services.end_tie(tie_id=rows[0].pk, by=ground.actors["officer"], at=NOW)
    assert tie(ground, "streetwise")[0].source == "recorded"
    stranger = Scope(power="people.admin")
    assert list(queries.ties(scope=stranger, person_id=ground.person("neighbour").pk, today=NOW.date())) == []


def test_code_and_name_of_a_registered_firm_lead_to_each_other(db):
    code = "91370702XX12345670"
    assert rules.subject_code(f" {code.lower()} ") == f"code:{code}"
    assert rules.subject_name("潍坊示例建筑工程有限公司") == rules.subject_name("示例建筑工程 有限公司")
    orgs.add_employers(rows=[Employer(name="示例建筑", code=code, name_key="示例建筑", sound_key="shilijianzhu")])
    assert set(services.keys_for(name="示例建筑")) >= {f"code:{code}", "name:示例建筑"}
    assert services.keys_for(who="王 示例") == ["who:王示例"]


def test_there_is_one_door_to_a_duty():
    """Bulk, programmes, API and imports go through it: nothing else in the house makes such a row."""
    made = []
    for path in Path(unionhall.__file__).parent.rglob("*.py"):
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and MAKES.fullmatch(ast.unparse(node.func)):
                made.append(path.name)
    assert made == ["folders.py"]
