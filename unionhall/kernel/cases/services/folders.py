"""Who works on a matter, who is in it, and what lies in its folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.kernel.journal import services as journal

from .. import rules
from ..models import Assignment, Case, CaseFile, Party
from . import matters

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob
    from unionhall.kernel.orgs.models import Agency
    from unionhall.kernel.people.models import Account, Person


@transaction.atomic
def assign(
    *, case: Case, account: Account, role: str, by: Actor, at: datetime, agency: Agency | None = None
) -> Assignment:
    """Give an account a duty in a matter; a live one is returned as it is. One officer at a time."""
    live = Assignment.objects.filter(case=case, role=role, ended_at__isnull=True)
    if found := live.filter(account=account).first():
        return found
    if role == rules.DutyRole.OFFICER:
        live.update(ended_at=at)
    row = Assignment.objects.create(case=case, account=account, role=role, agency=agency, begun_at=at)
    says = f"{rules.DUTY_LABELS[rules.DutyRole(role)]}：{account.person.name}"
    matters.remark(case=case, says=says, by=by, at=at, step="assign")
    return row


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
