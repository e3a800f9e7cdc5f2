"""The timetable of a service: one repetition for each time of the day, laid anew when the service changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.kernel.bookings import services as bookings

from ..models import Definition
from ..queries import book as found
from ..queries import definitions as definition_queries
from ..queries import rota as rotas
from ..rules import definitions as rules
from . import staffing

SYSTEM = Actor(system="a service's timetable")  # who may change the service was asked before


@transaction.atomic
def lay(*, definition: Definition, at: datetime) -> frozenset[date]:
    """Write the coming sessions as the service now says. A day for which somebody has booked keeps its old times whole: nobody has to be
    called, and no place is given twice. Returns those days. What a desk had changed by hand on the other days goes with them.
    """
    stay = bookings.clear_ahead(kind=found.KIND, subject=definition_queries.subject(definition), by=SYSTEM, at=at)
    if definition.needs_provider:
        _by_rota(definition, stay, at)
        return stay
    for first in rules.firsts(definition.weekdays, definition.begins, definition.ends, definition.minutes, definition.buffer_minutes, _since(definition, at)):
        starts = timezone.make_aware(first)
        rrule = rules.rrule(definition.weekdays, definition.valid_to)
        if definition.valid_to and starts.date() >= definition.valid_to:
            continue
        bookings.open_series(
            kind=found.KIND, subject=definition_queries.subject(definition), title=definition.name, path=definition.path, rrule=rrule, first_at=starts,
            minutes=definition.minutes, capacity=definition.seats, kept_percent=definition.kept_percent, buffer_minutes=definition.buffer_minutes,
            opens_days=definition.horizon_days, notice_minutes=definition.notice_minutes, cutoff_minutes=definition.cutoff_minutes,
            place_id=definition.place_id, skip=stay, by=SYSTEM, at=at,
        )  # fmt: skip
    return stay


def _since(definition: Definition, at: datetime) -> datetime:
    """From when slots may begin: now, or the service's first day; naive, at home."""
    now = timezone.localtime(at).replace(tzinfo=None)
    return max(now, datetime.combine(definition.valid_from, datetime.min.time()))


def _by_rota(definition: Definition, stay: frozenset[date], at: datetime) -> None:
    rota, today = rotas.of_line(definition.place_id, definition.code), timezone.localtime(at).date()
    for shift in range(definition.horizon_days if rota else 0):
        day = today + timedelta(days=shift)
        if day not in stay:
            staffing.match_day(rota_id=rota.pk, day=day, at=at)
