"""A decision is stored with its version and facts, looked at again at the door, and overridden only with a reason."""

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.people.models import Standing
from unionhall.programmes.services.models import Decision, PriceRule
from unionhall.programmes.services.queries import decisions as found
from unionhall.programmes.services.services import decisions, prices
from unionhall.programmes.services.tests.conftest import SINCE, priced
from unionhall.programmes.services.tests.test_prices import LINE, MONDAY, WEDNESDAY


def settled(ground, haircut, who="titled", day=WEDNESDAY, claimed=(), by=None, channel="web"):
    """A decision of somebody for themselves, or by a desk."""
    actor = ground.actors[who]
    return decisions.settle(
        definition=haircut, person_id=actor.person_id, day=day, channel=channel, claimed=claimed, by=ground.actors[by] if by else actor, at=at()
    )


def test_it_keeps_the_version_and_the_facts_and_no_name(ground, haircut):
    row = settled(ground, haircut)
    assert (row.price, row.facts, row.rule.weekdays, row.due) == (0, "model_worker/city", "34", 0)


def test_web_desk_and_api_get_the_same_answer(ground, haircut):
    rows = [settled(ground, haircut, channel=channel, by=by) for channel, by in (("web", None), ("desk", "keeper"), ("api", None))]
    assert {(row.allowed, row.price, row.rule_id, row.facts) for row in rows} == {(True, 0, rows[0].rule_id, "model_worker/city")}


def test_nobody_asks_for_another_person_but_the_desk(ground, haircut):
    for who in ("plain", "neighbour", "leader"):
        with pytest.raises(Refused, match="no_power"):
            settled(ground, haircut, by=who)
    assert settled(ground, haircut, by="keeper").allowed


def test_who_does_not_fit_is_refused_on_the_web_and_kept_with_the_reason_at_the_desk(ground, haircut):
    with pytest.raises(Refused, match="not_for_you"):
        settled(ground, haircut, "plain")
    row = settled(ground, haircut, "plain", by="keeper")
    assert (row.allowed, row.price, row.due) == (False, None, None)
    assert decisions.override(decision_id=row.pk, price=0, reason="老人行动不便", by=ground.actors["keeper"], at=at()).due == 0


def test_a_title_that_was_taken_back_is_seen_at_the_door(ground, haircut):
    row = settled(ground, haircut, day=MONDAY, claimed=["citizen"])
    Standing.objects.filter(person_id=row.person_id).update(known_to=at("2026-11-23 09:00"))
    with pytest.raises(Refused, match="not_for_you"):
        decisions.check_again(decision_id=row.pk, by=ground.actors["keeper"], at=at("2026-11-23 11:00"))
    again = decisions.check_again(decision_id=row.pk, seen=True, by=ground.actors["keeper"], at=at("2026-11-23 11:00"))
    assert (again.due, again.checked_rule.who) == (800, "citizen")


def test_without_the_second_look_the_old_price_would_stand(ground, haircut):
    row = settled(ground, haircut, day=MONDAY)
    old = PriceRule.objects.get(who="model_worker", weekdays="125")
    priced(haircut, prices.Line(who="model_worker", weekdays="125", price=1200, source="示例公告", valid_from=SINCE), when="2026-11-23 10:30", replaces=old.pk)
    assert Decision.objects.get(pk=row.pk).due == 800
    assert decisions.check_again(decision_id=row.pk, by=ground.actors["keeper"], at=at("2026-11-23 11:00")).due == 1200


def test_what_was_claimed_falls_away_when_no_paper_is_shown(ground, haircut):
    row = settled(ground, haircut, "plain", claimed=["model_worker"])
    assert (row.allowed, row.evidence) == (True, "劳模证")
    with pytest.raises(Refused, match="not_for_you"):
        decisions.check_again(decision_id=row.pk, by=ground.actors["keeper"], at=at())
    assert decisions.check_again(decision_id=row.pk, seen=True, by=ground.actors["keeper"], at=at()).due == 0


@pytest.mark.parametrize(("reason", "price", "code"), [("", 0, "reason"), ("照顾", 0, "reason"), ("老人行动不便", -1, "price")])
def test_an_override_says_why(ground, haircut, reason, price, code):
    row = settled(ground, haircut)
    with pytest.raises(Refused, match=code):
        decisions.override(decision_id=row.pk, price=price, reason=reason, by=ground.actors["keeper"], at=at())


def test_an_override_is_journalled_with_its_reason(ground, haircut):
    row = settled(ground, haircut, day=MONDAY)
    decisions.override(decision_id=row.pk, price=100, reason="老人行动不便", by=ground.actors["keeper"], at=at())
    entry = Entry.objects.get(verb="services.override")
    assert (entry.reason, entry.note, entry.account_id) == ("老人行动不便", "800 -> 100", ground.actors["keeper"].account_id)


@pytest.mark.parametrize("who", ["neighbour", "titled", "leader", "lawyer"])
def test_a_stranger_neither_overrides_nor_looks_again(ground, haircut, who):
    row = settled(ground, haircut)
    with pytest.raises(Refused, match="not_found"):
        decisions.override(decision_id=row.pk, price=0, reason="老人行动不便", by=ground.actors[who], at=at())
    with pytest.raises(Refused, match="not_found"):
        decisions.check_again(decision_id=row.pk, by=ground.actors[who], at=at())


def test_a_dry_run_reads_the_last_ninety_days_of_ones_own_area_and_shows_no_name(ground, haircut):
    for who, day, claimed in (("titled", WEDNESDAY, ()), ("titled", MONDAY, ()), ("plain", MONDAY, ["citizen"])):
        settled(ground, haircut, who, day, claimed)
    aged = settled(ground, haircut, day=MONDAY)
    Decision.objects.filter(pk=aged.pk).update(made_at=at("2026-08-01 09:00"))
    dearer = prices.Line(who="citizen", weekdays="125", price=1000, evidence="身份证", source="示例公告", valid_from=MONDAY)
    old = PriceRule.objects.get(who="citizen")
    run = prices.look(definition_id=haircut.pk, line=dearer, replaces=old.pk, by=ground.actors["officer"], at=at("2026-11-23 12:00")).run
    assert (run.looked, run.more, run.less, run.same) == (3, 1, 0, 2)
    assert (run.examples[0].before, run.examples[0].after) == (800, 1000)
    assert "示例plain" not in repr(run)
    assert prices.look(definition_id=haircut.pk, line=LINE, by=SYSTEM, at=at("2026-11-23 12:00")).run.looked == 3


def test_one_sees_ones_own_decisions_and_the_desk_those_of_its_area(ground, haircut):
    row = settled(ground, haircut)
    seen = {who: row in found.visible(scope=actor.scope("services.view")) for who, actor in ground.actors.items() if who in ("officer", "leader", "neighbour", "lawyer")}
    assert seen == {"officer": True, "leader": True, "neighbour": False, "lawyer": False}
    assert row in found.visible(scope=ground.actors["titled"].own())
    assert row not in found.visible(scope=ground.actors["plain"].own())
