"""Checking in: one visit, counted once per form; and forgetting what is no longer needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..kinds import Found, Occupation, StationState
from ..models import Observation, Salt, Seen, Station, Tally, Visit
from ..queries import figures
from ..rules.doors import Whence
from ..rules.visits import next_month
from . import doors, truth


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """What a check-in led to: `again` is one that was counted a moment ago."""

    visit: Visit | None
    again: bool = False


@transaction.atomic
def check_in(*, station: Station, whence: Whence, form_key: str, at: datetime, occupation: str = "") -> CheckedIn:
    """Count a visit and confirm that the station is open. The same form, or the same person within half an hour, counts once."""
    key = doors.hashed(form_key=form_key)
    if done := Visit.objects.filter(form_key=key).first():
        return CheckedIn(done, again=True)
    if station.state == StationState.ENDED:
        raise Refused("ended", _("这个驿站已经撤了"))
    day = at.astimezone().date()
    today, month = _seen(station, whence, day, at)
    truth.observe(station=station, found=Found.OPEN, whence=whence, form_key=f"{form_key}/visit", at=at)
    if not today[1] and at - today[0].last_at < figures.again(day):
        return CheckedIn(None, again=True)
    Seen.objects.filter(pk=today[0].pk).update(last_at=at)
    visit = Visit.objects.create(
        station=station, path=station.path, at=at, day=day, hour=at.astimezone().hour, form_key=key,
        occupation=occupation if occupation in set(Occupation) else Occupation.UNSAID, first_of_day=today[1], first_of_month=month[1],
    )  # fmt: skip
    return CheckedIn(visit)


def _seen(station: Station, whence: Whence, day: date, at: datetime) -> tuple[tuple[Seen, bool], tuple[Seen, bool]]:
    """The marks of the day and of the month, each with whether it is new."""
    month = day.replace(day=1)
    marks = (
        (doors.mark(station=station, period=day.isoformat(), month=month, who=whence.who), day + timedelta(days=1)),
        (doors.mark(station=station, period=f"{month:%Y-%m}", month=month, who=whence.who), next_month(month)),
    )
    first, second = (Seen.objects.get_or_create(pk=mark, defaults={"until": until, "last_at": at}) for mark, until in marks)
    return first, second


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Throw away what counting no longer needs: marks of past days and months, past months' salts, tallies. Returns rows gone."""
    today = at.astimezone().date()
    gone = Seen.objects.filter(until__lte=today).delete()[0] + Tally.objects.filter(until__lte=at).delete()[0]
    gone += Salt.objects.filter(month__lt=(today - timedelta(days=1)).replace(day=1)).delete()[0]
    return gone + Observation.objects.filter(at__lt=at - timedelta(days=2)).exclude(mark="").update(mark="")
