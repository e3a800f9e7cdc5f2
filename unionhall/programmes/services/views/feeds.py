"""A provider's duties for their own calendar: whoever knows the secret address reads it, nobody else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event, vText

from unionhall.base.http import door

from ..models import Duty
from ..queries import rota as found
from ..rules.rota.duties import DutyState

CHINA = ZoneInfo("Asia/Shanghai")
STATUS = {DutyState.CONFIRMED: "CONFIRMED", DutyState.PLANNED: "TENTATIVE", DutyState.OFF: "CANCELLED"}


@door("public")
def feed(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """All duties of two months back and ahead (RFC 5545): stable UID, SEQUENCE up with every change, CANCELLED when off."""
    row = found.provider_by_feed(pk, token)
    if row is None:
        raise Http404
    made = Calendar()
    made.add("prodid", "-//UnionHall//rota//ZH")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", f"{row.rota.title} {row.rota.place.name}")
    for duty in found.feed_rows(row, timezone.localdate()):
        made.add_component(event(duty))
    reply = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    reply["Cache-Control"] = "private, no-store"
    reply["X-Robots-Tag"] = "noindex"
    return reply


def event(duty: Duty) -> Event:
    """One duty as an event; no other person's name is in it."""
    made, state = Event(), DutyState(duty.state)
    made.add("uid", f"{duty.uid}@unionhall")
    made.add("sequence", duty.sequence)
    made.add("dtstamp", max(filter(None, (duty.planned_at, duty.confirmed_at, duty.off_at))))
    made.add("dtstart", datetime.combine(duty.day, duty.begins, CHINA))
    made.add("dtend", datetime.combine(duty.day, duty.ends, CHINA))
    made.add("summary", duty.rota.title if state != DutyState.PLANNED else gettext("{title}（等您确认）").format(title=duty.rota.title))
    made.add("location", vText(f"{duty.rota.place.name} {duty.rota.place.address}".strip()))
    made.add("status", STATUS[state])
    return made
