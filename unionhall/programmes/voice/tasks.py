"""Later work of opinions: silence climbs by itself."""

from datetime import datetime

from unionhall.kernel.cases import queries as cases

from .services import superiors


def lapsed(deadline_id: int, at: str) -> None:
    """A deadline passed unmet: the level above hears of it."""
    superiors.climb(deadline=cases.deadline(deadline_id), at=datetime.fromisoformat(at))
