"""Deadlines: begun by steps, met by steps, stopped by recorded events, swept the day after they pass."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from unionhall.base import work
from unionhall.base.access import Actor
from unionhall.kernel.journal import services as journal
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.places import queries as places

from .. import kinds, queries, rules
from ..models import Case, Deadline, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

FAR = date(9999, 12, 31)
LIVE = (rules.DeadlineState.RUNNING, rules.DeadlineState.LAPSED)


def after_step(*, case: Case, step: str, event: Event, at: datetime) -> None:
    """Meet the deadlines that this step answers and begin those that it starts; a closed matter has none."""
    day = at.astimezone().date()
    for clock in kinds.CASE_KINDS[case.kind].clocks:
        if step in clock.met_by:
            meet(case=case, code=clock.code, on=day)
        if step == clock.on_step:
            run_clock(case=case, code=clock.code, rule=clock.rule, label=clock.label, start=day, event=event)
    if not case.open:
        case.deadlines.filter(state__in=LIVE).update(state=rules.DeadlineState.MET, ended_on=day)
    refresh(case_ids=[case.pk])


def run_clock(
    *, case: Case, code: str, label: str, start: date, rule: str = "", due: date | None = None,
    event: Event | None = None, subject: str = "", place: str = "",
) -> Deadline | None:  # fmt: skip
    """Begin a deadline: by a rule of law, or by a due day that somebody set. None when the rule has no length at the place.

    With both a rule and a due day, the day is the one that was set and the law and mark are the rule's.
    """
    row = Deadline(case=case, code=code, label=label, rule=rule, start=start, start_event=event, subject=subject)
    calendar = places.calendar()
    if due is not None:
        row.due, row.safe_day = due, calendar.last_working(due)
        row.provisional = calendar.provisional(start, due)
        if rule:
            _named(row, law.rule(rule, start, place))
    elif not _by_law(row, law.rule(rule, start, place), start, calendar):
        return None
    case.deadlines.filter(code=code, subject=subject, state=rules.DeadlineState.RUNNING).update(
        state=rules.DeadlineState.MET, ended_on=start
    )
    row.save(force_insert=True)
    refresh(case_ids=[case.pk])
    return row


def _by_law(row: Deadline, rule: law_rules.Rule, start: date, calendar: object) -> bool:
    found = law_rules.due(rule, start, calendar)
    if found.due is None:
        return False
    row.due = found.due.date() if isinstance(found.due, datetime) else found.due
    row.safe_day, row.provisional, row.unit = found.safe_day, found.provisional, found.unit
    _named(row, rule)
    return True


def _named(row: Deadline, rule: law_rules.Rule) -> None:
    row.law, row.mark, row.rule_version = rule.law, rule.mark, rule.version


def meet(*, case: Case, code: str, on: date, subject: str = "") -> int:
    """The thing was done: running and lapsed deadlines of this code end. Returns how many."""
    rows = case.deadlines.filter(code=code, state__in=LIVE)
    met = (rows.filter(subject=subject) if subject else rows).update(state=rules.DeadlineState.MET, ended_on=on)
    refresh(case_ids=[case.pk])
    return met


def stop(*, case: Case, code: str, on: date) -> int:
    """A recorded event stops the clock."""
    stopped = case.deadlines.filter(code=code, state=rules.DeadlineState.RUNNING).update(
        state=rules.DeadlineState.STOPPED, stopped_on=on
    )
    refresh(case_ids=[case.pk])
    return stopped


def refresh(*, case_ids: Iterable[int]) -> None:
    """Write each matter's next due day from its deadlines."""
    live = Deadline.objects.filter(case=OuterRef("pk"), state__in=LIVE).values("case")
    earliest = Subquery(live.annotate(first=Min("due")).values("first"))
    Case.objects.filter(pk__in=list(case_ids)).update(next_due=earliest, order_due=Coalesce(earliest, FAR))


@transaction.atomic
def sweep(*, at: datetime, limit: int = 5000) -> int:
    """Lapse the deadlines whose last day is over, set-wise: one UPDATE, journal rows, and the work each asks for.

    A second sweeper passes over the rows that the first one holds.
    """
    today = at.astimezone().date()
    rows = list(queries.due_before(today, limit).select_for_update(of=("self",), skip_locked=True))
    if not rows:
        return 0
    system = Actor(system="deadline sweep")
    Deadline.objects.filter(pk__in=[row.pk for row in rows], state=rules.DeadlineState.RUNNING).update(
        state=rules.DeadlineState.LAPSED, ended_on=today
    )
    journal.record_many(
        entries=[
            journal.draft(
                kind="change", verb=f"deadline.{row.code}.lapsed", subject=f"cases.case:{row.case_id}",
                path=row.case.path, by=system, at=at,
            )  # fmt: skip
            for row in rows
        ]
    )
    work.later_many(
        (kinds.LAPSES[row.code].work, {"deadline_id": row.pk, "at": at.isoformat()})
        for row in rows
        if row.code in kinds.LAPSES
    )
    return len(rows)
