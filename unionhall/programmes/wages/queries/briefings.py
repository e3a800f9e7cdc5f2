"""What briefings count, set-wise and in one scope: the ledger's own rows below one union; and the briefings themselves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import get_default_timezone

from unionhall.base.access import Actor, Scope
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.cases.rules import VisitState

from ..models import Aid, Arrears, Briefing, Clue, FamilyVisit, Incident, Instalment, MoneyEntry, PublicitySite
from ..rules.briefings import Line, Part
from ..rules.columns import EntryKind
from ..rules.flows import CaseState, ClueState

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Deadline

PUBLIC = ("may_open", "moments", "totals", "state_at")
RESTING = (CaseState.CONCLUDED, CaseState.CLOSED)
LOOKING = (ClueState.RECEIVED, ClueState.CHECKING)
ENDS = ("conclude", "drop")
SUMS = ("heads", "owed", "promised", "ordered", "paid", "confirmed")
MOST = 10


def moments(first: date, last: date) -> tuple[datetime, datetime]:
    """The first moment of a period, and the first after it."""
    zone = get_default_timezone()
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


def below(scope: Scope, path: str, prefix: str = "case__") -> Q:
    """Matters that the scope opens and that lie at or below one union: the ledger's own condition, narrowed."""
    return cases.reach(scope, prefix) & cases.reach(Scope(paths=(path,)), prefix)


def within(scope: Scope, path: str) -> Q:
    """The same for rows that carry a path of their own."""
    own = Scope(paths=(path,)).within("path")
    return own if scope.everything else own & scope.within("path")


def state_at(end: datetime) -> Coalesce:
    """The state in which a matter stood at a moment, by its timeline; what was imported later, as it was imported."""
    return Coalesce(cases.stood_at(end, "case_id"), F("case__state"))


def in_hand(*, scope: Scope, path: str, last: date) -> QuerySet[Arrears]:
    """Cases that were opened and not concluded at the end of a day."""
    _begin, end = moments(last, last)
    rows = Arrears.objects.filter(below(scope, path), case__kind="arrears", case__received_at__lt=end)
    return rows.annotate(stood=state_at(end)).exclude(stood__in=RESTING)


def counts(*, scope: Scope, path: str, first: date, last: date) -> dict[str, int]:
    """Every figure of a period at or below a union, by its code; money in fen. The number of queries does not grow."""
    begin, end = moments(first, last)
    clues = Clue.objects.filter(below(scope, path), case__kind="clue")
    opened = Arrears.objects.filter(below(scope, path), case__kind="arrears", case__received_at__gte=begin)
    stock = in_hand(scope=scope, path=path, last=last).aggregate(
        in_hand=Count("pk"), heads=Sum("people", default=0), owed=Sum("owed", default=0)
    )
    ended = cases.history(scope=scope, kind="arrears", steps=ENDS, before=end).filter(cases.reach(Scope(paths=(path,)), "case__"))
    waiting = clues.filter(case__received_at__lt=end).annotate(stood=state_at(end)).filter(stood__in=LOOKING)
    return {
        "clues_new": clues.filter(case__received_at__gte=begin, case__received_at__lt=end).count(), "clues_open": waiting.count(),
        "opened": opened.filter(case__received_at__lt=end).count(),
        "concluded": ended.filter(at__gte=begin).aggregate(n=Count("case_id", distinct=True))["n"], **stock,
        **money(scope=scope, path=path, first=first, last=last), **work(scope=scope, path=path, first=first, last=last),
    }  # fmt: skip


def money(*, scope: Scope, path: str, first: date, last: date) -> dict[str, int]:
    """The four columns of a period: live rows of the money book (fen)."""
    rows = MoneyEntry.objects.filter(below(scope, path, "arrears__case__"), replaced_by=None, on__range=(first, last))
    found = dict(rows.order_by().values_list("kind").annotate(total=Sum("amount")))
    return {kind.value: found.get(kind, 0) for kind in EntryKind}


def work(*, scope: Scope, path: str, first: date, last: date) -> dict[str, int]:
    """Breaches, what was late, aid, return visits, calls on families, people reached."""
    begin, end = moments(first, last)
    visits = cases.visits(scope=scope, kind="arrears").filter(cases.reach(Scope(paths=(path,)), "case__"))
    undone = Q(state=VisitState.DUE) | Q(state=VisitState.DONE, done_at__gte=end)
    parts = Instalment.objects.filter(below(scope, path, "agreement__arrears__case__"), breached_on__range=(first, last))
    aids = Aid.objects.filter(below(scope, path, "arrears__case__"), given_on__range=(first, last))
    calls = FamilyVisit.objects.filter(within(scope, path), on__range=(first, last))
    sites = PublicitySite.objects.filter(event__on__range=(first, last), event__path__gte=path, event__path__lt=path[:-1] + "0")
    if not scope.everything:
        sites = sites.filter(scope.within("event__path"))
    return {
        "breached": parts.count(), "late": late(scope=scope, path=path, last=last).count(), "aids": aids.count(),
        "visits": visits.filter(done_at__gte=begin, done_at__lt=end).count(),
        "visits_missed": visits.filter(undone, deadline__due__lte=last).count(), "care": calls.count(),
        "reached": sites.aggregate(n=Sum("heads", default=0))["n"],
    }  # fmt: skip


def late(*, scope: Scope, path: str, last: date) -> QuerySet[Deadline]:
    """Deadlines whose last day lay at or before a day and that were not met by then."""
    rows = cases.unmet_on(last, scope=scope).filter(cases.reach(Scope(paths=(path,)), "case__"))
    return rows.filter(case__kind__in=["arrears", "clue"])


def totals() -> dict[str, Sum | Count]:
    """What a group of cases is summed up by."""
    return {"count": Count("pk"), "heads_": Sum("people", default=0), **{f"{name}_": Sum(name, default=0) for name in SUMS[1:]}}


def grouped(*, scope: Scope, path: str, last: date, column: str) -> list[dict[str, object]]:
    """Cases in hand at the end of a day by a column: key, count and the sums (fen), the largest debt first."""
    rows = in_hand(scope=scope, path=path, last=last).order_by().values(key=F(column)).annotate(**totals())
    found = [{"key": row["key"], "count": row["count"], **{name: row[f"{name}_"] for name in SUMS}} for row in rows]
    return sorted(found, key=lambda row: (-int(row["owed"]), str(row["key"])))


def overdue_lines(*, scope: Scope, path: str, last: date) -> list[Line]:
    """The ten deadlines that are late the longest."""
    rows = late(scope=scope, path=path, last=last)[:MOST]
    return [Line(Part.LATE, f"{row.case.reference} {row.case.title}", f"{row.label}：{row.due.isoformat()}") for row in rows]


def again_lines(*, scope: Scope, path: str, last: date) -> list[Line]:
    """Employers with more than one case in hand."""
    rows = in_hand(scope=scope, path=path, last=last).order_by().values("employer_name").annotate(**totals()).filter(count__gt=1)
    found = [Line(Part.AGAIN, row["employer_name"], count=row["count"], **{name: row[f"{name}_"] for name in SUMS}) for row in rows]
    return sorted(found, key=lambda line: (-(line.count or 0), -(line.owed or 0), line.label))[:MOST]


def case_lines(*, scope: Scope, path: str, last: date, part: Part, before: date | None = None) -> list[Line]:
    """Cases in hand, the largest debt first; of those opened before a day, the oldest first."""
    rows = in_hand(scope=scope, path=path, last=last).select_related("case")
    if before is not None:
        rows = rows.filter(case__received_at__lt=moments(before, before)[0]).order_by("case__received_at", "pk")
    else:
        rows = rows.order_by(F("owed").desc(nulls_last=True), "pk")
    return [
        Line(
            part, f"{row.case.reference} {row.case.title}", f"{row.case.received_at.astimezone():%Y-%m-%d}", None, row.people,
            row.owed, row.promised, row.ordered, row.paid, row.confirmed,
        )  # fmt: skip
        for row in rows[:MOST]
    ]


def major(*, path: str, people: int | None, amount: int | None, scope: Scope) -> QuerySet[Arrears]:
    """Open cases below a union that cross a line (people, fen) or had an incident, and have no special report yet."""
    term = Q(Exists(Incident.objects.filter(arrears=OuterRef("pk"))))
    term |= Q(people__gte=people) if people is not None else Q(pk__in=[])
    term |= Q(owed__gte=amount) if amount is not None else Q(pk__in=[])
    drawn = Briefing.objects.filter(arrears=OuterRef("pk"))
    rows = Arrears.objects.filter(below(scope, path), term, case__open__in=[True]).exclude(case__state__in=RESTING)
    return rows.exclude(Exists(drawn)).select_related("case__union").order_by("pk")


def money_at(*, row: Arrears, scope: Scope, at: datetime) -> dict[str, int]:
    """The four columns of one case as the money book stood at a moment (fen)."""
    rows = MoneyEntry.objects.filter(cases.reach(scope, "arrears__case__"), arrears=row, recorded_at__lte=at)
    rows = rows.exclude(replaced_by__recorded_at__lte=at)
    found = dict(rows.order_by().values_list("kind").annotate(total=Sum("amount")))
    return {kind.value: found.get(kind, 0) for kind in EntryKind}


def briefings(*, scope: Scope, kind: str = "", state: str = "") -> QuerySet[Briefing]:
    """Briefings of the unions in scope, newest period first."""
    rows = Briefing.objects.all() if scope.everything else Briefing.objects.filter(scope.within("path"))
    rows = rows.filter(**{name: value for name, value in {"kind": kind, "state": state}.items() if value})
    return rows.select_related("union", "arrears__case", "blob", "sent_to").order_by("-last", "-pk")




def may_open(actor: Actor, blob_id: int) -> bool:
    """A briefing's paper opens for whom the briefing is open."""
    return briefings(scope=actor.scope("wages.oversee")).filter(blob_id=blob_id).exists()
