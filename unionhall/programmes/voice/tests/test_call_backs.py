"""Satisfied or not; not satisfied reopens once and the level above hears of it; a sample is scored before it closes."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.notices.models import Notice
from unionhall.programmes.voice.models import CallBack, Matter
from unionhall.programmes.voice.queries import quality as sample
from unionhall.programmes.voice.rules import quality as rules
from unionhall.programmes.voice.services import call_backs, matters, quality
from unionhall.programmes.voice.tests.test_matters import filed

ALL, NONE = Decimal(1), Decimal(0)


def answered(ground, number=1) -> Matter:
    """A matter that the officer answered."""
    matter = filed(number)
    return matters.answer(case_id=matter.case_id, text="已经跟工地说了", by=ground.actors["officer"], at=at())


def upper_told(ground) -> int:
    """How often the city's leader was told that somebody is not satisfied."""
    return Notice.objects.filter(person__account__login="mayor", channel="app", text__contains="不满意").count()


def test_satisfied_is_called_back_and_not_satisfied_reopens_with_a_new_term(ground):
    matter = answered(ground)
    again = call_backs.call_back(case_id=matter.case_id, satisfied=False, says="还是馊的", by=ground.actors["hotline"], at=at("2026-12-01 10:00"))
    assert (again.case.state, again.reopened, upper_told(ground)) == ("working", True, 1)
    due = again.case.deadlines.get(code="voice_answer", state="running")
    assert due.start == at("2026-12-01 10:00").date()
    matters.answer(case_id=matter.case_id, text="换了厨师", by=ground.actors["officer"], at=at("2026-12-02 10:00"))
    end = call_backs.call_back(case_id=matter.case_id, satisfied=True, says="", by=ground.actors["hotline"], at=at("2026-12-03 10:00"))
    assert (end.case.state, end.satisfied) == ("called_back", True)


def test_a_second_no_does_not_reopen_but_is_written_down_told_above_and_scored(ground):
    matter, hotline = answered(ground), ground.actors["hotline"]
    call_backs.call_back(case_id=matter.case_id, satisfied=False, says="", by=hotline, at=at())
    matters.answer(case_id=matter.case_id, text="还是这个结果", by=ground.actors["officer"], at=at())
    end = call_backs.call_back(case_id=matter.case_id, satisfied=False, says="", by=hotline, at=at())
    assert (end.case.state, end.satisfied, upper_told(ground)) == ("called_back", False, 2)
    with pytest.raises(Refused, match="unchecked"):
        call_backs.close(case_id=matter.case_id, by=hotline, at=at())
    quality.check(case_id=matter.case_id, score=2, words="没说清楚依据", by=ground.actors["leader"], at=at())
    assert call_backs.close(case_id=matter.case_id, by=hotline, at=at()).case.state == "closed"


def test_who_answered_does_not_ask_whether_it_was_good(ground):
    matter = answered(ground)
    with pytest.raises(Refused, match="same_hand"):
        call_backs.call_back(case_id=matter.case_id, satisfied=True, says="", by=ground.actors["officer"], at=at())


def test_without_that_guard_the_answerer_would_praise_themselves(ground, monkeypatch):
    monkeypatch.setattr(call_backs, "independent", lambda account_id, answered_by: True)
    matter = answered(ground)
    assert call_backs.call_back(case_id=matter.case_id, satisfied=True, says="", by=ground.actors["officer"], at=at()).satisfied


def test_the_persons_own_word_counts_and_carries_no_account(ground):
    matter = answered(ground)
    call_backs.own_word(case_id=matter.case_id, satisfied=False, says="没人来", by=Actor(name="凭回执码"), at=at())
    row = CallBack.objects.get()
    assert (row.own, row.account_id, row.satisfied) == (True, None, False)
    assert case_queries.events(matter.case, scope=ground.actors["leader"].scope("voice.view")).first().actor == "凭回执码"


@pytest.mark.parametrize("who", ["neighbour", "leader", "lawyer", "auditor"])
def test_a_stranger_calls_nobody_back(ground, who):
    matter = answered(ground)
    with pytest.raises(Refused, match="not_yours"):
        call_backs.call_back(case_id=matter.case_id, satisfied=True, says="", by=ground.actors[who], at=at())


def test_a_sampled_matter_waits_for_its_score_and_another_closes(ground, monkeypatch):
    matter, hotline = answered(ground), ground.actors["hotline"]
    call_backs.call_back(case_id=matter.case_id, satisfied=True, says="", by=hotline, at=at())
    monkeypatch.setattr(sample, "share", lambda on: ALL)
    assert sample.waiting(scope=ground.actors["leader"].scope("voice.check"), today=ground.today) == [matter]
    with pytest.raises(Refused, match="unchecked"):
        call_backs.close(case_id=matter.case_id, by=hotline, at=at())
    monkeypatch.setattr(sample, "share", lambda on: NONE)
    assert sample.waiting(scope=ground.actors["leader"].scope("voice.check"), today=ground.today) == []
    assert call_backs.close(case_id=matter.case_id, by=hotline, at=at()).case.closed_at == at()


@pytest.mark.parametrize(
    ("who", "score", "words", "code"),
    [("hotline", 5, "", "not_yours"), ("neighbour", 5, "", "not_yours"), ("leader", 6, "", "score"), ("leader", 0, "", "score"), ("leader", 2, "", "words")],
)
def test_a_score_is_a_supervisors_from_one_to_five_and_a_low_one_is_explained(ground, who, score, words, code):
    matter = answered(ground)
    call_backs.call_back(case_id=matter.case_id, satisfied=True, says="", by=ground.actors["hotline"], at=at())
    with pytest.raises(Refused, match=code):
        quality.check(case_id=matter.case_id, score=score, words=words, by=ground.actors[who], at=at())


def test_a_matter_is_scored_once_and_not_before_the_call_back(ground):
    matter, leader = answered(ground), ground.actors["leader"]
    with pytest.raises(Refused, match="step_closed"):
        quality.check(case_id=matter.case_id, score=4, words="", by=leader, at=at())
    call_backs.call_back(case_id=matter.case_id, satisfied=True, says="", by=ground.actors["hotline"], at=at())
    quality.check(case_id=matter.case_id, score=4, words="", by=leader, at=at())
    with pytest.raises(Refused, match="checked"):
        quality.check(case_id=matter.case_id, score=5, words="", by=leader, at=at())


def test_the_sample_is_a_tenth_by_the_number_alone():
    numbers = [f"ZS-2026-{number:06d}" for number in range(1, 5001)]
    picked = [number for number in numbers if rules.sampled(number, Decimal("0.1"))]
    assert 400 <= len(picked) <= 600
    assert picked == [number for number in numbers if rules.sampled(number, Decimal("0.1"))]


ROWS = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from([True, False, None])), max_size=30)


@given(ROWS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_three_rates_count_each_from_its_own_whole(rows):
    found = rules.rates(rules.Answered(*row) for row in rows)
    assert found.answered == (sum(row[0] for row in rows), len(rows))
    assert found.on_time == (sum(row[0] and row[1] for row in rows), found.answered[0])
    assert found.satisfied == (sum(row[2] is True for row in rows), sum(row[2] is not None for row in rows))


def test_the_rates_of_a_district_do_not_count_its_sister(ground):
    answered(ground)
    filed(2)
    assert sample.rates(scope=ground.actors["leader"].scope("voice.check"), today=ground.today).answered == (1, 2)
    assert sample.rates(scope=ground.actors["neighbour"].scope("voice.view"), today=ground.today).answered == (0, 0)
