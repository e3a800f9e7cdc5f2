"""Matters that a scope opens: one Q for list, detail, export, count and file."""

from datetime import date

from django.db.models import Q, QuerySet

from unionhall.base.access import Scope, path_terms

from . import rules
from .models import (
    TIERS,
    Assignment,
    Case,
    CaseFile,
    Deadline,
    Event,
    Hook,
    Party,
    Receipt,
    Referral,
    ReferralLink,
    ReferralPerson,
)  # fmt: skip
from .rules import referrals as referral_rules

PUBLIC = (
    "tiers", "by_receipt_hash", "by_client_key", "due_before", "file_cases", "deadline", "consented", "link_by_hash", "held_link",
    "waiting_hooks", "link",
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
    if scope.person_id:
        term |= Q(**{f"{prefix}pk__in": Party.objects.filter(person_id=scope.person_id).values("case_id")})
    if scope.assigned_to or scope.agencies:
        mine = Q(account_id=scope.assigned_to) if scope.assigned_to else Q(agency_id__in=scope.agencies)
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


def due_before(day: date, limit: int) -> QuerySet[Deadline]:
    """Running deadlines whose last day lies before `day`: what the sweep touches."""
    rows = Deadline.objects.filter(state=rules.DeadlineState.RUNNING, due__lt=day)
    return rows.select_related("case").order_by("due", "pk")[:limit]


def file_cases(blob_id: int) -> QuerySet[CaseFile]:
    """The folders that hold a file."""
    return CaseFile.objects.filter(blob_id=blob_id).select_related("case")


def deadline(pk: int) -> Deadline:
    """One deadline by id: for the task that its lapse started."""
    return Deadline.objects.select_related("case").get(pk=pk)


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
