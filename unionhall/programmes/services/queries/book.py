"""The days and times of a service with the places left, and what each would cost the one who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from unionhall.base.access import Scope
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings.rules import SessionState

from ..rules.prices import Decision
from . import definitions, prices, rota

if TYPE_CHECKING:
    from unionhall.kernel.bookings.models import Booking, Session

    from ..models import Definition

PUBLIC = ("strip", "sessions_on", "definition_id", "unconfirmed", "others", "heads_with")
KIND = "service"


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the strip: places left (None when nothing is held) and the decision for it; `waits`: nobody has confirmed to serve yet."""

    day: date
    left: int | None
    answer: Decision
    waits: bool = False


def strip(definition: Definition, *, person_id: int | None, at: datetime, claimed: Iterable[str] = ()) -> list[DayCell]:
    """The days from today to the horizon; the better day of each is one with places left."""
    first = timezone.localtime(at).date()
    days = [first + timedelta(days=shift) for shift in range(definition.horizon_days)]
    left = _left(definition, at)
    open_days = [day for day in days if left.get(day)]
    answers = prices.decide_days(definition, person_id=person_id, days=days, at=at, claimed=claimed, open_days=open_days)
    waits = unconfirmed(definition, days)
    return [DayCell(day, left.get(day), answers[day], day in waits) for day in days]


def unconfirmed(definition: Definition, days: list[date]) -> frozenset[date]:
    """The days on which the service is offered and nobody has confirmed to be there; never for a service that needs nobody."""
    if not definition.needs_provider:
        return frozenset()
    sure = rota.confirmed_days(definition.place_id, definition.code, days[0], days[-1])
    return frozenset(day for day in days if day not in sure and definitions.works_on(definition, day))


def _left(definition: Definition, at: datetime) -> dict[date, int]:
    """Places left by day."""
    found: dict[date, int] = {}
    until = at + timedelta(days=definition.horizon_days)
    rows = bookings.open_sessions(kind=KIND, subjects=[definitions.subject(definition)], at=at, until=until)
    for starts_at, public, taken in rows.values_list("starts_at", "public", "taken"):
        day = timezone.localtime(starts_at).date()
        found[day] = found.get(day, 0) + max(public - taken, 0)
    return found


def sessions_on(definition: Definition, day: date, at: datetime) -> list[Session]:
    """The times of a day that can still be booked, full ones too."""
    begin = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    subjects = [definitions.subject(definition)]
    rows = bookings.open_sessions(kind=KIND, subjects=subjects, at=max(begin, at), until=begin + timedelta(days=1))
    return list(rows)


def others(definition: Definition, *, at: datetime, without: int | None = None, most: int = 6) -> list[Session]:
    """The next times with a place left, but one: where to go when a time falls through."""
    until = at + timedelta(days=definition.horizon_days)
    rows = bookings.open_sessions(kind=KIND, subjects=[definitions.subject(definition)], at=at, until=until).filter(taken__lt=F("public"))
    return list(rows.exclude(pk=without)[:most])


def heads_with(provider_id: int, day: date, begins: time, ends: time) -> int:
    """How many people have booked with somebody in the hours of a duty."""
    begin, until = (timezone.make_aware(datetime.combine(day, hour)) for hour in (begins, ends))
    return bookings.served_by(kind=KIND, provider_id=provider_id, begin=begin, until=until)


def old_days(definition: Definition, *, scope: Scope, at: datetime) -> list[date]:
    """The coming days that keep a timetable which has been replaced, because somebody had booked."""
    rows = bookings.left_behind(scope=scope, kind=KIND, subject=definitions.subject(definition), at=at)
    return sorted({timezone.localtime(row.starts_at).date() for row in rows})


def definition_id(session: Session) -> int:
    """The service of a session, by its key."""
    return int(session.subject.partition(":")[2])


def day_list(*, scope: Scope, day: date) -> list[tuple[Session, list[Booking]]]:
    """A desk's sessions of a day, each with its live bookings in order of arrival."""
    begin = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    held = bookings.held_sessions(scope, KIND).filter(starts_at__gte=begin, starts_at__lt=begin + timedelta(days=1))
    made: dict[int, list[Booking]] = {}
    for row in bookings.visible(scope, KIND).filter(session__in=held.order_by()).exclude(state__in=("cancelled", "lapsed")).order_by("pk"):
        made.setdefault(row.session_id, []).append(row)
    return [(session, made.get(session.pk, [])) for session in held if session.state != SessionState.CANCELLED or session.pk in made]
