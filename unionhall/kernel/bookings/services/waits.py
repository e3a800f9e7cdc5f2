"""The queue of a full session: joining, accepting or declining what is offered, leaving."""

from datetime import datetime

from django.db import IntegrityError, transaction

from unionhall.base.access import Actor
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .. import queries, rules
from ..models import Booking, Session, Wait
from ..rules import State, WaitState
from . import bookings, counters, desks, offers

OVER = _("这个空位过时了，已经给了下一位")


def join_line(*, session_id: int, person_id: int, client_key: str, by: Actor, at: datetime, party: int = 1) -> Wait:
    """Stand in line for a session. The same form twice is one place; who has a booking or waits already is told so."""
    try:
        return _joined(session_id, person_id, client_key, by, at, party)
    except IntegrityError as error:
        found = Wait.objects.filter(session_id=session_id, person_id=person_id, state__in=rules.LIVE_WAITS).first()
        if found is None:
            raise error
        return found


@transaction.atomic
def _joined(session_id: int, person_id: int, client_key: str, by: Actor, at: datetime, party: int) -> Wait:
    session = queries.session(session_id)
    desk = desks.handles(session, by)
    if not desk and by.person_id != person_id:
        raise Refused("no_power", _("您的岗位不能做这一步"))
    desks.require_open(session, at, desk=desk)
    if not 1 <= party <= session.capacity:
        raise Refused("party", _("人数超过了这一场的名额"), field="party")
    desks.lock(session_id)
    if Booking.objects.filter(session=session, person_id=person_id, state__in=rules.LIVE).exists():
        raise Refused("twice", counters.TWICE)
    Session.objects.filter(pk=session_id, contested=False).update(contested=True)
    row = Wait.objects.create(session=session, person_id=person_id, party=party, client_key=client_key, since=at)
    offers.offer_next(session_id, at)
    row.refresh_from_db()
    return row


def offer_by_token(*, token: str) -> Wait | None:
    """The live offer that a link opens: reading it changes nothing."""
    rows = Wait.objects.filter(offer_hash=keyed_hash(token, "bookings.offer"), state=WaitState.OFFERED)
    return rows.select_related("session", "booking", "person").first() if token else None


@transaction.atomic
def accept(*, wait_id: int, by: Actor, at: datetime) -> Booking:
    """Take the offered places while the offer lasts; Refused('lapsed') when the next in line has them."""
    row = _own(wait_id, by)
    if row.state == WaitState.TAKEN:
        return row.booking
    rules.WAITS.after(row.state, "accept")
    try:
        return bookings.confirm(booking_id=row.booking_id, by=by, at=at)
    except Refused as refusal:
        if refusal.code in ("lapsed", "step_closed"):
            raise Refused("lapsed", OVER) from refusal
        raise


@transaction.atomic
def decline(*, wait_id: int, by: Actor, at: datetime) -> None:
    """The next in line is asked. Twice is once."""
    row = _own(wait_id, by)
    if row.state == WaitState.OFFERED:
        _end_offer(row, State.CANCELLED, WaitState.DECLINED, by, at)


@transaction.atomic
def leave_line(*, wait_id: int, by: Actor, at: datetime) -> None:
    """No longer in line; an offer is declined with it."""
    row = _own(wait_id, by)
    if row.state == WaitState.OFFERED:
        _end_offer(row, State.CANCELLED, WaitState.DECLINED, by, at)
    else:
        Wait.objects.filter(pk=row.pk, state=WaitState.WAITING).update(state=WaitState.LEFT)


def _own(wait_id: int, by: Actor) -> Wait:
    """The person's own place in line; Refused('not_found') for anybody else."""
    row = Wait.objects.filter(pk=wait_id).select_related("session", "booking").first()
    if row is None or not (row.person_id == by.person_id or desks.handles(row.session, by)):
        raise Refused("not_found", _("没有这个排队"))
    return row


def _end_offer(row: Wait, state: State, wait_state: WaitState, by: Actor, at: datetime) -> None:
    desks.lock(row.session_id)
    if counters.end(row.booking, state, at):
        Wait.objects.filter(pk=row.pk, state=WaitState.OFFERED).update(state=wait_state, offer_hash="")
        counters.give_back(row.session_id, row.party)
        counters.note("decline", row.booking, row.session.path, by, at)
        bookings.freed(row.session_id, by, at)
