"""What is wrong now, and what failed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from unionhall.base.alarms import ALARMS, Trouble
from unionhall.base.work import TICKS

from . import rules
from .models import Pulse

PUBLIC = ("said", "troubles", "timers", "waiting", "broken", "failed_works")
MOST = 200


def said(trouble: Trouble) -> str:
    """The sentence, in the reader's language."""
    since = timezone.localtime(trouble.since)
    return gettext(trouble.says).format(since=f"{since:%m-%d %H:%M}", count=trouble.count, what=gettext(trouble.what) if trouble.what else "")


def troubles(at: datetime) -> list[Trouble]:
    """Everything that is wrong: a silent worker, timers that fail or are late, and what the rooms say; a silent worker speaks for its timers."""
    rows = {row.name: row.seen for row in Pulse.objects.all()}
    gone = rules.silent(rows.get(rules.WORKER), at)
    timers = [rules.of_timer(rows[tick.name], at) for tick in TICKS if tick.name in rows]
    own = [gone] if gone else [each for each in timers if each]
    return own + [each for alarm in ALARMS for each in alarm.look(at)]


def timers() -> list[tuple[Pulse, str]]:
    """Every timer with its words, the worker first."""
    rows = {row.name: row for row in Pulse.objects.all()}
    return [(rows[name], says) for name, says in ((rules.WORKER, ""), *((tick.name, tick.says) for tick in TICKS)) if name in rows]


def waiting(at: datetime) -> list[Trouble]:
    """Queued work that should have begun."""
    ready = DBTaskResult.objects.ready().filter(enqueued_at__lt=at - rules.PATIENCE)
    found = list(ready.order_by("enqueued_at").values_list("enqueued_at", flat=True)[:MOST])
    return [Trouble("queued", rules.QUEUED, found[0], len(found))] if found else []


def broken(at: datetime) -> list[Trouble]:
    """Work that was tried and failed, until somebody has it done again."""
    found = list(failed_works().values_list("finished_at", flat=True)[:MOST])
    return [Trouble("broken", rules.BROKEN, found[0], len(found))] if found else []


def failed_works() -> QuerySet[DBTaskResult]:
    """Failed work, the newest first."""
    return DBTaskResult.objects.filter(status="FAILED").order_by("-finished_at")
