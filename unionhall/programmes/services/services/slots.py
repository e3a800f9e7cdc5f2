"""A worker's own slot: another time of the own workshop, giving it back, taking a free one again."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import services as bookings

from ..models import Arrival, Slot
from ..queries import bus as found
from ..rules.bus import Missing, State
from . import lists

FREED = Actor(system="a place was given back")


def own(*, arrival_id: int, by: Actor) -> Arrival:
    """The actor's own place on a list; Refused for anybody else's. Its request is held until the transaction ends."""
    row = found.listed(scope=by.own()).filter(pk=arrival_id).first()
    if row is None:
        raise Refused("not_yours", _("这不是您的时段"))
    lists.hold(row.workshop.request_id)
    return found.listed(scope=by.own()).get(pk=arrival_id)


@transaction.atomic
def choose(*, arrival_id: int, slot_id: int, by: Actor, at: datetime) -> Arrival:
    """Another slot of the own workshop, or one again after none: the same guard as any booking. The freed place goes to whoever waits.

    Refused: slot (not of the own workshop, or the bus does not come any more), full, late.
    """
    row = own(arrival_id=arrival_id, by=by)
    slot = Slot.objects.filter(pk=slot_id, workshop_id=row.workshop_id, stop__in=found.live(row.workshop.request)).first()
    if slot is None or row.workshop.request.case.state != State.CONFIRMED:
        raise Refused("slot", _("没有这个时段，只能挑自己车间的"))
    if row.slot_id == slot.pk:
        return row
    if row.booking_id:
        bookings.move(booking_id=row.booking_id, session_id=slot.session_id, by=by, at=at)
    else:
        row.booking = bookings.book(session_id=slot.session_id, person_id=by.person_id, client_key=f"bus:{row.pk}:{uuid4().hex}", by=by, at=at)
    row.slot, row.number, row.missing = slot, lists.next_number(slot), ""
    row.save(update_fields=["slot", "booking", "number", "missing"])
    lists.seat(request=row.workshop.request, by=FREED, at=at)
    return row


@transaction.atomic
def give_up(*, arrival_id: int, by: Actor, at: datetime) -> Arrival:
    """Not coming: the place goes to whoever waits. Until the slot begins; again changes nothing."""
    row = own(arrival_id=arrival_id, by=by)
    if row.booking_id:
        bookings.cancel(booking_id=row.booking_id, by=by, at=at)
    lists.unseat([row], Missing.OWN)
    lists.seat(request=row.workshop.request, by=FREED, at=at)
    row.refresh_from_db()
    return row
