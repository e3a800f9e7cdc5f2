"""Silence climbs: a clock that lapses without an answer opens the matter to the next union, by itself.

No service takes a row away. It is written in the transaction in which the clock lapses; only an answer to the reporter ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Case as When
from django.db.models import F, Value
from django.db.models import When as If

from unionhall.base import work
from unionhall.base.access import Actor, Scope
from unionhall.kernel.journal import services as journal
from unionhall.kernel.journal.rules import Line
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.notices import services as notices
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import Level
from unionhall.kernel.people import queries as people
from unionhall.kernel.places import queries as places

from .. import kinds, queries
from ..models import Case, Deadline, Escalation

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union

    from ..models import Event

SYSTEM = Actor(system="silence climbs")


@dataclass(frozen=True, slots=True)
class Leap:
    """One matter that goes up: from the union at `path`, because `due` passed."""

    deadline: Deadline
    case: Case
    path: str
    level: int
    due: date


def rise(*, rows: Sequence[Deadline], at: datetime) -> int:
    """The first level for clocks that have just lapsed; those that do not climb stay. Part of the caller's transaction."""
    climbing = {kind.code: kind.climbing() for kind in kinds.CASE_KINDS}
    up = (row for row in rows if row.code in climbing.get(row.case.kind, ()))
    return _leap([Leap(row, row.case, row.case.path, 1, row.due) for row in up], at)


@transaction.atomic
def climb(*, at: datetime, limit: int = 5000) -> int:
    """One more level for what the upper union has left unanswered past its own last day; up to the province. Set-wise."""
    rows = list(queries.next_level_due(at.astimezone().date(), limit).select_for_update(of=("self",), skip_locked=True))
    made = _leap([Leap(row.deadline, row.case, row.path, row.level + 1, row.next_on) for row in rows], at)
    later = When(If(at__gt=at, then=F("at")), default=Value(at))  # a clock that was set back never breaks the order
    Escalation.objects.filter(pk__in=[row.pk for row in rows], risen_at__isnull=True).update(risen_at=later)
    return made


def _rule(case: Case, code: str) -> str:
    return kinds.CASE_KINDS[case.kind].climbing().get(code, "") if case.kind in kinds.CASE_KINDS else ""


def _leap(leaps: Sequence[Leap], at: datetime) -> int:
    """Write the rows at once, each with its journal line and the work that tells of it."""
    if not leaps:
        return 0
    tree, last_days, made = _tree(leap.path for leap in leaps), _LastDays(at.astimezone().date()), []
    for leap in leaps:
        own, upper = _ends(tree, leap.path)
        if own is None or upper is None:
            continue
        rule, version, day = last_days.of(_rule(leap.case, leap.deadline.code))
        top = _ends(tree, upper.path or "")[1] is None
        made.append(
            Escalation(
                case=leap.case, deadline=leap.deadline, level=leap.level, from_union=own, to_union=upper, path=upper.path,
                rule=rule, rule_version=version, due=leap.due, at=at, next_on=None if top else day,
            )  # fmt: skip
        )
    made = Escalation.objects.bulk_create(made, batch_size=2000)
    journal.record_many(kind="change", by=SYSTEM, at=at, lines=map(_line, made))
    work.later_many(("cases.tell_climbed", {"escalation_id": row.pk, "at": at.isoformat()}) for row in made)
    return len(made)


def _line(row: Escalation) -> Line:
    return Line("cases.climbed", f"cases.escalation:{row.pk}", row.path or "", f"case {row.case_id} level {row.level}")


def _tree(paths: Iterable[str]) -> dict[str, Union]:
    """The unions on the paths and all above them, by path."""
    ids = {int(part) for path in paths for part in path.strip("/").split("/") if part}
    return {row.path or "": row for row in orgs.unions().filter(pk__in=ids)}


def _ends(tree: dict[str, Union], path: str) -> tuple[Union | None, Union | None]:
    """The union at a path and the one above it that may be asked: up to the province, not the nation."""
    upper = tree.get(path.rstrip("/").rpartition("/")[0] + "/")
    return tree.get(path), upper if upper is not None and upper.level != Level.NATION else None


class _LastDays:
    """Each rule's last day from today on, read once per batch."""

    def __init__(self, today: date) -> None:
        self.today, self.calendar = today, places.calendar()
        self.found: dict[str, tuple[str, str, date | None]] = {}

    def of(self, rule_id: str) -> tuple[str, str, date | None]:
        """(rule, version, last day)."""
        if rule_id not in self.found:
            rule = law.rule(rule_id, self.today)
            due = law_rules.due(rule, self.today, self.calendar).due
            self.found[rule_id] = (rule.id, str(rule.version), due.date() if isinstance(due, datetime) else due)
        return self.found[rule_id]


def end(*, case: Case, answer: Event, at: datetime) -> int:
    """The reporter was answered: what has climbed in this matter ends, and its rows stay as they are. Returns how many.

    A clock that was set back dates no answer before the row that it ends.
    """
    later = When(If(at__gt=at, then=F("at")), default=Value(at))
    return Escalation.objects.filter(case=case, answered_at__isnull=True).update(answered_at=later, answer=answer)


def tell(*, escalation_id: int, at: datetime) -> int:
    """Tell those of the upper union who may act, and the reporter; nobody when it was answered meanwhile. Returns how many."""
    row = queries.escalation(escalation_id)
    if row.answered_at is not None:
        return 0
    kind, told = kinds.CASE_KINDS[row.case.kind], {"reference": row.case.reference, "union": row.to_union.name}
    holders = people.holders(powers={kind.handle, kind.view}, union_id=row.to_union_id, today=at.astimezone().date())
    for person in holders:
        notices.tell(
            person=person, message="case_climbed", effect_key=f"climbed:{row.pk}:{person.pk}", at=at,
            link=kind.desk.format(pk=row.case_id), **told,
        )  # fmt: skip
    parties = [party.person for party in queries.parties(row.case, scope=Scope.system("silence climbs"))]
    for person in parties:
        notices.tell(
            person=person, message="case_climbed_yours", effect_key=f"climbed:{row.pk}:own:{person.pk}", at=at, link=kind.own, **told
        )
    return len(holders) + len(parties)
