"""A service follows its rota: slots where somebody is confirmed, places as many as serve, bookings handed on, people told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from unionhall.base.access import Actor, Scope
from unionhall.kernel.bookings import queries as booking_queries
from unionhall.kernel.bookings import services as bookings
from unionhall.kernel.bookings.rules import SessionState, State
from unionhall.kernel.notices import services as notices

from ..queries import book as found
from ..queries import definitions
from ..queries import rota as rotas
from ..rules.staffing import Hours, there
from .book import missing, slot
from .providers import hold

if TYPE_CHECKING:
    from unionhall.kernel.bookings.models import Booking, Session

    from ..models import Definition

SYSTEM = Actor(system="the rota changed")


@transaction.atomic
def match_day(*, rota_id: int, day: date, at: datetime) -> bookings.Moved:
    """Make a day's slots what the rota says of it now, whatever happened in between: running it again changes nothing, and of two runs
    the later sees what the first left. Held in this order: the rota, then sessions by number, then bookings.
    """
    rota = hold(rota_id=rota_id)
    definition = definitions.of_rota(rota.place_id, rota.line)
    done = bookings.Moved((), ())
    if definition is None:
        return done
    present = [Hours(each.person_id, each.begins, each.ends) for each in rotas.confirmed(rota.place_id, rota.line, day)]
    if 0 <= (day - timezone.localtime(at).date()).days < definition.horizon_days:
        open_slots(definition, day, present, at)
    for row, wanted in changed(coming(definition, day, at), present):
        moved = bookings.staff(session_id=row.pk, provider_ids=wanted, kept_percent=definition.kept_percent, by=SYSTEM, at=at)
        done = bookings.Moved(done.moved + moved.moved, done.unmoved + moved.unmoved)
    return done


def open_slots(definition: Definition, day: date, present: list[Hours], at: datetime) -> None:
    """Write the slots that somebody is there for, and who that is."""
    for begin, end in missing(definition, day, at) if present else ():
        wanted = there(present, hour(begin), hour(end))
        if wanted:
            made = slot(definition, begin, end, len(wanted), SYSTEM, at)
            bookings.serve(session_ids=[made], provider_ids=sorted(wanted), by=SYSTEM, at=at)


def coming(definition: Definition, day: date, at: datetime) -> list[Session]:
    """The sessions of a day that are not over, by number: the order in which they are held."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    rows = booking_queries.sessions(kind=found.KIND, subjects=[definitions.subject(definition)], begin=begin, until=begin + timedelta(days=1))
    return list(rows.filter(ends_at__gt=at).exclude(state=SessionState.CANCELLED).order_by("pk"))


def changed(rows: list[Session], present: list[Hours]) -> Iterable[tuple[Session, frozenset[int]]]:
    """The sessions whose people are not those of the rota, or that hold a booking nobody confirmed is to serve."""
    numbers = [row.pk for row in rows]
    serving, odd = booking_queries.who_serves(numbers), booking_queries.misfits(numbers)
    for row in rows:
        wanted = there(present, hour(row.starts_at), hour(row.ends_at))
        if wanted != serving[row.pk] or not row.served or row.pk in odd:
            yield row, wanted


def hour(moment: datetime) -> time:
    """The clock time of a moment at home."""
    return timezone.localtime(moment).time()


def match_ahead(*, at: datetime) -> int:
    """The tick: every service that follows a rota, each day up to its horizon. Returns people who were handed on or left."""
    today, done = timezone.localtime(at).date(), 0
    for definition in definitions.offered(today).filter(needs_provider=True):
        rota = rotas.of_line(definition.place_id, definition.code)
        for shift in range(definition.horizon_days if rota else 0):
            moved = match_day(rota_id=rota.pk, day=today + timedelta(days=shift), at=at)
            done += len(moved.moved) + len(moved.unmoved)
    return done


@transaction.atomic
def tell(*, booking_id: int, what: str, at: datetime) -> None:
    """Tell a person what became of the booking, as it stands now: who serves, that nobody does, another time, called off. Once for each."""
    row = booking_queries.visible(Scope.system("telling who has booked"), found.KIND).select_related("provider").filter(pk=booking_id).first()
    if row is None or row.person is None or (what in SERVED and row.state not in (State.HELD, State.BOOKED)):
        return
    starts = timezone.localtime(row.session.starts_at)
    message, mark = worded(row, what)
    notices.tell(
        person=row.person, message=message, effect_key=f"service:{row.pk}:{row.sequence}:{mark}", at=at, link=f"/services/mine/{row.pk}/",
        day=f"{starts.month}月{starts.day}日", hour=f"{starts:%H:%M}", **({"name": row.provider.name} if message == "service_handed" else {}),
    )  # fmt: skip


def worded(row: Booking, what: str) -> tuple[str, str]:
    """(the message, what makes it another telling): of who serves it says what is true by now."""
    if what in SERVED:
        return ("service_handed", f"with:{row.provider_id}") if row.provider_id else ("service_unserved", "nobody")
    return ("service_off", "off") if what == "cancelled" else ("service_moved", f"at:{row.session.starts_at:%m%d%H%M}")


SERVED = ("reassigned", "unserved")
