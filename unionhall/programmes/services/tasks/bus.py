"""What people on an enterprise's list are told: the slot, another time, why there is none, a day called off."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from unionhall.base.access import Scope
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.notices import services as notices

from ..queries import bus

TOLD = Scope.system("people on a bus's list are told")
MINE = "/services/bus/mine/"


def told(arrival_ids: Sequence[int], what: str) -> None:
    """Tell who has a phone: 'slot', 'none' (the page says why) or 'off'. Told once for each state of a row."""
    for row in bus.listed(scope=TOLD).filter(pk__in=arrival_ids, person__isnull=False).select_related("person"):
        if what == "slot" and row.booking:
            _timed("bus_slot", row.person, row.booking)
        elif what != "slot" and not row.booking:
            notices.tell(person=row.person, message=f"bus_{what}", effect_key=f"bus:{row.pk}:{what}:{row.missing}:{_day()}", at=timezone.now(), link=MINE)


def changed(booking_id: int, what: str) -> None:
    """The bus is late, or a desk moved a booking: the new time. What ended is told by whoever ended it."""
    row = bookings.visible(TOLD).filter(pk=booking_id, person__isnull=False).first()
    if row and what != "cancelled":
        _timed("bus_moved", row.person, row)


def _timed(message: str, person: object, booking: object) -> None:
    when = timezone.localtime(booking.session.starts_at)
    key = f"bus:{booking.pk}:{booking.session_id}:{booking.sequence}:{message}"
    notices.tell(person=person, message=message, effect_key=key, at=timezone.now(), link=MINE, day=f"{when.month}月{when.day}日", hour=f"{when:%H:%M}")


def _day() -> str:
    return timezone.localdate().isoformat()
