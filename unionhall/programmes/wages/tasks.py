"""Later work of wages: what a lapsed instalment leads to, and the papers drafted then."""

from datetime import datetime

from django.utils import timezone

from unionhall.base.access import Actor
from unionhall.kernel.cases import queries as case_queries

from .services import agreements, papers, warnings


def instalment_lapsed(deadline_id: int, at: str) -> None:
    """The day after an unpaid due day: the breach opens itself."""
    deadline = case_queries.deadline(deadline_id)
    agreements.lapse(deadline=deadline, at=datetime.fromisoformat(at))


def draft_next(case_id: int) -> None:
    """Draft the papers that the breach makes possible; a second run drafts nothing new."""
    papers.draft_after_breach(case_id=case_id, at=timezone.now())


def evaluate(at: datetime) -> int:
    """The tick: judge this month and the one before, everywhere."""
    return warnings.evaluate(by=Actor(system="early warning"), at=at).total
