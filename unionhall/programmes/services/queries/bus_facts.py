"""What leaves of the bus for the reports: stops that were, and how many came, where ten or more did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q

from unionhall.base.access import Scope
from unionhall.kernel.bookings.rules import State
from unionhall.reports.kinds import Fact

from ..rules.aggregates import LEAST
from . import bus

Stops = Iterable[tuple[int, str, int, date, int, int]]


def stop_rows(scope: Scope) -> Stops:
    """Stops that are over, by bookings that were checked in; of fewer than ten people the number stays here and is nought."""
    came = Count("slot_rows__arrivals", filter=Q(slot_rows__arrivals__booking__state=State.ATTENDED))
    for stop in bus.stops(scope=scope).filter(visited_at__isnull=False).annotate(came=came).order_by("pk"):
        yield stop.pk, stop.request.case.path, stop.request.employer_id, stop.day, stop.heads, stop.came if stop.came >= LEAST else 0


TABLE = (
    Fact(
        "services_bus_stops",
        {"id": "int64", "path": "string", "employer": "int64", "day": "date", "planned": "int64", "came": "int64"}, stop_rows,
    ),
)  # fmt: skip
