"""What a worker has booked and what waits for an answer."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import queries as bookings
from unionhall.web.kinds import Concern

from .book import KIND

PUBLIC = ("concerns",)
LINE = _("{hour} · {place}")


def concerns(actor: Actor, today: date) -> Sequence[Concern]:
    """The person's own bookings of the coming fortnight, the next one first."""
    if actor.person_id is None:
        return []
    rows = bookings.own(scope=actor.own()).filter(session__kind=KIND, state__in=("booked", "held"), session__starts_at__date__gte=today)
    rows = rows.filter(session__starts_at__date__lte=today + timedelta(days=14)).order_by("session__starts_at")
    return [_concern(row) for row in rows[:3]]


def _concern(row: object) -> Concern:
    starts = timezone.localtime(row.session.starts_at)
    line = gettext(LINE).format(hour=f"{starts.hour}:{starts.minute:02d}", place=row.session.place.name if row.session.place else "")
    return Concern(row.session.title, f"/services/mine/{row.pk}/", gettext("您约的"), line, starts.date())
