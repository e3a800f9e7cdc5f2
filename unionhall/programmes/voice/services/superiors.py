"""Whom the house tells when something goes wrong below: the leaders of the union above."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices import services as notices
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role

if TYPE_CHECKING:
    from datetime import date

    from unionhall.kernel.cases.models import Case, Deadline
    from unionhall.kernel.people.models import Person

UPPER = (Role.LEADER, Role.CLERK)


def above(*, path: str, today: date) -> list[Person]:
    """Leaders, else clerks, of the nearest union above that has any; of the union itself when none above has."""
    line = [row.pk for row in orgs.lineage(path)]
    for union in [*reversed(line[:-1]), line[-1]]:
        posts = people.posts_on(today).filter(union_id=union, role__in=UPPER).select_related("account__person")
        by_role = {role: [post.account.person for post in posts if post.role == role] for role in UPPER}
        if found := by_role[Role.LEADER] or by_role[Role.CLERK]:
            return found
    return []


def tell(*, case: Case, message: str, key: str, at: datetime) -> int:
    """Tell them, once per key: that there is something, never what it is. Returns how many."""
    found = above(path=case.path, today=at.astimezone().date())
    for person in found:
        notices.tell(
            person=person, message=message, effect_key=f"{message}:{case.pk}:{key}:{person.pk}", at=at,
            link=f"/voice/matters/{case.pk}/", reference=case.reference,
        )  # fmt: skip
    return len(found)


@transaction.atomic
def climb(*, deadline: Deadline, at: datetime) -> int:
    """A deadline passed unmet: the level above is told, and the matter's own page says so. Returns how many were told."""
    case, by = deadline.case, Actor(system=_("到期检查"))
    told = tell(case=case, message="voice_late", key=str(deadline.pk), at=at)
    cases.remark(case=case, says=_("到时候没办，已经告诉上一级"), inner=deadline.label, by=by, at=at, step="late")
    return told
