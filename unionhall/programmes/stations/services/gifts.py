"""Give something to the shelf, take something from it: no account, no name."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..models import Gift, Station
from ..queries import figures
from ..queries import supplies as found
from ..rules import figures as codes
from ..rules import gifts as rules
from . import doors


@transaction.atomic
def give(*, station: Station, what: str, form_key: str, at: datetime) -> Gift:
    """Put something on the shelf, once per form; it lies there for the days of the figure."""
    key, today, text = doors.hashed(form_key=form_key), at.astimezone().date(), what.strip()
    if done := Gift.objects.filter(form_key=key).first():
        return done
    if len(text) < 2:
        raise Refused("what", _("写一下放了什么"), field="what")
    if rules.personal(text):
        raise Refused("what", _("这里人人看得到，别写电话、号码"), field="what")
    if found.shelf(station, today).count() >= rules.MOST:
        raise Refused("what", _("架子满了，先交给驿站的人"), field="what")
    until = today + timedelta(days=figures.figure(codes.GIFT_DAYS, today))
    return Gift.objects.create(station=station, what=text[:60], given_at=at, until=until, form_key=key)


@transaction.atomic
def take(*, station: Station, gift_id: int, at: datetime) -> bool:
    """Take something; False when somebody else was quicker."""
    return bool(Gift.objects.filter(pk=gift_id, station=station, taken_at=None).update(taken_at=at))
