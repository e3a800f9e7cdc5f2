"""The published numbers of unpaid wages follow from records: what is counted, where and when, and what never is."""

from datetime import date

import pytest

from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.programmes.wages.models import Claimant, Clue
from unionhall.programmes.wages.services import agreements, clues, groups, money
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.reports import queries, rules
from unionhall.reports import services as reports

# The engine is ahead of Ibis: it warns of its own older names.
pytestmark = pytest.mark.filterwarnings("ignore:fetch_.* is deprecated:DeprecationWarning")
WEICHENG, SISTER = "370702", "370703"
SUM = 530_000_00


def value(indicator, period="2024", place=WEICHENG):
    """An indicator on the records of the moment."""
    return reports.compute(indicator=f"wages.{indicator}", period=period, place=place, taken=reports.snapshot(at=at()))


def opened(day, *, tail="0037", owed=SUM, people=1, region="370702001"):
    """A case that a report of the day led to, with its first worker."""
    report = clues.Report(
        employer_name="示例建筑工程有限公司", region_code=region, amount=owed, people=people, contact=f"职工{tail}",
        phone=f"1990000{tail}",
    )
    receipt, _code = clues.report(report=report, client_key=f"{tail}:{day}".ljust(32, "k"), by=SYSTEM, at=at(f"{day} 09:00"))
    clue = Clue.objects.get(case=receipt.case)
    clues.check(clue_id=clue.pk, by=SYSTEM, at=at(f"{day} 10:00"))
    return wage_cases.open_from(clue_id=clue.pk, by=SYSTEM, at=at(f"{day} 11:00"))


def promised(arrears, signed, due, amount=SUM):
    """A signed agreement of one instalment."""
    wage_cases.take(case_id=arrears.case_id, step="negotiate", by=SYSTEM, at=at(f"{signed} 09:00"))
    return agreements.sign(
        case_id=arrears.case_id, kind="mediation", signed_on=date.fromisoformat(signed),
        parts=[(date.fromisoformat(due), amount)], by=SYSTEM, at=at(f"{signed} 10:00"),
    )  # fmt: skip


def breached(arrears, day):
    """The day after the due day came and nothing had arrived."""
    cases.sweep(at=at(f"{day} 00:01"))
    for deadline in arrears.case.deadlines.filter(code="instalment", state="lapsed"):
        agreements.lapse(deadline=deadline, at=at(f"{day} 00:01"))


def confirmed(arrears, day, amount=SUM, claimant=None, received=True):
    """A payment that the company reported and the worker answered on the same day."""
    who = claimant or arrears.claimants.get()
    entry = money.record(
        case_id=arrears.case_id, kind="paid", amount=amount, on=date.fromisoformat(day), claimant_id=who.pk, by=SYSTEM,
        at=at(f"{day} 10:00"),
    )  # fmt: skip
    money.answer(entry_id=entry.pk, received=received, person=who.person, by=SYSTEM, at=at(f"{day} 18:00"))


def inspects(account, union, first):
    """An inspector's post from a day on."""
    return people.give_post(
        account=account, role="inspector", union=union, valid_from=date.fromisoformat(first), by=SYSTEM, at=at()
    )


def test_inspectors_are_people_who_held_the_post_at_the_three_levels_in_the_period(ground):
    street, sister, city = (ground.unions[name] for name in ("street", "sister", "city"))
    assert value("inspectors") == 1
    for number, union in enumerate([street, street, sister, city], start=1):
        person = people.person_for(name=f"排查员{number}", phone=f"1990000700{number}", by=SYSTEM, at=at())
        account = people.open_account(person=person, login=f"round{number}", by=SYSTEM, at=at())
        inspects(account, union, "2024-12-31")
    assert (value("inspectors"), value("inspectors", "2023"), value("inspectors", place=SISTER)) == (3, 1, 1)
    inspects(account, street, "2024-01-01")
    assert value("inspectors") == 4
    inspects(account, street, "2024-05-01")
    assert value("inspectors") == 4
    account.posts.filter(union=street).update(valid_to=date(2024, 6, 1))
    assert (value("inspectors"), value("inspectors", "2024-05-31"), value("inspectors", "2024-06-01")) == (4, 2, 1)


def test_the_inspectors_of_a_place_without_a_union_are_not_nought_but_unknown(ground):
    assert value("inspectors", place="370704") is None


def test_recovered_is_what_workers_confirmed_and_nothing_else(ground):
    arrears = opened("2024-03-01")
    assert value("recovered") == 0
    promised(arrears, "2024-03-04", "2024-12-20")
    money.record(case_id=arrears.case_id, kind="ordered", amount=SUM, on=date(2024, 3, 5), by=SYSTEM, at=at("2024-03-05 10:00"))
    confirmed(arrears, "2024-03-06", 7_777_77, received=False)
    assert value("recovered") == 0
    confirmed(arrears, "2024-12-31", 1_000_50)
    confirmed(arrears, "2025-01-01", 2_000_00)
    assert value("recovered") == rules.in_unit(1_000_50, 100)
    assert (value("recovered", "2025"), value("recovered", "2024-11")) == (2000, 0)


def test_the_sister_districts_money_is_hers(ground):
    confirmed(opened("2024-03-01", tail="0038", region=SISTER), "2024-04-01", 5_000_00)
    confirmed(opened("2024-03-01"), "2024-04-01", 3_000_00)
    assert (value("recovered"), value("recovered", place=SISTER)) == (3000, 5000)


def test_legal_aid_counts_once_for_a_worker_and_a_matter(ground):
    arrears = opened("2024-03-01")
    lawyer = people_queries.account(ground.actors["lawyer"].account_id)
    given = (("arbitration", "2024-03-02 10:00"), ("arbitration", "2024-05-02 10:00"), ("court", "2025-01-02 10:00"))
    for matter, moment in given:
        wage_cases.give_aid(
            case_id=arrears.case_id, claimant_id=arrears.claimants.get().pk, lawyer=lawyer, matter=matter, by=SYSTEM,
            at=at(moment),
        )
    assert (value("legal_aid"), value("legal_aid", "2025"), value("legal_aid", place=SISTER)) == (1, 1, 0)


def test_the_settlement_is_a_broken_promise_that_the_worker_confirmed_whole_after_all(ground):
    arrears = opened("2024-05-13")
    promised(arrears, "2024-06-20", "2024-08-20")
    assert value("settlement") is None
    breached(arrears, "2024-08-21")
    assert value("settlement") is None
    confirmed(arrears, "2024-10-30", SUM - 1)
    assert value("settlement") is None
    confirmed(arrears, "2024-10-31", 1)
    assert value("settlement") == 530_000
    assert value("settlement", "2024-09") is None
    assert value("settlement", place=SISTER) is None


def test_a_kept_promise_and_a_group_are_no_settlement_and_the_largest_one_counts(ground):
    kept = opened("2024-01-10", tail="0041", owed=900_000_00)
    promised(kept, "2024-01-20", "2024-03-20", 900_000_00)
    confirmed(kept, "2024-03-01", 900_000_00)
    two = opened("2024-01-10", tail="0042", owed=800_000_00, people=2)
    wage_cases.add_claimant(case_id=two.case_id, name="职工0043", owed=1, by=SYSTEM, at=at("2024-01-11 10:00"))
    promised(two, "2024-01-20", "2024-03-20", 800_000_00)
    breached(two, "2024-03-21")
    confirmed(two, "2024-04-01", 800_000_00, claimant=two.claimants.first())
    assert value("settlement") is None
    for tail, amount in (("0044", 40_000_00), ("0045", 60_000_00)):
        row = opened("2024-01-10", tail=tail, owed=amount)
        promised(row, "2024-01-20", "2024-04-20", amount)
        breached(row, "2024-04-21")
        confirmed(row, "2024-05-01", amount)
    assert value("settlement") == 60_000


def group(day, paid, workers, tail, unpaid=0):
    """A case of so many workers of 14,000 yuan each, all paid and confirmed on a day but the last `unpaid`."""
    arrears = opened(day, tail=f"{tail}00", owed=14_000_00 * workers, people=workers)
    for number in range(1, workers):
        person = people.person_for(name=f"职工{tail}{number:02d}", phone=f"1990000{tail}{number:02d}", by=SYSTEM, at=at())
        wage_cases.add_claimant(
            case_id=arrears.case_id, name=person.name, owed=14_000_00, person=person, by=SYSTEM, at=at(f"{day} 12:00")
        )
    first, *others = arrears.claimants.order_by("pk")
    first.owed = 14_000_00
    first.save(update_fields=["owed"])
    for who in [first, *others][: workers - unpaid]:
        money.append(
            arrears=arrears, kind="confirmed", amount=14_000_00, on=date.fromisoformat(paid), claimant=who, by=SYSTEM, at=at()
        )


def test_a_group_case_counts_when_everybody_has_confirmed_everything(ground):
    def numbers():
        return value("group_workers"), value("group_days"), value("group_recovered")

    group("2024-02-01", "2024-02-03", 9, "51")
    group("2024-02-01", "2024-02-03", 11, "52", unpaid=1)
    assert numbers() == (None, None, None)
    group("2024-06-01", "2024-07-01", 10, "53")
    assert numbers() == (10, 30, 140_000)
    group("2024-09-01", "2024-09-08", 15, "54")
    assert numbers() == (15, 7, 210_000)
    group("2024-10-01", "2024-10-02", 12, "55")
    assert numbers() == (15, 7, 210_000)
    assert value("group_workers", "2025") is None


def test_who_sues_alone_is_neither_counted_nor_waited_for(ground):
    group("2024-09-01", "2024-09-08", 11, "56", unpaid=1)
    assert value("group_workers") is None
    last = Claimant.objects.order_by("pk").last()
    groups.leave(claimant_id=last.pk, on=date(2024, 9, 2), reason="自己起诉", by=SYSTEM, at=at("2024-09-02 10:00"))
    assert (value("group_workers"), value("group_recovered")) == (10, 140_000)


def test_every_figure_of_wages_names_an_indicator_or_none_and_the_named_ones_are_there(ground):
    found = {row.figure.id: row for row in reports.report(at=at()).findings}
    named = {figure.id for figure in queries.published() if figure.programme == "wages" and figure.indicator}
    assert named == {
        "weicheng.inspectors", "weicheng.legal_aid", "weicheng.recovered", "weicheng.settlement", "weicheng.group.workers",
        "weicheng.group.days", "weicheng.group.recovered", "weicheng.mechanisms", "weicheng.regimes",
    }  # fmt: skip
    assert (found["weicheng.inspectors"].computed, found["weicheng.inspectors"].ok) == (1, False)
    assert found["weicheng.legal_aid"].computed == found["weicheng.recovered"].computed == 0
    assert "本人确认" in found["weicheng.recovered"].definition


@pytest.mark.parametrize("scope", ["neighbour", "lawyer"])
def test_facts_obey_the_scope_they_are_read_in(ground, scope):
    confirmed(opened("2024-03-01"), "2024-04-01", 5_000_00)
    for fact in reports.FACTS:
        if fact.code.startswith("wages_"):
            assert list(fact.rows(ground.actors[scope].scope("wages.view"))) == [], fact.code
            assert all(len(row) == len(fact.columns) for row in fact.rows(ground.actors["leader"].scope("wages.view")))
