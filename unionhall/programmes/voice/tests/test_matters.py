"""A matter goes down the tree and back up, is answered in its term, and silence climbs by itself."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import NOBODY, Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.people import queries as people
from unionhall.programmes.voice.models import Matter
from unionhall.programmes.voice.queries import matters as found
from unionhall.programmes.voice.rules.flows import ENDED, FLOW, WORDS, State, heard
from unionhall.programmes.voice.services import matters, superiors

PHONE = "19900000701"


def filed(number=1, by=NOBODY, when=None, **said) -> Matter:
    """A matter told on the web."""
    facts = {"text": "食堂的饭馊了，跟班长说没用", "phone": PHONE, "contact": "职工701", "region_code": "370702001", **said}
    receipt, _code = matters.file(said=matters.Said(**facts), channel="web", client_key=f"voice-{number}".ljust(40, "k"), by=by, at=when or at())
    return Matter.objects.get(case=receipt.case)


def clock(matter, code):
    """The unmet deadline of a code, or None."""
    return case_queries.deadlines(matter.case, scope=SYSTEM.scope("voice.view")).filter(code=code).first()


def sms(phone=PHONE):
    """What a phone was told."""
    return list(Notice.objects.filter(channel="sms", person=people.person_by_phone(phone)).order_by("pk").values_list("text", flat=True))


@pytest.mark.parametrize(("state", "step", "is_open"), [(str(state), step.code, is_open) for state, step, is_open in FLOW.cells(State)])
def test_every_cell_of_the_table_is_open_or_refused(state, step, is_open):
    if is_open:
        assert FLOW.after(state, step) in State
    else:
        with pytest.raises(Refused):
            FLOW.after(state, step)


def test_an_ended_matter_has_no_step_and_every_state_has_words():
    assert [FLOW.open_to(state) for state in ENDED] == [()] * len(ENDED)
    assert set(WORDS) == set(State)


@given(st.lists(st.booleans(), max_size=6))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_not_satisfied_reopens_once_whatever_is_said(answers):
    state, reopened, times = State.ANSWERED, False, 0
    for satisfied in answers:
        if state != State.ANSWERED:
            break
        step = heard(satisfied, reopened)
        state = FLOW.after(state, step)
        if step == "reopen":
            times, reopened, state = times + 1, True, FLOW.after(state, "answer")
    assert times <= 1


def test_the_receiving_union_is_told_first_and_answers_for_it(ground):
    assert filed().first_union == ground.unions["county"]
    assert filed(2, by=ground.actors["below"]).first_union == ground.unions["street"]


def test_half_an_hour_to_send_it_on_and_five_working_days_to_answer(ground):
    matter = filed()
    assert clock(matter, "voice_dispatch").due_at == at("2026-11-23 10:30")
    assert clock(matter, "voice_answer").due == date(2026, 11, 30)
    matters.dispatch(case_id=matter.case_id, union_id=ground.unions["street"].pk, by=ground.actors["hotline"], at=at("2026-11-23 10:10"))
    assert clock(matter, "voice_dispatch") is None
    assert clock(matter, "voice_respond").due_at == at("2026-11-23 12:10")
    assert clock(matter, "voice_track").due_at == at("2026-11-24 10:10")


@pytest.mark.parametrize(("difficulty", "due"), [("simple", date(2026, 11, 25)), ("ordinary", date(2026, 11, 30)), ("hard", date(2026, 12, 14))])
def test_three_terms_by_difficulty_run_from_the_day_it_was_received(ground, difficulty, due):
    matter = filed()
    matters.dispatch(case_id=matter.case_id, union_id=ground.unions["street"].pk, difficulty=difficulty, by=ground.actors["clerk"], at=at("2026-11-24 09:00"))
    assert clock(matter, "voice_answer").due == due
    assert clock(matter, "voice_answer").mark == "D"


def test_the_street_sees_it_after_it_was_sent_and_loses_it_when_it_goes_back(ground):
    matter, street = filed(), ground.actors["below"]
    assert found.matter(matter.case_id, scope=street.scope("voice.view")) is None
    matters.dispatch(case_id=matter.case_id, union_id=ground.unions["street"].pk, by=ground.actors["hotline"], at=at())
    assert found.matter(matter.case_id, scope=street.scope("voice.view")) == matter
    matters.give_back(case_id=matter.case_id, reason="工地不在我们街道", by=street, at=at())
    assert found.matter(matter.case_id, scope=street.scope("voice.view")) is None
    row = Matter.objects.get().dispatches.get()
    assert (row.reason, row.sender, row.matter.case.union) == ("工地不在我们街道", ground.unions["county"], ground.unions["county"])
    assert clock(matter, "voice_dispatch") is not None


def test_one_that_was_told_at_the_street_goes_back_to_the_union_above(ground):
    matter = filed(by=ground.actors["below"])
    matters.accept(case_id=matter.case_id, by=ground.actors["below"], at=at())
    moved = matters.give_back(case_id=matter.case_id, reason="这件要区里定", by=ground.actors["below"], at=at())
    assert moved.case.union == ground.unions["county"]


@pytest.mark.parametrize("target", ["county", "city", "sister"])
def test_it_is_sent_down_only(ground, target):
    matter = filed()
    with pytest.raises(Refused, match="not_below"):
        matters.dispatch(case_id=matter.case_id, union_id=ground.unions[target].pk, by=ground.actors["clerk"], at=at())


@pytest.mark.parametrize("who", ["neighbour", "leader", "lawyer", "auditor", "inspector"])
def test_a_stranger_and_a_leader_can_neither_send_nor_answer_it(ground, who):
    matter, by = filed(), ground.actors[who]
    for attempt in (
        lambda: matters.dispatch(case_id=matter.case_id, union_id=ground.unions["street"].pk, by=by, at=at()),
        lambda: matters.answer(case_id=matter.case_id, text="这样就行", by=by, at=at()),
        lambda: matters.accept(case_id=matter.case_id, by=by, at=at()),
        lambda: matters.track(case_id=matter.case_id, says="问过", by=by, at=at()),
    ):
        with pytest.raises(Refused, match="not_yours"):
            attempt()


def test_without_the_scope_a_sister_district_would_answer_it(ground, monkeypatch):
    matter = filed()
    monkeypatch.setattr(type(ground.actors["neighbour"]), "scope", lambda self, power: Scope.system("no guard"))
    assert matters.answer(case_id=matter.case_id, text="这样就行", by=ground.actors["neighbour"], at=at()).answer == "这样就行"


def test_the_answer_is_told_once_and_never_what_it_says(ground):
    matter = filed()
    matters.answer(case_id=matter.case_id, text="已经跟工地说了，明天换厨师", by=ground.actors["officer"], at=at())
    assert len(sms()) == 2
    assert "有答复了" in sms()[1]
    assert "厨师" not in "".join(sms())


@pytest.mark.parametrize(("day", "on_time"), [("2026-11-30 17:00", True), ("2026-12-01 09:00", False)])
def test_an_answer_is_on_time_until_its_last_day_is_over(ground, day, on_time):
    matter = filed()
    assert matters.answer(case_id=matter.case_id, text="已经办好了", by=ground.actors["officer"], at=at(day)).on_time is on_time


def test_a_late_answer_stays_late_after_a_second_one(ground):
    matter, officer = filed(), ground.actors["officer"]
    matters.answer(case_id=matter.case_id, text="已经办好了", by=officer, at=at("2026-12-02 09:00"))
    cases.take_step(case_id=matter.case_id, step="reopen", by=ground.actors["clerk"], at=at("2026-12-03 09:00"), power="voice.call_back")
    Matter.objects.update(reopened=True)
    assert matters.answer(case_id=matter.case_id, text="这回真办好了", by=officer, at=at("2026-12-03 10:00")).on_time is False


def test_tracking_meets_its_clock_and_says_so_inside_only(ground):
    matter = filed()
    matters.dispatch(case_id=matter.case_id, union_id=ground.unions["street"].pk, by=ground.actors["hotline"], at=at())
    matters.track(case_id=matter.case_id, says="街道说下午去工地", by=ground.actors["hotline"], at=at("2026-11-23 15:00"))
    assert clock(matter, "voice_track") is None
    line = case_queries.events(matter.case, scope=SYSTEM.scope("voice.view")).first()
    assert (line.says, line.inner) == ("问过办到哪了", "街道说下午去工地")


def test_half_an_hour_of_silence_tells_the_leader_above_and_the_person_reads_that(ground):
    matter = filed()
    assert cases.sweep(at=at("2026-11-23 10:30")) == 0
    assert cases.sweep(at=at("2026-11-23 10:31")) == 1
    deadline = matter.case.deadlines.get(code="voice_dispatch")
    assert superiors.climb(deadline=deadline, at=at("2026-11-23 10:31")) == 1
    mayor = people.account(ground.actors["mayor"].account_id).person
    assert Notice.objects.filter(person=mayor, channel="app").count() == 1
    assert case_queries.events(matter.case, scope=SYSTEM.scope("voice.view")).first().says == "到时候没办，已经告诉上一级"


def test_the_sweep_asks_for_the_climb_by_name(ground, monkeypatch):
    asked = []
    monkeypatch.setattr("unionhall.base.work.later_many", lambda jobs: asked.extend(jobs))
    filed()
    cases.sweep(at=at("2026-11-23 10:31"))
    assert [name for name, _facts in asked] == ["voice.lapsed"]


def test_a_local_chair_cannot_stop_the_climb_by_being_the_only_leader(ground):
    path = ground.unions["street"].path
    assert {person.name for person in superiors.above(path=path, today=ground.today)} == {"示例leader"}
    assert {person.name for person in superiors.above(path=ground.unions["county"].path, today=ground.today)} == {"示例mayor"}


def test_a_form_sent_twice_is_one_matter_and_gets_the_same_code(ground):
    said = matters.Said(text="同一件事")
    answers = {matters.file(said=said, channel="web", client_key="t" * 40, by=NOBODY, at=at())[1] for _press in range(3)}
    assert len(answers) == 1
    assert Matter.objects.count() == 1


@pytest.mark.parametrize(("said", "field"), [({"text": " "}, "text"), ({"text": "食堂", "phone": "123"}, "phone")])
def test_what_cannot_be_taken_down_is_said_beside_its_field(ground, said, field):
    with pytest.raises(Refused) as refusal:
        matters.file(said=matters.Said(**said), channel="web", client_key="f" * 40, by=NOBODY, at=at())
    assert refusal.value.field == field
    assert Matter.objects.count() == 0
