"""Deadlines: begun by steps, met by steps, stopped by recorded events, swept the day after they pass."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

from unionhall.base import work
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.journal.rules import Line
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.places import queries as places

from .. import kinds, queries, rules
from ..models import Case, Deadline, Event
from . import escalations

if TYPE_CHECKING:
    from collections.abc import Iterable

FAR = date(9999, 12, 31)
LIVE = (rules.DeadlineState.RUNNING, rules.DeadlineState.LAPSED)


def after_step(*, case: Case, step: str, event: Event, at: datetime) -> None:
    """Meet the deadlines that this step answers and begin those that it starts; a closed matter has none."""
    day, clocks = at.astimezone().date(), kinds.CASE_KINDS[case.kind].clocks
    lapse_silent(case=case, at=at)
    for code in sorted({clock.code for clock in clocks if step in clock.met_by}):
        _meet(case, code, day)
    for clock in clocks:
        if step == clock.on_step:
            run_clock(case=case, code=clock.code, rule=clock.rule, label=clock.label, start=day, event=event, moment=at)
    if step == kinds.ANSWER or any(step in clock.answered_by for clock in clocks):
        escalations.end(case=case, answer=event, at=at)
    if not case.open:
        case.deadlines.filter(state__in=LIVE).update(state=rules.DeadlineState.MET, ended_on=day)
    refresh(case_ids=[case.pk])


def run_clock(
    *, case: Case, code: str, label: str, start: date, rule: str = "", due: date | None = None,
    event: Event | None = None, subject: str = "", moment: datetime | None = None, place: str = "",
) -> Deadline | None:  # fmt: skip
    """Begin a deadline: by a rule of law, or by a due day that somebody set. None when the rule has no length at the place.

    A rule of hours or minutes runs from `moment`, and ends at a minute. With both a rule and a due day, the day is the one
    that was set and the law and mark are the rule's.
    """
    if event is None:
        require_still(case=case, code=code)
    row = Deadline(case=case, code=code, label=label, rule=rule, start=start, start_event=event, subject=subject)
    calendar = places.calendar()
    if due is not None:
        row.due, row.safe_day = due, calendar.last_working(due)
        row.provisional = calendar.provisional(start, due)
        if rule:
            _named(row, law.rule(rule, start, place))
    elif not _by_law(row, law.rule(rule, start, place), moment or start, calendar):
        return None
    case.deadlines.filter(code=code, subject=subject, state=rules.DeadlineState.RUNNING).update(
        state=rules.DeadlineState.MET, ended_on=start
    )
    row.save(force_insert=True)
    refresh(case_ids=[case.pk])
    return row


def _by_law(row: Deadline, rule: law_rules.Rule, begun: date | datetime, calendar: object) -> bool:
    found = law_rules.due(rule, begun if rule.unit in law_rules.CLOCKED else row.start, calendar)
    if found.due is None:
        return False
    row.due, row.due_at = (found.due.date(), found.due) if isinstance(found.due, datetime) else (found.due, None)
    row.safe_day, row.provisional, row.unit = found.safe_day, found.provisional, found.unit
    _named(row, rule)
    return True


def _named(row: Deadline, rule: law_rules.Rule) -> None:
    row.law, row.mark, row.rule_version = rule.law, rule.mark, rule.version


def meet(*, case: Case, code: str, on: date, subject: str = "") -> int:
    """The thing was done: running and lapsed deadlines of this code end. Returns how many."""
    require_still(case=case, code=code)
    return _meet(case, code, on, subject)


def _meet(case: Case, code: str, on: date, subject: str = "") -> int:
    rows = case.deadlines.filter(code=code, state__in=LIVE)
    met = (rows.filter(subject=subject) if subject else rows).update(state=rules.DeadlineState.MET, ended_on=on)
    refresh(case_ids=[case.pk])
    return met


def stop(*, case: Case, code: str, on: date) -> int:
    """A recorded event stops the clock."""
    require_still(case=case, code=code)
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


def require_still(*, case: Case, code: str) -> None:
    """Refused for a clock that climbs: its own steps begin and meet it, nothing else moves it."""
    if code in kinds.CASE_KINDS[case.kind].climbing():
        raise Refused("climbs", _("这个期限不能停、不能改，只有答复反映人才算办了"))


def lapse_silent(*, case: Case, at: datetime) -> int:
    """Let what has passed in this matter lapse and climb now: a late step never comes before a sweep that was late itself."""
    climbing = kinds.CASE_KINDS[case.kind].climbing()
    if not climbing:
        return 0
    rows = case.deadlines.filter(code__in=climbing, state=rules.DeadlineState.RUNNING, due__lt=at.astimezone().date())
    return _lapse(list(rows.select_related("case").select_for_update(of=("self",))), at)


@transaction.atomic
def sweep(*, at: datetime, limit: int = 5000) -> int:
    """Lapse the deadlines whose last day or minute is over, set-wise: one UPDATE, journal rows, what climbs, and the work each asks for.

    A second sweeper passes over the rows that the first one holds.
    """
    return _lapse(list(queries.due_before(at, limit).select_for_update(of=("self",), skip_locked=True)), at)


def _lapse(rows: list[Deadline], at: datetime) -> int:
    if not rows:
        return 0
    system = Actor(system="deadline sweep")
    Deadline.objects.filter(pk__in=[row.pk for row in rows], state=rules.DeadlineState.RUNNING).update(
        state=rules.DeadlineState.LAPSED, ended_on=at.astimezone().date()
    )
    journal.record_many(
        kind="change", by=system, at=at,
        lines=(Line(f"deadline.{row.code}.lapsed", f"cases.case:{row.case_id}", row.case.path or "") for row in rows),
    )  # fmt: skip
    escalations.rise(rows=rows, at=at)
    work.later_many(
        (kinds.LAPSES[row.code].work, {"deadline_id": row.pk, "at": at.isoformat()})
        for row in rows
        if row.code in kinds.LAPSES
    )
    return len(rows)
