"""Bookings that lost who was to serve them, on the desk's first page until each is settled."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import queries as bookings
from unionhall.web.kinds import WorkRow

from .book import KIND

PUBLIC = ("work",)
TITLE = _("{name}约了，没有师傅")


def work(actor: Actor, today: date) -> list[WorkRow]:
    """One row for each, the nearest first."""
    if not actor.may("services.serve"):
        return []
    begin = timezone.make_aware(datetime.combine(today, time.min))
    rows = bookings.unserved(scope=actor.scope("services.serve"), kind=KIND, at=begin)[:20]
    return [_row(row) for row in rows]


def _row(row: object) -> WorkRow:
    starts, name = timezone.localtime(row.session.starts_at), row.person.name if row.person else row.name
    place = row.session.place.name if row.session.place else ""
    title = gettext(TITLE).format(name=name)
    return WorkRow(title, f"{starts.hour}:{starts.minute:02d} {row.session.title} · {place}", "", starts.date(), f"/services/desk/{row.pk}/", gettext("去安排"))
