"""Regimes and briefings: a name counts for nothing, an output does; figures come from the scoped ledger; major cases report themselves."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.files import services as files
from unionhall.programmes.wages.models import Arrears, Briefing, Regime, RegimeOutput
from unionhall.programmes.wages.queries import briefings as briefing_queries
from unionhall.programmes.wages.queries import ledger, overview
from unionhall.programmes.wages.queries import regimes as queries
from unionhall.programmes.wages.rules import briefings as briefing_rules
from unionhall.programmes.wages.rules import national as national_rules
from unionhall.programmes.wages.rules import overview as overview_rules
from unionhall.programmes.wages.rules import regimes as rules
from unionhall.programmes.wages.rules.regimes import Rhythm
from unionhall.programmes.wages.services import briefings, care, national, regimes
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import overview as overview_service

from .test_indicators import confirmed, opened, promised, value

pytestmark = pytest.mark.filterwarnings("ignore:fetch_.* is deprecated:DeprecationWarning")
MONDAY, LAST_WEEK = at("2026-11-23 10:00"), date(2026, 11, 18)
WEEK = (date(2026, 11, 16), date(2026, 11, 22))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
SPANS = st.sampled_from([Rhythm.WEEKLY, Rhythm.MONTHLY, Rhythm.QUARTERLY])


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def six(ground):
    """The six regimes of the county since 2024, by code."""
    regimes.set_up(union_id=ground.unions["county"].pk, begun_on=date(2024, 1, 1), by=ground.actors["leader"], at=MONDAY)
    return {row.code: row for row in Regime.objects.all()}


def weekly(ground, kind="weekly", union="county", by="officer", on=LAST_WEEK, now=MONDAY):
    return briefings.draw_period(union_id=ground.unions[union].pk, kind=kind, on=on, by=ground.actors[by], at=now)


def issued(ground, row, by="officer", now=MONDAY):
    return briefings.move(briefing_id=row.pk, step="issue", by=ground.actors[by], at=now)


@given(SPANS, DAYS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_periods_tile_the_calendar(rhythm, day):
    first, last = rules.period_of(rhythm, day)
    assert first <= day <= last
    assert rules.period_of(rhythm, last + rules.DAY)[0] == last + rules.DAY
    assert rules.next_due(rhythm, day, []) == last + rules.DAY
    assert rules.next_due(rhythm, date(2019, 1, 1), [(first, last)]) == rules.period_of(rhythm, last + rules.DAY)[1] + rules.DAY


def test_a_weekly_paper_settles_no_month_and_a_gap_stays_visible():
    begun, week = date(2026, 10, 1), WEEK
    assert rules.next_due(Rhythm.MONTHLY, begun, [week]) == date(2026, 11, 1)
    found = rules.recent(Rhythm.WEEKLY, date(2026, 11, 2), [week], date(2026, 11, 23))
    assert [done for _period, done in found] == [True, False, False]
    assert rules.next_due(Rhythm.EVENT, begun, [week]) is None
    with pytest.raises(Refused, match="period_runs"):
        rules.closed_period(Rhythm.WEEKLY, date(2026, 11, 23), date(2026, 11, 23))


@given(st.lists(st.integers(0, 400)))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_the_median_leaves_half_on_each_side(values):
    found = overview_rules.median(values)
    assert (found is None) == (not values)
    if found is not None:
        assert 2 * sum(one < found for one in values) <= len(values) >= 2 * sum(one > found for one in values)


def test_every_day_of_opening_falls_into_one_bucket():
    today = date(2026, 11, 23)
    for age in (*range(200), 5000):
        day = today - timedelta(days=age)
        spans = [bucket.days(today) for bucket in overview_rules.BUCKETS]
        assert sum((first is None or first <= day) and day <= last for first, last in spans) == 1


def test_a_spell_counts_when_it_ends_in_the_period():
    events = [(1, "opened", at("2026-10-01 09:00")), (1, "opened", at("2026-10-05 09:00")), (1, "agreed", at("2026-11-02 09:00")), (2, "agreed", at("2026-11-03 09:00"))]
    assert overview_rules.spells(events, date(2026, 11, 1), date(2026, 11, 30)) == {"opened": [32]}
    assert overview_rules.spells(events, date(2026, 10, 1), date(2026, 10, 31)) == {}


def test_every_cell_of_a_briefings_table():
    open_now = {state: {step.code for step in briefing_rules.FLOW.open_to(state)} for state in briefing_rules.BriefingState}
    assert open_now == {"draft": {"issue"}, "returned": {"issue"}, "issued": {"send"}, "sent": {"receive", "hand_back"}, "received": set()}


def test_setting_up_twice_adds_nothing_and_three_are_settings(ground, six):
    assert regimes.set_up(union_id=ground.unions["county"].pk, begun_on=date(2026, 1, 1), by=ground.actors["clerk"], at=MONDAY) == []
    assert sum(row.setting for row in six.values()) == 3
    with pytest.raises(Refused, match="not_yours"):
        regimes.set_up(union_id=ground.unions["sister"].pk, begun_on=date(2026, 1, 1), by=ground.actors["clerk"], at=MONDAY)
    with pytest.raises(Refused, match="no_power"):
        regimes.set_up(union_id=ground.unions["county"].pk, begun_on=date(2026, 1, 1), by=ground.actors["officer"], at=MONDAY)


def test_a_regime_counts_in_a_period_only_by_an_output_of_it(ground, six):
    assert value("regimes") == 0
    said = {"summary": "走了 58 家，三家有苗头", "by": ground.actors["clerk"]}
    regimes.produce(regime_id=six["rounds"].pk, on=date(2024, 12, 18), at=at("2024-12-23 10:00"), **said)
    regimes.produce(regime_id=six["rounds"].pk, on=date(2024, 12, 10), at=at("2024-12-23 10:00"), **said)
    assert (value("regimes"), value("regimes", "2023"), value("regimes", "2024-12-22")) == (1, 0, 1)
    issued(ground, weekly(ground, kind="monthly", on=date(2024, 12, 1), now=at("2025-01-02 10:00")), now=at("2025-01-02 10:00"))
    assert (value("regimes"), value("regimes", "2025")) == (2, 0)
    with pytest.raises(Refused, match="produced"):
        regimes.produce(regime_id=six["rounds"].pk, on=date(2024, 12, 19), at=MONDAY, **said)
    with pytest.raises(Refused, match="drawn"):
        regimes.produce(regime_id=six["monitoring"].pk, on=LAST_WEEK, at=MONDAY, **said)
    with pytest.raises(Refused, match="summary"):
        regimes.produce(regime_id=six["ledger"].pk, on=date(2024, 11, 1), at=MONDAY, summary="好", by=ground.actors["clerk"])
    with pytest.raises(IntegrityError), transaction.atomic():
        RegimeOutput.objects.update(summary="")


def test_a_drawn_report_is_no_output_until_a_person_issues_it(ground, six):
    row = weekly(ground, kind="overview", by="clerk")
    assert (row.state, RegimeOutput.objects.count()) == ("draft", 0)
    assert weekly(ground, kind="overview", by="clerk").pk == row.pk
    issued(ground, row, by="clerk")
    assert RegimeOutput.objects.get().regime == six["monitoring"]
    assert Regime.objects.get(code="monitoring").next_due == date(2026, 11, 30)
    assert Regime.objects.get(code="work_report").next_due == six["work_report"].next_due


def test_a_report_counts_what_its_own_union_may_see_and_compares_with_the_period_before(ground):
    confirmed(opened("2026-11-17", tail="0101", region="370702001"), "2026-11-18", 7_000_00)
    confirmed(opened("2026-11-17", tail="0102", region="370702"), "2026-11-19", 5_000_00)
    confirmed(opened("2026-11-17", tail="0103", region="370703"), "2026-11-19", 9_000_00)
    opened("2026-11-11", tail="0104", region="370702")
    county, street = (dict(weekly(ground, union=union).figures.values_list("code", "value")) for union in ("county", "street"))
    assert (county["confirmed"], county["opened"], county["in_hand"]) == (12_000_00, 2, 3)
    assert (street["confirmed"], street["opened"], street["in_hand"]) == (7_000_00, 1, 1)
    before = Briefing.objects.get(union=ground.unions["county"]).figures.get(code="opened").before
    assert before == 1
    scope = ground.actors["officer"].scope("wages.oversee")
    assert county["in_hand"] == ledger.arrears(scope=scope, by=ledger.Filter()).count()
    places = dict(Briefing.objects.get(union=ground.unions["county"]).lines.filter(part="place").values_list("label", "count"))
    assert places == {"示例街道总工会": 1, "示例区总工会": 2}


def test_without_the_scope_a_report_would_count_the_sister_district(ground, monkeypatch):
    confirmed(opened("2026-11-17", tail="0103", region="370703"), "2026-11-19", 9_000_00)
    assert dict(weekly(ground).figures.values_list("code", "value"))["confirmed"] == 0
    monkeypatch.setattr(briefing_queries, "below", lambda _scope, _path, _prefix="": briefing_queries.Q())
    assert dict(weekly(ground, kind="overview").figures.values_list("code", "value"))["confirmed"] == 9_000_00


def test_a_past_period_is_told_as_it_stood_then(ground):
    arrears = opened("2026-11-02", tail="0105")
    now = at("2026-11-20 10:00")
    wage_cases.conclude(case_id=arrears.case_id, code="K7", reason="欠的是货款", right_door="法院", reporter_told=True, by=SYSTEM, at=now)
    then = weekly(ground, on=date(2026, 11, 11))
    last = weekly(ground)
    figures = [dict(row.figures.values_list("code", "value")) for row in (then, last)]
    assert [(one["in_hand"], one["concluded"]) for one in figures] == [(1, 0), (0, 1)]


def test_a_stranger_draws_reads_and_moves_nothing(ground):
    row = weekly(ground)
    neighbour = ground.actors["neighbour"]
    assert not briefing_queries.briefings(scope=neighbour.scope("wages.oversee")).exists()
    for order in (
        lambda: briefings.draw_period(union_id=ground.unions["county"].pk, kind="weekly", on=LAST_WEEK, by=neighbour, at=MONDAY),
        lambda: briefings.move(briefing_id=row.pk, step="issue", by=neighbour, at=MONDAY),
        lambda: briefings.on_paper(briefing_id=row.pk, by=neighbour, at=MONDAY),
    ):
        with pytest.raises(Refused, match="not_yours"):
            order()
    with pytest.raises(Refused, match="no_power"):
        weekly(ground, by="inspector")


def test_a_report_goes_up_by_recorded_steps_and_only_the_union_above_receives_it(ground):
    row = issued(ground, weekly(ground, union="street"))
    row = briefings.move(briefing_id=row.pk, step="send", by=ground.actors["officer"], at=MONDAY)
    assert (row.sent_to, row.sent_by, row.sent_at) == (ground.unions["county"], "示例officer", MONDAY)
    city_bound = briefings.move(briefing_id=issued(ground, weekly(ground)).pk, step="send", by=ground.actors["officer"], at=MONDAY)
    with pytest.raises(Refused, match="not_above"):
        briefings.move(briefing_id=city_bound.pk, step="receive", by=ground.actors["officer"], at=MONDAY)
    with pytest.raises(Refused, match="reason"):
        briefings.move(briefing_id=row.pk, step="hand_back", by=ground.actors["leader"], at=MONDAY)
    assert {one.verb for one in queries.work(ground.actors["leader"], MONDAY.date())} == {"去签收"}
    back = briefings.move(briefing_id=row.pk, step="hand_back", says="少了两件，补上", by=ground.actors["leader"], at=MONDAY)
    opened("2026-11-18", tail="0106")
    again = issued(ground, back)
    assert (again.state, again.figures.get(code="opened").value) == ("issued", 1)
    assert again.snapshot != row.snapshot


def test_a_major_case_reports_itself_once_and_stands_on_the_list_until_issued(ground, six):
    case = opened("2026-11-20", tail="0107", owed=600_000_00)
    opened("2026-11-20", tail="0108", owed=1_000_00)
    assert (briefings.watch(at=MONDAY), briefings.watch(at=MONDAY)) == (1, 0)
    row = Briefing.objects.get()
    assert (row.kind, row.state, row.arrears_id, row.union) == ("major", "draft", case.pk, ground.unions["county"])
    titles = [one.title for one in queries.work(ground.actors["leader"], MONDAY.date())]
    assert sum("重大案件专项报告" in title for title in titles) == 1
    assert [line.label for line in row.lines.filter(part="reason")] == ["欠薪到了 500,000 元：这一件 600,000 元"]
    issued(ground, row)
    assert RegimeOutput.objects.get().regime == six["major_case"]
    text = " ".join(line.label + line.said for line in row.lines.all())
    assert "职工0107" not in text


def test_an_incident_makes_a_small_case_a_major_one(ground, six):
    case = opened("2026-11-20", tail="0109", owed=1_000_00)
    assert briefings.watch(at=MONDAY) == 0
    facts = {"case_id": case.case_id, "on": MONDAY.date(), "kind": "gathering", "told": "五人到门口要说法"}
    with pytest.raises(Refused, match="not_yours"):
        care.report_incident(by=ground.actors["neighbour"], at=MONDAY, **facts)
    care.report_incident(by=ground.actors["officer"], at=MONDAY, **facts)
    assert briefings.watch(at=MONDAY) == 1
    assert briefing_rules.reasons(9, 499_999_99, 0, 10, 500_000_00) == []
    assert briefing_rules.reasons(10, 500_000_00, 1, 10, 500_000_00) == ["people", "amount", "incident"]
    assert briefing_rules.reasons(10, None, 0, None, 1) == []


def test_the_special_report_shows_the_money_as_it_stood_when_it_was_drawn(ground):
    case = opened("2026-11-02", tail="0110", owed=600_000_00)
    promised(case, "2026-11-03", "2026-12-20", 600_000_00)
    confirmed(case, "2026-11-20", 100_000_00)
    rows = briefing_queries.money_at(row=case, scope=SYSTEM.scope("x"), at=at("2026-11-10 10:00"))
    assert (rows["promised"], rows["confirmed"]) == (600_000_00, 0)
    row = briefings.draw_major(case_id=case.case_id, by=ground.actors["officer"], at=MONDAY)
    assert dict(row.figures.values_list("code", "value"))["confirmed"] == 100_000_00


def test_the_same_records_give_the_same_snapshot():
    line = briefing_rules.Line("place", "示例街道", count=1)
    first = briefing_rules.fingerprint(("a",), [("x", 1, None)], [line])
    assert first == briefing_rules.fingerprint(("a",), [("x", 1, None)], [line])
    assert first != briefing_rules.fingerprint(("a",), [("x", 2, None)], [line])
    assert first != briefing_rules.fingerprint(("a",), [("x", 1, None)], [replace(line, count=2)])


def test_a_briefing_on_paper_says_figures_definitions_and_snapshot_and_is_printed_once(ground):
    confirmed(opened("2026-11-17", tail="0111"), "2026-11-18", 7_000_00)
    row = weekly(ground)
    blob = briefings.on_paper(briefing_id=row.pk, by=ground.actors["officer"], at=MONDAY)
    assert briefings.on_paper(briefing_id=row.pk, by=ground.actors["leader"], at=MONDAY) == blob
    with files.opened(blob=blob) as content:
        made = Document(BytesIO(content.read()))
    cells = [cell.text for table in made.tables for line in table.rows for cell in line.cells]
    assert any("7,000 元" in cell for cell in cells)
    assert any("要回多少只看这一栏" in cell for cell in cells)
    foot = " ".join(paragraph.text for section in made.sections for paragraph in section.footer.paragraphs)
    assert row.snapshot in foot + " ".join(paragraph.text for paragraph in made.paragraphs)


def test_the_shipped_templates_are_what_their_blocks_make(tmp_path):
    for path in briefings.ship_briefings(folder=tmp_path):
        shipped = files.lint(template=briefings.SHAPES and path)
        assert shipped.fields
        assert not shipped.forbidden


def test_the_leaders_view_adds_up_to_the_ledger_and_its_queries_do_not_grow(ground):
    facts = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "path": ground.unions["county"].path, "today": MONDAY.date()}
    scope = ground.actors["leader"].scope("wages.oversee")
    counted = []
    for number, (day, region) in enumerate((("2026-11-17", "370702001"), ("2026-09-30", "370702"), ("2025-01-10", "370702001"))):
        case = opened(day, tail=f"012{number}", region=region, owed=(number + 1) * 1_000_00)
        confirmed(case, "2026-11-20", 500_00)
        wage_cases.assign(case_id=case.case_id, account_id=ground.actors["officer"].account_id, role="officer", by=SYSTEM, at=MONDAY)
        opened(day, tail=f"013{number}", region="370703")
        with CaptureQueriesContext(connection) as asked:
            seen = overview_service.look(scope=scope, **facts)
        counted.append(len(asked))
    assert counted[0] == counted[2]
    assert (seen["total"]["count"], seen["total"]["owed"], seen["total"]["confirmed"]) == (3, 6_000_00, 1_500_00)
    assert {sum(row["owed"] for row in group["rows"]) for group in seen["groups"]} == {6_000_00}
    assert {sum(row["confirmed"] for row in group["rows"]) for group in seen["groups"]} == {1_500_00}
    assert [row["count"] for row in seen["ages"]] == [1, 1, 0, 1]
    assert dict(overview.months(scope=scope, path=facts["path"], today=facts["today"]))[date(2026, 11, 1)] == 1_500_00
    officer = next(group for group in seen["groups"] if group["code"] == "officer")["rows"]
    assert [(row["label"], row["count"]) for row in officer] == [("示例officer", 3)]


def test_the_lists_of_regimes_and_reports_ask_as_often_for_three_rows_as_for_one(ground, six):
    counted = []
    for number in range(3):
        issued(ground, weekly(ground, kind="overview", by="clerk", on=LAST_WEEK - timedelta(days=7 * number)))
        with CaptureQueriesContext(connection) as asked:
            rows = queries.with_outputs(scope=ground.actors["leader"].scope("wages.oversee"), path=ground.unions["county"].path)
            assert [one.briefing and one.briefing.kind for row in rows for one in row.outputs.all()].count("overview") == number + 1
            assert len([row.union.name for row in briefing_queries.briefings(scope=ground.actors["leader"].scope("wages.oversee"))]) == number + 1
            queries.work(ground.actors["leader"], MONDAY.date())
        counted.append(len(asked))
    assert counted[0] == counted[2]


def test_what_is_due_stands_on_the_owners_and_the_leaders_list_and_on_nobody_elses(ground, six):
    def due(name):
        return {one.title.partition("：")[0] for one in queries.work(ground.actors[name], MONDAY.date())}

    assert {"劳动关系监测预警", "周排查", "台账动态管理"} == due("clerk")
    assert due("officer") == {"欠薪工作报告"}
    assert due("leader") == due("clerk") | due("officer") | {"联席会议和回访关爱"}
    assert due("neighbour") == due("inspector") == set()
    regimes.amend(regime_id=six["rounds"].pk, name="周巡", rhythm="monthly", owner_role="officer", by=ground.actors["leader"], at=MONDAY)
    assert "周巡" in due("officer")
    assert "周巡" not in due("clerk")
    with pytest.raises(Refused, match="rhythm"):
        regimes.amend(regime_id=six["monitoring"].pk, name="监测", rhythm="monthly", owner_role="clerk", by=ground.actors["leader"], at=MONDAY)


def test_the_national_columns_are_a_dated_mapping_with_its_badge_and_masked(ground):
    opened("2026-11-17", tail="0140")
    opened("2026-11-17", tail="0141", region="370703")
    rows = ledger.claimants(scope=ground.actors["clerk"].scope("wages.export"), by=ledger.Filter())
    sheet = load_workbook(BytesIO(national.national_out(rows=rows, by=ground.actors["clerk"], at=MONDAY))).active
    text = [list(line) for line in sheet.iter_rows(values_only=True)]
    assert "【待核实】" in str(text[0][0])
    flat = " ".join(str(cell) for line in text for cell in line if cell is not None)
    assert "199****0140" in flat
    assert "19900000140" not in flat
    assert "0141" not in flat
    with pytest.raises(Refused, match="reason"):
        national.national_out(rows=rows, by=ground.actors["clerk"], at=MONDAY, unmasked=True)
    with pytest.raises(Refused, match="no_power"):
        national.national_out(rows=rows, by=ground.actors["hotline"], at=MONDAY)
    one = national_rules.shipped()[0]
    later = replace(one, version="later", valid_from=date(2027, 1, 1), mark="C")
    assert national_rules.in_force(date(2026, 11, 23), [one, later]) == one
    assert not national_rules.in_force(date(2027, 1, 1), [one, later]).unconfirmed
    facts = set(national.facts_of(claimant=rows[0]))
    assert {field.fact for field in one.fields} <= facts
    assert Arrears.objects.count() == 2
