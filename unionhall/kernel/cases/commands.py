"""The matters' part of `unionhall check`."""

from unionhall.kernel.journal import rules as journal_rules

from . import kinds
from .models import Event


def tables_hold() -> list[str]:
    """Whether every registered kind names only states and steps that exist."""
    return [problem for kind in kinds.CASE_KINDS for problem in kind.problems()]


def timelines_hold() -> list[str]:
    """Whether every timeline still stands as it was written."""
    broken, before, last = [], journal_rules.GENESIS, 0
    for row in Event.objects.select_related("case").order_by("case_id", "number").iterator(2000):
        before = before if row.case_id == last else journal_rules.GENESIS
        wanted = journal_rules.digest(
            before, row.case.reference, row.number, row.at, row.step, row.state, row.actor, row.account_id, row.says, row.inner
        )
        if wanted != row.digest:
            broken.append(f"{row.case.reference} #{row.number}")
        before, last = row.digest, row.case_id
    return broken
