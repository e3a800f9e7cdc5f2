"""Later work of wages: what a lapsed instalment leads to, and the papers drafted then."""

from datetime import datetime

from django.utils import timezone

from unionhall.kernel.cases import queries as case_queries

from .services import agreements, briefings, papers, visits


def instalment_lapsed(deadline_id: int, at: str) -> None:
    """The day after an unpaid due day: the breach opens itself."""
    deadline = case_queries.deadline(deadline_id)
    agreements.lapse(deadline=deadline, at=datetime.fromisoformat(at))


def draft_next(case_id: int) -> None:
    """Draft the papers that the breach makes possible; a second run drafts nothing new."""
    papers.draft_after_breach(case_id=case_id, at=timezone.now())


def watch_major(at: datetime) -> int:
    """Draw the special reports of cases that became major ones."""
    return briefings.watch(at=at)


def ask_visits(at: datetime) -> int:
    """Ask the workers whose return visit has come."""
    return visits.ask(at=at)
