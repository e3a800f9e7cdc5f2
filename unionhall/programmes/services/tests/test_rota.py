"""The services of the rota: a plan, a yes, leave, a swap, a promise that is only ever broken aloud."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.notices.models import Notice
from unionhall.programmes.services.models import Alarm, Duty, Leave, Provider, Rota, Swap
from unionhall.programmes.services.queries import rota as found
from unionhall.programmes.services.rules.rota.duties import DutyState
from unionhall.programmes.services.rules.rota.leave import LeaveState, SwapState
from unionhall.programmes.services.rules.rota.plans import plain
from unionhall.programmes.services.services import leave, providers, rota
from unionhall.programmes.services.tasks import rota as tasks

from .rotas import NOW, THU, WED, hall, planned

__all__ = ["hall", "planned"]


def on(day: date) -> Duty:
    return Duty.objects.select_related("provider").get(day=day, state__in=("planned", "confirmed"))


def name_of(hall, provider_id):
    return next(name for name, row in hall.seats.items() if row.pk == provider_id)


def others(hall, duty):
    return [name for name in "abc" if hall.seats[name].pk != duty.provider_id]


def ask(hall, duty, **more):
    me = name_of(hall, duty.provider_id)
    values = {"provider_id": duty.provider_id, "first": duty.day, "last": duty.day, "key": "k" * 32, "by": hall.actors[me], "at": NOW}
    return leave.ask(**values | more)


def test_a_plan_is_accepted_as_it_was_shown_and_only_once(hall):
    first, last = NOW.date(), date(2026, 11, 30)
    said = {"rota_id": hall.rota.pk, "first": first, "last": last, "by": hall.actors["keeper"], "at": NOW}
    mark = rota.draft(**said).mark
    assert not Duty.objects.exists()
    assert len(rota.accept(**said, mark=mark)) == Duty.objects.count() > 15
    assert rota.accept(**said, mark=mark) == []
    assert rota.gaps_of(rota_id=hall.rota.pk, first=first, last=last) == ()


def test_a_plan_that_changed_since_it_was_shown_is_shown_again(hall):
    said = {"rota_id": hall.rota.pk, "first": NOW.date(), "last": date(2026, 11, 30), "by": hall.actors["keeper"], "at": NOW}
    mark = rota.draft(**said).mark
    for name in "ab":
        providers.set_day(provider_id=hall.seats[name].pk, day=WED, kind="away", by=hall.actors[name], at=NOW)
        providers.set_day(provider_id=hall.seats[name].pk, day=THU, kind="away", by=hall.actors[name], at=NOW)
    with pytest.raises(Refused, match="stale"):
        rota.accept(**said, mark=mark)
    assert not Duty.objects.exists()


def test_people_may_book_only_where_a_duty_is_confirmed(hall):
    plan = rota.draft(rota_id=hall.rota.pk, first=WED, last=WED, by=SYSTEM, at=NOW)
    (row,) = rota.accept(rota_id=hall.rota.pk, first=WED, last=WED, mark=plan.mark, by=SYSTEM, at=NOW)
    assert found.confirmed(hall.rota.place_id, "desk", WED) == []
    me = hall.actors[name_of(hall, row.provider_id)]
    for _twice in range(2):
        rota.confirm(duty_id=row.pk, by=me, at=NOW)
    (present,) = found.confirmed(hall.rota.place_id, "desk", WED)
    assert (present.provider_id, present.begins, present.ends, present.duty_id) == (row.provider_id, time(8, 30), time(17), row.pk)
    assert found.confirmed(hall.rota.place_id, "other", WED) == []
    assert Duty.objects.get(pk=row.pk).sequence == 1


def test_leave_that_breaks_the_promise_is_refused_until_somebody_is_named(planned):
    duty = on(WED)
    with pytest.raises(Refused, match="guarantee"):
        ask(planned, duty)
    assert not Leave.objects.exists()
    assert on(WED).pk == duty.pk


def test_the_refusal_comes_from_the_guard_alone(planned, monkeypatch):
    """The twin: without the question the day is bare and nobody hears of it."""
    monkeypatch.setattr("unionhall.programmes.services.rules.rota.leave.worse", lambda before, after: ())
    ask(planned, on(WED))
    assert rota.gaps_of(rota_id=planned.rota.pk, first=WED, last=WED)
    assert not Alarm.objects.exists()


def test_a_colleague_agrees_and_the_promise_holds(planned):
    duty = on(WED)
    me, (other, _third) = name_of(planned, duty.provider_id), others(planned, duty)
    (turn,) = leave.foresee(provider_id=duty.provider_id, first=WED, last=WED, by=planned.actors[me], at=NOW)
    assert turn.gaps
    assert {each.member for each in turn.free} == {planned.seats[name].pk for name in others(planned, duty)}
    row = ask(planned, duty, substitutes={duty.pk: planned.seats[other].pk})
    assert (row.state, on(WED).pk) == (LeaveState.WAITING, duty.pk)
    swap = Swap.objects.get()
    for _twice in range(2):
        leave.answer(swap_id=swap.pk, yes=True, by=planned.actors[other], at=NOW)
    row.refresh_from_db()
    assert row.state == LeaveState.GRANTED
    assert (on(WED).provider_id, on(WED).state, on(WED).after_id) == (planned.seats[other].pk, DutyState.CONFIRMED, duty.pk)
    assert rota.gaps_of(rota_id=planned.rota.pk, first=WED, last=WED) == ()
    assert [each.provider_id for each in found.confirmed(planned.rota.place_id, "desk", WED)] == [planned.seats[other].pk]


def test_the_same_form_sent_twice_asks_once(planned):
    duty = on(WED)
    to = planned.seats[others(planned, duty)[0]].pk
    rows = {ask(planned, duty, substitutes={duty.pk: to}).pk for _twice in range(2)}
    assert (len(rows), Leave.objects.count(), Swap.objects.count()) == (1, 1, 1)


def test_a_no_leaves_everything_where_it_was_and_another_can_be_asked(planned):
    duty = on(WED)
    first, second = others(planned, duty)
    row = ask(planned, duty, substitutes={duty.pk: planned.seats[first].pk})
    leave.answer(swap_id=Swap.objects.get().pk, yes=False, by=planned.actors[first], at=NOW)
    row.refresh_from_db()
    assert (row.state, on(WED).pk) == (LeaveState.WAITING, duty.pk)
    me = planned.actors[name_of(planned, duty.provider_id)]
    swap = leave.propose(duty_id=duty.pk, to_id=planned.seats[second].pk, key="again", leave_id=row.pk, by=me, at=NOW)
    leave.answer(swap_id=swap.pk, yes=True, by=planned.actors[second], at=NOW)
    row.refresh_from_db()
    assert row.state == LeaveState.GRANTED


def test_an_officer_may_let_the_day_stand_empty_with_a_reason_and_it_alarms(planned):
    duty = on(WED)
    row = ask(planned, duty, to_office=True)
    for who, reason, code in (("keeper", "家里有事", "no_power"), ("officer", " ", "reason"), ("neighbour", "x", "not_yours")):
        with pytest.raises(Refused, match=code):
            leave.override(leave_id=row.pk, reason=reason, by=planned.actors[who], at=NOW)
    assert on(WED).pk == duty.pk
    leave.override(leave_id=row.pk, reason="家里有事，改发公告", by=planned.actors["officer"], at=NOW)
    alarm = Alarm.objects.get()
    assert (alarm.day, alarm.unconfirmed, alarm.settled_at) == (WED, False, None)
    assert Notice.objects.filter(effect_key__startswith=f"app:rota:{alarm.pk}:").count() == 2  # keeper and officer
    assert Entry.objects.filter(verb="services.leave.close", note__endswith="override").exists()
    assert found.confirmed(planned.rota.place_id, "desk", WED) == []


def test_an_exchange_moves_both_duties(planned):
    mine = on(WED)
    theirs = next(row for row in Duty.objects.filter(day__gt=NOW.date(), provider__group="free") if row.provider_id != mine.provider_id)
    me, other = (name_of(planned, row.provider_id) for row in (mine, theirs))
    swap = leave.propose(duty_id=mine.pk, to_id=theirs.provider_id, back_id=theirs.pk, key="swap", by=planned.actors[me], at=NOW)
    leave.answer(swap_id=swap.pk, yes=True, by=planned.actors[other], at=NOW)
    assert (on(WED).provider_id, on(theirs.day).provider_id) == (planned.seats[other].pk, planned.seats[me].pk)


def test_the_office_cannot_take_the_last_one_off_by_accident(planned):
    duty = on(THU)
    with pytest.raises(Refused, match="guarantee"):
        rota.drop(duty_id=duty.pk, reason="设备检修", by=planned.actors["officer"], at=NOW)
    with pytest.raises(Refused, match="no_power"):
        rota.drop(duty_id=duty.pk, reason="设备检修", override=True, by=planned.actors["keeper"], at=NOW)
    rota.drop(duty_id=duty.pk, reason="设备检修", override=True, by=planned.actors["officer"], at=NOW)
    assert Alarm.objects.get().day == THU


def test_days_alarm_a_week_ahead_and_the_alarm_ends_when_somebody_comes(planned):
    duty = on(WED)
    Duty.objects.filter(pk=duty.pk).update(state="planned")
    assert rota.watch(at=at("2026-11-17 08:00")) == 0
    assert tasks.watch(at("2026-11-18 08:00")) == 1
    assert Alarm.objects.get().unconfirmed
    assert rota.watch(at=at("2026-11-18 09:00")) == 0
    rota.confirm(duty_id=duty.pk, by=SYSTEM, at=NOW)
    assert rota.watch(at=at("2026-11-18 10:00")) == 1
    assert Alarm.objects.get().settled_at


def test_whoever_keeps_bookings_learns_of_moves_and_cancellations(planned, monkeypatch):
    heard = []
    monkeypatch.setattr("unionhall.programmes.services.services.rota.later", lambda name, **values: heard.append((name, values["change"], values["to_id"])))
    duty = on(WED)
    other = others(planned, duty)[0]
    ask(planned, duty, substitutes={duty.pk: planned.seats[other].pk})
    leave.answer(swap_id=Swap.objects.get().pk, yes=True, by=planned.actors[other], at=NOW)
    fresh = on(WED)
    assert heard == [("services.duty_changed", "moved", fresh.pk)]
    rota.drop(duty_id=fresh.pk, reason="停电", override=True, by=planned.actors["officer"], at=NOW)
    assert heard[1:] == [("services.duty_changed", "cancelled", None)]
    tasks.duty_changed(duty_id=duty.pk, change="moved", to_id=fresh.pk)
    assert Entry.objects.filter(verb="services.duty.changed", note=f"moved {fresh.pk}").count() == 1


def test_a_provider_of_elsewhere_and_a_colleague_touch_nothing_of_mine(planned):
    duty = on(WED)
    for who in (*others(planned, duty), "neighbour", "neighbour_provider", "leader"):
        by = planned.actors[who]
        with pytest.raises(Refused, match="not_yours"):
            rota.confirm(duty_id=duty.pk, by=by, at=NOW)
        with pytest.raises(Refused, match="not_yours"):
            leave.foresee(provider_id=duty.provider_id, first=WED, last=WED, by=by, at=NOW)
        with pytest.raises(Refused, match="not_yours"):
            leave.propose(duty_id=duty.pk, to_id=planned.seats["a"].pk, key="x", by=by, at=NOW)
    assert not found.rotas(scope=planned.actors["neighbour"].scope("services.rota")).exists()
    assert found.own_providers(planned.actors["neighbour_provider"].account_id, NOW.date()) == []


def test_only_the_one_who_was_asked_answers(planned):
    duty = on(WED)
    other, third = others(planned, duty)
    ask(planned, duty, substitutes={duty.pk: planned.seats[other].pk})
    for who in (third, "keeper", "neighbour_provider", name_of(planned, duty.provider_id)):
        with pytest.raises(Refused, match="not_yours"):
            leave.answer(swap_id=Swap.objects.get().pk, yes=True, by=planned.actors[who], at=NOW)


def test_a_withdrawn_request_asks_nobody_any_more(planned):
    duty = on(WED)
    other = others(planned, duty)[0]
    row = ask(planned, duty, substitutes={duty.pk: planned.seats[other].pk})
    leave.withdraw(leave_id=row.pk, by=planned.actors[name_of(planned, duty.provider_id)], at=NOW)
    assert Swap.objects.get().state == SwapState.WITHDRAWN
    with pytest.raises(Refused, match="over"):
        leave.answer(swap_id=Swap.objects.get().pk, yes=True, by=planned.actors[other], at=NOW)


def test_the_database_keeps_one_duty_per_provider_and_slot(planned):
    duty = on(WED)
    values = {"rota": duty.rota, "path": duty.path, "provider": duty.provider, "day": WED, "begins": duty.begins, "ends": duty.ends, "planned_at": NOW}
    for wrong in ({}, {"begins": time(18)}, {"day": THU, "state": "sunny"}, {"day": THU, "off_at": NOW}, {"day": THU, "state": "confirmed"}, {"day": THU, "state": "off"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.create(**values | wrong)
    rota.end(row=duty, reason="x", at=NOW)
    assert Duty.objects.create(**values).pk


def test_a_feed_opens_with_its_own_secret_until_it_is_renewed(planned):
    row = planned.seats["a"]
    old = found.feed_token(row)
    assert found.provider_by_feed(row.pk, old) == row
    assert found.provider_by_feed(planned.seats["b"].pk, old) is None
    with pytest.raises(Refused, match="not_yours"):
        providers.renew_feed(provider_id=row.pk, by=planned.actors["b"], at=NOW)
    providers.renew_feed(provider_id=row.pk, by=planned.actors["a"], at=NOW)
    assert found.provider_by_feed(row.pk, old) is None
    assert found.provider_by_feed(row.pk, found.feed_token(Provider.objects.get(pk=row.pk))) == row


def test_the_plain_planner_serves_where_no_solver_is(hall):
    plan = rota.draft(rota_id=hall.rota.pk, first=NOW.date(), last=NOW.date() + timedelta(days=27), by=SYSTEM, at=NOW, solve=plain)
    assert plan.plan.how == "plain"
    assert not plan.plan.snags


def test_a_rota_is_opened_only_in_ones_own_union(hall):
    place = Rota.objects.get().place
    with pytest.raises(Refused, match="not_yours"):
        providers.open_rota(place=place, union=hall.unions["city"], line="other", title="x", by=hall.actors["neighbour"], at=NOW)
    with pytest.raises(Refused, match="account"):
        providers.add_provider(rota_id=hall.rota.pk, account_id=hall.actors["leader"].account_id, group="free", since=NOW.date(), by=hall.actors["keeper"], at=NOW)
