"""The records of the joint mechanisms, read back by year; what a study should talk about; the letters of a case."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, QuerySet, Sum

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.orgs.rules import AgencyKind

from ..models import Arrears, JointRecord, UnionLetter
from ..rules.joint import TABLE, Mechanism, Reason

PUBLIC = ("counts",)
WITH = AgencyKind.PROCURATORATE
LATELY = timedelta(days=90)
MOST = 40


def records(*, scope: Scope, mechanism: Mechanism, year: int | None = None) -> QuerySet[JointRecord]:
    """What one mechanism left behind below the scope's paths, newest first."""
    rows = JointRecord.objects.filter(mechanism=mechanism).select_related("agency", "case", "union").order_by("-on", "-pk")
    rows = rows if scope.everything else rows.filter(scope.within("path"))
    return rows.filter(on__year=year) if year else rows


def transfers(*, scope: Scope, year: int | None = None) -> QuerySet:
    """Matters that left for the procuratorate, newest first: the records of that mechanism."""
    rows = cases.referrals(scope=scope).filter(agency__kind=WITH, offered_at__isnull=False, case__kind="arrears").order_by("-offered_at")
    return rows.filter(offered_at__year=year) if year else rows


@dataclass(frozen=True, slots=True)
class Left:
    """What a mechanism left in a year: how many records, the last day, how many people were reached, items shared."""

    mechanism: Mechanism
    count: int
    last: date | None
    reached: int = 0
    items: int = 0


def left(*, scope: Scope, year: int) -> list[Left]:
    """All seven, in the order of the table."""
    return [_left(mechanism, scope, year) for mechanism in TABLE]


def _left(mechanism: Mechanism, scope: Scope, year: int) -> Left:
    if mechanism == Mechanism.TRANSFER:
        found = transfers(scope=scope, year=year).order_by().aggregate(n=Count("pk"), last=Max("offered_at"))
        return Left(mechanism, found["n"], found["last"].astimezone().date() if found["last"] else None)
    rows = records(scope=scope, mechanism=mechanism, year=year).filter(held=True).order_by()
    found = rows.aggregate(n=Count("pk"), last=Max("on"), reached=Sum("reached"), items=Sum("items"))
    return Left(mechanism, found["n"], found["last"], found["reached"] or 0, found["items"] or 0)


def counts(path: str, year: int) -> list[Left]:
    """For everybody: counts, days and people reached of the union at `path`; no title, no name."""
    return left(scope=Scope(power="public summary", paths=(path,)), year=year)


def agenda(*, scope: Scope, today: date) -> list[tuple[object, int | None, Reason, date | None]]:
    """What a study should talk about: (matter, referral id, why, due): late referrals, returned ones, overdue matters."""
    found: dict[tuple[int, Reason], tuple[object, int | None, Reason, date | None]] = {}
    for row in cases.late(scope=scope, today=today).filter(case__open=True, case__kind="arrears")[:MOST]:
        found.setdefault((row.case_id, Reason.LATE), (row.case, int(row.subject), Reason.LATE, row.due))
    since = today - LATELY
    back = cases.referrals(scope=scope).filter(state="returned", ended_at__date__gte=since, case__open=True, case__kind="arrears")
    for row in back[:MOST]:
        found.setdefault((row.case_id, Reason.RETURNED), (row.case, row.pk, Reason.RETURNED, None))
    for row in cases.due_in(scope=scope, until=today - timedelta(days=1), kind="arrears").exclude(code="referral")[:MOST]:
        found.setdefault((row.case_id, Reason.OVERDUE), (row.case, None, Reason.OVERDUE, row.due))
    return list(found.values())[:MOST]


def letters(*, scope: Scope, arrears: Arrears) -> QuerySet[UnionLetter]:
    """The union's letters in a case, newest first."""
    rows = UnionLetter.objects.filter(cases.reach(scope, "arrears__case__"), arrears=arrears)
    return rows.select_related("file__blob", "copied__agency").order_by("-pk")


def study(pk: int, *, scope: Scope) -> JointRecord | None:
    """One study in scope."""
    return records(scope=scope, mechanism=Mechanism.STUDY).filter(pk=pk).first()
