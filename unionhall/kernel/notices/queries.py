"""Inbox and outbox."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from unionhall.base.access import Scope
from unionhall.base.alarms import Trouble

from . import rules
from .models import Notice

PUBLIC = ("waiting", "demo_outbox", "stuck")
PATIENCE, MOST = timedelta(minutes=10), 1000


def inbox(*, scope: Scope) -> QuerySet[Notice]:
    """A person's own messages, newest first."""
    rows = Notice.objects.filter(channel=rules.ChannelKind.APP, person_id=scope.person_id)
    return rows.order_by("-created_at", "-pk") if scope.person_id else rows.none()


def waiting() -> QuerySet[Notice]:
    """What still has to go out."""
    return Notice.objects.filter(sent_at__isnull=True, tries__lt=rules.MOST_TRIES).order_by("created_at")


def stuck(at: datetime) -> list[Trouble]:
    """Messages that have not left for ten minutes, those that were given up among them for a day: the gateway is down, or nobody sends."""
    late = Notice.objects.filter(sent_at__isnull=True, created_at__lt=at - PATIENCE, created_at__gt=at - timedelta(days=1))
    found = list(late.order_by("created_at").values_list("created_at", flat=True)[:MOST])
    return [Trouble("outbox", rules.STUCK, found[0], len(found))] if found else []


def demo_outbox() -> QuerySet[Notice]:
    """Everything that left over the console gateway: shown in demo mode only."""
    return Notice.objects.exclude(channel=rules.ChannelKind.APP).order_by("-created_at", "-pk")[:100]
