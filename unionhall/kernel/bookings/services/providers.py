"""Who serves: a provider's five-minute ticks are given to one booking only, by constraint, across all sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, F, QuerySet

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .. import rules
from ..models import Booking, Serving, Session, Tick
from . import counters, desks

NOBODY_FREE, TAKEN = _("这个时间没有空着的服务人员，换个时间试试"), _("您要的这位刚刚被约走了，换一位，或者选“谁都行”")


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of bookings: moved to a colleague, or left without anybody."""

    moved: tuple[int, ...]
    unmoved: tuple[int, ...]


def assign(booking: Booking, session: Session) -> None:
    """Give the booking a free provider: the one asked for, else who has least to do that day. Refused('no_provider')."""
    wanted = booking.provider_id
    for provider_id in [pk for pk in _by_load(session) if wanted in (None, pk)]:
        try:
            with transaction.atomic():
                Tick.objects.bulk_create(Tick(provider_id=provider_id, tick=number, booking=booking) for number in session.ticks)
        except IntegrityError:
            continue
        booking.provider_id = provider_id
        Booking.objects.filter(pk=booking.pk).update(provider_id=provider_id)
        return
    raise Refused("full", TAKEN if wanted else NOBODY_FREE, values={"contested": session.contested})


def _by_load(session: Session) -> list[int]:
    """Confirmed providers, least ticks of the day first, then by number."""
    held = list(Serving.objects.filter(session=session).values_list("provider_id", flat=True))
    day = session.starts_at.replace(hour=0, minute=0), session.starts_at.replace(hour=23, minute=59)
    rows = Tick.objects.filter(provider_id__in=held, tick__in=rules.ticks(*day))
    load = dict(rows.values_list("provider_id").annotate(Count("id")))
    return sorted(held, key=lambda pk: (load.get(pk, 0), pk))


def require_serving(booking: Booking, session: Session) -> None:
    """Asked once the session's row is held: who was withdrawn while this booking was being made serves nobody. Refused('full')."""
    if not Serving.objects.filter(session=session, provider_id=booking.provider_id).exists():
        raise Refused("full", NOBODY_FREE, values={"contested": session.contested})


@transaction.atomic
def serve(*, session_ids: Iterable[int], provider_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Confirm providers for sessions: they are added to who serves there. Returns rows added. Capacity is the caller's to change."""
    wanted = list(provider_ids)
    added = 0
    for session in desks.at_desk(session_ids, by):
        there = set(Serving.objects.filter(session=session).values_list("provider_id", flat=True))
        new = [Serving(session=session, provider_id=pk) for pk in wanted if pk not in there]
        added += len(Serving.objects.bulk_create(new))
        Session.objects.filter(pk=session.pk).update(served=True)
    return added


@transaction.atomic
def withdraw_provider(*, session_ids: Iterable[int], provider_id: int, by: Actor, at: datetime) -> Moved:
    """A provider no longer serves these sessions: bookings go to a free colleague; who is left without one is named, not dropped."""
    done = Moved((), ())
    for session in desks.at_desk(session_ids, by):
        Serving.objects.filter(session=session, provider_id=provider_id).delete()
        moved, unmoved = handed_on(pending(session).filter(provider_id=provider_id).order_by("pk"), session, by, at)
        done = Moved(done.moved + moved, done.unmoved + unmoved)
    return done


def pending(session: Session) -> QuerySet[Booking]:
    """Bookings of a session that are still to be served."""
    return Booking.objects.filter(session=session, state__in=[rules.State.HELD, rules.State.BOOKED]).select_related("session")


def handed_on(rows: Iterable[Booking], session: Session, by: Actor, at: datetime) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Hand each booking on: (handed, left without anybody)."""
    done = [(row.pk, _handed(row, session, by, at)) for row in rows]
    return tuple(pk for pk, found in done if found), tuple(pk for pk, found in done if not found)


def take_up(session: Session, by: Actor, at: datetime) -> tuple[int, ...]:
    """Whoever was left without a provider gets one who is free now, the oldest booking first; the caller holds the session."""
    waiting = pending(session).filter(provider__isnull=True).order_by("pk") if session.served else ()
    return tuple(row.pk for row in waiting if _given(row, session, by, at))


def _given(booking: Booking, session: Session, by: Actor, at: datetime) -> bool:
    try:
        assign(booking, session)
    except Refused:
        return False
    Booking.objects.filter(pk=booking.pk).update(sequence=F("sequence") + 1)
    counters.note("reassign", booking, session.path, by, at)
    counters.changed(booking, "reassigned")
    return True


def _handed(booking: Booking, session: Session, by: Actor, at: datetime) -> bool:
    Tick.objects.filter(booking=booking).delete()
    booking.provider_id = None
    if _given(booking, session, by, at):
        return True
    Booking.objects.filter(pk=booking.pk).update(provider_id=None, sequence=F("sequence") + 1)
    counters.note("unserved", booking, session.path, by, at)
    counters.changed(booking, "unserved")
    return False
