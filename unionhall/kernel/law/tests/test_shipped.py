"""The shipped rows: every rule is there, names its article, and reads as its mark says."""

from datetime import date
from decimal import Decimal

import pytest

from unionhall.kernel.law import rules
from unionhall.kernel.law.rules import Anchor, Mark, Unit

IDS = [
    "MED-15",
    "MED-BREACH",
    "WAGE-ONLY-MED",
    "CONFIRM-30",
    "CONFIRM-ARB-15",
    "PO-COND",
    "PO-ACCEPT",
    "PO-ISSUE",
    "PO-DEBTOR",
    "PO-FAIL",
    "PO-OBJECT",
    "PO-FORK",
    "LIM-1Y",
    "LIM-WAGE",
    "LIM-INT",
    "LIM-SUS",
    "ARB-ACCEPT",
    "ARB-SERVE",
    "ARB-ANSWER",
    "ARB-FORWARD",
    "ARB-PANEL",
    "ARB-HEARING",
    "ARB-45",
    "ARB-PARTIAL",
    "ARB-ADVANCE",
    "ARB-FREE",
    "FINAL",
    "SUE-15",
    "REVOKE-30",
    "GROUP-10",
    "GROUP-35",
    "GROUP-SPLIT",
    "IOU",
    "COURT-ORD",
    "COURT-SIMPLE",
    "COURT-SMALL",
    "PRESERVE-48",
    "PRESERVE-30",
    "PRESERVE-3M",
    "ENF-2Y",
    "SUPPORT",
    "INS-ACCEPT",
    "INS-60",
    "INS-2Y",
    "INS-EXCL",
    "ADD-50",
    "CRIM-AMT",
    "CRIM-ORDER",
    "CRIM-NONSHOW",
    "CRIM-WHO",
    "CRIM-MOVE",
    "CRIM-LENIENT",
    "BLACKLIST",
    "AID-7",
    "AID-3",
    "AID-NOHARD",
    "AID-EMERG",
    "AID-REVIEW",
    "XINFANG",
    "DEPOSIT",
    "UNION-REPLY",
]
SHIPPED = rules.shipped_rules()
NATIONAL = {row.id: row for row in SHIPPED if not row.place}
ON = date(2026, 3, 1)
# read in a reprint: what the hotline of another province does
HOTLINE = {"VOICE-DISPATCH", "VOICE-RESPOND", "VOICE-TRACK"}


def test_every_rule_of_the_law_is_shipped_once_for_each_place() -> None:
    assert [rule_id for rule_id in NATIONAL if rule_id in IDS] == IDS
    assert len({(row.id, row.place, row.version) for row in SHIPPED}) == len(SHIPPED)


def test_a_rule_of_our_own_is_marked_as_a_proposal() -> None:
    assert {row.mark for row in SHIPPED if row.id not in IDS and row.id not in HOTLINE} <= {Mark.D}
    assert {row.mark for row in SHIPPED if row.id in HOTLINE} == {Mark.S}


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: f"{rule.id}-{rule.place}")
def test_a_rule_names_its_law_and_says_why_it_has_no_clock(rule: rules.Rule) -> None:
    assert rule.title
    assert rule.law
    assert bool(rule.reason) == (not rule.lengths or rule.lengths[0].n is None)
    assert all(length.label for length in rule.lengths)


def test_the_unit_is_confirmed_for_no_rule_that_the_text_leaves_open() -> None:
    opened = {row.id: [length.unit for length in row.lengths] for row in SHIPPED if row.unit_mark is Mark.M}
    working = ["ARB-ACCEPT", "ARB-SERVE", "ARB-ANSWER", "ARB-FORWARD", "ARB-PANEL"]
    assert set(opened) == {*working, "ARB-HEARING", "CONFIRM-ARB-15", "CRIM-MOVE"}
    assert all(opened[rule_id] == [Unit.WD] for rule_id in working)
    assert opened["ARB-HEARING"] == [Unit.WD, Unit.WD]
    assert opened["CONFIRM-ARB-15"] == [Unit.CD, Unit.WD]


def test_an_open_unit_wears_the_badge_and_keeps_the_mark_of_the_row() -> None:
    assert (NATIONAL["ARB-ACCEPT"].mark, NATIONAL["ARB-ACCEPT"].unconfirmed) == (Mark.C, True)
    assert (NATIONAL["ARB-45"].mark, NATIONAL["ARB-45"].unconfirmed) == (Mark.C, False)


def test_only_limitation_and_mere_durations_do_not_roll() -> None:
    calendar_units = (Unit.CD, Unit.M, Unit.Y)
    plain = {
        row.id
        for row in SHIPPED
        for length in row.lengths
        if length.unit in calendar_units and not length.roll
    }
    assert plain == {"LIM-1Y", "LIM-WAGE", "INS-2Y", "BLACKLIST"}
    assert not any(
        length.roll for row in SHIPPED for length in row.lengths if length.unit in (Unit.WD, Unit.H)
    )


def test_extensions_run_on_and_hearings_run_back() -> None:
    anchors = {row.id: [length.anchor for length in row.lengths] for row in SHIPPED if row.lengths}
    for rule_id in ("ARB-45", "INS-60", "COURT-ORD", "COURT-SIMPLE", "COURT-SMALL"):
        assert anchors[rule_id] == [Anchor.START, Anchor.PREVIOUS]
    assert anchors["ARB-HEARING"] == [Anchor.BEFORE, Anchor.BEFORE]
    assert anchors["REVOKE-30"] == [Anchor.START, Anchor.START]


def test_a_place_is_looked_up_from_the_street_to_the_nation() -> None:
    assert list(rules.place_chain("370702001")) == ["370702001", "370702", "370700", "370000", ""]
    assert list(rules.place_chain("370000")) == ["370000", ""]
    assert list(rules.place_chain("")) == [""]


def test_zhejiang_answers_union_letters_in_fifteen_working_days_and_shandong_is_not_known() -> None:
    rows = [row for row in SHIPPED if row.id == "UNION-REPLY"]
    zhejiang, shandong = (rules.pick(rows, ON, place) for place in ("330106", "370702"))
    assert zhejiang is not None
    assert shandong is not None
    assert (zhejiang.mark, zhejiang.lengths[0].n) == (Mark.C, 15)
    assert (shandong.place, shandong.mark, shandong.lengths[0].n) == ("370000", Mark.M, None)


def test_a_day_before_every_version_gets_the_first_one_only_when_asked() -> None:
    rows = [NATIONAL["PO-ACCEPT"]]
    assert rules.pick(rows, date(2020, 1, 1)) is None
    assert rules.pick(rows, date(2020, 1, 1), earliest=True) is rows[0]


def test_an_unknown_id_is_answered_with_near_ones() -> None:
    assert "ARB-ACCEPT" in rules.near("arb-acept", NATIONAL)
    assert rules.near("????", NATIONAL) == []


FIGURES = rules.shipped_parameters()


@pytest.mark.parametrize(
    ("code", "on", "value"),
    [
        ("pay_days_month", date(2024, 6, 1), "21.75"),
        ("pay_days_month", date(2026, 6, 1), "21.75"),
        ("work_days_year", date(2024, 12, 31), "250"),
        ("work_days_year", date(2025, 1, 1), "248"),
        ("crim_one_low", ON, "5000"),
        ("crim_group_high", ON, "100000"),
    ],
)
def test_a_figure_is_the_one_of_its_day(code: str, on: date, value: str) -> None:
    found = rules.pick([row for row in FIGURES if row.code == code], on, "370702")
    assert found is not None
    assert found.value == Decimal(value)


def test_a_figure_without_value_is_marked_unconfirmed() -> None:
    empty = [row for row in FIGURES if row.value is None]
    assert {row.code for row in empty} >= {
        "minimum_wage_month",
        "crim_one",
        "crim_group",
        "average_wage_month",
    }
    assert all(row.unconfirmed for row in empty)
    assert all(row.source for row in FIGURES)
