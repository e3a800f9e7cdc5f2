"""Rounds: who is visited first, what a record says, and that the same record is the same however it arrives."""

from collections import Counter
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.base.access import Scope
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases.models import Case
from unionhall.kernel.files import services as files
from unionhall.kernel.people.rules import Role
from unionhall.programmes.wages.models import Check, CheckAnswer, CheckPhoto, Clue, Site, Visit
from unionhall.programmes.wages.queries import facts, weeks
from unionhall.programmes.wages.queries import rounds as found
from unionhall.programmes.wages.rules.compliance import CHECKLIST
from unionhall.programmes.wages.rules.rounds import coverage, plans, sheets
from unionhall.programmes.wages.rules.rounds.checks import Clash, Look, Result, clashes, duties, taken_together, trouble, week_of
from unionhall.programmes.wages.services import rounds

from .conftest import staff

SAMPLE = Path(__file__).parents[1] / "data" / "sample-ledger.xlsx"
MONDAY = date(2026, 11, 23)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc"
    "0000001149444154789c63f8f6e53d56c430b4240037b1b641e89231980000000049454e44ae426082"
)


def place(pk, industry="other", path="/1/2/3/", **more):
    return plans.Place(pk, path, industry, **more)


@pytest.fixture
def street(ground):
    """Three places in a street, one in the sister district, a second inspector of the street."""
    union, sister = ground.unions["street"], ground.unions["sister"]
    ground.actors["second"] = staff("second", Role.INSPECTOR, union, "19900009121")
    ground.actors["across"] = staff("across", Role.INSPECTOR, sister, "19900009122")
    rows = [("示例建筑公司", "一期", "construction"), ("示例快递公司", "", "logistics"), ("示例餐饮公司", "", "catering")]
    ground.sites = [
        rounds.add_site(union=union, name=name, place=spot, industry=trade, people=20, by=SYSTEM, at=at("2026-10-01 09:00"))
        for name, spot, trade in rows
    ]
    ground.far = rounds.add_site(union=sister, name="示例邻区公司", by=SYSTEM, at=at())
    return ground


def look(ground, number=0, *, who="inspector", key="a" * 20, result="none", when=None, **more):
    moment = when or at("2026-11-23 09:00")
    return rounds.record_check(
        client_id=key, site_id=ground.sites[number].pk, result=result, checked_at=moment, by=ground.actors[who], at=max(moment, at()), **more
    )


# whom to visit


def test_construction_and_couriers_come_first_then_risk():
    rows = [place(1, people=90), place(2, "catering", cases=1), place(3, "logistics"), place(4, "construction", clues=1)]
    ordered = [each.pk for each in sorted(rows, key=lambda row: plans.order(row, MONDAY, plans.Rhythm()))]
    assert ordered == [4, 3, 2, 1]


def test_a_first_trade_is_due_weekly_another_every_four_weeks_unless_it_is_at_risk():
    gone = MONDAY - timedelta(weeks=1)
    rhythm = plans.Rhythm()
    assert plans.due(place(1, "construction", last=gone), MONDAY, rhythm)
    assert not plans.due(place(1, last=gone), MONDAY, rhythm)
    assert plans.due(place(1, last=gone, cases=1), MONDAY, rhythm)
    assert plans.due(place(1, last=MONDAY - timedelta(weeks=4)), MONDAY, rhythm)
    assert plans.due(place(1), MONDAY, rhythm)


def test_the_nearest_area_walks_and_who_is_full_gets_no_more():
    seats = [plans.Seat(1, "/1/"), plans.Seat(2, "/1/2/3/"), plans.Seat(3, "/1/2/4/")]
    made = plans.turns([place(n) for n in range(5)], seats, MONDAY, plans.Rhythm(most=2))
    assert [turn.account for turn in made] == [2, 2, 1, 1]
    assert [turn.rank for turn in made] == [1, 2, 1, 2]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(["/1/", "/1/2/", "/1/2/3/", "/1/9/"]), st.sampled_from(["construction", "other"])), max_size=20), st.integers(1, 4))
def test_no_place_twice_nobody_over_the_limit_nobody_outside_their_area(rows, most):
    seats = [plans.Seat(1, "/1/2/"), plans.Seat(2, "/1/2/3/"), plans.Seat(3, "/1/2/3/")]
    areas = {seat.account: seat.path for seat in seats}
    known = {pk: place(pk, trade, path) for pk, (path, trade) in enumerate(rows)}
    made = plans.turns(known.values(), seats, MONDAY, plans.Rhythm(most=most))
    assert len({turn.place for turn in made}) == len(made)
    assert max(Counter(turn.account for turn in made).values(), default=0) <= most
    assert all(known[turn.place].path.startswith(areas[turn.account]) for turn in made)


# what is known


def test_not_reporting_is_unknown_and_never_zero():
    rows = [coverage.Seen(1, MONDAY, "甲", "A", True), coverage.Seen(2, MONDAY, "乙", "A", True, ("none",)), coverage.Seen(3, MONDAY, "乙", "B", False, ("clue",))]
    silent, told = coverage.tally(rows, "area")[1], coverage.tally(rows, "area")[0]
    assert {silent.key: silent.reported, told.key: told.reported} == {"甲": False, "乙": True}
    total = coverage.total(rows)
    assert (total.planned, total.looked, total.unknown, total.extra) == (2, 2, 1, 1)


def test_an_area_is_silent_without_looks_or_without_clues_and_not_when_it_is_small():
    past = MONDAY - timedelta(weeks=1)
    rows = [coverage.Seen(1, past, "看了", "A", True, ("none",)), coverage.Seen(2, past, "报了", "A", True, ("clue",)), coverage.Seen(3, MONDAY, "没看", "A", True, ("clue",))]
    found_silent = coverage.silent({"看了": 5, "报了": 9, "没看": 9, "小": 4}, rows, today=MONDAY, weeks=3, least=5)
    assert [(each.area, each.looked) for each in found_silent] == [("没看", 0), ("看了", 1)]


def test_a_clue_outweighs_none_and_both_outweigh_a_closed_door():
    assert [taken_together(each) for each in ((), ("unseen",), ("unseen", "none"), ("none", "clue"))] == ["", "unseen", "none", "clue"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.permutations(["a", "b", "c"]))
def test_what_stands_against_a_record_does_not_depend_on_the_order(order):
    looks = {"a": Look("a", "1", "none"), "b": Look("b", "2", "none"), "c": Look("c", "1", "clue")}
    shuffled = [looks[key] for key in order]
    assert clashes(looks["a"], shuffled, "1") == (Clash.OTHER, Clash.TWICE)
    assert clashes(looks["b"], shuffled, "1") == (Clash.OTHER,)
    assert clashes(looks["a"], [looks["a"]], "2") == (Clash.MOVED,)
    assert clashes(looks["a"], [looks["a"]], None) == (Clash.UNPLANNED,)


def test_a_building_site_is_asked_everything_others_what_binds_every_employer():
    assert duties("construction") == CHECKLIST
    assert {duty.article.article for duty in duties("catering")} == {"第11条", "第15条", "第31条"}


def test_a_clue_wants_what_was_seen_and_a_closed_door_wants_why():
    assert [trouble(result, note) for result, note in (("none", ""), ("clue", " 有 "), ("unseen", ""), ("clue", "两个月没发"), ("x", "有话说的"))] == ["", "note", "note", "", "result"]


# recording


def test_a_look_is_recorded_once_however_often_it_is_sent(street):
    first, again = look(street), look(street, result="clue", note="改口也不改记录")
    assert (first.fresh, again.fresh) == (True, False)
    assert Check.objects.get().result == Result.NONE


def test_a_look_that_finds_arrears_opens_a_clue_of_the_round(street):
    more = {"answers": {"ledger": "no", "slip": "yes", "board": "", "nonsense": "yes"}, "photos": [(BytesIO(PNG), "工地.png")]}
    finding = rounds.Finding(people=6, amount=120_000_00, period="8月到10月")
    done = look(street, result="clue", note="六个人三个月没发", finding=finding, **more)
    clue = Clue.objects.get()
    assert (clue.case.channel, clue.case.union, clue.employer_name, clue.project) == ("round", street.unions["street"], "示例建筑公司", "一期")
    assert (clue.people, clue.amount, clue.inspector, clue.told) == (6, 120_000_00, "示例inspector", "六个人三个月没发")
    assert dict(CheckAnswer.objects.values_list("point", "good")) == {"ledger": False, "slip": True}
    assert clue.case.files.count() == CheckPhoto.objects.filter(check_row=done.check).count() == 1


def test_a_photo_opens_for_the_area_and_for_nobody_else(street):
    look(street, photos=[(BytesIO(PNG), "工地.png")])
    blob = CheckPhoto.objects.get().blob_id
    late = at() + timedelta(hours=2)
    seen = {who: files.hand_out(blob_id=blob, by=street.actors[who], at=late) is not None for who in ("officer", "inspector", "second", "across", "neighbour", "lawyer")}
    assert seen == {"officer": True, "inspector": True, "second": True, "across": False, "neighbour": False, "lawyer": False}


def test_a_sister_districts_inspector_records_nothing_here_and_sees_nothing(street):
    with pytest.raises(Refused, match="not_yours"):
        look(street, who="across")
    look(street)
    scope = street.actors["across"].scope("wages.round")
    assert (found.checks(scope=scope).count(), list(found.sites(scope=scope))) == (0, [street.far])
    for who in ("officer", "leader", "lawyer"):
        with pytest.raises(Refused, match="no_power"):
            look(street, who=who, key="b" * 20)


def test_somebody_elses_id_is_refused_and_tells_nothing(street):
    look(street)
    with pytest.raises(Refused, match="client_id"):
        look(street, who="second")


def test_a_phone_whose_clock_runs_ahead_gets_the_servers_moment(street):
    done = rounds.record_check(client_id="c" * 20, site_id=street.sites[0].pk, result="none", checked_at=at("2031-01-01 09:00"), by=street.actors["inspector"], at=at())
    assert done.check.checked_at == at()


def test_a_look_from_too_long_ago_and_an_empty_clue_are_refused_in_words(street):
    for code, more in (("too_late", {"when": at("2026-09-01 09:00")}), ("note", {"result": "clue"}), ("result", {"result": "nought"}), ("photos", {"photos": [(BytesIO(PNG), "x.png")] * 4})):
        with pytest.raises(Refused, match=code):
            look(street, **more)
    assert (Check.objects.count(), Case.objects.count()) == (0, 0)


def queue(ground):
    """What lies in a phone after two days without signal: three places, one twice, one clue."""
    return [
        {"number": 0, "key": "q" * 19 + "1", "when": at("2026-11-23 09:00")},
        {"number": 1, "key": "q" * 19 + "2", "when": at("2026-11-23 15:00"), "result": "clue", "note": "三个骑手没拿到钱", "answers": {"slip": "no"}},
        {"number": 2, "key": "q" * 19 + "3", "when": at("2026-11-24 09:00"), "result": "unseen", "note": "关着门"},
        {"number": 0, "key": "q" * 19 + "4", "when": at("2026-11-24 11:00"), "note": "又去了一次"},
    ]


def state(ground):
    """Everything that was recorded, without numbers that follow from the order of arrival."""
    rows = Check.objects.order_by("client_id")
    told = [(row.client_id, row.site_id, row.week, row.result, row.note, row.checked_at, row.clue and row.clue.told) for row in rows]
    answers = sorted(CheckAnswer.objects.values_list("check_row__client_id", "point", "good"))
    against = [(row.client_id, found.clashes_of(row, scope=Scope.system("test"))) for row in rows]
    return told, answers, against, Clue.objects.count(), Case.objects.count()


def replay(ground, order, renewed=False):
    """Send the queue in an order, give back the state, and take it all back."""
    with transaction.atomic():
        for turn, place_in_queue in enumerate(order):
            entry = dict(queue(ground)[place_in_queue])
            entry["key"] = f"{entry['key']}-{turn}" if renewed else entry["key"]
            moment = entry.pop("when")
            rounds.record_check(
                client_id=entry.pop("key"), site_id=ground.sites[entry.pop("number")].pk, result=entry.pop("result", "none"), checked_at=moment,
                by=ground.actors["inspector"], at=at("2026-11-25 08:00"), **entry,
            )  # fmt: skip
        seen = state(ground)
        transaction.set_rollback(True)
    return seen


orders = st.lists(st.integers(0, 3), max_size=6).flatmap(lambda again: st.permutations([0, 1, 2, 3, *again]))


def test_a_queue_replayed_in_any_order_and_twice_gives_the_same_records(street):
    straight = replay(street, [0, 1, 2, 3])

    @settings(max_examples=8, deadline=None, derandomize=True)
    @given(orders)
    def whatever_the_order(order):
        assert replay(street, order) == straight

    whatever_the_order()


def test_without_the_senders_id_a_second_sending_doubles(street):
    twice = [0, 1, 2, 3, 1]
    assert replay(street, twice, renewed=True)[3] == 2
    assert replay(street, twice)[3] == 1


# planning


def test_a_week_is_planned_once_and_again_only_what_is_new(street):
    clerk = street.actors["clerk"]
    made = rounds.plan_week(week=MONDAY, by=clerk, at=at())
    assert [visit.site for visit in sorted(made, key=lambda row: row.rank)] == street.sites
    assert {visit.inspector_name for visit in made} == {"示例second"}
    assert rounds.plan_week(week=MONDAY, by=clerk, at=at()) == []
    rounds.add_site(union=street.unions["street"], name="示例新工地", industry="construction", by=street.actors["second"], at=at())
    assert [visit.site.name for visit in rounds.plan_week(week=MONDAY, by=clerk, at=at())] == ["示例新工地"]
    assert not Visit.objects.filter(site=street.far).exists()


def test_a_changed_plan_is_shown_beside_the_record_and_overwrites_nothing(street):
    clerk = street.actors["clerk"]
    rounds.plan_week(week=MONDAY, by=clerk, at=at())
    visit = Visit.objects.get(site=street.sites[0])
    rounds.move_visit(visit_id=visit.pk, account_id=street.actors["inspector"].account_id, by=clerk, at=at())
    late = look(street, who="second")
    assert late.clashes == (Clash.MOVED,)
    new = look(street, who="inspector", key="b" * 20, result="clue", note="看见欠条了")
    assert new.clashes == (Clash.OTHER,)
    assert Check.objects.filter(site=street.sites[0]).count() == 2
    assert [(row.inspector_name, why) for row, why in found.conflicts(scope=clerk.scope("wages.plan"), week=MONDAY)] == [
        ("示例inspector", (Clash.OTHER,)), ("示例second", (Clash.OTHER,)),
    ]  # fmt: skip


def test_a_visit_moves_only_to_who_covers_it_and_not_after_a_record(street):
    clerk = street.actors["clerk"]
    rounds.plan_week(week=MONDAY, by=clerk, at=at())
    first, second = Visit.objects.filter(site=street.sites[0]).get(), Visit.objects.filter(site=street.sites[1]).get()
    for account in (street.actors["across"].account_id, street.actors["officer"].account_id):
        with pytest.raises(Refused, match="inspector"):
            rounds.move_visit(visit_id=first.pk, account_id=account, by=clerk, at=at())
    look(street, who="second")
    with pytest.raises(Refused, match="done"):
        rounds.drop_visit(visit_id=first.pk, by=clerk, at=at())
    with pytest.raises(Refused, match="not_yours"):
        rounds.drop_visit(visit_id=second.pk, by=street.actors["neighbour"], at=at())
    rounds.drop_visit(visit_id=second.pk, by=clerk, at=at())
    assert look(street, 1, who="second", key="d" * 20).clashes == (Clash.UNPLANNED,)


def test_an_open_case_and_a_recent_clue_raise_a_place(street):
    look(street, 2, result="clue", note="两个服务员没发", when=at("2026-11-10 09:00"))
    rows = {row.pk: row for row in found.places(scope=street.actors["clerk"].scope("wages.plan"), week=MONDAY)}
    seen = rows[street.sites[2].pk]
    assert (seen.clues, seen.last, rows[street.sites[0].pk].clues) == (1, date(2026, 11, 9), 0)


# coverage and the first page


def test_the_coverage_counts_the_unknown_by_week_street_and_inspector(street):
    rounds.plan_week(week=MONDAY, by=street.actors["clerk"], at=at())
    look(street, who="second")
    scope = street.actors["leader"].scope("wages.coverage")
    rows = found.seen(scope=scope, first=MONDAY, last=MONDAY)
    for by in ("week", "area", "inspector"):
        (line,) = coverage.tally(rows, by)
        assert (line.planned, line.none, line.unknown) == (3, 1, 2)
    assert found.seen(scope=street.actors["neighbour"].scope("wages.coverage"), first=MONDAY, last=MONDAY) == []


def test_who_looked_instead_leaves_the_place_known_and_the_other_unknown(street):
    rounds.plan_week(week=MONDAY, by=street.actors["clerk"], at=at())
    look(street, who="inspector")
    scope = street.actors["clerk"].scope("wages.coverage")
    assert coverage.total(found.seen(scope=scope, first=MONDAY, last=MONDAY)).unknown == 2
    by_person = {line.key: line for line in coverage.tally(found.seen(scope=scope, first=MONDAY, last=MONDAY, by_person=True), "inspector")}
    assert (by_person["示例second"].unknown, by_person["示例inspector"].extra) == (3, 1)


def test_the_sheet_leaves_empty_what_nobody_reported(street):
    rounds.plan_week(week=MONDAY, by=street.actors["clerk"], at=at())
    rows = coverage.tally(found.seen(scope=street.actors["clerk"].scope("wages.export"), first=MONDAY, last=MONDAY), "area")
    book = openpyxl.load_workbook(BytesIO(rounds.coverage_out(parts=[("按街道", "街道", rows)], by=street.actors["clerk"], at=at())))
    assert [cell.value for cell in book["按街道"][2]] == ["示例街道", 3, None, None, None, None, 3, 0]


def test_a_silent_street_stands_on_the_desks_list_with_its_badge_and_a_stranger_does_not_see_it(street):
    for number in range(2):
        rounds.add_site(union=street.unions["street"], name=f"示例第{number}家", by=SYSTEM, at=at())
    rows = weeks.work(street.actors["clerk"], MONDAY)
    assert [(row.title, row.mark) for row in rows] == [("示例街道：静默", "建议")]
    assert weeks.work(street.actors["neighbour"], MONDAY) == weeks.work(street.actors["lawyer"], MONDAY) == []
    look(street, result="clue", note="三个人没拿到", when=at("2026-11-17 09:00"))
    assert weeks.work(street.actors["clerk"], MONDAY) == []


def test_an_inspectors_own_week_stands_on_their_list_until_it_is_reported(street):
    rounds.plan_week(week=MONDAY, by=street.actors["clerk"], at=at())
    (row,) = weeks.work(street.actors["second"], MONDAY)
    assert ("3" in row.title, row.due) == (True, date(2026, 11, 29))
    for number in range(3):
        look(street, number, who="second", key=f"{number}" * 20)
    assert weeks.work(street.actors["second"], MONDAY) == []


def test_the_facts_leave_only_within_the_scope(street):
    rounds.plan_week(week=MONDAY, by=street.actors["clerk"], at=at())
    look(street)
    for name, count in (("wages_visits", 3), ("wages_checks", 1)):
        fact = next(each for each in facts.TABLE if each.code == name)
        rows = list(fact.rows(street.actors["clerk"].scope("wages.view")))
        assert (len(rows), {len(row) for row in rows}) == (count, {len(fact.columns)})
        assert list(fact.rows(street.actors["neighbour"].scope("wages.view"))) == []


# the phone's key


def test_the_key_is_the_owners_own_outlives_the_session_and_dies_after_two_weeks(street):
    one, two = street.actors["inspector"], street.actors["second"]
    key = rounds.outbox_key(by=one, at=at())
    assert rounds.outbox_key(by=one, at=at() + timedelta(hours=30)).secret == key.secret
    assert rounds.outbox_key(by=two, at=at()).secret != key.secret
    assert rounds.outbox_key(by=two, at=at()).owner != key.owner
    assert rounds.outbox_key(by=one, at=at() + timedelta(weeks=1), name=key.name).secret == key.secret
    with pytest.raises(Refused, match="key_gone"):
        rounds.outbox_key(by=one, at=at() + timedelta(weeks=2), name=key.name)
    for who in ("officer", "lawyer"):
        with pytest.raises(Refused, match="no_power"):
            rounds.outbox_key(by=street.actors[who], at=at())


# the sheet of weekly checks


def planned(year=2024, scope=None):
    book = files.read(content=SAMPLE.read_bytes(), filename="ledger.xlsx")
    return rounds.checks_plan(workbook=book, year=year, known=rounds.known_checks(scope=scope) if scope else {})


def test_every_row_of_the_samples_second_sheet_is_accounted_for():
    found_plan = planned()
    counts = found_plan.counts()
    assert (len(found_plan.rows), counts["new"], counts["asked"], counts["error"]) == (384, 279, 105, 0)
    assert Counter(row.result for row in found_plan.rows) == {"none": 235, "clue": 44, "": 105}
    assert {(row.week - date(2024, 1, 1)).days // 7 + 1 for row in found_plan.rows} == set(range(1, 13))
    assert {row.sheet for row in found_plan.rows} == {"周排查记录"}


def test_days_without_a_year_wait_until_somebody_says_it(ground):
    assert planned(year=None).asks_year
    with pytest.raises(Refused, match="year_needed"):
        rounds.import_checks(plan=planned(year=None), by=ground.actors["clerk"], at=at())


def test_the_sheet_comes_in_once_however_often_and_a_blank_result_stays_unknown(ground):
    clerk = ground.actors["clerk"]
    scope = clerk.scope("wages.import")
    rounds.import_checks(plan=planned(scope=scope), by=clerk, at=at())
    before = (Site.objects.count(), Visit.objects.count(), Check.objects.count(), Clue.objects.count())
    assert before[2:] == (279, 0)
    again = planned(scope=scope)
    assert again.counts()["same"] == 384
    rounds.import_checks(plan=again, by=clerk, at=at())
    assert (Site.objects.count(), Visit.objects.count(), Check.objects.count(), Clue.objects.count()) == before
    line = coverage.total(found.seen(scope=scope, first=date(2024, 1, 1), last=date(2024, 3, 18), by_person=True))
    assert (line.planned, line.unknown, line.looked) == (384, 105, 279)


def sheet_of(*rows):
    """A workbook with one sheet of checks."""
    book = openpyxl.Workbook()
    book.active.title = "周排查记录"
    for row in [("周次", "排查人", "镇街", "单位", "排查日期", "结果", "备注"), *rows]:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return files.read(content=content.getvalue(), filename="checks.xlsx")


def test_a_result_that_differs_from_an_earlier_import_is_shown_and_not_written():
    row = ("第1周", "排查员01", "东街街道", "示例公司", datetime(2024, 1, 5))
    first = sheets.plan(sheet_of((*row, "未发现", None)), 2024, {})
    known = {first.rows[0].key: "none"}
    second = sheets.plan(sheet_of((*row, "发现线索", None)), 2024, known)
    assert [(each.fate, each.trouble) for each in second.rows] == [(sheets.Fate.DIFFERS, "differs")]
    filled = sheets.plan(sheet_of((*row, "发现线索", None)), 2024, {first.rows[0].key: ""})
    assert filled.rows[0].fate is sheets.Fate.NEW


def test_wrong_rows_say_what_is_wrong():
    rows = [
        ("第1周", "排查员01", "东街街道", "示例公司", "2024-01-05", "大概吧", None), ("第1周", "", "东街街道", "示例公司", "2024-01-05", "未发现", None),
        ("第1周", "排查员01", "东街街道", "示例公司", "2024-02-30", "未发现", None), ("第1周", "排查员02", "东街街道", "示例公司", "2024-03-05", "未发现", None),
        ("第1周", "排查员03", "东街街道", "示例公司", None, "未发现", None), ("第1周", "排查员03", "东街街道", "示例公司", None, "未发现", None),
    ]  # fmt: skip
    made = sheets.plan(sheet_of(*rows), 2024, {}).rows
    assert [row.trouble for row in made] == ["result_unreadable", "inspector_missing", "date_impossible", "week_differs", "", ""]
    assert [row.fate.value for row in made[4:]] == ["new", "repeated"]
    assert all(row.sentence for row in made if row.trouble)


def test_nobody_but_a_clerk_imports_checks(ground):
    for who in ("officer", "inspector", "leader", "neighbour"):
        with pytest.raises(Refused, match="no_power"):
            rounds.import_checks(plan=planned(), by=ground.actors[who], at=at())
    assert week_of(date(2026, 11, 29)) == MONDAY
