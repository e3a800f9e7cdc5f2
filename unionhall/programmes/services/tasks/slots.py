"""What happens by itself: slots are written ahead, and people are told what became of their bookings."""

from datetime import datetime

from django.utils import timezone

from ..services import book, staffing


def write_slots(at: datetime) -> int:
    """Slots up to each service's horizon, those of a rota after who has confirmed; returns how much was made or moved."""
    return book.write_ahead(at=at) + staffing.match_ahead(at=at)


def booking_changed(booking_id: int, what: str) -> None:
    """Somebody else changed a booking: the person is told."""
    staffing.tell(booking_id=booking_id, what=what, at=timezone.now())
