"""The counter of a session: taken by one conditional UPDATE, given back by one; nothing is read first and written later."""

import secrets
from datetime import datetime

from django.db.models import F

from unionhall.base import work
from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..kinds import BOOKING_KINDS
from ..models import Booking, Session, Tick
from ..rules import LIVE, SessionState

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TWICE = _("您已经约了这一场")
FULL = _("这一场约满了，可以排队等空位")


def take(session_id: int, heads: int, limit: str) -> bool:
    """Take places while they fit below the column `limit` ('public' or 'capacity'); False when they do not, or it is not open."""
    room = F("public") if limit == "public" else F("capacity") + F("extra")
    rows = Session.objects.filter(pk=session_id, state=SessionState.OPEN, taken__lte=room - heads)
    return rows.update(taken=F("taken") + heads) == 1


def take_over(session_id: int, heads: int) -> bool:
    """Take places above capacity: staff, knowingly. `extra` grows by what is over."""
    if take(session_id, heads, "capacity"):
        return True
    rows = Session.objects.filter(pk=session_id, state=SessionState.OPEN)
    return rows.update(taken=F("taken") + heads, extra=F("taken") + heads - F("capacity")) == 1


def give_back(session_id: int, heads: int) -> None:
    """Places are free again."""
    Session.objects.filter(pk=session_id).update(taken=F("taken") - heads)


def end(booking: Booking, state: str, at: datetime, reason: str = "") -> bool:
    """Move a live booking to an ended state; only the one call that changes the row frees its ticks. True when it did."""
    rows = Booking.objects.filter(pk=booking.pk, session_id=booking.session_id, party=booking.party, state__in=[str(each) for each in LIVE])
    done = rows.filter(state=booking.state).update(
        state=state, held_until=None, ended_at=at, reason=reason[:200], sequence=F("sequence") + 1
    )
    if done:
        Tick.objects.filter(booking_id=booking.pk).delete()
    return bool(done)


def note(verb: str, booking: Booking, path: str, by: Actor, at: datetime, reason: str = "") -> None:
    """One journal entry for a booking."""
    journal.record(kind="change", verb=f"bookings.{verb}", subject=f"bookings.booking:{booking.pk}", by=by, at=at, path=path, reason=reason)


def new_code() -> str:
    """Eight Crockford characters: 40 bits, read out at a door, unique by constraint."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


def changed(booking: Booking, what: str) -> None:
    """Queue the programme's own word to the person, in this transaction."""
    name = BOOKING_KINDS[booking.session.kind].changed
    if name:
        work.later(name, booking_id=booking.pk, what=what)
