"""The tick that sweeps deadlines, and telling those to whom a matter has gone up."""

from datetime import datetime

from . import services


def sweep(at: datetime) -> int:
    """Lapse what passed yesterday or before; what is still unanswered above goes up one more level."""
    return services.sweep(at=at) + services.climb(at=at)


def tell_climbed(escalation_id: int, at: str) -> None:
    """Tell the upper union and the reporter; a second run tells nobody twice."""
    services.tell(escalation_id=escalation_id, at=datetime.fromisoformat(at))
