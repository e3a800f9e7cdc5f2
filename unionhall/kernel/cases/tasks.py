"""The tick that sweeps deadlines, the partner's late clock, and words to partners' machines."""

from datetime import datetime

from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused

from . import queries, services


def sweep(at: datetime) -> int:
    """Lapse what passed yesterday or before."""
    return services.sweep(at=at)


def referral_late(deadline_id: int, at: str) -> None:
    """The day after a receiver's own clock ran out it is reminded by itself; what is over or was reminded today stays."""
    row = queries.deadline(deadline_id)
    try:
        services.nudge(referral_id=int(row.subject), by=Actor(name="", system="receiver late"), at=datetime.fromisoformat(at))
    except Refused as refusal:
        if refusal.code not in {"nudged", "step_closed"}:
            raise


def hooks() -> None:
    """The queue's work: what waits for partners' machines."""
    services.send_hooks(at=timezone.now())


def retry_hooks(at: datetime) -> int:
    """The tick: what they did not take yet."""
    return services.send_hooks(at=at)
