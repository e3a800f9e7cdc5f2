"""A provider's duties for their own calendar: whoever knows the secret address reads it, nobody else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.http import door
from unionhall.kernel.bookings.rules.calendars import Entry, Status, calendar

from ..models import Duty
from ..queries import rota as found
from ..rules.rota.duties import DutyState

CHINA = ZoneInfo("Asia/Shanghai")
STATUS = {DutyState.CONFIRMED: Status.CONFIRMED, DutyState.PLANNED: Status.TENTATIVE, DutyState.OFF: Status.CANCELLED}


@door("public")
def feed(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """All duties of two months back and ahead: stable UID, SEQUENCE up with every change, CANCELLED when off."""
    row = found.provider_by_feed(pk, token)
    if row is None:
        raise Http404
    text = calendar(map(entry, found.feed_rows(row, timezone.localdate())), f"{row.rota.title} {row.rota.place.name}")
    reply = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    reply["Cache-Control"] = "private, no-store"
    reply["X-Robots-Tag"] = "noindex"
    return reply


def entry(duty: Duty) -> Entry:
    """One duty in a calendar; no other person's name is in it."""
    place, title = duty.rota.place, duty.rota.title
    return Entry(
        uid=f"{duty.uid}@unionhall", sequence=duty.sequence, title=gettext("{title}（等您确认）").format(title=title) if duty.state == DutyState.PLANNED else title,
        begins=datetime.combine(duty.day, duty.begins, CHINA), ends=datetime.combine(duty.day, duty.ends, CHINA),
        where=f"{place.name} {place.address}".strip(), status=STATUS[DutyState(duty.state)],
        stamp=max(filter(None, (duty.planned_at, duty.confirmed_at, duty.off_at))),
    )  # fmt: skip
