"""Later work of stations: silence is told, marks are forgotten."""

from datetime import datetime

from unionhall.kernel.cases import queries as cases

from .services import truth, visits


def late(deadline_id: int, at: str) -> None:
    """A deadline passed unmet: the district hears of it."""
    truth.late(deadline=cases.deadline(deadline_id), at=datetime.fromisoformat(at))


def forget(at: datetime) -> int:
    """Marks, salts and tallies of the past go."""
    return visits.forget(at=at)
