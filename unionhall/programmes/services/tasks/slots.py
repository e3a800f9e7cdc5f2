"""What happens by itself: slots are written ahead."""

from datetime import datetime

from ..services import book


def write_slots(at: datetime) -> int:
    """Slots up to each service's horizon; returns how many were made."""
    return book.write_ahead(at=at)
