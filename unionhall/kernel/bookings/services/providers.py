"""Who serves: a provider's five-minute ticks are given to one booking only, by constraint, across all sessions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Count

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .. import rules
from ..models import Booking, Serving, Session, Tick
from . import counters, desks


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of a provider's bookings: moved to a colleague, or left without anybody."""

    moved: tuple[int, ...]
    unmoved: tuple[int, ...]


def assign(booking: Booking, session: Session) -> None:
    """Give the booking a free provider: the one asked for, else who has least to do that day. Refused('no_provider')."""
    numbers = rules.ticks(session.starts_at, session.ends_at + timedelta(minutes=session.buffer_minutes))
    for provider_id in [booking.provider_id] if booking.provider_id else _by_load(session):
        try:
            with transaction.atomic():
                Tick.objects.bulk_create(Tick(provider_id=provider_id, tick=number, booking=booking) for number in numbers)
        except IntegrityError:
            continue
        booking.provider_id = provider_id
        Booking.objects.filter(pk=booking.pk).update(provider_id=provider_id)
        return
    raise Refused("full", _("这个时间没有空着的服务人员，换个时间试试"))


def _by_load(session: Session) -> list[int]:
    """Confirmed providers, least ticks of the day first, then by number."""
    held = list(Serving.objects.filter(session=session).values_list("provider_id", flat=True))
    day = session.starts_at.replace(hour=0, minute=0), session.starts_at.replace(hour=23, minute=59)
    rows = Tick.objects.filter(provider_id__in=held, tick__in=rules.ticks(*day))
    load = dict(rows.values_list("provider_id").annotate(Count("id")))
    return sorted(held, key=lambda pk: (load.get(pk, 0), pk))


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
    moved, unmoved = [], []
    for session in desks.at_desk(session_ids, by):
        Serving.objects.filter(session=session, provider_id=provider_id).delete()
        for booking in Booking.objects.filter(session=session, provider_id=provider_id, state__in=[rules.State.HELD, rules.State.BOOKED]):
            (moved if _handed(booking, session, by, at) else unmoved).append(booking.pk)
    return Moved(tuple(moved), tuple(unmoved))


def _handed(booking: Booking, session: Session, by: Actor, at: datetime) -> bool:
    Tick.objects.filter(booking=booking).delete()
    booking.provider_id = None
    try:
        assign(booking, session)
    except Refused:
        Booking.objects.filter(pk=booking.pk).update(provider_id=None)
        counters.note("unserved", booking, session.path, by, at)
        return False
    counters.note("reassign", booking, session.path, by, at)
    counters.changed(booking, "reassigned")
    return True
