"""What happens by itself: slots follow the rota, and people are told what became of their bookings."""

from datetime import datetime

from django.utils import timezone

from ..services import staffing


def write_slots(at: datetime) -> int:
    """Slots of services that follow a rota, up to each one's horizon; returns people handed on or left. Timetables are repetitions: the
    kernel writes them ahead."""
    return staffing.match_ahead(at=at)


def booking_changed(booking_id: int, what: str) -> None:
    """Somebody else changed a booking: the person is told."""
    staffing.tell(booking_id=booking_id, what=what, at=timezone.now())
