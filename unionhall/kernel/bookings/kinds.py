"""What a programme tells this engine about its bookings: frozen values, registered by `plug`."""

from dataclasses import dataclass

from unionhall.base.registry import Registry


@dataclass(frozen=True, slots=True)
class BookingKind:
    """`view` and `handle` are powers. `address` is the person's own page with {pk}. `changed` names a work that is
    queued as changed(booking_id=…, what=…) whenever somebody other than the person moved or ended a booking.
    """

    code: str
    label: str
    view: str
    handle: str
    address: str
    hold_minutes: int = 5
    offer_minutes: int = 30
    remind_hours: int = 24
    changed: str = ""


BOOKING_KINDS: Registry[BookingKind] = Registry("booking kinds", key=lambda kind: kind.code)
