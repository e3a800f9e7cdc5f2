"""Later work of wages: what a lapsed instalment leads to, and the papers drafted then."""

from datetime import datetime

from django.utils import timezone

from unionhall.base.access import Actor, Scope
from unionhall.kernel.cases import queries as case_queries

from .services import agreements, batches, briefings, limits, papers, visits, warnings
from .services import cases as wage_cases


def instalment_lapsed(deadline_id: int, at: str) -> None:
    """The day after an unpaid due day: the breach opens itself."""
    deadline = case_queries.deadline(deadline_id)
    agreements.lapse(deadline=deadline, at=datetime.fromisoformat(at))


def draft_next(case_id: int) -> None:
    """Draft the papers that the breach makes possible; a second run drafts nothing new."""
    papers.draft_after_breach(case_id=case_id, at=timezone.now())


def limits_again(case_id: int) -> None:
    """Write a case's last days again; running it twice writes the same."""
    arrears = wage_cases.load(pk=case_id, scope=Scope.system("limitation book"))
    limits.refresh(arrears=arrears, at=timezone.now())


def watch_limits(at: datetime) -> int:
    """Start the drafts of aid for those with fewer than seven days left."""
    return limits.watch(at=at)


def aid_first(claimant_id: int) -> None:
    """Draft the request for aid before its papers; a second run for the same last day drafts nothing."""
    papers.draft_before_limit(claimant_id=claimant_id, at=timezone.now())


def evaluate(at: datetime) -> int:
    """The tick: judge this month and the one before, everywhere."""
    return warnings.evaluate(by=Actor(system="early warning"), at=at).total


def make_letters(batch_id: int) -> None:
    """The next letters of a batch; what is left asks for this again."""
    batches.make_some(batch_id=batch_id, at=timezone.now())


def watch_major(at: datetime) -> int:
    """Draw the special reports of cases that became major ones."""
    return briefings.watch(at=at)


def ask_visits(at: datetime) -> int:
    """Ask the workers whose return visit has come."""
    return visits.ask(at=at)
