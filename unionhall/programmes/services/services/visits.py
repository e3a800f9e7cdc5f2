"""A visit: who comes is entered, ticked off at the bus or from paper; the stop is over, late, or called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import services as bookings
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal import services as journal
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import queries as people

from ..models import Arrival, BusStop, Slot
from ..queries import bus as found
from ..rules.bus import ASK, BOARD, BUS, Missing, State
from . import lists

LATEST, LONGEST = 21, 240


def load(*, pk: int, by: Actor, power: str) -> BusStop:
    """One stop in the actor's scope; Refused otherwise."""
    stop = found.stops(scope=by.scope(power)).filter(pk=pk).first()
    if stop is None:
        raise Refused("not_yours", _("这一站不归您管"))
    return stop


@transaction.atomic
def enter(*, stop_id: int, slot_id: int, names: Sequence[tuple[str, str]], by: Actor, at: datetime) -> list[Arrival]:
    """Enter who comes in just this slot: (name, phone or ''). Refused beyond its places, and for who is on the list already."""
    stop = load(pk=stop_id, by=by, power=ASK)
    slot = Slot.objects.filter(pk=slot_id, stop=stop).select_related("session", "workshop").first()
    if slot is None or stop.off_at or stop.visited_at or stop.request.case.state != State.CONFIRMED:
        raise Refused("slot", _("没有这个时段，或者企业还没说这天可以"), field="names")
    lists.hold(stop.request_id)
    rows = lists.enlist(slot.workshop, names, at)
    try:
        lists.give(slot, rows, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "full":
            raise
        raise Refused("full", _("这个时段只有 {n} 个位子"), field="names", values={"n": slot.session.capacity}) from refusal
    lists.tell([row.pk for row in rows], "slot")
    return rows


@transaction.atomic
def arrive(*, arrival_id: int, by: Actor, at: datetime, undo: bool = False) -> Arrival:
    """Tick somebody off, or undo it. Twice is once. Refused before the enterprise has confirmed, too early, and after the visit was ended."""
    row = _on_board([arrival_id], by)[0]
    step = bookings.undo_check_in if undo and row.came else None if undo else bookings.check_in
    if step:
        step(booking_id=row.booking_id, by=by, at=at)
    row.booking.refresh_from_db()
    return row


@transaction.atomic
def arrive_many(*, arrival_ids: Iterable[int], by: Actor, at: datetime) -> list[Arrival]:
    """Tick off a paper list at once: all of them or none. Refused as `arrive`."""
    rows = _on_board(sorted(set(arrival_ids)), by)
    bookings.check_in_many(booking_ids=[row.booking_id for row in rows], by=by, at=at)
    return list(found.arrivals(scope=by.scope(BOARD)).filter(pk__in=[row.pk for row in rows]))


def _on_board(pks: list[int], by: Actor) -> list[Arrival]:
    """These people of stops at which the bus stands or stood; Refused when one is another's, or the stop is over."""
    rows = list(found.arrivals(scope=by.scope(BOARD)).filter(pk__in=pks))
    if not rows or len(rows) < len(pks):
        raise Refused("not_yours", _("这个人不在您的名单里"))
    for row in rows:
        if row.workshop.request.case.state not in (State.CONFIRMED, State.VISITED) or row.slot.stop.visited_at:
            raise Refused("not_now", _("现在还不能登记到场，或者这一站已经收了"))
    return rows


@transaction.atomic
def finish(*, stop_id: int, by: Actor, at: datetime) -> BusStop:
    """The bus has left. With the last of its stops the request is visited, or waits for the next plan where a day was called off."""
    stop = load(pk=stop_id, by=by, power=BUS)
    request = lists.hold(stop.request_id)
    if stop.visited_at or stop.off_at or request.case.state != State.CONFIRMED:
        raise Refused("not_now", _("这一站已经收了，或者企业还没说可以"))
    stop.visited_at = at
    stop.save(update_fields=["visited_at"])
    if not found.live(request).exists():
        again = stop.plan.stops.filter(request=request, off_at__isnull=False).exists()
        step, says = ("unplan", _("有一天车没来，那天的人进下一次计划")) if again else ("visit", _("车来过了"))
        cases.take_step(case_id=request.pk, step=step, says=says, by=by, at=at, power=BUS)
    return stop


@transaction.atomic
def call_off(*, stop_id: int, reason: str, by: Actor, at: datetime) -> BusStop:
    """The bus does not come that day: its sessions are called off, everybody is told, and is on the request again for the next plan.

    Refused: reason, and once somebody has come or the stop is over.
    """
    stop = load(pk=stop_id, by=by, power=BUS)
    request = lists.hold(stop.request_id)
    if len(reason.strip()) < 4:
        raise Refused("reason", _("写明车为什么不来，约了的人会看到"), field="reason")
    if stop.visited_at or stop.off_at or stop.plan.accepted_at is None:
        raise Refused("not_now", _("这一站已经收了、取消过，或者计划还没定"))
    off(stop, reason, Missing.OFF, by, at)
    _tell_union(stop, "bus_day_off", by, at)
    if not found.live(request).exists():
        cases.take_step(case_id=request.pk, step="unplan", says=reason.strip()[:300], by=by, at=at, power=BUS)
        lists.end(request, Missing.OFF)
        return stop
    lists.seat(request=request, by=by, at=at)
    return stop


def off(stop: BusStop, reason: str, missing: Missing, by: Actor, at: datetime) -> None:
    """End the sessions of a stop and put its people back on the list."""
    rows = list(Arrival.objects.filter(slot__stop=stop).select_related("booking"))
    if any(row.came for row in rows):
        raise Refused("came", _("已经有人到了，不能取消；车走了就收这一站"))
    for session in stop.slot_rows.order_by("session_id").values_list("session_id", flat=True):
        bookings.cancel_session(session_id=session, reason=reason, by=by, at=at)
    lists.unseat(rows, missing)
    lists.tell([row.pk for row in rows], "off")
    stop.off_at, stop.off_reason = at, reason.strip()[:200]
    stop.save(update_fields=["off_at", "off_reason"])
    journal.record(kind="change", verb="services.bus.off", subject=f"services.busstop:{stop.pk}", path=stop.request.case.path, by=by, at=at, reason=reason)


@transaction.atomic
def delay(*, stop_id: int, minutes: int, by: Actor, at: datetime) -> int:
    """The bus is late: every slot that has not begun moves by so many minutes, and who is in it is told the new time. Returns slots moved.

    Refused: minutes outside 5 to 240, a last slot that would end after 21:00, a stop that is over.
    """
    stop = load(pk=stop_id, by=by, power=BOARD)
    lists.hold(stop.request_id)
    if not 5 <= minutes <= LONGEST:
        raise Refused("minutes", _("晚到写 5 到 240 分钟"), field="minutes")
    rows = [slot.session for slot in found.slots(stop).filter(session__starts_at__gt=at)]
    if stop.visited_at or stop.off_at or not rows:
        raise Refused("not_now", _("这一站没有还没开始的时段"), field="minutes")
    by_time = timedelta(minutes=minutes)
    if (timezone.localtime(max(row.ends_at for row in rows)) + by_time).time().hour >= LATEST:
        raise Refused("night", _("最后一个时段会拖到晚上 9 点以后，请改天再来"), field="minutes")
    for row in rows:
        bookings.change_session(session_id=row.pk, starts_at=row.starts_at + by_time, ends_at=row.ends_at + by_time, by=by, at=at)
    _tell_union(stop, "bus_day_late", by, at, minutes=str(minutes))
    return len(rows)


def _tell_union(stop: BusStop, message: str, by: Actor, at: datetime, **words: str) -> None:
    """Whoever asked for the enterprise hears what the bus does, so that the gate and those without a phone hear it too."""
    today = timezone.localdate(at)
    for person in people.holders(powers={ASK}, union_id=stop.request.case.union_id, today=today):
        if person.pk != by.person_id:
            notices.tell(
                person=person, message=message, effect_key=f"{message}:{stop.pk}:{person.pk}:{at.timestamp():.0f}", at=at,
                link=f"/services/bus/stop/{stop.pk}/", day=f"{stop.day.month}月{stop.day.day}日", **words,
            )  # fmt: skip
