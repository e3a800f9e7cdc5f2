"""Sending, and sending again."""

from datetime import datetime

from django.utils import timezone

from . import services


def send(notice_id: int) -> None:
    """The queue's work: hand one message over."""
    services.deliver(notice_id=notice_id, at=timezone.now())


def retry(at: datetime) -> int:
    """The tick: what did not leave yet."""
    return services.retry_waiting(at=at)
