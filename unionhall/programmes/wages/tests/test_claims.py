"""Every worked example of the handbook through the service: stored, stamped, computed again when a figure changes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.law import services as law
from unionhall.kernel.law.rules import Mark
from unionhall.programmes.wages.models import Arrears, ClaimLine, Clue
from unionhall.programmes.wages.rules import added, crime, double_wage, final_award, interest, overtime, severance
from unionhall.programmes.wages.rules.arrears import Period
from unionhall.programmes.wages.rules.figures import FigureName, Figures
from unionhall.programmes.wages.rules.lines import Item
from unionhall.programmes.wages.rules.overtime import Overtime
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import claims, clues

NOW = at("2026-11-23 10:00")
PAY = 6_300_00
SUMMER = claims.ArrearsInput(
    tuple(Period(date(2026, month, 1), date(2026, month, last), PAY) for month, last in ((6, 30), (7, 31), (8, 31)))
)
OCTOBER = claims.OvertimeInput(
    PAY,
    (
        *(Overtime(date(2026, 10, day), Fraction(2)) for day in (12, 13, 14)),
        Overtime(date(2026, 10, 5), Fraction(8)), Overtime(date(2026, 10, 2), Fraction(8)),
    ),
)  # fmt: skip
SERVICE = {"started": date(2023, 5, 8), "ended": date(2026, 8, 20), "pays": (PAY,) * 12}


@pytest.fixture
def claimant(ground):
    """职工001 of an opened case, wages, 18,900 reported."""
    report = clues.Report(
        employer_name="示例建筑工程有限公司", region_code="370702001", amount=18_900_00, people=1, contact="职工001",
        phone="19900000037",
    )  # fmt: skip
    receipt, _code = clues.report(report=report, client_key="c" * 32, by=SYSTEM, at=NOW)
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=ground.actors["clerk"], at=NOW)
    return wage_cases.open_from(clue_id=clue.pk, by=ground.actors["officer"], at=NOW).claimants.get()


@pytest.fixture
def compute(ground, claimant):
    """Compute an item for 职工001 as the officer."""
    return lambda item, inputs, moment=NOW: claims.compute(
        claimant_id=claimant.pk, item=item, inputs=inputs, by=ground.actors["officer"], at=moment
    )


def fill(code: str, value: str, place: str = "370702"):
    """Fill in a figure with its source, as a person who may."""
    law.fill_in(
        code=code, place=place, value=Decimal(value), valid_from=date(2026, 1, 1), source="示例文件", mark=Mark.C,
        by=SYSTEM, at=NOW,
    )  # fmt: skip


def test_6_1_the_day_and_hour_wage_stand_in_the_arithmetic(compute):
    steps = compute(Item.OVERTIME, OCTOBER).arithmetic.splitlines()
    assert steps[:2] == ["6,300.00 ÷ 21.75 = 289.66 元/天", "6,300.00 ÷ 174 = 36.21 元/小时"]


def test_6_3_overtime_of_october_2026_is_1774_14_by_the_shipped_calendar(compute):
    line = compute(Item.OVERTIME, OCTOBER)
    assert line.amount == 1_774_14
    assert "法定节假日（2026-10-02）8 小时 × 36.2069 × 300% = 868.97 元" in line.arithmetic
    assert "第44条" in line.articles
    assert overtime.ON_TOP in line.note
    assert claims.unconfirmed(line=line)


def test_overtime_without_a_statutory_day_wears_no_badge(compute):
    line = compute(Item.OVERTIME, claims.OvertimeInput(PAY, OCTOBER.entries[:3]))
    assert line.marks == "C,S"
    assert not claims.unconfirmed(line=line)


def test_overtime_in_a_year_without_notice_is_provisional(compute):
    line = compute(Item.OVERTIME, claims.OvertimeInput(PAY, (Overtime(date(2027, 3, 1), Fraction(1)),)))
    assert claims.words(line=line)["provisional"] is True


def test_6_4_three_months_unpaid_are_18900(compute, claimant):
    line = compute(Item.ARREARS, SUMMER)
    assert (line.amount, line.marks) == (18_900_00, "C")
    assert line.arithmetic.splitlines() == [
        "2026年6月：6,300.00 − 0.00 = 6,300.00 元", "2026年7月：6,300.00 − 0.00 = 6,300.00 元",
        "2026年8月：6,300.00 − 0.00 = 6,300.00 元", "合计 18,900.00 元",
    ]  # fmt: skip


@pytest.mark.parametrize(("signed", "amount"), [(date(2026, 9, 1), 31_500_00), (date(2027, 6, 1), 69_300_00)])
def test_6_5_double_wage_is_five_months_or_stops_at_eleven(compute, signed, amount):
    given = claims.DoubleWageInput(PAY, date(2026, 3, 1), signed)
    line = compute(Item.DOUBLE_WAGE, given, at("2027-12-01 09:00"))
    assert line.amount == amount
    assert double_wage.LIMITATION in line.note
    assert claims.unconfirmed(line=line)


def test_6_6_severance_of_three_and_a_half_years_is_22050(compute):
    line = compute(Item.SEVERANCE, claims.SeveranceInput(**SERVICE))
    assert line.amount == 22_050_00
    assert line.note.splitlines() == [severance.NO_CAP, severance.NO_FLOOR]
    assert line.reads == "minimum_wage,average_wage"
    assert claims.unconfirmed(line=line)


def test_6_6_the_cap_of_the_city_holds_in_its_county(compute):
    fill("average_wage_month", "7000", place="370700")
    given = claims.SeveranceInput(date(2012, 1, 1), date(2025, 12, 31), (24_000_00,) * 12)
    assert compute(Item.SEVERANCE, given).amount == 252_000_00


def test_6_7_unlawful_dismissal_is_44100_and_severance_shows_0_with_the_reason(compute, claimant, ground):
    line = compute(Item.DAMAGES_2N, claims.DamagesInput(**SERVICE))
    nothing = claimant.lines.get(item=Item.SEVERANCE)
    assert (line.amount, nothing.amount, nothing.note) == (44_100_00, 0, severance.EXCLUDED)
    with pytest.raises(Refused, match="excluded"):
        compute(Item.SEVERANCE, claims.SeveranceInput(**SERVICE))
    with pytest.raises(Refused, match="no_inputs"):
        claims.recompute(line=nothing, by=ground.actors["officer"], at=NOW)


def test_6_8_the_further_half_needs_an_order_and_a_default(compute, claimant):
    line = compute(Item.ADDED_COMPENSATION, claims.AddedInput())
    assert (line.available, line.note) == (False, added.NO_ORDER)
    order = claims.AddedInput(18_900_00, date(2026, 11, 20))
    line = compute(Item.ADDED_COMPENSATION, order)
    assert (line.low, line.high, line.amount) == (9_450_00, 18_900_00, None)
    claimant.refresh_from_db()
    assert claimant.owed == 18_900_00


def test_6_9_interest_is_off_until_a_rate_is_set(compute):
    given = claims.InterestInput(18_900_00, date(2026, 8, 1), date(2026, 10, 30))
    off = compute(Item.INTEREST, given)
    assert (off.available, off.note) == (False, interest.OFF)
    fill("interest_rate_year", "0.03", place="")
    assert compute(Item.INTEREST, given).amount == 139_81


def test_6_10_each_item_is_tested_alone_and_one_above_makes_the_award_not_final(compute, claimant):
    fill("minimum_wage_month", "2200")
    compute(Item.ARREARS, SUMMER)
    compute(Item.SEVERANCE, claims.SeveranceInput(**SERVICE))
    compute(Item.OVERTIME, OCTOBER)
    [(_who, award)] = claims.final_award_of(arrears=claimant.arrears, on=NOW.date())
    assert (award.limit, award.final, [one.final for one in award.items]) == (26_400_00, True, [True] * 3)
    assert sum(one.amount for one in award.items) == 42_724_14
    claims.remove(claimant_id=claimant.pk, item=Item.SEVERANCE, by=SYSTEM, at=NOW)
    compute(Item.DAMAGES_2N, claims.DamagesInput(**SERVICE))
    [(_who, award)] = claims.final_award_of(arrears=claimant.arrears, on=NOW.date())
    assert (award.final, award.reason) == (False, final_award.ONE_NOT)


def test_6_10_without_the_minimum_wage_nobody_can_say(compute, claimant):
    compute(Item.ARREARS, SUMMER)
    [(_who, award)] = claims.final_award_of(arrears=claimant.arrears, on=NOW.date())
    assert (award.final, award.items[0].reason) == (None, final_award.NO_FIGURE)


def test_6_11_one_worker_three_months_depends_on_the_setting_until_the_province_has_chosen(compute, claimant):
    compute(Item.ARREARS, SUMMER)
    element = {one.code: one for one in claims.crime_checklist(arrears=claimant.arrears, on=NOW.date()).crime}["AMOUNT"]
    assert (element.met, element.reason) == (None, crime.DEPENDS)
    fill("crim_one", "10000", place="370000")
    element = {one.code: one for one in claims.crime_checklist(arrears=claimant.arrears, on=NOW.date()).crime}["AMOUNT"]
    assert (element.met, element.reason) == (True, crime.REACHED_SET)


def test_6_11_fifteen_workers_with_204000_reach_it_whatever_the_province_chose(claimant):
    for number in range(2, 16):
        wage_cases.add_claimant(case_id=claimant.arrears.case_id, name=f"职工{number:03d}", owed=13_221_43, by=SYSTEM, at=NOW)
    arrears = Arrears.objects.get(pk=claimant.arrears_id)
    assert (arrears.people, arrears.owed) == (15, 204_000_02)
    element = {one.code: one for one in claims.crime_checklist(arrears=arrears, on=NOW.date()).crime}["AMOUNT"]
    assert (element.met, element.reason) == (True, crime.REACHED)


def test_a_line_is_stamped_with_day_place_and_the_figures_it_read(compute):
    line = compute(Item.SEVERANCE, claims.SeveranceInput(**SERVICE))
    assert line.rule_version.startswith("2026-11-23/370702001/")
    assert {row.name: row.value for row in line.figures.all()} == {"minimum_wage": "", "average_wage": ""}
    before = claims.figures_for(on=NOW.date(), place="370702001").version
    fill("minimum_wage_month", "2200")
    after = claims.figures_for(on=NOW.date(), place="370702001").version
    assert (line.rule_version, before[:-8]) == (before, after[:-8])
    assert before != after


def test_the_inputs_are_kept_so_that_every_item_can_be_computed_again(compute, ground):
    given = {
        Item.ARREARS: SUMMER, Item.OVERTIME: OCTOBER, Item.SEVERANCE: claims.SeveranceInput(**SERVICE, left_unpaid=False),
        Item.DOUBLE_WAGE: claims.DoubleWageInput(PAY, date(2026, 3, 1)), Item.ADDED_COMPENSATION: claims.AddedInput(),
        Item.INTEREST: claims.InterestInput(1, date(2026, 1, 1), date(2026, 1, 2)),
    }  # fmt: skip
    for item, inputs in given.items():
        line = compute(item, inputs)
        assert claims.inputs_of(line=line) == inputs
        again = claims.recompute(line=line, by=ground.actors["officer"], at=NOW)
        assert (again.pk, again.amount, again.arithmetic) == (line.pk, line.amount, line.arithmetic)
    assert set(claims.INPUTS) - set(given) == {Item.DAMAGES_2N}


def test_filling_in_the_minimum_wage_shows_which_lines_change_and_what_they_come_to(compute, claimant, ground):
    low = claims.SeveranceInput(date(2023, 5, 8), date(2026, 8, 20), (1_800_00,) * 12)
    severed, overworked = compute(Item.SEVERANCE, low), compute(Item.OVERTIME, OCTOBER)
    scope = ground.actors["officer"].scope("wages.view")
    assert claims.stale_lines(scope=scope, on=NOW.date()) == []
    fill("minimum_wage_month", "2200")
    [stale] = claims.stale_lines(scope=scope, on=NOW.date())
    assert (stale.line, stale.figures, stale.amount) == (severed, (FigureName.MINIMUM_WAGE,), 7_700_00)
    assert severed.amount == 6_300_00
    again = claims.recompute(line=stale.line, by=ground.actors["officer"], at=NOW)
    assert again.amount == 7_700_00
    assert claims.stale_lines(scope=scope, on=NOW.date()) == []
    claimant.refresh_from_db()
    assert claimant.owed == 7_700_00 + overworked.amount


def test_a_case_outside_the_county_does_not_stand_in_the_neighbours_list_of_changes(compute, ground):
    compute(Item.SEVERANCE, claims.SeveranceInput(**SERVICE))
    fill("minimum_wage_month", "2200")
    assert len(claims.stale_lines(scope=ground.actors["officer"].scope("wages.view"), on=NOW.date())) == 1
    assert claims.stale_lines(scope=ground.actors["neighbour"].scope("wages.view"), on=NOW.date()) == []


def test_the_workers_sum_is_that_of_the_lines_and_the_cases_that_of_its_workers(compute, claimant):
    wage_cases.add_claimant(case_id=claimant.arrears.case_id, name="职工002", owed=12_600_00, by=SYSTEM, at=NOW)
    compute(Item.ARREARS, SUMMER)
    compute(Item.OVERTIME, OCTOBER)
    compute(Item.ADDED_COMPENSATION, claims.AddedInput())
    arrears = Arrears.objects.get(pk=claimant.arrears_id)
    claimant.refresh_from_db()
    assert claimant.owed == 18_900_00 + 1_774_14
    assert (arrears.owed, arrears.people) == (claimant.owed + 12_600_00, 2)


def test_an_item_computed_again_replaces_its_line_and_the_timeline_tells_it_without_names(compute, claimant):
    first = compute(Item.ARREARS, SUMMER)
    second = compute(Item.ARREARS, claims.ArrearsInput(SUMMER.periods[:1]))
    assert (first.pk, second.amount, second.inputs.count()) == (second.pk, 6_300_00, 4)
    event = claimant.arrears.case.events.order_by("-number").first()
    assert (event.step, event.says, event.inner) == ("claim", "算了一项：拖欠的工资", "职工001")


def test_the_last_line_stays_and_what_damages_brought_goes_with_them(compute, claimant):
    compute(Item.DAMAGES_2N, claims.DamagesInput(**SERVICE))
    with pytest.raises(Refused, match="last_line"):
        claims.remove(claimant_id=claimant.pk, item=Item.DAMAGES_2N, by=SYSTEM, at=NOW)
    compute(Item.ARREARS, SUMMER)
    with pytest.raises(Refused, match="no_inputs"):
        claims.remove(claimant_id=claimant.pk, item=Item.SEVERANCE, by=SYSTEM, at=NOW)
    claims.remove(claimant_id=claimant.pk, item=Item.DAMAGES_2N, by=SYSTEM, at=NOW)
    assert list(claimant.lines.values_list("item", flat=True)) == [Item.ARREARS]


def test_project_money_is_refused_beside_its_field_and_leaves_nothing(compute, claimant):
    claimant.money_kind = "project"
    claimant.save()
    with pytest.raises(Refused) as refusal:
        compute(Item.ARREARS, SUMMER)
    assert refusal.value.field == "money_kind"
    assert ClaimLine.objects.count() == 0


@pytest.mark.parametrize("who", ["neighbour", "leader", "hotline", "lawyer"])
def test_a_stranger_computes_nothing(ground, claimant, who):
    with pytest.raises(Refused, match="not_yours"):
        claims.compute(claimant_id=claimant.pk, item=Item.ARREARS, inputs=SUMMER, by=ground.actors[who], at=NOW)


def test_the_site_tells_who_pays_in_order_by_name_and_what_to_find_out(claimant, ground):
    answers = {
        "hired_by": "subcontractor", "construction": "yes", "licensed": "yes", "contractor": "示例总承包有限公司",
        "developer": "示例置业有限公司", "subcontracted": "yes", "developer_paid": "no", "lawful": "yes", "borrowed_name": "no",
    }  # fmt: skip
    claimant.migrant = "yes"
    claimant.save()
    case = claimant.arrears.case_id
    claims.save_site(case_id=case, answers=answers, by=ground.actors["officer"], at=NOW)
    found = claims.payers_of(arrears=claimant.arrears)
    assert [(one.name, one.article) for one in found if not one.condition] == [
        ("示例建筑工程有限公司", "劳动合同法第30条"), ("示例总承包有限公司", "保障农民工工资支付条例第30条"),
        ("示例置业有限公司", "保障农民工工资支付条例第29条第2款"),
    ]  # fmt: skip
    assert [one.role.value for one in found if one.condition] == ["investors", "employer", "successor", "main_investor"]
    known = {"sole_trader": "no", "merged_or_split": "no", "deregistered": "yes"}
    claims.save_site(case_id=case, answers=known, by=SYSTEM, at=NOW)
    found = claims.payers_of(arrears=claimant.arrears)
    assert [one.role.value for one in found if not one.condition][-1] == "main_investor"
    assert [one.role.value for one in found if one.condition] == []
    assert [one.name or one.label for one in claims.respondents_of(arrears=claimant.arrears)][:1] == ["示例建筑工程有限公司"]


def test_an_answer_that_is_none_is_refused_and_a_stranger_changes_no_site(claimant, ground):
    case = claimant.arrears.case_id
    with pytest.raises(Refused) as refusal:
        claims.save_site(case_id=case, answers={"lawful": "perhaps"}, by=SYSTEM, at=NOW)
    assert refusal.value.field == "lawful"
    with pytest.raises(Refused, match="not_yours"):
        claims.save_site(case_id=case, answers={}, by=ground.actors["neighbour"], at=NOW)


def test_elements_are_answered_by_people_one_by_one_and_never_joined(claimant, ground):
    case, officer = claimant.arrears.case_id, ground.actors["officer"]
    answers = {"ordered": "yes", "posted_with_proof": "yes", "fled": "unknown"}
    claims.save_elements(case_id=case, answers=answers, by=officer, at=NOW)
    checklist = claims.crime_checklist(arrears=claimant.arrears, on=NOW.date())
    met = {one.code: one.met for one in (*checklist.crime, *checklist.blacklist)}
    assert (met["ORDERED"], met["SERVED"], met["FLED"], met["BL_ORDERED"]) == (True, True, None, True)
    assert {code: row.said_by for code, row in checklist.answers.items()} == {
        "ordered": officer.name, "posted_with_proof": officer.name,
    }  # fmt: skip
    assert set(checklist.__dataclass_fields__) == {"crime", "blacklist", "answers", "leniency", "unconfirmed"}
    with pytest.raises(Refused, match="not_yours"):
        claims.save_elements(case_id=case, answers={"fled": "yes"}, by=ground.actors["neighbour"], at=NOW)


def test_the_shipped_figures_are_those_of_the_rules(ground):
    shipped = claims.figures_for(on=NOW.date(), place="370702")
    assert (shipped.month_days, shipped.day_hours) == (Figures("").month_days, Figures("").day_hours)
    assert (shipped.crime_one, shipped.crime_many, shipped.deposit) == (
        Figures("").crime_one, Figures("").crime_many, Figures("").deposit,
    )  # fmt: skip
    assert set(shipped.sources) == set(FigureName)
