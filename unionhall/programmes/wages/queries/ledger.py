"""The ledger and the clue list: one scoped queryset for list, export, count and file."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import BigIntegerField, F, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.db.models.lookups import GreaterThan, LessThan

from unionhall.base.access import Scope
from unionhall.kernel.cases import queries as cases
from unionhall.kernel.orgs import rules as org_rules

from ..models import Arrears, Claimant, Clue, ImportRun, SavedView
from . import groups, words

PAGE = 25
# `case__id` would become the ledger's own case_id, and no index that begins with the union gives an order by that one.
CASE_ID = RawSQL('"cases_case"."id"', (), output_field=BigIntegerField())


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows a list; empty fields narrow nothing. `mine` is an account's id."""

    text: str = ""
    state: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    street: str = ""
    mine: int | None = None
    due_until: date | None = None
    open: bool | None = True
    channel: str = ""
    year: int | None = None
    extra: dict[str, str] = field(default_factory=dict)
    under: str = ""
    employer: str = ""
    officer: int | None = None
    opened_from: datetime | None = None
    opened_before: datetime | None = None

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab narrows the list."""
        return bool(self.text or self.state or self.industry or self.street or self.channel or self.year or self.under or self.employer or self.officer)


def arrears(*, scope: Scope, by: Filter) -> QuerySet[Arrears]:
    """Cases of the ledger in scope, narrowed."""
    rows = Arrears.objects.filter(cases.reach(scope, "case__"), case__kind="arrears")
    return _narrow(rows, by).select_related("case__union")


def clues(*, scope: Scope, by: Filter) -> QuerySet[Clue]:
    """Clues in scope, narrowed."""
    rows = Clue.objects.filter(cases.reach(scope, "case__"), case__kind="clue")
    return _narrow(rows, by).select_related("case__union")


def _narrow(rows: QuerySet, by: Filter) -> QuerySet:
    plain = {"case__state__in": by.state, "case__topic__in": by.industry, "street": by.street, "case__channel": by.channel}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if by.open is not None:
        rows = rows.filter(case__open__in=[by.open])  # a bare boolean column is no condition that SQLite's planner knows
    if by.due_until:
        rows = rows.filter(case__order_due__lte=by.due_until)
    if by.mine:
        rows = rows.filter(case__assignments__account_id=by.mine, case__assignments__ended_at__isnull=True)
    if by.under:
        rows = rows.filter(cases.reach(Scope(paths=(by.under,)), "case__"))
    if by.officer:
        duty = {"account_id": by.officer, "role": "officer", "ended_at__isnull": True}
        rows = rows.filter(**{f"case__assignments__{name}": value for name, value in duty.items()})
    if by.employer:
        rows = rows.filter(employer_name=by.employer)
    if by.opened_from:
        rows = rows.filter(case__received_at__gte=by.opened_from)
    if by.opened_before:
        rows = rows.filter(case__received_at__lt=by.opened_before)
    if by.year:
        rows = rows.filter(case__received_at__year=by.year)
    return rows.filter(words.term(rows.model, by.text)) if by.text else rows


def keyset(rows: QuerySet, *, size: int, after: tuple[str, int] | None = None, before: tuple[str, int] | None = None) -> list:
    """A page by position, not by number: so many rows after or before a row, by due day then id (before: nearest first).

    The rows of that row's own day are asked for by themselves: most matters share the day that stands for none, and no
    database may have to walk through all of those.
    """
    if after is None and before is None:
        return list(rows.order_by("case__order_due", CASE_ID)[:size])
    day, pk = before or after or ("", 0)
    if before:
        same, rest = rows.filter(LessThan(CASE_ID, pk)), rows.filter(case__order_due__lt=day)
        order = ("-case__order_due", CASE_ID.desc())
    else:
        same, rest = rows.filter(GreaterThan(CASE_ID, pk)), rows.filter(case__order_due__gt=day)
        order = ("case__order_due", CASE_ID.asc())
    found = list(same.filter(case__order_due=day).order_by(order[1])[:size])
    return found + list(rest.order_by(*order)[: size - len(found)]) if len(found) < size else found


def count_up_to(rows: QuerySet, limit: int = 1000) -> tuple[int, bool]:
    """A count that stops at a limit: (1000, True) reads "1,000+"."""
    found = rows.order_by().values("pk")[: limit + 1].count()
    return min(found, limit), found > limit


def own(*, scope: Scope) -> list[Clue | Arrears]:
    """A worker's own matters, newest first: clues that are still clues, and cases."""
    clue_rows = Clue.objects.filter(cases.reach(scope, "case__")).select_related("case")
    case_rows = Arrears.objects.filter(cases.reach(scope, "case__")).select_related("case")
    opened = set(case_rows.values_list("case__origin_id", flat=True))
    rows = [row for row in clue_rows if row.case_id not in opened] + list(case_rows)
    return sorted(rows, key=lambda row: row.case.received_at, reverse=True)


def claimants_of(row: Arrears, *, scope: Scope) -> QuerySet[Claimant]:
    """The workers of a case that the scope opens, each with their lines."""
    rows = Claimant.objects.filter(cases.reach(scope, "arrears__case__"), arrears=row)
    return rows.select_related("person").prefetch_related("entries", "lines").order_by("pk")


def claimants(*, scope: Scope, by: Filter) -> QuerySet[Claimant]:
    """The workers of the ledger's cases, narrowed as the ledger is, each with what they confirmed (`got`, fen)."""
    got = Sum("entries__amount", filter=Q(entries__kind="confirmed", entries__replaced_by=None), default=0)
    rows = Claimant.objects.filter(arrears__in=arrears(scope=scope, by=by).order_by().values("pk")).annotate(got=got)
    return rows.select_related("person", "arrears__case__union", "arrears__employer").order_by("arrears_id", "pk")


def views(*, scope: Scope, account_id: int) -> QuerySet[SavedView]:
    """A person's own saved views and those of their unions."""
    return SavedView.objects.filter(Q(account_id=account_id) | scope.within("union__path")).order_by("pk")


def runs(*, scope: Scope) -> QuerySet[ImportRun]:
    """Imports below the scope's paths, newest first."""
    return ImportRun.objects.filter(scope.within("path")).order_by("-pk")


def alike(clue: Clue, *, scope: Scope, limit: int = 8) -> list[tuple[Clue, str]]:
    """Clues that may be the same matter, each with its reason: code, phone, name, sound, project. Suggests, never merges."""
    near = Q(name_key=clue.name_key) if clue.name_key else Q(pk__in=[])
    if clue.sound_key:
        near |= Q(sound_key=clue.sound_key)
    if clue.credit_code:
        near |= Q(credit_code=clue.credit_code)
    if clue.phone_hash:
        near |= Q(phone_hash=clue.phone_hash)
    rows = Clue.objects.filter(cases.reach(scope, "case__")).filter(near).exclude(pk=clue.pk)
    rows = rows.filter(merged_into=None).select_related("case").order_by("-pk")[:50]
    found = [(row, alike_reason(clue, row)) for row in rows]
    return [(row, reason) for row, reason in found if reason][:limit]


PUBLIC = ("keyset", "count_up_to", "alike_reason", "still_unconfirmed")


def still_unconfirmed(row: Arrears) -> int:
    """How many workers of a loaded case have not confirmed all they are owed; who goes on alone is not waited for."""
    got = Sum("entries__amount", filter=Q(entries__kind="confirmed", entries__replaced_by=None), default=0)
    alone = groups.departed().values("claimant_id")
    return row.claimants.filter(owed__gt=0).exclude(pk__in=alone).annotate(got=got).filter(got__lt=F("owed")).count()


def alike_reason(clue: Clue, other: Clue) -> str:
    """Why two clues may be one matter: a code of `rules.alike.REASONS`, or ''."""
    if clue.phone_hash and clue.phone_hash == other.phone_hash:
        return "phone"
    same = org_rules.likeness(
        clue.employer_name, other.employer_name, org_rules.clean_code(clue.credit_code), org_rules.clean_code(other.credit_code)
    )
    if same is None:
        return ""
    project = bool(clue.project) and clue.project == other.project
    return f"{same.value}_project" if project else same.value
