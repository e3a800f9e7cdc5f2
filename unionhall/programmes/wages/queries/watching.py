"""The facts of many employers for one month, read set-wise: their own months, cases, clues and agreements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.cases.rules import Channel
from unionhall.kernel.law import queries as law
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import Industry
from unionhall.kernel.places import queries as places

from ..kinds import Answer
from ..models import Arrears, Check, Clue, Instalment, Observation
from ..rules import warnings as rules
from ..rules.rounds.checks import Result

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Employer, Union

PUBLIC = ("as_month", "next_month", "month_of")
MONTHS_BACK, YEARS_BACK, PAID_AFTER = 12, 2, timedelta(days=45)
ANSWERS = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}
PLAIN = (
    "month", "attended", "paid", "recorded", "payroll", "top_payee", "leavers", "settled", "pay_on", "paid_on", "dues_late",
    "members", "hardship", "hotline",
)  # fmt: skip


@dataclass
class Watched:
    """The facts of employers for one month, and the union that each belongs to, by the employer's id."""

    facts: dict[int, rules.Facts] = field(default_factory=dict)
    unions: dict[int, Union] = field(default_factory=dict)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def as_month(row: Observation) -> rules.Month:
    """A row as the rules read it."""
    answers = {name: ANSWERS[Answer(getattr(row, name))] for name in ("real_name", "account", "deposit")}
    return rules.Month(**{name: getattr(row, name) for name in PLAIN}, **answers)


def employers_in(scope: Scope) -> set[int]:
    """The employers that the scope has something about: figures, a clue or a case."""
    rows = Observation.objects.all() if scope.everything else Observation.objects.filter(scope.within("path"))
    found = set(rows.values_list("employer_id", flat=True))
    for model in (Clue, Arrears):
        matters = model.objects.filter(cases.reach(scope, "case__"), employer__isnull=False)
        found |= set(matters.order_by().values_list("employer_id", flat=True))
    return found


def watched(*, scope: Scope, period: date, today: date) -> Watched:
    """The facts of every employer in scope, as they stood at the end of the month `period`, or today while it runs.

    What is counted across employers (the same controller's other firms) is a number from the whole house; no name goes with it.
    """
    end = min(today, next_month(period) - timedelta(days=1))
    wanted = None if scope.everything else employers_in(scope)
    months, records = _months(period, wanted), _records(period, end)
    firms = orgs.employers(set(months) | (set(records.counted) if wanted is None else wanted))
    made, lookup, least = Watched(), _Homes(), _Least(end)
    for pk, firm in firms.items():
        own = tuple(as_month(row) for row in months.get(pk, ()))
        own = own if own and own[0].month == period else ()
        homes = [row.union_id for row in months.get(pk, ())] + records.unions.get(pk, [])
        union = lookup.of(firm, homes)
        if union is None:
            continue
        made.unions[pk] = union
        made.facts[pk] = rules.Facts(
            day=min(today, end + PAID_AFTER) if own else end, months=own, records=records.of(firm), calendar=least.calendar,
            construction=firm.industry == Industry.CONSTRUCTION, minimum_wage=least.of(firm.region_code), eve=rules.next_eve(end),
        )  # fmt: skip
    return made


def _months(period: date, wanted: Collection[int] | None) -> dict[int, list[Observation]]:
    first = (period - timedelta(days=31 * MONTHS_BACK)).replace(day=1)
    rows = Observation.objects.filter(month__gt=first, month__lte=period).order_by("employer_id", "-month")
    found: defaultdict[int, list[Observation]] = defaultdict(list)
    for row in rows if wanted is None else rows.filter(employer_id__in=wanted):
        found[row.employer_id].append(row)
    return dict(found)


class _Least:
    """The minimum wage of each place on a day, in fen, asked once per place; None where nobody filled it in."""

    def __init__(self, day: date) -> None:
        self.day, self.calendar = day, places.calendar()
        self.found: dict[str, int | None] = {}

    def of(self, place: str) -> int | None:
        """A place's minimum."""
        if place not in self.found:
            value = law.parameter("minimum_wage_month", self.day, place).value
            self.found[place] = None if value is None else int(value * 100)
        return self.found[place]


class _Homes:
    """Which union looks after an employer: that of its region, else the one that wrote it down or has its matters."""

    def __init__(self) -> None:
        self.by_id = {row.pk: row for row in orgs.unions()}
        self.by_region: dict[str, Union | None] = {"": None}

    def of(self, firm: Employer, written: Iterable[int]) -> Union | None:
        """The union, or None when nothing tells."""
        if firm.region_code not in self.by_region:
            self.by_region[firm.region_code] = orgs.for_region(firm.region_code)
        return self.by_region[firm.region_code] or next((self.by_id[pk] for pk in written if pk in self.by_id), None)


@dataclass
class _Records:
    """Counts by employer, and cases by controller."""

    own: Counter[int]
    clues: Mapping[int, int]
    calls: Mapping[int, int]
    overdue: Mapping[int, int]
    looks: Mapping[int, date]
    controllers: Counter[str]
    unions: dict[int, list[int]]

    @property
    def counted(self) -> set[int]:
        """Employers that any record names."""
        return {*self.own, *self.clues, *self.calls, *self.overdue, *self.looks}

    def of(self, firm: Employer) -> rules.Records:
        """One employer's records."""
        same = self.controllers[firm.controller] - self.own[firm.pk] if firm.controller else 0
        return rules.Records(
            own=self.own[firm.pk], same_controller=max(0, same), open_clues=self.clues.get(firm.pk, 0), hotline=self.calls.get(firm.pk, 0),
            overdue=self.overdue.get(firm.pk, 0), last_look=self.looks.get(firm.pk),
        )  # fmt: skip


def _records(period: date, end: date) -> _Records:
    """What the house's own records say at the end of a day. No scope: the caller keeps to employers in its scope."""
    late = timezone.make_aware(datetime.combine(end, time.max))
    since = late - timedelta(days=365 * YEARS_BACK)
    matters = Arrears.objects.filter(employer__isnull=False, case__received_at__gt=since, case__received_at__lte=late).order_by()
    rows = list(matters.values_list("employer_id", "employer__controller", "case__union_id"))
    clues = Clue.objects.filter(employer__isnull=False, received_on__lte=end, merged_into=None).order_by()
    still = Q(case__closed_at__isnull=True) | Q(case__closed_at__gt=late)
    unions: defaultdict[int, list[int]] = defaultdict(list)
    for employer_id, union_id in [*clues.values_list("employer_id", "case__union_id"), *((pk, union) for pk, _who, union in rows)]:
        unions[employer_id].append(union_id)
    return _Records(
        own=Counter(pk for pk, _who, _union in rows), clues=_count(clues.filter(still)),
        calls=_count(clues.filter(case__channel=Channel.HOTLINE, received_on__gte=period)), overdue=_overdue(end, late),
        looks=_looks(clues, end), controllers=Counter(who for _pk, who, _union in rows if who), unions=dict(unions),
    )  # fmt: skip


def _count(rows: QuerySet) -> dict[int, int]:
    return dict(rows.values("employer_id").annotate(n=Count("pk")).values_list("employer_id", "n"))


def _overdue(end: date, late: datetime) -> dict[int, int]:
    """Agreed payments that were broken by the day, in cases that were still open then."""
    rows = Instalment.objects.filter(breached_on__lte=end, agreement__superseded=False, agreement__arrears__employer__isnull=False)
    rows = rows.filter(Q(agreement__arrears__case__closed_at__isnull=True) | Q(agreement__arrears__case__closed_at__gt=late))
    found = rows.order_by().values("agreement__arrears__employer_id").annotate(n=Count("pk"))
    return dict(found.values_list("agreement__arrears__employer_id", "n"))


def _looks(clues: QuerySet, end: date) -> dict[int, date]:
    """The last day on which anything was written down about each employer: figures, a clue, or a round that got in."""
    late = timezone.make_aware(datetime.combine(end, time.max))
    seen = Observation.objects.filter(recorded_at__lte=late).order_by().values("employer_id").annotate(at=Max("recorded_at"))
    found = {pk: timezone.localdate(at) for pk, at in seen.values_list("employer_id", "at")}
    for pk, day in clues.values("employer_id").annotate(on=Max("received_on")).values_list("employer_id", "on"):
        found[pk] = max(day, found.get(pk, day))
    rounds = Check.objects.filter(site__employer__isnull=False, checked_at__lte=late).exclude(result=Result.UNSEEN).order_by()
    for pk, at in rounds.values("site__employer_id").annotate(at=Max("checked_at")).values_list("site__employer_id", "at"):
        found[pk] = max(timezone.localdate(at), found.get(pk, timezone.localdate(at)))
    return found
