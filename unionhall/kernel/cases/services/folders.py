"""Who works on a matter, who is in it, and what lies in its folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import queries as people

from .. import queries, rules
from ..models import Assignment, Case, CaseFile, Party, Tie
from . import matters, ties

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob
    from unionhall.kernel.orgs.models import Agency
    from unionhall.kernel.people.models import Account, Person


@transaction.atomic
def assign(
    *, case: Case, account: Account, role: str, by: Actor, at: datetime, agency: Agency | None = None
) -> Assignment:
    """Give an account a duty in a matter; a live one is returned as it is. One officer at a time.

    The only door to a duty: refused while a tie stands between the account and whom the matter is about.
    """
    ties.require_clear(case=case, account=account, agency=agency, at=at)
    live = Assignment.objects.filter(case=case, role=role, ended_at__isnull=True)
    if found := live.filter(account=account).first():
        return found
    if role == rules.DutyRole.OFFICER:
        live.update(ended_at=at)
    row = Assignment.objects.create(case=case, account=account, role=role, agency=agency, begun_at=at)
    says = f"{rules.DUTY_LABELS[rules.DutyRole(role)]}：{account.person.name}"
    matters.remark(case=case, says=says, by=by, at=at, step="assign")
    return row


def recuse(*, assignment: Assignment, by: Actor, at: datetime) -> None:
    """End a duty because of a tie, and hand an officer's on to the nearest one without any."""
    case, role = assignment.case, rules.DutyRole(assignment.role)
    if not Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=at, ended_why=rules.ENDED_BY_TIE):
        return
    says = _("{duty}要回避，换人办").format(duty=rules.DUTY_LABELS[role])
    matters.remark(case=case, says=says, inner=assignment.account.person.name, by=by, at=at, step="recuse")
    if role is rules.DutyRole.OFFICER:
        hand_on(case=case, at=at)


def hand_on(*, case: Case, at: datetime) -> Assignment | None:
    """Give a matter without an officer to the nearest one who may handle it and has no tie; None when there is nobody.

    Then it stands in `queries.unhandled`, on the list of the unions above.
    """
    system, today = Actor(name=_("系统"), system="officer stepped aside"), at.astimezone().date()
    for account in queries.handlers(case=case, today=today):
        if ties.between(case=case, account=account, on=today):
            continue
        row = assign(case=case, account=account, role=rules.DutyRole.OFFICER, by=system, at=at)
        notices.tell(
            person=account.person, message="duty_handed", effect_key=f"handed:{row.pk}", at=at, link="/desk/",
            reference=case.reference,
        )  # fmt: skip
        return row
    matters.remark(case=case, says=_("还没有能接的人，请上级工会派人"), by=system, at=at, step="unhandled")
    return None


def review_duties(*, case: Case, by: Actor, at: datetime) -> int:
    """Whom the matter is about has changed: end the duties that a tie now stands against. Returns how many."""
    live = Assignment.objects.filter(case=case, ended_at__isnull=True).select_related("account__person", "case")
    tied = [row for row in live if ties.between(case=case, account=row.account, agency_id=row.agency_id, on=at.astimezone().date())]
    for row in tied:
        recuse(assignment=row, by=by, at=at)
    return len(tied)


@transaction.atomic
def record_tie(
    *, kind: str, subjects: Sequence[str], shown: str, by: Actor, at: datetime, person: Person | None = None,
    agency: Agency | None = None, valid_from: date | None = None, valid_to: date | None = None, note: str = "",
) -> list[Tie]:  # fmt: skip
    """Store a tie under each of its keys; the duties that it stands against end in the same transaction.

    One's own is declared; somebody else's, or an agency's, asks for `people.admin`. `shown` is what the page shows.
    """
    rows = ties.store(
        kind=kind, subjects=subjects, shown=shown, by=by, at=at, person=person, agency=agency, valid_from=valid_from,
        valid_to=valid_to, note=note,
    )  # fmt: skip
    persons = {person.pk} if person else people.at_agency(agency.pk, at.astimezone().date())
    whose = Q(account__person_id__in=persons) | (Q(agency=agency) if agency else Q(pk__in=[]))
    held = Assignment.objects.filter(whose, ended_at__isnull=True, case__open=True)
    for case in Case.objects.filter(pk__in=held.values("case_id")).order_by("pk"):
        review_duties(case=case, by=by, at=at)
    return rows


@transaction.atomic
def release(*, assignment: Assignment, by: Actor, at: datetime) -> None:
    """End a duty."""
    Assignment.objects.filter(pk=assignment.pk, ended_at__isnull=True).update(ended_at=at)
    journal.record(
        kind="change", verb="cases.release", subject=f"cases.case:{assignment.case_id}", by=by, at=at
    )


def join(*, case: Case, person: Person, role: str, at: datetime, hidden: bool = False) -> Party:
    """Put a person into a matter, once."""
    row, _fresh = Party.objects.get_or_create(
        case=case, person=person, defaults={"role": role, "hidden": hidden, "joined_at": at}
    )
    return row


def join_many(*, pairs: Sequence[tuple[Case, Person]], role: str, at: datetime) -> None:
    """Put persons into matters set-wise, each pair once."""
    once = {(case.pk, person.pk): Party(case=case, person=person, role=role, joined_at=at) for case, person in pairs}
    Party.objects.bulk_create(once.values(), batch_size=2000)


@transaction.atomic
def add_file(*, case: Case, blob: Blob, label: str, by: Actor, at: datetime, shared: bool = False) -> CaseFile:
    """Put a kept file into a matter's folder."""
    row = CaseFile.objects.create(
        case=case, blob=blob, label=label[:120], shared=shared, added_at=at, added_by=by.name or by.system
    )
    journal.record(
        kind="change", verb="cases.file", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at, note=f"blob {blob.pk}"
    )
    return row
