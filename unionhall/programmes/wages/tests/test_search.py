"""The ledger is searched by name, sound, pinyin, phone and reference; what is written can be found, what is renamed too."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.testing import at
from unionhall.programmes.wages.models import Arrears, Clue, LedgerWord
from unionhall.programmes.wages.queries import ledger, words
from unionhall.programmes.wages.rules import search
from unionhall.programmes.wages.services import cases, clues, imports
from unionhall.programmes.wages.services import words as learning

SAMPLE = Path(__file__).parents[1] / "data" / "sample-ledger.xlsx"
NAMES = st.text(alphabet="宏达鸿大长城建筑有限公司集团王小明重庆A座3号（） 乐行", min_size=2, max_size=14)


@pytest.fixture
def case(ground) -> Arrears:
    """A case of 鸿雁长城装饰, reported by 示例欧阳."""
    told = clues.Report(
        employer_name="潍坊鸿雁长城装饰有限公司", region_code="370702001", contact="示例欧阳", phone="19900000512", project="会展中心", amount=100, people=1,
        industry="construction",
    )  # fmt: skip
    receipt, _code = clues.report(report=told, client_key="s" * 40, by=ground.actors["clerk"], at=at())
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=ground.actors["clerk"], at=at())
    return cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=at())


def found(ground, text, who="officer"):
    """Cases that this person finds."""
    return list(ledger.arrears(scope=ground.actors[who].scope("wages.view"), by=ledger.Filter(text=text, open=None)))


@pytest.mark.parametrize(
    "text",
    ["鸿雁", "长城装饰", "潍坊鸿雁长城装饰有限公司", "红燕", "hongyan", "HongYan", "changcheng", "会展", "欧阳", "ouyang", "19900000512", "雁", "有限公司"],
)
def test_a_case_is_found_by_name_sound_pinyin_project_contact_and_phone(ground, case, text):
    assert found(ground, text) == [case]


def test_a_case_is_found_by_its_reference_in_small_letters_too(ground, case):
    assert found(ground, case.case.reference) == found(ground, case.case.reference.lower()) == [case]


@pytest.mark.parametrize("text", ["雁鸿", "鸿城", "鸿雁装饰", "hongya", "19900000513", "AX-1999-000001", "%", "_", "鸿%"])
def test_what_no_name_has_in_a_row_finds_nothing(ground, case, text):
    assert found(ground, text) == []


def test_a_sister_districts_officer_finds_nothing(ground, case):
    assert found(ground, "鸿雁", who="neighbour") == []


def test_a_word_in_too_many_names_is_still_found(ground, case, monkeypatch):
    monkeypatch.setattr(words, "MOST_ROWS", 0)
    assert found(ground, "鸿雁") == found(ground, "红燕") == [case]
    monkeypatch.undo()
    monkeypatch.setattr(words, "MOST_WORDS", 0)
    assert found(ground, "鸿雁") == found(ground, "红燕") == [case]


def test_two_common_keys_together_are_asked_of_the_index(ground, case, monkeypatch):
    learning.learn(names={"鸿雁物流", "鸿雁商贸", "青山长城"})
    monkeypatch.setattr(words, "MOST_ROWS", 2)
    assert sorted(words._words(["hong yan", "yan chang"]) or []) == ["潍坊鸿雁长城装饰有限公司"]


def test_a_name_is_learned_once_whoever_writes_it(ground, case):
    assert learning.learn(names={"潍坊鸿雁长城装饰有限公司", "会展中心", ""}) == 0
    assert learning.learn(names={"另一家（示例）"}) == 1
    assert LedgerWord.objects.filter(text="另一家（示例）").count() == 1


def test_a_name_that_is_still_carried_is_not_forgotten(ground, case):
    learning.learn(names={"谁也不用的名字"})
    assert learning.forget(names={"谁也不用的名字", "潍坊鸿雁长城装饰有限公司", "示例欧阳"}) == 1
    assert found(ground, "鸿雁") == [case]
    assert not LedgerWord.objects.filter(text="谁也不用的名字").exists()


def run(clerk, fixes=None):
    """The sample ledger, imported."""
    blob = imports.keep_file(content=ContentFile(SAMPLE.read_bytes(), "ledger.xlsx"), name="ledger.xlsx", by=clerk, at=at())
    plan = imports.current_plan(blob=blob, year=2024, by=clerk, fixes=fixes)
    return imports.commit(plan=plan, file_name=blob.name, digest=blob.sha256, by=clerk, at=at())


def clue_names(ground, text):
    """Employers of the clues that the clerk finds."""
    rows = ledger.clues(scope=ground.actors["clerk"].scope("wages.view"), by=ledger.Filter(text=text, open=None))
    return {row.employer_name for row in rows}


def test_imported_rows_are_found_and_renamed_ones_by_their_new_name(ground):
    clerk = ground.actors["clerk"]
    done = run(clerk)
    assert clue_names(ground, "恒基置业") == {"潍坊恒基置业有限公司", "山东恒基置业有限公司潍坊分公司"}
    row = done.rows.filter(status="new", clue__employer_name="潍坊恒基置业有限公司", clue__contact__gt="").first()
    renamed = run(clerk, fixes={("欠薪线索台账", row.number, "用人单位"): "潍坊云雀置业有限公司", ("欠薪线索台账", row.number, "行业"): "餐饮"})
    assert renamed.changed == 1
    assert clue_names(ground, "云雀") == clue_names(ground, "yunque") == {"潍坊云雀置业有限公司"}
    assert not Clue.objects.exclude(industry=ledger.F("case__topic")).exists()


def test_an_import_that_is_taken_back_leaves_no_name_behind(ground):
    clerk = ground.actors["clerk"]
    imports.undo(run_id=run(clerk).pk, by=clerk, at=at())
    assert LedgerWord.objects.count() == 0


def test_a_case_is_narrowed_by_the_trade_it_was_reported_with(ground, case):
    scope = ground.actors["officer"].scope("wages.view")
    assert list(ledger.arrears(scope=scope, by=ledger.Filter(industry=("construction",)))) == [case]
    assert list(ledger.arrears(scope=scope, by=ledger.Filter(industry=("catering",)))) == []


@given(NAMES, st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whoever_types_part_of_a_name_asks_for_keys_that_the_name_has(name, data):
    plain = search.folded(name)
    start = data.draw(st.integers(0, max(len(plain) - 1, 0)))
    part = plain[start : data.draw(st.integers(start + 1, len(plain) + 1))]
    row = search.sounds(part)
    assert set(search.asked_keys(row)) <= search.keys(name)
    assert not row or search.matches(name, row)


@pytest.mark.parametrize(("typed", "row"), [("hongda", ["hong", "da"]), ("xian", ["xi", "an"]), ("xian", ["xian"]), ("shuangliu", ["shuang", "liu"])])
def test_typed_pinyin_is_cut_into_syllables(typed, row):
    assert row in search.asked(typed)


def test_pages_by_position_show_every_case_once_with_and_without_a_due_day(ground, case):
    from_rows = ledger.arrears(scope=ground.actors["officer"].scope("wages.view"), by=ledger.Filter(open=None))
    for number, day in enumerate(["2026-12-01", "2026-12-01", "2026-12-05", None, None, None, None]):
        twin(case, number, day)
    whole = [row.case_id for row in ledger.keyset(from_rows, size=99)]
    assert len(whole) == len(set(whole)) == 8
    assert walked(from_rows, {}) == whole
    last = from_rows.get(case_id=whole[-1])
    back = ledger.keyset(from_rows, size=99, before=(last.case.order_due.isoformat(), last.case_id))
    assert [row.case_id for row in back] == whole[-2::-1]


def twin(case, number, day):
    """A copy of a case with another due day."""
    matter, row = type(case.case).objects.get(pk=case.case_id), Arrears.objects.get(pk=case.pk)
    matter.pk, matter.reference = None, f"AX-2099-{number:06}"
    matter.next_due, matter.order_due = day, day or "9999-12-31"
    matter.save(force_insert=True)
    row.pk, row.case = None, matter
    row.save(force_insert=True)


def walked(rows, place):
    """The ids of all pages of three, one after another."""
    page = ledger.keyset(rows, size=3, **place)
    if not page:
        return []
    return [row.case_id for row in page] + walked(rows, {"after": (page[-1].case.order_due.isoformat(), page[-1].case_id)})
