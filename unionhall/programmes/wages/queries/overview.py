"""The leader's view: what is in hand now, how old, how fast, and the money of a period by place, industry, employer, officer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.cases.rules import DutyRole
from unionhall.kernel.orgs import queries as orgs

from ..models import Arrears, MoneyEntry
from ..rules.columns import EntryKind
from ..rules.flows import CASE_FLOW
from ..rules.overview import BUCKETS, spells
from . import briefings

PUBLIC = ("place_names", "depth")
TOP = 15


def depth(path: str) -> int:
    """How deep a union lies: '/1/4/' is 2."""
    return len(path.strip("/").split("/"))


def place_names(keys: Iterable[object]) -> dict[object, str]:
    """Names of unions by id."""
    return dict(orgs.unions().filter(pk__in=[key for key in keys if key]).values_list("pk", "name"))


def stock(*, scope: Scope, path: str) -> QuerySet[Arrears]:
    """Cases in hand now at or below a union: the ledger's default list."""
    rows = Arrears.objects.filter(briefings.below(scope, path), case__kind="arrears", case__open__in=[True])
    return rows.exclude(case__state__in=briefings.RESTING)


def ages(*, scope: Scope, path: str, today: date) -> list[dict[str, object]]:
    """For each age bucket how many cases, how many people, how much is owed (fen)."""
    wanted = {}
    for bucket in BUCKETS:
        first, last = bucket.days(today)
        term = Q(case__received_at__lt=briefings.moments(last, last)[1])
        term &= Q(case__received_at__gte=briefings.moments(first, first)[0]) if first else Q()
        wanted |= {
            f"{bucket.code}_count": Count("pk", filter=term), f"{bucket.code}_heads": Sum("people", filter=term, default=0),
            f"{bucket.code}_owed": Sum("owed", filter=term, default=0),
        }  # fmt: skip
    found = stock(scope=scope, path=path).aggregate(**wanted)
    names = ("count", "heads", "owed")
    return [{"bucket": bucket, **{name: found[f"{bucket.code}_{name}"] for name in names}} for bucket in BUCKETS]


def days_in_states(*, scope: Scope, path: str, first: date, last: date) -> dict[str, list[int]]:
    """Days that cases stood in each state which they left in the period."""
    steps = ["open", *(step.code for step in CASE_FLOW.steps)]
    begin, end = briefings.moments(first, last)
    rows = cases.history(scope=scope, kind="arrears", steps=steps, before=end).filter(cases.reach(Scope(paths=(path,)), "case__"))
    moved = rows.filter(at__gte=begin).order_by().values("case_id")
    found = rows.filter(case_id__in=moved)
    return dict(spells(found.values_list("case_id", "state", "at").iterator(2000), first, last))


COLUMNS = {"industry": "case__topic", "employer": "employer_name", "officer": "duty__account_id"}


def groups(*, scope: Scope, path: str, by: str, first: date, last: date) -> list[dict[str, object]]:
    """Rows of one dimension: key, cases, people and debt in hand now; the four columns of the period. Money in fen.

    `by` is place, industry, employer or officer. Two queries, however many rows.
    """
    column = f"case__tier{min(depth(path) + 1, 6)}" if by == "place" else COLUMNS[by]
    held = stock(scope=scope, path=path)
    entries = MoneyEntry.objects.filter(briefings.below(scope, path, "arrears__case__"), replaced_by=None, on__range=(first, last))
    if by == "officer":
        held, entries = held.annotate(duty=_duty("case__")), entries.annotate(duty=_duty("arrears__case__"))
    found: dict[object, dict[str, object]] = {}
    totals = {"count": Count("pk"), "heads": Sum("people", default=0), "debt": Sum("owed", default=0)}
    for row in held.order_by().values(key=F(column)).annotate(**totals):
        _line(found, row["key"]).update(count=row["count"], heads=row["heads"], owed=row["debt"])
    own = column if by == "officer" else f"arrears__{column}"
    for row in entries.order_by().values("kind", key=F(own)).annotate(total=Sum("amount")):
        _line(found, row["key"])[row["kind"]] = row["total"]
    rows = sorted(found.values(), key=lambda row: (-row["owed"], -row["confirmed"], str(row["key"])))
    return rows[:TOP] if by == "employer" else rows


def _duty(prefix: str) -> FilteredRelation:
    """The live duty of a case's officer: one at most."""
    term = Q(**{f"{prefix}assignments__role": DutyRole.OFFICER, f"{prefix}assignments__ended_at__isnull": True})
    return FilteredRelation(f"{prefix}assignments", condition=term)


def _line(found: dict[object, dict[str, object]], key: object) -> dict[str, object]:
    nought = dict.fromkeys((*(kind.value for kind in EntryKind), "count", "heads", "owed"), 0)
    return found.setdefault(key, {"key": key, **nought})


def months(*, scope: Scope, path: str, today: date) -> list[tuple[date, int]]:
    """What workers confirmed in each of the last twelve months (fen), oldest first; nought where nothing came."""
    first = date(today.year - 1, today.month, 1)
    days = [date(first.year + (first.month + step - 1) // 12, (first.month + step - 1) % 12 + 1, 1) for step in range(1, 13)]
    rows = MoneyEntry.objects.filter(
        briefings.below(scope, path, "arrears__case__"), replaced_by=None, kind=EntryKind.CONFIRMED, on__gte=days[0], on__lte=today
    )
    found = dict(rows.order_by().annotate(month=TruncMonth("on")).values_list("month").annotate(total=Sum("amount")))
    return [(day, found.get(day, 0)) for day in days]
