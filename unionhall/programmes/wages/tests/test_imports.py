"""The sample ledger comes in as it is, comes in twice without doubling, and goes out again."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.cases.models import Case, Event
from unionhall.programmes.wages.models import Arrears, Claimant, Clue, ImportRun, MoneyEntry
from unionhall.programmes.wages.queries import ledger
from unionhall.programmes.wages.services import clues, exports, imports, money

SAMPLE = Path(__file__).parents[1] / "data" / "sample-ledger.xlsx"


def staged(clerk):
    return imports.keep_file(content=ContentFile(SAMPLE.read_bytes(), "ledger.xlsx"), name="ledger.xlsx", by=clerk, at=at())


def run(clerk, **more):
    blob = staged(clerk)
    plan = imports.current_plan(blob=blob, year=2024, by=clerk, **more)
    return imports.commit(plan=plan, file_name=blob.name, digest=blob.sha256, by=clerk, at=at())


def test_every_row_of_the_sample_is_accounted_for(ground):
    done = run(ground.actors["clerk"])
    assert done.fresh + done.changed + done.same + done.repeated + done.wrong == 61
    assert done.repeated == 1
    assert Clue.objects.count() == done.fresh
    assert Arrears.objects.count() == done.rows.exclude(case=None).count() > 0
    assert money.sums_hold() == []
    assert Arrears.objects.filter(confirmed__gt=0).count() == 0


def test_the_same_file_twice_changes_nothing(ground):
    clerk = ground.actors["clerk"]
    first, second = run(clerk), run(clerk)
    assert (second.fresh, second.changed, second.same) == (0, 0, first.fresh)
    assert Clue.objects.count() == first.fresh


def test_a_mended_cell_comes_in_and_the_rest_stays(ground):
    clerk = ground.actors["clerk"]
    first = run(clerk)
    fixes = {("欠薪线索台账", 34, "登记日期"): "2024年6月29日", ("欠薪线索台账", 21, "联系电话"): "19912345670"}
    second = run(clerk, fixes=fixes)
    assert second.fresh == 2
    assert second.wrong == first.wrong - 2


def test_an_import_is_taken_back_whole_and_can_be_repeated(ground):
    clerk = ground.actors["clerk"]
    done = run(clerk)
    back, kept = imports.undo(run_id=done.pk, by=clerk, at=at())
    assert (back, kept) == (done.fresh, 0)
    assert [model.objects.count() for model in (Clue, Arrears, Claimant, MoneyEntry, Case, Event)] == [0] * 6
    assert run(clerk).fresh == done.fresh


def test_what_somebody_worked_on_stays_when_an_import_is_taken_back(ground):
    clerk = ground.actors["clerk"]
    done = run(clerk)
    clue = Clue.objects.filter(case__state="received").first()
    clues.check(clue_id=clue.pk, by=clerk, at=at())
    back, kept = imports.undo(run_id=done.pk, by=clerk, at=at())
    assert (back, kept) == (done.fresh - 1, 1)
    assert Clue.objects.get() == clue


def test_nothing_comes_in_while_a_row_is_wrong_if_the_clerk_chose_so(ground):
    clerk = ground.actors["clerk"]
    plan = imports.current_plan(blob=staged(clerk), year=2024, by=clerk)
    with pytest.raises(Refused, match="rows_wrong"):
        imports.commit(plan=plan, file_name="x", digest="", by=clerk, at=at(), good_rows=False)
    assert (Clue.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_a_ledger_without_its_year_is_shown_but_not_imported(ground):
    clerk = ground.actors["clerk"]
    plan = imports.current_plan(blob=staged(clerk), year=None, by=clerk)
    assert plan.asks_year
    with pytest.raises(Refused, match="year_needed"):
        imports.commit(plan=plan, file_name="x", digest="", by=clerk, at=at())


def test_an_officer_or_a_stranger_imports_nothing_and_takes_nothing_back(ground):
    done = run(ground.actors["clerk"])
    for who in ("officer", "neighbour", "leader"):
        with pytest.raises(Refused):
            imports.keep_file(content=ContentFile(b"a"), name="a.csv", by=ground.actors[who], at=at())
        with pytest.raises(Refused):
            imports.undo(run_id=done.pk, by=ground.actors[who], at=at())


def test_the_wrong_rows_come_back_as_the_clerks_own_sheet(ground):
    clerk = ground.actors["clerk"]
    plan = imports.current_plan(blob=staged(clerk), year=2024, by=clerk)
    sheet = imports.error_sheet(plan=plan)
    blob = imports.keep_file(content=ContentFile(sheet, "errors.xlsx"), name="errors.xlsx", by=clerk, at=at())
    again = imports.current_plan(blob=blob, year=2024, by=clerk)
    wrong = plan.counts()["error"]
    assert again.counts()["error"] == len(again.rows) == wrong > 0


def test_what_goes_out_comes_back_unchanged(ground):
    clerk = ground.actors["clerk"]
    first = run(clerk)
    rows = ledger.clues(scope=clerk.scope("wages.export"), by=ledger.Filter(open=None))
    sheet = exports.ledger_out(rows=rows, what="clues", by=clerk, at=at(), reason="核对台账", unmasked=True)
    blob = imports.keep_file(content=ContentFile(sheet, "out.xlsx"), name="out.xlsx", by=clerk, at=at())
    counts = imports.current_plan(blob=blob, year=2024, by=clerk).counts()
    assert (counts["new"], counts["error"]) == (0, 0)
    assert counts["unchanged"] + counts["update"] == first.fresh
    masked = exports.ledger_out(rows=rows, what="clues", by=clerk, at=at())
    assert b"19900000037" not in masked
