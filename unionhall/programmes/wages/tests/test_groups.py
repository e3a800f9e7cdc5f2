"""A group case: private lines, each worker's own word, money shared to the fen and never twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.programmes.wages.models import Arrears, Claimant, Distribution, MoneyEntry, Portion
from unionhall.programmes.wages.queries import groups as queries
from unionhall.programmes.wages.rules.groups import Matter
from unionhall.programmes.wages.services import agreements, distributions, groups, money, rosters
from unionhall.programmes.wages.services import cases as wage_cases

from .groups import HEAD, OWED, group, listed, opened, phone

DAY, NOW = date(2026, 11, 23), at()


@pytest.fixture
def fifteen(ground) -> Arrears:
    return group()


def receive(arrears, amount=100_000_00, rule="pro_rata", slip="B1", key="k" * 40, **more):
    return distributions.receive(
        case_id=arrears.case_id, amount=amount, on=DAY, rule=rule, slip=slip, key=key, by=more.pop("by", SYSTEM), at=NOW, **more
    )


def own_word(claimant) -> Actor:
    return Actor(person_id=claimant.person_id, name=claimant.name)


def adds_up(arrears) -> bool:
    """Line by line and column by column: the lines and what is on nobody's line are the case."""
    arrears.refresh_from_db()
    found = queries.totals(arrears=arrears)
    columns = {kind: found.columns[kind] + found.unshared[kind] for kind in found.columns}
    case = {"promised": arrears.promised or 0, "ordered": arrears.ordered or 0, "paid": arrears.paid, "confirmed": arrears.confirmed}
    return columns == case and found.owed == arrears.owed and money.sums_hold() == [] and distributions.shares_hold() == []


def test_a_pasted_list_brings_fifteen_workers_in_once_and_the_same_list_brings_nobody(fifteen):
    assert (fifteen.people, fifteen.owed) == (15, sum(OWED))
    assert [row.name for row in fifteen.claimants.order_by("pk")][:2] == ["职工001", "职工002"]
    again = rosters.add(case_id=fifteen.case_id, text=listed(), by=SYSTEM, at=NOW)
    assert again.counts == {"new": 0, "changed": 0, "same": 15, "wrong": 0}
    assert fifteen.claimants.count() == 15


def test_each_wrong_row_says_what_is_wrong_and_stays_out_while_the_right_ones_go_in(ground):
    arrears = opened()
    rows = ["职工101\t19900007801\t5000\t\t", "\t19900007802\t1\t\t", "职工103\t123\t1\t\t", "职工104\t19900007801\t7\t\t", "职工105\t19900007805\t五千多\t\t",
            "职工106\t19900007806\t\t\t"]  # fmt: skip
    found = rosters.add(case_id=arrears.case_id, text="\n".join([HEAD, *rows]), by=SYSTEM, at=NOW)
    said = {row.number: [fault.code for fault in row.faults] for row in found.rows if row.faults}
    assert said == {
        3: ["name_missing"], 4: ["phone_invalid"], 5: ["same_person"], 6: ["amount_about"], 7: ["owed_missing"],
    }
    assert sorted(arrears.claimants.values_list("name", flat=True)) == ["职工001", "职工101"]
    sheet = rosters.error_sheet(plan=found)
    mended = rosters.as_text(content=sheet, name="x.xlsx")
    assert mended.splitlines()[0].startswith("姓名")
    assert "没写姓名" in mended
    assert len(mended.splitlines()) == 6


def test_a_mended_sum_changes_the_line_and_two_of_one_name_are_told_apart_by_phone(fifteen):
    text = f"{HEAD}\n职工002\t{phone(2)}\t16300\t\t\n职工002\t19900007899\t800\t\t"
    found = rosters.add(case_id=fifteen.case_id, text=text, by=SYSTEM, at=NOW)
    assert found.counts == {"new": 1, "changed": 1, "same": 0, "wrong": 0}
    fifteen.refresh_from_db()
    assert (fifteen.people, fifteen.owed) == (16, sum(OWED) + 100_00 + 800_00)


def test_a_list_without_a_heading_and_a_list_of_a_stranger_are_refused(ground, fifteen):
    with pytest.raises(Refused, match="heading_not_found"):
        rosters.planned(arrears=fifteen, text="甲\t1\n乙\t2", today=DAY)
    with pytest.raises(Refused, match="not_yours"):
        rosters.add(case_id=fifteen.case_id, text=listed(), by=ground.actors["neighbour"], at=NOW)


def test_ten_workers_choose_three_to_five_and_nine_choose_nobody(ground, fifteen):
    ids = list(fifteen.claimants.order_by("pk").values_list("pk", flat=True))
    for wrong in (ids[:2], ids[:6]):
        with pytest.raises(Refused, match="group_seats"):
            groups.choose(case_id=fifteen.case_id, claimant_ids=wrong, by=SYSTEM, at=NOW)
    assert len(groups.choose(case_id=fifteen.case_id, claimant_ids=ids[:3], by=SYSTEM, at=NOW)) == 3
    nine = group(9, key="n")
    with pytest.raises(Refused, match="group_small"):
        groups.choose(case_id=nine.case_id, claimant_ids=list(nine.claimants.values_list("pk", flat=True))[:3], by=SYSTEM, at=NOW)
    with pytest.raises(Refused, match="not_in_group"):
        groups.choose(case_id=fifteen.case_id, claimant_ids=[*ids[:2], nine.claimants.first().pk], by=SYSTEM, at=NOW)


def test_a_yes_to_representatives_is_for_those_chosen_then_and_is_asked_anew_for_others(fifteen):
    ids = list(fifteen.claimants.order_by("pk").values_list("pk", flat=True))
    groups.choose(case_id=fifteen.case_id, claimant_ids=ids[:3], by=SYSTEM, at=NOW)
    groups.say(claimant_id=ids[9], matter="represented", yes=True, proof="推举表", by=SYSTEM, at=at("2026-11-23 11:00"))
    assert queries.book(arrears=fifteen)[9].words == {(Matter.REPRESENTED, None): True}
    groups.choose(case_id=fifteen.case_id, claimant_ids=ids[1:4], by=SYSTEM, at=at("2026-11-24 10:00"))
    assert queries.book(arrears=fifteen)[9].words == {}
    groups.say(claimant_id=ids[9], matter="represented", yes=True, proof="推举表", by=SYSTEM, at=at("2026-11-24 11:00"))
    assert queries.book(arrears=fifteen)[9].words == {(Matter.REPRESENTED, None): True}


def test_each_worker_speaks_for_their_own_line_and_the_office_needs_a_proof(ground, fifteen):
    first, second = fifteen.claimants.order_by("pk")[:2]
    groups.say(claimant_id=first.pk, matter="claim", yes=True, person=first.person, by=own_word(first), at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        groups.say(claimant_id=second.pk, matter="claim", yes=True, person=first.person, by=own_word(first), at=NOW)
    with pytest.raises(Refused, match="proof"):
        groups.say(claimant_id=second.pk, matter="claim", yes=True, by=ground.actors["officer"], at=NOW)
    with pytest.raises(Refused, match="not_yours"):
        groups.say(claimant_id=second.pk, matter="claim", yes=True, proof="x", by=ground.actors["neighbour"], at=NOW)
    with pytest.raises(Refused, match="agreement"):
        groups.say(claimant_id=second.pk, matter="settlement", yes=True, proof="x", by=SYSTEM, at=NOW)


def test_no_line_of_the_timeline_that_workers_read_names_a_worker_or_one_workers_sum(fifteen):
    first = fifteen.claimants.order_by("pk").first()
    ids = list(fifteen.claimants.order_by("pk").values_list("pk", flat=True))
    groups.choose(case_id=fifteen.case_id, claimant_ids=ids[:3], by=SYSTEM, at=NOW)
    groups.say(claimant_id=first.pk, matter="claim", yes=True, person=first.person, by=Actor(person_id=first.person_id, name="本人"), at=NOW)
    groups.leave(claimant_id=ids[5], on=DAY, reason="自己起诉", by=SYSTEM, at=NOW)
    money.record(case_id=fifteen.case_id, kind="paid", amount=123_45, on=DAY, claimant_id=first.pk, by=SYSTEM, at=NOW)
    money.answer(entry_id=MoneyEntry.objects.get(kind="paid").pk, received=True, person=first.person, by=SYSTEM, at=NOW)
    receive(fifteen)
    said = " ".join(fifteen.case.events.values_list("says", flat=True))
    assert "123.45" not in said
    assert not any(name in said for name in fifteen.claimants.values_list("name", flat=True))
    inner = " ".join(fifteen.case.events.values_list("inner", flat=True))
    assert "123.45" in inner


@pytest.mark.parametrize("rule", ["pro_rata", "equal", "oldest", "smallest"])
def test_part_money_is_shared_to_the_fen_and_each_confirms_their_own_share(fifteen, rule):
    row = receive(fifteen, 100_000_01, rule)
    parts = list(row.portions.select_related("claimant__person", "entry"))
    assert sum(part.amount for part in parts) == 100_000_01
    assert all(part.amount <= part.claimant.owed for part in parts)
    assert adds_up(fifteen)
    for part in parts:
        money.answer(entry_id=part.entry_id, received=True, person=part.claimant.person, by=own_word(part.claimant), at=NOW)
        assert adds_up(fifteen)
    assert fifteen.confirmed == 100_000_01


def test_an_agreed_list_is_taken_as_it_is_and_refused_when_it_does_not_sum(fifteen):
    ids = list(fifteen.claimants.order_by("pk").values_list("pk", flat=True))
    with pytest.raises(Refused, match="share_sum"):
        receive(fifteen, 300_00, "agreed", agreed={ids[0]: 100_00})
    with pytest.raises(Refused, match="share_above"):
        receive(fifteen, 9_500_01, "agreed", agreed={ids[14]: 9_500_01})
    with pytest.raises(Refused, match="share_list"):
        receive(fifteen, 1, "agreed", agreed={10**9: 1})
    receive(fifteen, 300_00, "agreed", agreed={ids[0]: 100_00, ids[14]: 200_00})
    assert dict(Portion.objects.values_list("claimant_id", "amount")) == {ids[0]: 100_00, ids[14]: 200_00}


def test_never_more_than_is_owed_to_anyone_and_nobodys_surplus_covers_another(fifteen):
    first = fifteen.claimants.order_by("pk").first()
    money.record(case_id=fifteen.case_id, kind="paid", amount=first.owed + 5_000_00, on=DAY, claimant_id=first.pk, note="直接付", by=SYSTEM, at=NOW)
    rest = sum(OWED) - first.owed
    with pytest.raises(Refused, match="share_too_much"):
        receive(fifteen, rest + 1)
    row = receive(fifteen, rest)
    assert not row.portions.filter(claimant=first).exists()
    assert all(part.amount == part.claimant.owed for part in row.portions.select_related("claimant"))
    assert adds_up(fifteen)


def test_money_that_a_worker_denies_is_open_again_on_that_line_alone(fifteen):
    row = receive(fifteen, sum(OWED))
    part = row.portions.select_related("claimant__person").first()
    money.answer(entry_id=part.entry_id, received=False, person=part.claimant.person, by=SYSTEM, at=NOW)
    again = receive(fifteen, part.amount, slip="B2", key="j" * 40)
    assert [(one.claimant_id, one.amount) for one in again.portions.all()] == [(part.claimant_id, part.amount)]


def test_who_goes_on_alone_gets_no_share_keeps_the_line_and_does_not_hold_the_others_up(fifteen):
    lone = fifteen.claimants.order_by("pk").first()
    groups.leave(claimant_id=lone.pk, on=DAY, reason="自己起诉", person=lone.person, by=own_word(lone), at=NOW)
    row = receive(fifteen, sum(OWED) - lone.owed, final=True)
    assert not row.portions.filter(claimant=lone).exists()
    for part in row.portions.select_related("claimant__person"):
        money.answer(entry_id=part.entry_id, received=True, person=part.claimant.person, by=SYSTEM, at=NOW)
    assert wage_cases.conclude(case_id=fifteen.case_id, code="K1", by=SYSTEM, at=NOW).state == "concluded"
    lone.refresh_from_db()
    assert lone.owed == OWED[0]
    groups.come_back(claimant_id=lone.pk, on=DAY, by=SYSTEM, at=NOW)
    assert queries.totals(arrears=fifteen).heads == 15


def test_leaving_and_consenting_take_one_worker_each_there_is_no_button_for_all():
    for verb in (groups.leave, groups.say, groups.come_back):
        kinds = verb.__annotations__
        assert kinds["claimant_id"] == "int"
        assert not any("Collection" in str(kind) or "Sequence" in str(kind) or "list" in str(kind) for kind in kinds.values())


def test_the_same_form_or_the_same_slip_is_recorded_once(fifteen):
    first = receive(fifteen)
    assert receive(fifteen).pk == first.pk
    with pytest.raises(Refused, match="paid_twice"):
        receive(fifteen, key="j" * 40, slip=" b 1")
    assert (Distribution.objects.count(), Arrears.objects.get(pk=fifteen.pk).paid) == (1, 100_000_00)


def test_without_the_look_for_key_and_slip_the_database_still_refuses_the_second_row(fifteen, monkeypatch):
    monkeypatch.setattr(distributions, "seen", lambda **facts: None)
    receive(fifteen)
    with pytest.raises(IntegrityError), transaction.atomic():
        receive(fifteen)
    with pytest.raises(IntegrityError), transaction.atomic():
        receive(fifteen, key="j" * 40)
    assert Arrears.objects.get(pk=fifteen.pk).paid == 100_000_00


def test_without_key_and_slip_a_second_tap_pays_twice(fifteen, monkeypatch):
    """The twin: every send has its own key, as if forms carried none."""
    monkeypatch.setattr(distributions, "seen", lambda **facts: None)
    for tap in ("1", "2"):
        receive(fifteen, key=tap * 40, slip=tap)
    assert Arrears.objects.get(pk=fifteen.pk).paid == 200_000_00


def test_a_payment_to_one_worker_counts_once_per_form_and_per_voucher(fifteen):
    first = fifteen.claimants.order_by("pk").first()
    facts = {"case_id": fifteen.case_id, "kind": "paid", "amount": 100_00, "on": DAY, "claimant_id": first.pk, "by": SYSTEM, "at": NOW}
    one = money.record(**facts, note="回单 7", key="f" * 40)
    assert money.record(**facts, note="回单 7", key="f" * 40).pk == one.pk
    with pytest.raises(Refused, match="paid_twice"):
        money.record(**facts, note="回单 7", key="h" * 40)
    with pytest.raises(Refused, match="share_first"):
        money.record(**{**facts, "claimant_id": None}, note="回单 8", key="i" * 40)
    assert Arrears.objects.get(pk=fifteen.pk).paid == 100_00


def test_a_promise_to_a_group_stands_on_each_line_and_one_above_all_debts_on_nobodys(fifteen):
    wage_cases.take(case_id=fifteen.case_id, step="arbitrate", by=SYSTEM, at=NOW)
    part = [(date(2026, 12, 1), 100_000_00)]
    agreements.sign(case_id=fifteen.case_id, kind="arb_mediation", signed_on=DAY, parts=part, by=SYSTEM, at=NOW)
    found = queries.totals(arrears=fifteen)
    assert (found.columns["promised"], found.unshared["promised"]) == (100_000_00, 0)
    assert adds_up(fifteen)
    other = group(key="p")
    wage_cases.take(case_id=other.case_id, step="arbitrate", by=SYSTEM, at=NOW)
    part = [(date(2026, 12, 1), sum(OWED) + 1)]
    agreements.sign(case_id=other.case_id, kind="arb_mediation", signed_on=DAY, parts=part, by=SYSTEM, at=NOW)
    found = queries.totals(arrears=other)
    assert (found.columns["promised"], found.unshared["promised"]) == (0, sum(OWED) + 1)
    assert adds_up(other)


def test_another_offices_officer_can_neither_share_money_nor_move_a_line(ground, fifteen):
    neighbour, first = ground.actors["neighbour"], fifteen.claimants.order_by("pk").first()
    for act in (
        lambda: receive(fifteen, by=neighbour),
        lambda: groups.leave(claimant_id=first.pk, on=DAY, reason="自己起诉", by=neighbour, at=NOW),
        lambda: groups.choose(case_id=fifteen.case_id, claimant_ids=[first.pk], by=neighbour, at=NOW),
    ):
        with pytest.raises(Refused, match="not_yours"):
            act()
    assert Claimant.objects.filter(departures__isnull=False).count() == Distribution.objects.count() == 0


def test_the_book_asks_as_often_for_three_workers_as_for_fifteen(fifteen, django_assert_num_queries):
    small = group(3, key="s")
    for arrears in (small, fifteen):
        with django_assert_num_queries(4):
            queries.book(arrears=arrears)


# taken back


def back(arrears, number=1, reason="金额记错了", **more):
    return distributions.take_back(case_id=arrears.case_id, number=number, reason=reason, by=more.pop("by", SYSTEM), at=NOW, **more)


def test_a_mistake_is_taken_back_to_the_fen_and_both_stand_in_the_book(fifteen):
    before = [own.line for own in queries.book(arrears=fifteen)]
    row = receive(fifteen, amount=100_000_01, final=True)
    fifteen.refresh_from_db()
    assert fifteen.paid == 100_000_01 and fifteen.case.state == "awaiting_confirmation"
    back(fifteen)
    fifteen = Arrears.objects.select_related("case").get(pk=fifteen.pk)
    assert fifteen.paid == 0 and adds_up(fifteen)
    assert [own.line for own in queries.book(arrears=fifteen)] == before
    assert fifteen.case.state == "negotiating"
    old = [part.entry for part in row.portions.select_related("entry")]
    assert sum(entry.amount for entry in old) == 100_000_01 and all(entry.replaced_by.amount == 0 for entry in old)
    assert Entry.objects.filter(verb="wages.distribution_back", reason="金额记错了").count() == 1
    assert all(money.unanswered(claimant=each) is None for each in fifteen.claimants.all())


def test_taken_back_once_however_often_it_is_pressed_and_the_slip_may_be_recorded_rightly(fifteen):
    receive(fifteen)
    back(fifteen)
    back(fifteen)
    assert MoneyEntry.objects.filter(effect_key__startswith="back:").count() == 15
    again = receive(fifteen, amount=90_000_00, key="r" * 40)
    fifteen.refresh_from_db()
    assert (again.number, fifteen.paid) == (2, 90_000_00) and adds_up(fifteen)


def test_after_one_worker_answered_nothing_is_taken_back_and_after_it_was_nobody_answers(fifteen):
    row = receive(fifteen)
    part = row.portions.select_related("claimant__person").first()
    money.answer(entry_id=part.entry_id, received=True, person=part.claimant.person, by=own_word(part.claimant), at=NOW)
    with pytest.raises(Refused, match="answered"):
        back(fifteen)
    second = receive(fifteen, amount=1_000_00, slip="B2", key="s" * 40)
    back(fifteen, number=2)
    part = second.portions.select_related("claimant__person").first()
    with pytest.raises(Refused, match="taken_back"):
        money.answer(entry_id=part.entry_id, received=True, person=part.claimant.person, by=own_word(part.claimant), at=NOW)
    assert adds_up(fifteen)


def test_a_reason_is_wanted_and_another_offices_officer_takes_nothing_back(ground, fifteen):
    receive(fifteen)
    with pytest.raises(Refused, match="reason"):
        back(fifteen, reason=" ")
    with pytest.raises(Refused, match="not_yours"):
        back(fifteen, by=ground.actors["neighbour"])
    assert adds_up(fifteen) and Arrears.objects.get(pk=fifteen.pk).paid == 100_000_00
