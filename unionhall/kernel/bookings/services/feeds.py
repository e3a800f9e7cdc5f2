"""What a booking is in a calendar, and a person's secret calendar address."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..models import Booking, Feed
from ..rules import LIVE
from ..rules.calendars import Entry, Status


def entry_of(*, booking: Booking, url: str, at: datetime) -> Entry:
    """A booking as a calendar entry: UID stays over moves, SEQUENCE counts the booking's and its session's changes."""
    session, place = booking.session, booking.session.place
    return Entry(
        uid=f"{booking.uuid}@unionhall", sequence=booking.sequence + session.sequence, title=session.title,
        begins=timezone.localtime(session.starts_at), ends=timezone.localtime(session.ends_at),
        where=" ".join(filter(None, (place.name, place.address))) if place else "", url=url,
        status=Status.CONFIRMED if booking.state in LIVE else Status.CANCELLED, stamp=at,
    )  # fmt: skip


@transaction.atomic
def issue_feed(*, by: Actor, at: datetime) -> str:
    """A new secret for the person's own calendar address; the old one opens nothing any more. Shown once, kept as a hash."""
    if by.person_id is None:
        raise Refused("no_person", _("请先登录"))
    secret = secrets.token_urlsafe(24)
    Feed.objects.update_or_create(person_id=by.person_id, defaults={"secret_hash": keyed_hash(secret, "bookings.feed"), "issued_at": at})
    journal.record(kind="security", verb="bookings.feed", subject=f"people.person:{by.person_id}", by=by, at=at)
    return secret
