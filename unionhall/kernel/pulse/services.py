"""Timers are run so that one that fails stops no other; what stands still is told to whoever runs the house."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.alarms import Trouble
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, Tick, run_named
from unionhall.kernel.journal import services as journal
from unionhall.kernel.notices import services as notices
from unionhall.kernel.notices.kinds import GatewayDown
from unionhall.kernel.people import queries as people

from . import queries, rules
from .models import Pulse, Raised

log = structlog.get_logger("unionhall.pulse")
RUNS_THE_HOUSE = "people.admin"


def begin(*, at: datetime) -> None:
    """A worker begins: every timer has a row from now on, so that one which never runs is missed; rows of timers that are gone go."""
    for name, seconds in ((rules.WORKER, 0), *((tick.name, tick.seconds) for tick in TICKS)):
        Pulse.objects.get_or_create(name=name, defaults={"seconds": seconds, "good_at": at})
        Pulse.objects.filter(name=name).exclude(seconds=seconds).update(seconds=seconds)
    Pulse.objects.exclude(name__in=[rules.WORKER, *(tick.name for tick in TICKS)]).delete()


def beat(*, at: datetime, name: str = rules.WORKER) -> None:
    """It lives, or it went well; written at most every BEAT, and at once after a failure."""
    row = Pulse.objects.filter(name=name)
    if not row.filter(good_at__gt=at - rules.BEAT, good_at__lte=at, failing_since=None).exists():
        row.update(good_at=at, failing_since=None, failures=0, failure="")


def run(*, tick: Tick, at: datetime) -> int | None:
    """Run a timer: how many things it did, or None when it failed, which is written down and stops no other."""
    try:
        done = tick.run(at)
    except Exception as error:  # whatever it is, the other timers run on, and it is seen
        log.exception("timer failed", timer=tick.name)
        Pulse.objects.filter(name=tick.name, failing_since=None).update(failing_since=at)
        Pulse.objects.filter(name=tick.name).update(failures=F("failures") + 1, failure=type(error).__name__[:120])
        return None
    beat(at=at, name=tick.name)
    return done


def watch(*, at: datetime) -> list[Trouble]:
    """Look, tell what is new, and note what is over. Safe to call from every process that lives: each trouble is told once."""
    found = {each.key: each for each in queries.troubles(at)}
    Raised.objects.filter(over_at=None).exclude(key__in=list(found)).update(over_at=at)
    for each in found.values():
        _row, fresh = Raised.objects.get_or_create(key=each.key, over_at=None, defaults={"since": each.since, "told_at": at})
        if fresh:
            tell(trouble=each, at=at)
    return list(found.values())


def tell(*, trouble: Trouble, at: datetime) -> None:
    """Into the inbox and by SMS of every administrator, and at once to the staff group where one is set: that needs no worker."""
    text = queries.said(trouble)
    for person in people.holders(powers={RUNS_THE_HOUSE}, union_id=None, today=timezone.localdate(at)):
        notices.tell(person=person, message="trouble", effect_key=f"trouble:{trouble.key}:{at.timestamp():.0f}:{person.pk}", at=at, link="/desk/pulse/", text=text)
    if settings.APPRISE_URLS:
        try:
            notices.group(address="", text=text)
        except GatewayDown:
            log.exception("the staff group was not reached")


@transaction.atomic
def again(*, work_id: str, by: Actor, at: datetime) -> None:
    """Do a failed work once more. Refused('gone') when it did not fail, or somebody else had it done."""
    by.require(RUNS_THE_HOUSE)
    row = queries.failed_works().filter(pk=work_id).select_for_update().first()
    if row is None:
        raise Refused("gone", _("这件已经做过了"))
    name, values = row.args_kwargs["args"]
    row.delete()
    run_named.enqueue(name, values)
    journal.record(kind="change", verb="pulse.again", subject="pulse.work", by=by, at=at, note=name)
