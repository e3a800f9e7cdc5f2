"""The tick that looks ahead, and what follows a changed duty."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from unionhall.base.access import Actor, Scope
from unionhall.kernel.journal import services as journal

from ..queries import rota as found
from ..services import rota, staffing


def watch(at: datetime) -> int:
    """Raise and settle the alarms of the days ahead."""
    return rota.watch(at=at)


def duty_changed(duty_id: int, change: str, to_id: int | None = None) -> None:
    """A duty was confirmed, moved to the duty `to_id`, or cancelled: noted, and the day's slots and bookings are made to follow.

    What the rota says now counts, not the word that came: any order, and any number of times, ends the same.
    """
    now = timezone.now()
    row = found.duty(duty_id, scope=Scope.system("a duty changed"))
    if row:
        journal.record(
            kind="change", verb="services.duty.changed", subject=f"services.duty:{row.pk}", path=row.path, by=Actor(system="a duty changed"),
            at=now, note=f"{change} {to_id or ''}".strip(),
        )  # fmt: skip
        staffing.match_day(rota_id=row.rota_id, day=row.day, at=now)
