"""Matters that a scope opens: one Q for list, detail, export, count and file."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from unionhall.base.access import Scope, path_terms
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.kinds import POWERS

from . import kinds, rules
from .models import (
    TIERS,
    Assignment,
    Case,
    CaseFile,
    Deadline,
    Escalation,
    Event,
    Hook,
    Letter,
    LetterKey,
    Party,
    Receipt,
    Referral,
    ReferralLink,
    ReferralPerson,
    ReturnVisit,
    Tie,
    VisitAnswer,
)  # fmt: skip
from .rules import referrals as referral_rules

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Account

PUBLIC = (
    "tiers", "by_receipt_hash", "by_client_key", "due_before", "file_cases", "deadline", "next_level_due", "escalation", "receipt_for",
    "newest", "visits_on", "round_of", "stood_at", "subjects", "ties_of", "handlers", "consented", "link_by_hash", "held_link",
    "waiting_hooks", "link", "letter_of",
)  # fmt: skip


def tiers(path: str) -> dict[str, int]:
    """The columns tier1…tier6 for a union's path."""
    ids = [int(part) for part in path.strip("/").split("/") if part]
    return {f"tier{place}": each for place, each in enumerate(ids[:TIERS], start=1)}


def _below(path: str, prefix: str) -> Q:
    place, pk = len(path.strip("/").split("/")), int(path.strip("/").rsplit("/", 1)[-1])
    return Q(**{f"{prefix}tier{place}": pk}) if place <= TIERS else path_terms(f"{prefix}path", (path,))


def reach(scope: Scope, prefix: str = "") -> Q:
    """The matters a scope opens, as one Q; `prefix` such as 'case__' for rows beside a matter."""
    if scope.everything:
        return Q()
    term = Q(pk__in=[])
    for path in scope.paths:
        term |= _below(path, prefix)
    if scope.industrial:
        term |= path_terms(f"{prefix}union__industrial_path", scope.industrial)
    if scope.person_id:
        term |= Q(**{f"{prefix}pk__in": Party.objects.filter(person_id=scope.person_id).values("case_id")})
    if scope.assigned_to or scope.agencies:
        mine = Q(agency_id__in=scope.agencies)
        mine |= Q(account_id=scope.assigned_to) if scope.assigned_to else Q()
        live = Assignment.objects.filter(mine, ended_at__isnull=True)
        term |= Q(**{f"{prefix}pk__in": live.values("case_id")})
    return term


def visible(scope: Scope, kind: str = "") -> QuerySet[Case]:
    """The matters a scope opens, of one kind if named."""
    rows = Case.objects.filter(reach(scope))
    return rows.filter(kind=kind) if kind else rows


def detail(pk: int, *, scope: Scope, lock: bool = False) -> Case:
    """One matter in scope; Case.DoesNotExist when it is not there or not open to the scope."""
    rows = visible(scope).select_related("union")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.get(pk=pk)


def events(case: Case, *, scope: Scope) -> QuerySet[Event]:
    """The timeline, newest first, of a matter that the scope opens."""
    return Event.objects.filter(reach(scope, "case__"), case=case).order_by("-number")


def deadlines(case: Case, *, scope: Scope) -> QuerySet[Deadline]:
    """Deadlines that are not met, earliest first."""
    live = [rules.DeadlineState.RUNNING, rules.DeadlineState.LAPSED, rules.DeadlineState.STOPPED]
    return Deadline.objects.filter(reach(scope, "case__"), case=case, state__in=live).order_by("due", "pk")


def due_in(*, scope: Scope, until: date, kind: str = "") -> QuerySet[Deadline]:
    """Unmet deadlines up to a day, in scope: my work today."""
    live = [rules.DeadlineState.RUNNING, rules.DeadlineState.LAPSED]
    rows = Deadline.objects.filter(reach(scope, "case__"), state__in=live, due__lte=until, case__open=True)
    rows = rows.filter(case__kind=kind) if kind else rows
    return rows.select_related("case__union").order_by("due", "pk")


def assignments(case: Case, *, scope: Scope) -> QuerySet[Assignment]:
    """Live duties in a matter."""
    rows = Assignment.objects.filter(reach(scope, "case__"), case=case, ended_at__isnull=True)
    return rows.select_related("account__person", "agency").order_by("pk")


def parties(case: Case, *, scope: Scope) -> QuerySet[Party]:
    """Persons in a matter."""
    return Party.objects.filter(reach(scope, "case__"), case=case).select_related("person").order_by("pk")


def files(case: Case, *, scope: Scope, shared_only: bool = False) -> QuerySet[CaseFile]:
    """The folder, newest first."""
    rows = CaseFile.objects.filter(reach(scope, "case__"), case=case).select_related("blob").order_by("-pk")
    return rows.filter(shared=True) if shared_only else rows


def by_receipt_hash(code_hash: str) -> Receipt | None:
    """The receipt behind a hashed enquiry code."""
    return Receipt.objects.filter(code_hash=code_hash).select_related("case").first()


def by_client_key(hashed: str) -> Receipt | None:
    """The receipt that a form with this key already got."""
    return Receipt.objects.filter(client_key=hashed).select_related("case").first()


def receipt_for(case_id: int) -> Receipt | None:
    """The receipt that was given for a matter: whom an enquiry code of it speaks for."""
    return Receipt.objects.filter(case_id=case_id).select_related("person").order_by("pk").first()


def due_before(at: datetime, limit: int) -> QuerySet[Deadline]:
    """Running deadlines whose last day lies before the day of `at`, or whose minute lies before `at`: what the sweep touches."""
    today = at.astimezone().date()
    rows = Deadline.objects.filter(state=rules.DeadlineState.RUNNING, due__lte=today)
    rows = rows.filter(Q(due__lt=today) | Q(due_at__lt=at))
    return rows.select_related("case").order_by("due", "pk")[:limit]


def file_cases(blob_id: int) -> QuerySet[CaseFile]:
    """The folders that hold a file."""
    return CaseFile.objects.filter(blob_id=blob_id).select_related("case")


def newest(case: Case) -> Case:
    """What a matter became in the end: its last successor, or itself."""
    while (later := case.successors.order_by("-pk").first()) is not None:
        case = later
    return case


def deadline(pk: int) -> Deadline:
    """One deadline by id: for the task that its lapse started."""
    return Deadline.objects.select_related("case").get(pk=pk)


def escalations(case: Case, *, scope: Scope) -> QuerySet[Escalation]:
    """How far a matter has gone up in silence, newest first."""
    rows = Escalation.objects.filter(reach(scope, "case__"), case=case)
    return rows.select_related("from_union", "to_union", "deadline").order_by("-at", "-level", "-pk")


def climbed(*, scope: Scope, kind: str, own: bool = True, waiting: bool = True) -> QuerySet[Escalation]:
    """What has gone up to the unions of the scope itself (`own`), or also to those below; unanswered only, unless said."""
    rows = Escalation.objects.filter(case__kind=kind)
    if not scope.everything:
        rows = rows.filter(path__in=scope.paths) if own else rows.filter(scope.within("path"))
    rows = rows.filter(answered_at__isnull=True) if waiting else rows
    return rows.select_related("case__union", "from_union", "to_union", "deadline").order_by("answered_at", "due", "pk")


def next_level_due(day: date, limit: int) -> QuerySet[Escalation]:
    """Unanswered rows whose own last day lies before `day`: what goes up one more level."""
    rows = Escalation.objects.filter(answered_at__isnull=True, risen_at__isnull=True, next_on__lt=day)
    return rows.select_related("case", "deadline", "to_union").order_by("next_on", "pk")[:limit]


def escalation(pk: int) -> Escalation:
    """One row by id: for the task that tells of it."""
    return Escalation.objects.select_related("case", "to_union").get(pk=pk)


def visits(*, scope: Scope, until: date | None = None, state: str = "", kind: str = "") -> QuerySet[ReturnVisit]:
    """Return visits in scope, by their day; those due up to a day, in one state, of one kind of matter, if named."""
    rows = ReturnVisit.objects.filter(reach(scope, "case__"))
    narrow = {"deadline__due__lte": until, "state": state, "case__kind": kind}
    rows = rows.filter(**{name: value for name, value in narrow.items() if value})
    return rows.select_related("case__union", "deadline", "found").prefetch_related("answers").order_by("deadline__due", "pk")


def visit(pk: int, *, scope: Scope, lock: bool = False) -> ReturnVisit:
    """One return visit in scope; ReturnVisit.DoesNotExist when it is not there or not open to the scope."""
    rows = ReturnVisit.objects.filter(reach(scope, "case__")).select_related("case__union", "deadline")
    return (rows.select_for_update(of=("self",)) if lock else rows).get(pk=pk)


def round_of(case: Case) -> list[ReturnVisit]:
    """The newest round of a loaded matter's return visits; empty when none were planned."""
    rows = list(case.visits.exclude(state=rules.VisitState.DROPPED).select_related("deadline").order_by("round", "number"))
    return [row for row in rows if row.round == rows[-1].round]


def answers(visit: ReturnVisit, *, scope: Scope) -> QuerySet[VisitAnswer]:
    """What was answered at a visit that the scope opens."""
    return VisitAnswer.objects.filter(reach(scope, "visit__case__"), visit=visit).select_related("person").order_by("pk")


def visits_on(first: date, last: date, kind: str) -> QuerySet[ReturnVisit]:
    """Visits that still wait and whose day lies between two days: whom the tick asks."""
    rows = ReturnVisit.objects.filter(state=rules.VisitState.DUE, deadline__due__range=(first, last), case__kind=kind)
    return rows.select_related("case").prefetch_related("case__parties__person").order_by("pk")


def history(*, scope: Scope, kind: str = "", steps: Iterable[str] = (), before: datetime | None = None) -> QuerySet[Event]:
    """Lines of all timelines in scope, by matter and in their order; of some steps, before a moment, if named."""
    narrow = {"case__kind": kind, "step__in": list(steps), "at__lt": before}
    rows = Event.objects.filter(reach(scope, "case__")).filter(**{name: value for name, value in narrow.items() if value})
    return rows.order_by("case_id", "number")


def stood_at(moment: datetime, case_column: str) -> Subquery:
    """The state in which a row's matter stood at a moment, by its timeline; null before its first line."""
    rows = Event.objects.filter(case=OuterRef(case_column), at__lt=moment).order_by("-number")
    return Subquery(rows.values("state")[:1])


def unmet_on(day: date, *, scope: Scope) -> QuerySet[Deadline]:
    """Deadlines whose last day lies at or before a day and that nobody had met by its end, oldest first."""
    unmet = Q(state__in=[rules.DeadlineState.RUNNING, rules.DeadlineState.LAPSED])
    unmet |= Q(state=rules.DeadlineState.MET, ended_on__gt=day)
    return Deadline.objects.filter(reach(scope, "case__"), unmet, due__lte=day).select_related("case").order_by("due", "pk")


def subjects(case: Case) -> frozenset[str]:
    """The keys of whom a matter is about, as its kind says."""
    table = kinds.CASE_KINDS[case.kind]
    return frozenset(filter(None, table.subjects(case.pk))) if table.subjects else frozenset()


def ties_of(*, person_id: int | None, agencies: Collection[int], on: date) -> QuerySet[Tie]:
    """Ties of a person, or of an agency they work for, that stand on a day."""
    whose = Q(person_id=person_id) if person_id else Q(pk__in=[])
    rows = Tie.objects.filter(whose | Q(agency_id__in=list(agencies)), valid_from__lte=on)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).order_by("pk")


def ties(*, scope: Scope, person_id: int | None, today: date) -> QuerySet[Tie]:
    """What the ties' page lists: one's own, and those of the staff and agencies below the scope's paths."""
    staff = people.staff_below(scope=scope, today=today).values("account__person_id")
    below = Q(person_id__in=staff) | scope.within("agency__union__path") if not scope.empty else Q(pk__in=[])
    own = Q(person_id=person_id) if person_id else Q(pk__in=[])
    return Tie.objects.filter(own | below).select_related("person", "agency").order_by("-pk")


def handlers(*, case: Case, today: date) -> list[Account]:
    """Who may handle a matter by their post at its union or above, the nearest union first, officers before others."""
    unions = [int(part) for part in case.path.strip("/").split("/") if part]
    held = people.posts_on(today).filter(
        role__in=POWERS[kinds.CASE_KINDS[case.kind].handle].roles, union_id__in=unions, agency=None, account__is_active=True
    )
    rows = held.select_related("account__person", "union")
    return [row.account for row in sorted(rows, key=lambda row: (-len(row.union.path), row.role != rules.DutyRole.OFFICER, row.pk))]


def unhandled(*, scope: Scope, kind: str = "") -> QuerySet[Case]:
    """Open matters whose officer had to step aside and whom nobody has taken over yet."""
    officers = Assignment.objects.filter(case=OuterRef("pk"), role=rules.DutyRole.OFFICER)
    rows = visible(scope, kind).filter(Exists(officers.filter(ended_why=rules.ENDED_BY_TIE)), open__in=[True])
    return rows.filter(~Exists(officers.filter(ended_at__isnull=True))).select_related("union").order_by("pk")


def referrals(*, scope: Scope, case: Case | None = None) -> QuerySet[Referral]:
    """Referrals of the matters that a scope opens (or of one of them), newest first."""
    rows = Referral.objects.filter(reach(scope, "case__")).select_related("case__union", "agency").order_by("-pk")
    return rows.filter(case=case) if case else rows


def received(*, scope: Scope) -> QuerySet[Referral]:
    """Referrals that lie with the agencies of a scope: what a partner's account sees, and nothing by its union's path."""
    rows = Referral.objects.filter(agency_id__in=scope.agencies, offered_at__isnull=False).exclude(state=referral_rules.ReferralState.WITHDRAWN)
    return rows.select_related("case__union", "agency").order_by("-offered_at", "-pk")


def late(*, scope: Scope, today: date) -> QuerySet[Deadline]:
    """The receivers' own clocks that have run out, in scope: (subject is the referral's id)."""
    live = [rules.DeadlineState.RUNNING, rules.DeadlineState.LAPSED]
    rows = Deadline.objects.filter(reach(scope, "case__"), code=referral_rules.CLOCK, state__in=live, due__lt=today)
    return rows.select_related("case__union").order_by("due", "pk")


def consented(referral: Referral) -> list[int]:
    """The persons of a referral whose yes stands at this moment. The caller holds the referral's row."""
    rows = ReferralPerson.objects.filter(referral=referral, consent__isnull=False, consent__revoked_at__isnull=True)
    return list(rows.order_by("pk").values_list("person_id", flat=True))


def asked(*, scope: Scope) -> QuerySet[ReferralPerson]:
    """Where a worker's own data goes or would go: asked, agreed, newest first."""
    rows = ReferralPerson.objects.filter(person_id=scope.person_id).select_related("referral__case", "referral__agency", "consent")
    return rows.order_by("-pk") if scope.person_id else rows.none()


def link_by_hash(hashed: str) -> ReferralLink | None:
    """The link behind a token or a typed code."""
    rows = ReferralLink.objects.filter(Q(token_hash=hashed) | Q(typed_hash=hashed)) if hashed else ReferralLink.objects.none()
    return rows.select_related("referral__agency", "referral__case").first()


def held_link(pass_hash: str, device_hash: str) -> ReferralLink | None:
    """The link that this device opened."""
    rows = ReferralLink.objects.filter(pass_hash=pass_hash, device_hash=device_hash, ended_at__isnull=True)
    return rows.select_related("referral__agency", "referral__case__union").first()


def waiting_hooks(most: int) -> QuerySet[Hook]:
    """Words to partners' machines that have not left."""
    return Hook.objects.filter(sent_at__isnull=True, tries__lt=most).select_related("referral__agency").order_by("pk")


def link(pk: int) -> ReferralLink:
    """One link by id: for the page that waits for its number."""
    return ReferralLink.objects.select_related("referral__agency").get(pk=pk)


def letter_of(case_id: int) -> Letter | None:
    """The confidential letter of a loaded matter: ciphertext and dates; None when the matter has none."""
    return Letter.objects.filter(case_id=case_id).first()


def letters(*, scope: Scope, account_id: int | None) -> QuerySet[Letter]:
    """Letters in scope that one of this account's live pairs opens, newest first."""
    own = LetterKey.objects.filter(pair__account_id=account_id, pair__ended_at__isnull=True)
    rows = Letter.objects.filter(reach(scope, "case__"), pk__in=own.values("letter_id"))
    return rows.select_related("case__union").order_by("-pk")
