"""Roads side by side: a closed door is never offered, every close is told beforehand, dates stand on the real calendar."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from unionhall.kernel.law import rules as law
from unionhall.kernel.places import rules as places
from unionhall.programmes.wages.rules import triage
from unionhall.programmes.wages.rules.flows import CASE_FLOW, CaseState
from unionhall.programmes.wages.rules.triage import Facts, Openness, Route

CALENDAR = places.shipped()
PLACE = "370702"
BEGUN = date(2026, 9, 1)


def laws(on: date = BEGUN, place: str = PLACE) -> dict[str, law.Rule]:
    """The shipped rows in force on a day."""
    return {code: law.pick([row for row in law.shipped_rules() if row.id == code], on, place, earliest=True) for code in triage.LAWS}


LAWS = laws()
KNOWN = Facts(
    state=CaseState.OPENED, workers=1, unreachable=False, other_debts=False, wage_iou=True, other_items=False, mediation_begun=False,
    arbitration_begun=False, suit_begun=False, order_to_pay=True, mediation_agreement=True, migrant=True, construction=True,
    deposit_kept=True, short_of_money=True, both_agree=True, wages_only=True, breached=True, court_paper=True, recent=True,
    in_time=True, final=True, confirm_in_time=True,
)  # fmt: skip
answers = st.sampled_from([True, False, None])
NAMES = [
    "unreachable", "other_debts", "wage_iou", "other_items", "mediation_begun", "arbitration_begun", "suit_begun", "order_to_pay",
    "mediation_agreement", "migrant", "construction", "deposit_kept", "short_of_money", "both_agree", "wages_only", "breached",
    "court_paper", "recent", "in_time", "final", "confirm_in_time",
]  # fmt: skip
anything = st.builds(Facts, state=st.sampled_from([*CaseState]), workers=st.integers(1, 20), **dict.fromkeys(NAMES, answers))


def shut(route: Route, f: Facts) -> bool:
    """Domain §5 as plain words, written apart from the table: is this door closed by law?"""
    fought = f.arbitration_begun is True or f.suit_begun is True
    match route:
        case Route.LETTER:
            return f.unreachable is True
        case Route.MEDIATION:
            return f.unreachable is True or fought
        case Route.INSPECTION:  # §5.1; the inspectorate's two years
            return fought or f.mediation_begun is True or f.recent is False
        case Route.IOU_SUIT:  # §5.8
            return f.wage_iou is False or f.other_items is True or fought
        case Route.PAYMENT_ORDER:  # §5.3
            return f.mediation_agreement is False or f.breached is False or f.unreachable is True or f.other_debts is True or fought
        case Route.BARE_ORDER:
            return f.unreachable is True or f.other_debts is True or fought
        case Route.AGREEMENT_SUIT:  # §5.2
            return False in (f.mediation_agreement, f.wages_only, f.breached) or fought
        case Route.CONFIRMATION:
            return False in (f.mediation_agreement, f.confirm_in_time, f.both_agree)
        case Route.ENFORCEMENT:
            return False in (f.court_paper, f.breached)
        case Route.DEPOSIT:
            return False in (f.migrant, f.construction, f.deposit_kept, f.order_to_pay)
        case Route.EMERGENCY_FUND:
            return f.migrant is False or (f.short_of_money is False and f.unreachable is False)
        case Route.SUIT_SUPPORT:
            iou = f.wage_iou is True and f.other_items is False
            agreed = f.mediation_agreement is True and f.wages_only is True and f.breached is True
            return not (iou or agreed or f.suit_begun is True) and f.wage_iou is not None and f.suit_begun is not None
    return False


@given(anything)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_closed_door_is_never_offered(facts):
    offered = triage.offered(triage.compare(facts, BEGUN, LAWS, CALENDAR))
    assert [one.row.route for one in offered if shut(one.row.route, facts)] == []
    steps = {step.code for step in CASE_FLOW.open_to(facts.state)}
    assert all(one.row.step in {"", *steps} or one.row.route is Route.LETTER for one in offered)
    openly = [one for one in offered if one.openness is Openness.OPEN]
    assert all(one.met is True for option in openly for one in option.reasons)


@given(anything)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_door_is_closed_only_with_its_reason_and_article(facts):
    for one in triage.compare(facts, BEGUN, LAWS, CALENDAR):
        if one.openness is not Openness.OPEN:
            assert all(why.sentence and str(why.article) for why in one.against)
            assert one.against


def test_the_twin_that_offers_everything_is_found():
    facts = replace(KNOWN, arbitration_begun=True)
    every = triage.compare(facts, BEGUN, LAWS, CALENDAR)
    assert [one.row.route for one in every if shut(one.row.route, facts)]
    assert not [one for one in triage.offered(every) if shut(one.row.route, facts)]


@given(anything)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_what_a_road_closes_is_told_before_it_is_taken(facts):
    for option in triage.compare(facts, BEGUN, LAWS, CALENDAR):
        later = triage.after(option.row, facts)
        lost = {route for route in Route if not shut(route, facts) and shut(route, later)} - {option.row.route}
        assert {each.route for each in option.closes} == lost


def test_mediation_arbitration_and_suit_close_the_inspectorate_and_inspection_closes_nothing():
    found = {one.row.route: {each.route for each in one.closes} for one in triage.compare(KNOWN, BEGUN, LAWS, CALENDAR)}
    closers = {route for route, closed in found.items() if Route.INSPECTION in closed}
    assert closers == {Route.MEDIATION, Route.ARBITRATION, Route.IOU_SUIT, Route.AGREEMENT_SUIT}
    assert found[Route.INSPECTION] == set()


def test_arbitration_and_inspection_begun_on_the_handbooks_day_end_on_its_days():
    found = {one.row.route: one for one in triage.compare(replace(KNOWN, final=False), BEGUN, LAWS, CALENDAR)}
    award = found[Route.ARBITRATION]
    assert [leg.day for leg in award.legs][:2] == [date(2026, 9, 8), date(2026, 11, 9)]
    assert (award.result, award.worst) == (date(2026, 11, 9), date(2027, 11, 24))
    inspection = found[Route.INSPECTION]
    assert inspection.legs[0].day == date(2026, 9, 8)
    assert inspection.provisional
    assert law.due(LAWS["INS-60"], BEGUN, CALENDAR).due == date(2026, 11, 30)


def test_a_final_award_leaves_the_company_no_suit():
    found = {one.row.route: one for one in triage.compare(KNOWN, BEGUN, LAWS, CALENDAR)}
    assert found[Route.ARBITRATION].result == found[Route.ARBITRATION].worst
    unsure = {one.row.route: one for one in triage.compare(replace(KNOWN, final=None), BEGUN, LAWS, CALENDAR)}
    assert unsure[Route.ARBITRATION].worst > unsure[Route.ARBITRATION].result


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), anything)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_stretches_follow_one_another_and_end_on_working_days(start, facts):
    for option in triage.compare(facts, start, laws(start), CALENDAR):
        found = [leg.day for leg in option.legs if leg.day]
        assert found == sorted(found)
        assert all(day > start and CALENDAR.is_working(day) for day in found)


def test_a_clock_without_a_number_gives_a_reason_and_no_day():
    letter = next(one for one in triage.compare(KNOWN, BEGUN, LAWS, CALENDAR) if one.row.route is Route.LETTER)
    assert (letter.result, letter.worst) == (None, None)
    assert letter.legs[0].reason
    assert letter.unconfirmed
