"""The tick that sweeps deadlines, telling those to whom a matter has gone up, partners' late clocks and words to their machines."""

from datetime import datetime

from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused

from . import queries, services


def sweep(at: datetime) -> int:
    """Lapse what passed yesterday or before; what is still unanswered above goes up one more level."""
    return services.sweep(at=at) + services.climb(at=at)


def tell_climbed(escalation_id: int, at: str) -> None:
    """Tell the upper union and the reporter; a second run tells nobody twice."""
    services.tell(escalation_id=escalation_id, at=datetime.fromisoformat(at))


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
