"""Known answers are found while the caller speaks; a suggestion's trace is public and names nobody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.notices.models import Notice
from unionhall.programmes.voice.models import Snippet, Trace
from unionhall.programmes.voice.queries import knowledge as found
from unionhall.programmes.voice.queries import traces as trace_queries
from unionhall.programmes.voice.rules.privacy import personal
from unionhall.programmes.voice.services import calls, knowledge, matters, traces
from unionhall.programmes.voice.tests.test_matters import filed

TODAY = date(2026, 11, 23)
KNOWN = knowledge.Known(title="加班费怎么算", answer="平时一倍半，休息日两倍，节假日三倍", source="劳动法 第44条", valid_from=TODAY, topic="wages", mark="C")
CHANGE = traces.Change(change="service", title="南关驿站门口装灯", on=TODAY, summary="晚上门口太黑，请装灯")


def written(ground, **more) -> Snippet:
    """A known answer."""
    return knowledge.write(known=replace(KNOWN, **more), by=ground.actors["hotline"], at=at())


@pytest.mark.parametrize(("typed", "hit"), [("加班", True), ("jiaban", True), ("休息日", True), ("加班 两倍", True), ("加班 社保", False), ("工伤", False), ("", True)])
def test_a_known_answer_is_found_by_title_words_and_pinyin(ground, typed, hit):
    row = written(ground)
    assert (row in found.search(typed, TODAY)) is hit


def test_it_holds_from_its_day_to_its_day(ground):
    row = written(ground, valid_to=TODAY + timedelta(days=2))
    days = {shift: row in found.search("加班", TODAY + timedelta(days=shift)) for shift in (-1, 0, 1, 2)}
    assert days == {-1: False, 0: True, 1: True, 2: False}


def test_titles_come_first_then_the_most_used(ground):
    late = written(ground, title="节假日上班", answer="算加班，按三倍给钱")
    used, plain = written(ground), written(ground, title="加班要不要同意")
    Snippet.objects.filter(pk=used.pk).update(used=7)
    assert found.search("加班", TODAY) == [used, plain, late]


def test_each_answered_matter_counts_its_use_once(ground):
    row, hotline = written(ground), ground.actors["hotline"]
    ending = calls.Ending(calls.Outcome.ANSWER, row.answer, row.pk)
    for _press in range(2):
        calls.take(said=matters.Said(text="加班费怎么算"), ending=ending, client_key="u" * 40, by=hotline, at=at())
    row.refresh_from_db()
    assert row.used == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [({"source": ""}, "source"), ({"title": "短"}, "title"), ({"answer": "打 19900001234 找他，他会办"}, "answer"), ({"valid_to": TODAY}, "valid_to")],
)
def test_a_known_answer_names_its_source_and_nobodys_number(ground, more, field):
    with pytest.raises(Refused) as refusal:
        written(ground, **more)
    assert refusal.value.field == field


@pytest.mark.parametrize("who", ["leader", "lawyer", "auditor", "inspector"])
def test_only_the_desk_writes_known_answers(ground, who):
    with pytest.raises(Refused, match="no_power"):
        knowledge.write(known=KNOWN, by=ground.actors[who], at=at())


def test_one_learnt_from_an_answered_matter_names_it_and_not_the_person(ground):
    matter = filed(contact="职工七零一")
    with pytest.raises(Refused, match="unanswered"):
        knowledge.write(known=KNOWN, by=ground.actors["hotline"], at=at(), from_case=matter.case_id)
    matters.answer(case_id=matter.case_id, text="按劳动法算", by=ground.actors["officer"], at=at())
    assert knowledge.write(known=KNOWN, by=ground.actors["hotline"], at=at(), from_case=matter.case_id).origin == matter
    with pytest.raises(Refused, match="personal"):
        knowledge.write(known=replace(KNOWN, answer="职工七零一这样的算加班"), by=ground.actors["hotline"], at=at(), from_case=matter.case_id)


def test_an_ended_one_is_offered_no_more_and_ends_once(ground):
    row, hotline = written(ground), ground.actors["hotline"]
    knowledge.end(snippet_id=row.pk, on=TODAY + timedelta(days=1), by=hotline, at=at())
    assert found.search("加班", TODAY + timedelta(days=1)) == []
    with pytest.raises(Refused, match="ended"):
        knowledge.end(snippet_id=row.pk, on=TODAY + timedelta(days=2), by=hotline, at=at())


PHONE_SHAPES = st.sampled_from(["19900000701", "199 0000 0701", "１９９００００００７０１"[:11], "370702190001011237", "0536-8234567"])


@given(st.text(alphabet="灯亮了装好，。 abc", max_size=10), PHONE_SHAPES)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_number_of_a_person_is_seen_wherever_it_stands(text, number):
    assert personal(f"{text}电话{number}，{text}")


@pytest.mark.parametrize("text", ["2026年11月23日起", "22:00 关门", "第 12 条", "一共 1,200 元", "编号 VOICE-SIMPLE", "12351"])
def test_plain_figures_are_not_taken_for_a_person(text):
    assert personal(text, ["", "职"]) == ""


def suggestion(ground):
    """A suggestion from the web."""
    return filed(kind="suggestion", text="晚上驿站门口太黑，能不能装个灯", contact="职工七零一")


def test_a_suggestion_is_linked_to_a_change_told_to_the_suggester_and_read_by_all(ground):
    matter = suggestion(ground)
    traces.trace(case_id=matter.case_id, change=CHANGE, by=ground.actors["leader"], at=at())
    assert [row.title for row in trace_queries.published()] == ["南关驿站门口装灯"]
    assert Notice.objects.filter(channel="sms", text__contains="有了结果").count() == 1
    page = Client().get("/voice/suggestions/").content.decode()
    assert "南关驿站门口装灯" in page
    for hidden in ("职工七零一", "19900000701", matter.case.reference, "能不能装个灯"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"summary": "请打 19900000701"}, "personal"), ({"note": "职工七零一提的"}, "personal"), ({"title": "灯"}, "title"),
        ({"on": TODAY + timedelta(days=1)}, "on"), ({"change": "rule", "code": "NO-SUCH"}, "code"), ({"change": "parameter", "code": "no_such"}, "code"),
        ({"code": "VOICE-SIMPLE"}, "code"),
    ],
)  # fmt: skip
def test_a_trace_leads_to_what_is_there_and_shows_nobody(ground, more, code):
    matter = suggestion(ground)
    with pytest.raises(Refused, match=code):
        traces.trace(case_id=matter.case_id, change=replace(CHANGE, **more), by=ground.actors["officer"], at=at())
    assert Trace.objects.count() == 0


def test_without_that_guard_a_name_would_stand_on_the_public_page(ground, monkeypatch):
    monkeypatch.setattr(traces, "personal", lambda text, names: "")
    traces.trace(case_id=suggestion(ground).case_id, change=replace(CHANGE, note="职工七零一提的"), by=ground.actors["officer"], at=at())
    assert "职工七零一" in Client().get("/voice/suggestions/").content.decode()


@pytest.mark.parametrize(("change", "code"), [("rule", "VOICE-SIMPLE"), ("parameter", "voice_sample")])
def test_a_rule_and_a_figure_of_law_are_named_by_their_code_and_linked_once(ground, change, code):
    matter, made = suggestion(ground), replace(CHANGE, change=change, code=code)
    traces.trace(case_id=matter.case_id, change=made, by=ground.actors["officer"], at=at())
    with pytest.raises(Refused, match="traced"):
        traces.trace(case_id=matter.case_id, change=made, by=ground.actors["officer"], at=at())


def test_only_a_suggestion_is_traced_and_a_stranger_traces_none(ground):
    with pytest.raises(Refused, match="no_suggestion"):
        traces.trace(case_id=filed(2).case_id, change=CHANGE, by=ground.actors["officer"], at=at())
    for who in ("neighbour", "hotline", "lawyer"):
        with pytest.raises(Refused, match="not_yours"):
            traces.trace(case_id=suggestion(ground).case_id, change=CHANGE, by=ground.actors[who], at=at())
