"""What `unionhall check` asks of bookings."""

from unionhall.kernel.people.kinds import POWERS

from . import queries
from .kinds import BOOKING_KINDS


def counters_hold() -> list[str]:
    """Sessions whose counter is not the heads of their live bookings."""
    return [f"bookings.session:{pk} counts {taken}, its rows {heads}" for pk, taken, heads in queries.imbalances()]


def ticks_hold() -> list[str]:
    """Bookings that ended and still keep a provider's time."""
    return [f"bookings.booking:{pk} ended and keeps a provider" for pk in queries.shared_ticks()]


def kinds_hold() -> list[str]:
    """Kinds whose powers nobody announced."""
    return [f"{kind.code}: {power}" for kind in BOOKING_KINDS for power in (kind.view, kind.handle) if power not in POWERS]
