"""Offers to the line: freed places are held in the name of who is next, in the same transaction that freed them."""

import secrets
from datetime import datetime, timedelta

from unionhall.base.cipher import keyed_hash
from unionhall.kernel.notices import services as notices

from .. import queries, rules
from ..kinds import BOOKING_KINDS
from ..models import Booking, Session, Wait
from ..rules import State, WaitState
from . import counters, providers


def offer_next(session_id: int, at: datetime) -> int:
    """Offer free public places to the line, in the caller's transaction, which holds the session's row. Returns offers made."""
    waiting = list(Wait.objects.filter(session_id=session_id, state=WaitState.WAITING).order_by("id").select_related("person"))
    if not waiting:
        return 0
    session = queries.session(session_id)
    if session.state != rules.SessionState.OPEN or at >= session.closes_at:
        return 0
    by_number = {row.pk: row for row in waiting}
    chosen = rules.next_in_line([(row.pk, row.party) for row in waiting], session.free)
    return sum(_offer(by_number[number], session, at) for number in chosen)


def _offer(row: Wait, session: Session, at: datetime) -> bool:
    """A hold in the person's name until the offer ends; told with the address that accepts it."""
    until = min(at + timedelta(minutes=BOOKING_KINDS[session.kind].offer_minutes), session.closes_at)
    if not counters.take(session.pk, row.party, "public"):
        return False
    token = secrets.token_urlsafe(24)
    booking = Booking.objects.create(
        session=session, person=row.person, party=row.party, state=State.HELD, client_key=f"offer:{row.pk}", made_at=at,
        code=counters.new_code(), held_until=until,
    )  # fmt: skip
    if session.served:
        providers.assign(booking, session)
        Booking.objects.filter(pk=booking.pk).update(provider_id=booking.provider_id)
    Wait.objects.filter(pk=row.pk).update(
        state=rules.WAITS.after(row.state, "offer"), booking=booking, offer_hash=keyed_hash(token, "bookings.offer")
    )
    address = BOOKING_KINDS[session.kind].address.format(pk=booking.pk)
    notices.tell(
        person=row.person, message="booking_offer", effect_key=f"offer:{row.pk}", at=at, link=f"{address}?offer={token}",
        minutes=rules.minutes_until(at, until),
    )  # fmt: skip
    return True
