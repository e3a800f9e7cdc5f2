"""Booking, holding, cancelling, moving: every way to a place goes through the same guard."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .. import queries, rules
from ..kinds import BOOKING_KINDS
from ..models import Booking, Session, Tick, Wait
from ..rules import State, WaitState
from . import counters, desks, offers, providers

MOST = 200
HOLD_OVER = Actor(system="hold over")
STALE = _("这个预约刚刚变了，请刷新再看")
KEY = _("这张表是别人填的，请重新打开再约")


def book(
    *, session_id: int, person_id: int | None, client_key: str, by: Actor, at: datetime, party: int = 1, name: str = "",
    walk_in: bool = False, over: bool = False, provider_id: int | None = None,
) -> Booking:  # fmt: skip
    """Book `party` places. The same `client_key` gives the same booking again. Refused: full, twice, not_open, too_late, party.

    The public (a person for itself) keeps to the window and to the public share; `walk_in` may use what is kept back, and `over`
    exceeds capacity with a mark: both are asked of who holds the kind's `handle` power at the session's union.
    """
    draft = Booking(
        session_id=session_id, person_id=person_id, name=name[:40], party=party, state=State.BOOKED, client_key=client_key,
        walk_in=walk_in, over=over, provider_id=provider_id, made_at=at, made_by_id=by.account_id, code=counters.new_code(),
    )  # fmt: skip
    if not transaction.get_connection().in_atomic_block:
        _turn_away(draft, by, at)
    return _made(draft, by, at)


def turn_away(*, session_id: int, person_id: int, client_key: str, by: Actor, at: datetime, party: int = 1) -> None:
    """For who opens a transaction around `book`: says before it begins what `book` would refuse by the session alone.

    A full session is asked by many at once, and none of them needs a lock to hear so. Refused as `book`; a form that has booked passes.
    """
    _turn_away(Booking(session_id=session_id, person_id=person_id, client_key=client_key, party=party, made_by_id=by.account_id, state=State.BOOKED), by, at)


def _turn_away(draft: Booking, by: Actor, at: datetime) -> None:
    if queries.booking_by_key(draft.client_key) is None:
        session = queries.session(draft.session_id)
        _require_room(draft, session, desk=_require_may(draft, session, by, at), plain=not session.contested)


def _require_room(draft: Booking, session: Session, *, desk: bool, plain: bool = True) -> None:
    """Refused('full') by the count as it was read; the guarded UPDATE decides. A contested session may still have lapsed holds: not `plain`."""
    room = session.capacity + session.extra if desk and draft.walk_in else session.public
    if plain and not draft.over and session.taken + draft.party > room:
        raise Refused("full", counters.FULL, values={"contested": session.contested})


def hold(*, session_id: int, person_id: int, client_key: str, by: Actor, at: datetime, party: int = 1) -> Booking:
    """Hold places for as many minutes as the kind says; they count as taken. As `book` otherwise."""
    draft = Booking(
        session_id=session_id, person_id=person_id, party=party, state=State.HELD, client_key=client_key, made_at=at,
        made_by_id=by.account_id, code=counters.new_code(), held_until=at,
    )  # fmt: skip
    Session.objects.filter(pk=session_id, contested=False).update(contested=True)
    return _made(draft, by, at)


def _made(draft: Booking, by: Actor, at: datetime) -> Booking:
    """Try; when full, let go of lapsed holds and try once more. A form sent again meets its own booking, however it stands by now."""
    try:
        try:
            return _placed(draft, by, at)
        except Refused as refusal:
            if found := _again(draft):
                return found
            if refusal.code != "full" or not refusal.values.get("contested") or not lapse(session_id=draft.session_id, at=at):
                raise
            return _placed(draft, by, at)
    except IntegrityError as error:
        return _met(draft, error)


def _met(draft: Booking, error: IntegrityError) -> Booking:
    """What stood in the way of an insert: the same form sent twice, or a live booking of the same person."""
    if found := _again(draft):
        return found
    if draft.person_id and Booking.objects.filter(session_id=draft.session_id, person_id=draft.person_id, state__in=rules.LIVE).exists():
        raise Refused("twice", counters.TWICE) from error
    raise error


def _again(draft: Booking) -> Booking | None:
    """The booking this form's key made before; Refused when the key is somebody else's."""
    found = queries.booking_by_key(draft.client_key)
    if found and (found.person_id, found.made_by_id) != (draft.person_id, draft.made_by_id):
        raise Refused("key", KEY)
    return found


@transaction.atomic
def _placed(draft: Booking, by: Actor, at: datetime) -> Booking:
    """One try: insert, provider, counter last, so that the contended row is held shortest."""
    session = queries.session(draft.session_id)
    desk = _require_may(draft, session, by, at)
    if draft.state == State.HELD:
        draft.held_until = at + timedelta(minutes=BOOKING_KINDS[session.kind].hold_minutes)
    limit = "capacity" if desk and draft.walk_in else "public"
    _require_room(draft, session, desk=desk)
    if session.contested:
        _out_of_line(draft)
    draft.pk, draft.provider_id = None, draft.provider_id if session.served else None
    draft.save(force_insert=True)
    if session.served:
        providers.assign(draft, session)
    counters.note("book" if draft.state == State.BOOKED else "hold", draft, session.path, by, at)
    if not (counters.take_over(session.pk, draft.party) if draft.over else counters.take(session.pk, draft.party, limit)):
        raise Refused("full", counters.FULL, values={"contested": session.contested})
    if session.served:
        providers.require_serving(draft, session)
    draft.session = session
    return draft


def _out_of_line(draft: Booking) -> None:
    """Who books a place no longer waits for one; held first, as an offer would."""
    rows = Wait.objects.filter(session_id=draft.session_id, person_id=draft.person_id, state=WaitState.WAITING)
    if draft.person_id and rows.exists():
        desks.lock(draft.session_id)
        rows.update(state=WaitState.LEFT)


def _require_may(draft: Booking, session: Session, by: Actor, at: datetime) -> bool:
    """Whether a desk books (True) or a person for itself (False); Refused for anybody else and outside the windows."""
    if not 1 <= draft.party <= MOST:
        raise Refused("party", _("人数要在 1 到 200 之间"), field="party")
    desk = desks.handles(session, by)
    own = by.person_id is not None and by.person_id == draft.person_id
    if not desk and (not own or draft.walk_in or draft.over):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    desks.require_open(session, at, desk=desk)
    return desk


@transaction.atomic
def confirm(*, booking_id: int, by: Actor, at: datetime) -> Booking:
    """Make a hold a booking while it lasts. Refused('lapsed') afterwards; a second confirmation changes nothing."""
    booking, _desk = desks.own_or_desk(booking_id, by)
    if booking.state == State.BOOKED:
        return booking
    state = rules.FLOW.after(booking.state, "confirm")
    rows = Booking.objects.filter(pk=booking.pk, state=State.HELD, held_until__gt=at)
    if not rows.update(state=state, held_until=None, sequence=F("sequence") + 1):
        raise Refused("lapsed", _("占着的位子过时了，请重新约"))
    Wait.objects.filter(booking=booking, state=WaitState.OFFERED).update(state=WaitState.TAKEN, offer_hash="")
    counters.note("confirm", booking, booking.session.path, by, at)
    booking.refresh_from_db()
    return booking


@transaction.atomic
def cancel(*, booking_id: int, by: Actor, at: datetime, reason: str = "") -> Booking:
    """Give the places back and offer them to the queue. A person until the cut-off, a desk also after. Once; again changes nothing."""
    booking, desk = desks.own_or_desk(booking_id, by)
    if booking.state in (State.CANCELLED, State.LAPSED):
        return booking
    rules.FLOW.after(booking.state, "cancel")
    desks.lock(booking.session_id)
    if not desk and at >= booking.session.settled_at:
        raise Refused("late", _("过了能自己取消的时间，请打电话给站点"))
    if not counters.end(booking, State.CANCELLED, at, reason):
        return _ended_meanwhile(booking)
    Wait.objects.filter(booking=booking, state=WaitState.OFFERED).update(state=WaitState.DECLINED, offer_hash="")
    counters.give_back(booking.session_id, booking.party)
    counters.note("cancel", booking, booking.session.path, by, at, reason)
    freed(booking.session_id, by, at)
    if booking.person_id != by.person_id:
        counters.changed(booking, "cancelled")
    booking.refresh_from_db()
    return booking


def freed(session_id: int, by: Actor, at: datetime) -> None:
    """A place and its provider are free: first for who was left without one, then for the line."""
    providers.take_up(queries.session(session_id), by, at)
    offers.offer_next(session_id, at)


def _ended_meanwhile(booking: Booking) -> Booking:
    """Somebody else was faster: fine when it ended, told when it changed in another way."""
    booking.refresh_from_db()
    if booking.state not in (State.CANCELLED, State.LAPSED):
        raise Refused("stale", STALE)
    return booking


@transaction.atomic
def move(*, booking_id: int, session_id: int, by: Actor, at: datetime) -> Booking:
    """The same booking in another session of the same kind: same code, next SEQUENCE. The same guard as a new booking; nothing is lost
    when there is no room. Both rows are held in order of number, so that two moves across each other cannot lock."""
    booking, desk = desks.own_or_desk(booking_id, by)
    if booking.session_id == session_id:
        return booking
    if booking.state != State.BOOKED:
        raise Refused("step_closed", _("这一步现在走不了，先看看最新的进展"))
    desks.lock(booking.session_id, session_id)
    old, new = queries.session(booking.session_id), queries.session(session_id)
    if new.kind != old.kind:
        raise Refused("kind", _("只能改到同一种服务的别的场次"), field="session")
    if not desk and at >= old.settled_at:
        raise Refused("late", _("过了能自己改期的时间，请打电话给站点"))
    desks.require_open(new, at, desk=desk)
    _require_single(booking, new)
    lapse(session_id=new.pk, at=at)
    if not counters.take(new.pk, booking.party, "public"):
        raise Refused("full", counters.FULL)
    _relocate(booking, new)
    counters.give_back(old.pk, booking.party)
    counters.note("move", booking, new.path, by, at, f"{old.pk} > {new.pk}")
    freed(old.pk, by, at)
    if booking.person_id != by.person_id:
        counters.changed(booking, "moved")
    return queries.visible(Scope.system("moved")).get(pk=booking.pk)


def _require_single(booking: Booking, new: Session) -> None:
    """Refused when the person holds a place in the other session already."""
    live = Booking.objects.filter(session=new, person_id=booking.person_id, state__in=rules.LIVE)
    if booking.person_id and live.exists():
        raise Refused("twice", counters.TWICE)


def _relocate(booking: Booking, new: Session) -> None:
    done = Booking.objects.filter(pk=booking.pk, session_id=booking.session_id, state=State.BOOKED).update(
        session=new, provider=None, reminded_at=None, sequence=F("sequence") + 1
    )
    if not done:
        raise Refused("stale", STALE)
    Tick.objects.filter(booking=booking).delete()
    booking.provider_id = None
    if new.served:
        providers.assign(booking, new)


@transaction.atomic
def resize(*, booking_id: int, party: int, by: Actor, at: datetime) -> Booking:
    """Another party size under the same guard: growing takes, shrinking gives back and offers to the queue."""
    booking, desk = desks.own_or_desk(booking_id, by)
    grown = party - booking.party
    if not 1 <= party <= MOST:
        raise Refused("party", _("人数要在 1 到 200 之间"), field="party")
    if booking.state != State.BOOKED or (not desk and at >= booking.session.settled_at):
        raise Refused("late", _("过了能自己改的时间，请打电话给站点"))
    desks.lock(booking.session_id)
    if grown > 0 and not counters.take(booking.session_id, grown, "capacity" if desk else "public"):
        raise Refused("full", counters.FULL)
    rows = Booking.objects.filter(pk=booking.pk, state=State.BOOKED, party=booking.party, session_id=booking.session_id)
    if not rows.update(party=party, sequence=F("sequence") + 1):
        raise Refused("stale", STALE)
    if grown < 0:
        counters.give_back(booking.session_id, -grown)
        offers.offer_next(booking.session_id, at)
    counters.note("resize", booking, booking.session.path, by, at, f"{booking.party} > {party}")
    booking.refresh_from_db()
    return booking


@transaction.atomic
def lapse(*, session_id: int, at: datetime) -> int:
    """Let go of the holds of a session whose time is over; their places go to the queue first. Returns holds let go."""
    rows = Booking.objects.filter(session_id=session_id, state=State.HELD, held_until__lte=at).select_related("session")
    if not rows.exists():
        return 0
    desks.lock(session_id)
    over = [booking for booking in rows if counters.end(booking, State.LAPSED, at)]
    if not over:
        return 0
    Wait.objects.filter(booking__in=over, state=WaitState.OFFERED).update(state=WaitState.EXPIRED, offer_hash="")
    for booking in over:
        counters.note("lapse", booking, booking.session.path, HOLD_OVER, at)
    counters.give_back(session_id, sum(booking.party for booking in over))
    freed(session_id, HOLD_OVER, at)
    return len(over)


def lapse_all(*, at: datetime) -> int:
    """Sweep every session that has a hold over its time: cost grows with what is over, never with what exists."""
    over = Booking.objects.filter(state=State.HELD, held_until__lte=at).values_list("session_id", flat=True)
    return sum(lapse(session_id=pk, at=at) for pk in sorted(set(over)))
