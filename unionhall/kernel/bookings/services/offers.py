"""Offers to the line: freed places are held in the name of who is next, in the same transaction that freed them."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
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
    """A hold in the person's name until the offer ends; told with the address that accepts it. Nothing when nobody is free to serve."""
    token = secrets.token_urlsafe(24)
    until = min(at + timedelta(minutes=BOOKING_KINDS[session.kind].offer_minutes), session.closes_at)
    try:
        with transaction.atomic():
            booking = _held(row, session, token, until, at)
    except Refused:
        return False
    address = BOOKING_KINDS[session.kind].address.format(pk=booking.pk)
    notices.tell(
        person=row.person, message="booking_offer", effect_key=f"offer:{row.pk}", at=at, link=f"{address}?offer={token}",
        minutes=rules.minutes_until(at, until),
    )  # fmt: skip
    return True


def _held(row: Wait, session: Session, token: str, until: datetime, at: datetime) -> Booking:
    """The places, the hold and its provider together; Refused('full') when one of them is not to be had."""
    if not counters.take(session.pk, row.party, "public"):
        raise Refused("full", counters.FULL)
    booking = Booking.objects.create(
        session=session, person=row.person, party=row.party, state=State.HELD, client_key=f"offer:{row.pk}", made_at=at,
        code=counters.new_code(), held_until=until,
    )  # fmt: skip
    if session.served:
        providers.assign(booking, session)
    Wait.objects.filter(pk=row.pk).update(
        state=rules.WAITS.after(row.state, "offer"), booking=booking, offer_hash=keyed_hash(token, "bookings.offer")
    )
    return booking
