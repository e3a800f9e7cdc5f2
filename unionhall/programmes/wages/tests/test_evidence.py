"""The puzzle and the witnesses: more proof never proves less, and nobody testifies who was not there."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.programmes.wages.rules import evidence, interview, witnesses
from unionhall.programmes.wages.rules.evidence import Element, Proof, State, puzzle, to_produce
from unionhall.programmes.wages.rules.witnesses import Span, Stay, together, witnesses_for

START = date(2026, 1, 1)
TODAY = START + timedelta(days=60)
RANK = {State.OPEN: 0, State.THIN: 1, State.PROVED: 2}
BRIEF = settings(max_examples=150, deadline=None, derandomize=True)

proofs = st.frozensets(st.sampled_from(Proof))
days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


@st.composite
def stays(draw) -> list[Stay]:
    """Up to six stays of up to four workers; some days unknown, some still there."""
    rows = []
    for _number in range(draw(st.integers(0, 6))):
        first, last = sorted((draw(days), draw(days)))
        begun = draw(st.sampled_from([first, first, first, None]))
        rows.append(Stay(draw(st.integers(1, 4)), draw(st.sampled_from(["二期工地", " 二期 工地", "一期工地", ""])), begun, draw(st.sampled_from([last, last, None]))))
    return rows


def there(stay: Stay) -> set[tuple[str, date]]:
    """Each day at each place, counted out."""
    if stay.begun is None or not witnesses.place(stay.site):
        return set()
    last = stay.ended or TODAY
    return {(witnesses.place(stay.site), stay.begun + timedelta(days=n)) for n in range((last - stay.begun).days + 1)}


@BRIEF
@given(stays())
def test_a_witness_overlaps_in_time_and_place_with_the_fact(rows):
    for worker in range(1, 5):
        found = {one.worker: one.span for one in witnesses_for(worker, rows, TODAY)}
        mine = [there(row) for row in rows if row.worker == worker]
        for other in range(1, 5):
            common = [a & there(row) for a in mine for row in rows if row.worker == other and other != worker]
            longest = max((len(both) for both in common), default=0)
            assert (found[other].days if other in found else 0) == longest


@BRIEF
@given(stays())
def test_testifying_is_mutual_and_never_for_oneself(rows):
    pairs = {(worker, one.worker) for worker in range(1, 5) for one in witnesses_for(worker, rows, TODAY)}
    assert pairs == {(other, worker) for worker, other in pairs}
    assert not [pair for pair in pairs if pair[0] == pair[1]]
    for one in rows:
        for other in rows:
            assert together(one, other, TODAY) == together(other, one, TODAY)


def test_without_the_place_two_strangers_would_testify(monkeypatch):
    far = [Stay(1, "一期工地", START, TODAY), Stay(2, "二期工地", START, TODAY)]
    assert witnesses_for(1, far, TODAY) == ()
    monkeypatch.setattr(witnesses, "place", lambda site: "anywhere")
    assert witnesses_for(1, far, TODAY) == (witnesses.Witness(2, Span(START, TODAY)),)


def test_one_common_day_is_enough_and_the_day_after_is_not():
    one, other = Stay(1, "工地", START, START + timedelta(days=9)), Stay(2, "工地", START + timedelta(days=9))
    assert together(one, other, TODAY) == Span(START + timedelta(days=9), START + timedelta(days=9))
    assert together(one, Stay(2, "工地", START + timedelta(days=10)), TODAY) is None


@BRIEF
@given(proofs, proofs, st.integers(0, 3))
def test_more_proof_never_proves_less(have, more, colleagues):
    before, after = puzzle(have, colleagues=colleagues), puzzle(have | more, colleagues=colleagues + 1)
    for one, other in zip(before, after, strict=True):
        assert RANK[one.state] <= RANK[other.state]
        assert not set(one.have) & set(one.missing)
    assert {held.code for held in to_produce(after)} <= {held.code for held in to_produce(before)}


@BRIEF
@given(proofs)
def test_the_employer_is_asked_for_what_does_not_stand_and_for_nothing_else(have):
    board = puzzle(have)
    open_elements = {one.element for one in board if one.state is not State.PROVED}
    asked = to_produce(board)
    assert all(held.shows & open_elements for held in asked)
    assert open_elements <= {element for held in asked for element in held.shows}
    assert not {held.code for held in to_produce(board, on_site=False)} & evidence.SITE_ONLY


def test_a_contract_shows_relation_and_wage_and_a_chat_alone_shows_little():
    board = {one.element: one.state for one in puzzle([Proof.CONTRACT])}
    assert board == {Element.RELATION: State.PROVED, Element.WAGE: State.PROVED, Element.PERIOD: State.THIN, Element.ARREARS: State.OPEN}
    assert {one.state for one in puzzle([Proof.CHAT])} == {State.THIN, State.OPEN}
    assert {one.element for one in puzzle([], colleagues=1) if one.state is State.THIN} == {Element.RELATION, Element.PERIOD}


@BRIEF
@given(st.dictionaries(st.sampled_from(sorted(interview.BY_CODE)), st.sampled_from(["", "x"])), st.sampled_from(["yes", "no", "unknown", None]))
def test_the_interview_asks_each_open_question_once_and_ends(told, still):
    told = {code: value for code, value in told.items() if code != "still"} | ({"still": still} if still else {})
    seen = []
    while (left := interview.next_question(told, seen[-1] if seen else "")) is not None:
        assert left.code not in seen
        seen.append(left.code)
        told[left.code] = "no" if left.code == "still" else "x"
    assert interview.missing(told) is None
    assert {one.code for one in interview.asked(told)} <= set(told)
    assert ("ended" in {one.code for one in interview.asked(told)}) == (told["still"] == "no")


def test_ticks_of_any_element_count_for_all_and_a_witness_is_not_ticked():
    told = {"has_relation": "chat,badge", "has_wage": "", "has_arrears": "iou,witness,nonsense"}
    assert interview.proofs(told) == {Proof.CHAT, Proof.BADGE, Proof.IOU}
    assert Proof.WITNESS not in {code for question in interview.QUESTIONS for code, _label in question.choices}
