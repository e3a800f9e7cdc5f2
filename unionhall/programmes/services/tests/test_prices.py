"""The first rule that fits decides; an older version gives the older answer; a better day is cheaper and open."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.journal.models import Entry
from unionhall.programmes.services.models import PriceRule
from unionhall.programmes.services.queries import prices as engine
from unionhall.programmes.services.rules import prices as rules
from unionhall.programmes.services.services import prices
from unionhall.programmes.services.tests.conftest import SINCE, priced

MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
KINDS = ["model_worker", "member", "citizen", rules.ANYONE]
RULES = st.lists(
    st.builds(
        rules.Rule, pk=st.integers(1, 999), priority=st.integers(1, 3), who=st.sampled_from(KINDS), weekdays=st.sampled_from(["1234567", "34", "125"]),
        price=st.sampled_from([0, 800, 2000]), level=st.sampled_from(["", "city"]), evidence=st.sampled_from(["", "证件"]),
    ),
    max_size=6, unique_by=lambda rule: rule.pk,
)  # fmt: skip
FACTS = st.builds(
    rules.Facts,
    held=st.frozensets(st.builds(rules.Held, kind=st.sampled_from(KINDS[:3]), level=st.sampled_from(["", "city", "county"])), max_size=2),
    claimed=st.frozensets(st.sampled_from(KINDS[:3]), max_size=2),
)
DAYS = st.integers(0, 20).map(lambda shift: MONDAY + timedelta(days=shift))
QUICK = settings(max_examples=150, deadline=None, derandomize=True)


@QUICK
@given(FACTS, RULES, DAYS, st.integers(0, 99))
def test_the_order_in_which_rules_are_read_does_not_matter(facts, rows, day, seed):
    shuffled = random.Random(seed).sample(rows, len(rows))
    assert rules.decide(facts, rows, day) == rules.decide(facts, shuffled, day)


@QUICK
@given(FACTS, RULES, DAYS, st.frozensets(DAYS, max_size=8))
def test_a_better_day_is_later_open_and_really_costs_less(facts, rows, day, open_days):
    answer = rules.decide(facts, rows, day, open_days)
    cheaper = [other for other in open_days if other > day and (then := rules.decide(facts, rows, other)).allowed and (not answer.allowed or then.price < answer.price)]
    assert bool(answer.better) is bool(cheaper)
    if answer.better:
        assert answer.better.day in cheaper
        assert rules.decide(facts, rows, answer.better.day).price == answer.better.price


@QUICK
@given(FACTS)
def test_facts_are_read_back_as_they_were_written(facts):
    assert rules.read(rules.written(facts)) == facts


@QUICK
@given(FACTS, RULES, DAYS)
def test_what_is_allowed_has_a_price_a_reason_and_a_rule_that_speaks_of_the_day(facts, rows, day):
    answer = rules.decide(facts, rows, day)
    assert answer.allowed is (answer.rule is not None) is (answer.price is not None)
    assert answer.reasons
    assert answer.rule is None or rules.holds(answer.rule, day)


@QUICK
@given(st.lists(st.builds(rules.Past, FACTS, DAYS), max_size=8), RULES, RULES)
def test_a_dry_run_counts_everybody_once(past, before, after):
    run = rules.dry_run(past, before, after)
    assert run.looked == len(past)
    alone = [rules.dry_run([each], before, after) for each in past]
    assert [run.same, run.more, run.less, run.free, run.gained, run.lost] == [
        sum(getattr(each, name) for each in alone) for name in ("same", "more", "less", "free", "gained", "lost")
    ]
    assert rules.dry_run(past, before, before).same == run.looked


RULE = rules.Rule(1, 50, "model_worker", "34", 0, "city", "劳模证")


@pytest.mark.parametrize(
    ("held", "claimed", "allowed", "missing"),
    [
        ({rules.Held("model_worker", "city")}, set(), True, ""),
        ({rules.Held("model_worker", "county")}, set(), False, ""),
        ({rules.Held("member")}, set(), False, ""),
        (set(), {"model_worker"}, True, "劳模证"),
        (set(), set(), False, ""),
    ],
)
def test_a_title_on_record_opens_and_one_that_is_claimed_asks_for_its_paper(held, claimed, allowed, missing):
    answer = rules.decide(rules.Facts(frozenset(held), frozenset(claimed)), [RULE], WEDNESDAY)
    assert (answer.allowed, answer.missing) == (allowed, missing)


def test_without_a_paper_named_a_claim_opens_nothing():
    claimed = rules.Facts(claimed=frozenset({"model_worker"}))
    assert rules.decide(claimed, [RULE], WEDNESDAY).allowed
    assert not rules.decide(claimed, [replace(RULE, evidence="")], WEDNESDAY).allowed


@pytest.mark.parametrize(("shift", "holds"), [(-1, False), (0, True), (6, True), (7, False)])
def test_a_rule_holds_from_its_day_until_the_day_before_its_end(shift, holds):
    rule = replace(RULE, weekdays=rules.WEEK, valid_from=WEDNESDAY, valid_to=WEDNESDAY + timedelta(days=7))
    assert rules.holds(rule, WEDNESDAY + timedelta(days=shift)) is holds


def test_the_page_is_told_as_it_stands_eight_yuan_today_free_on_wednesday(ground, haircut):
    who = ground.actors["titled"].person_id
    answer = engine.decide(haircut, person_id=who, day=MONDAY, at=at(), open_days=[WEDNESDAY])
    assert (answer.price, answer.better.day, answer.better.price) == (800, WEDNESDAY, 0)
    assert answer.better.reason.sentence == rules.HELD_FREE
    assert engine.decide(haircut, person_id=who, day=MONDAY, at=at(), open_days=[]).better is None


def test_a_replay_as_of_before_the_change_gives_the_older_answer(ground, haircut):
    who, old = ground.actors["titled"].person_id, PriceRule.objects.get(who="model_worker", weekdays="125", known_to=None)
    dearer = prices.Line(who="model_worker", weekdays="125", price=1200, source="示例公告二", valid_from=MONDAY)
    priced(haircut, dearer, when="2026-11-20 09:00", replaces=old.pk)
    asked = {known: engine.decide(haircut, person_id=who, day=MONDAY, at=at(known)).price for known in ("2026-11-19 09:00", "2026-11-21 09:00")}
    assert asked == {"2026-11-19 09:00": 800, "2026-11-21 09:00": 1200}
    assert engine.decide(haircut, person_id=who, day=MONDAY - timedelta(days=7), at=at()).price == 800


def test_a_standing_that_was_not_known_yet_does_not_count_then(ground, haircut):
    who = ground.actors["titled"].person_id
    assert engine.decide(haircut, person_id=who, day=WEDNESDAY, at=at("2026-11-01 07:59")).allowed is False
    assert engine.decide(haircut, person_id=who, day=WEDNESDAY, at=at("2026-11-01 10:00")).price == 0


LINE = prices.Line(who="member", weekdays="1", price=500, source="示例公告", valid_from=SINCE)


@pytest.mark.parametrize(("more", "field"), [({"who": "nobody"}, "who"), ({"weekdays": "18"}, "weekdays"), ({"source": " "}, "source"), ({"valid_to": SINCE}, "valid_to"), ({"price": -1}, "price")])
def test_a_line_that_cannot_stand_is_refused_beside_its_field(ground, haircut, more, field):
    with pytest.raises(Refused) as refusal:
        prices.look(definition_id=haircut.pk, line=replace(LINE, **more), by=ground.actors["officer"], at=at())
    assert refusal.value.field == field


def test_a_change_is_saved_only_after_exactly_its_dry_run_was_seen(ground, haircut):
    officer = ground.actors["officer"]
    seen = prices.look(definition_id=haircut.pk, line=LINE, by=officer, at=at())
    for line, seal in ((LINE, "x"), (replace(LINE, price=501), seen.seal)):
        with pytest.raises(Refused, match="unseen"):
            prices.save(definition_id=haircut.pk, line=line, seal=seal, by=officer, at=at())
    assert prices.save(definition_id=haircut.pk, line=LINE, seal=seen.seal, by=officer, at=at()).price == 500
    assert Entry.objects.filter(verb="services.price", path=haircut.path, note__startswith="more=0").exists()


@pytest.mark.parametrize("who", ["neighbour", "keeper", "leader", "titled"])
def test_a_stranger_neither_looks_nor_saves(ground, haircut, who):
    with pytest.raises(Refused, match="not_found"):
        prices.look(definition_id=haircut.pk, line=LINE, by=ground.actors[who], at=at())
    with pytest.raises(Refused, match="not_found"):
        prices.save(definition_id=haircut.pk, line=LINE, seal="", by=ground.actors[who], at=at())


def test_two_who_change_the_same_line_do_not_both_win(ground, haircut):
    old = PriceRule.objects.get(who="citizen")
    priced(haircut, replace(LINE, who="citizen"), replaces=old.pk)
    with pytest.raises(Refused, match="stale"):
        priced(haircut, replace(LINE, who="citizen", price=1), replaces=old.pk)
