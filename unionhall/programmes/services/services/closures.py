"""A place takes no bookings for a while: who has booked there is called off and told, or named to the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import services as bookings

from ..queries import book as found
from ..queries import definitions


@dataclass(frozen=True, slots=True)
class Shut:
    """Bookings in the stretch: `standing` still hold and want a call, `cancelled` were called off and their people told."""

    standing: tuple[int, ...]
    cancelled: tuple[int, ...]


@transaction.atomic
def shut(*, place_id: int, begins_at: datetime, ends_at: datetime, reason: str, by: Actor, at: datetime, cancel: bool = False) -> Shut:
    """No bookings at a place of the desk for a while; with `cancel` those that stand are called off with the reason.

    Refused: place, times.
    """
    here = definitions.visible(scope=by.scope("services.serve")).filter(place_id=place_id).first()
    if here is None:
        raise Refused("place", _("选一个地点"), field="place")
    inside = tuple(bookings.black_out(
        path=here.path, place_id=place_id, begins_at=begins_at, ends_at=ends_at, reason=reason, kind=found.KIND, by=by, at=at,
    ))  # fmt: skip
    if not cancel:
        return Shut(inside, ())
    for pk in inside:
        bookings.cancel(booking_id=pk, by=by, at=at, reason=reason)
    return Shut((), inside)
