"""A visit: the enterprise enters who comes, who arrived is ticked off, the stop is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.people import services as people

from ..models import Arrival, BusStop, Slot
from ..queries import bus as found
from ..rules.bus import ASK, BUS, State


def load(*, pk: int, by: Actor, power: str) -> BusStop:
    """One stop in the actor's scope; Refused otherwise."""
    stop = found.stops(scope=by.scope(power)).filter(pk=pk).first()
    if stop is None:
        raise Refused("not_yours", _("这一站不归您管"))
    return stop


@transaction.atomic
def enter(*, stop_id: int, slot_id: int, names: Sequence[tuple[str, str]], by: Actor, at: datetime) -> list[Arrival]:
    """Enter who comes in a slot: (name, phone or ''). A phone lets the person read the own results. Refused beyond its heads."""
    stop = load(pk=stop_id, by=by, power=ASK)
    slot = Slot.objects.select_for_update().filter(pk=slot_id, stop=stop).first()
    if slot is None:
        raise Refused("slot", _("没有这个时段"), field="names")
    taken = slot.arrivals.count()
    if taken + len(names) > slot.heads:
        raise Refused("full", _("这个时段只有 {n} 个位子"), field="names", values={"n": slot.heads})
    rows = []
    for number, (name, phone) in enumerate(names, start=taken + 1):
        person = people.person_for(name=name, phone=phone, by=by, at=at) if phone else None
        if person and slot.arrivals.filter(person=person).exists():
            raise Refused("twice", _("{name} 已经在这个时段里了"), field="names", values={"name": name})
        rows.append(Arrival.objects.create(slot=slot, number=number, name=name, person=person))
    return rows


@transaction.atomic
def arrive(*, arrival_id: int, by: Actor, at: datetime, undo: bool = False) -> Arrival:
    """Tick somebody off, or undo it. Twice is once. Refused before the enterprise has confirmed, and after the visit was ended."""
    row = Arrival.objects.select_for_update().filter(pk__in=found.arrivals(scope=by.scope(ASK)).values("pk"), pk=arrival_id).first()
    if row is None:
        raise Refused("not_yours", _("这个人不在您的名单里"))
    if row.slot.stop.request.case.state not in (State.CONFIRMED, State.VISITED) or row.slot.stop.visited_at:
        raise Refused("not_now", _("现在还不能登记到场，或者这一站已经收了"))
    row.arrived_at = None if undo else row.arrived_at or at
    row.save(update_fields=["arrived_at"])
    return row


@transaction.atomic
def finish(*, stop_id: int, by: Actor, at: datetime) -> BusStop:
    """The bus has left; with the last of its stops the request is visited."""
    stop = load(pk=stop_id, by=by, power=BUS)
    if stop.visited_at or stop.request.case.state != State.CONFIRMED:
        raise Refused("not_now", _("这一站已经收了，或者企业还没说可以"))
    stop.visited_at = at
    stop.save(update_fields=["visited_at"])
    if not stop.request.stops.filter(visited_at=None).exists():
        cases.take_step(case_id=stop.request_id, step="visit", says=_("车来过了"), by=by, at=at, power=BUS)
    return stop
