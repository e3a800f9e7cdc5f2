"""Inbox and outbox."""

from django.db.models import QuerySet

from unionhall.base.access import Scope

from . import rules
from .models import Notice

PUBLIC = ("waiting", "demo_outbox")


def inbox(*, scope: Scope) -> QuerySet[Notice]:
    """A person's own messages, newest first."""
    rows = Notice.objects.filter(channel=rules.ChannelKind.APP, person_id=scope.person_id)
    return rows.order_by("-created_at", "-pk") if scope.person_id else rows.none()


def waiting() -> QuerySet[Notice]:
    """What still has to go out."""
    return Notice.objects.filter(sent_at__isnull=True, tries__lt=rules.MOST_TRIES).order_by("created_at")


def demo_outbox() -> QuerySet[Notice]:
    """Everything that left over the console gateway: shown in demo mode only."""
    return Notice.objects.exclude(channel=rules.ChannelKind.APP).order_by("-created_at", "-pk")[:100]
