"""Words to the reporter: what ends a matter's climbing, and nothing else does."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices import services as notices

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Event

POWERS = {"clue": "wages.check", "arrears": "wages.handle"}


@transaction.atomic
def reply(*, case_id: int, kind: str, says: str, by: Actor, at: datetime) -> Event:
    """Answer those who reported a clue, or the workers of a case; each of them is told that there is an answer."""
    line = cases.answer(case_id=case_id, says=says, by=by, at=at, power=POWERS[kind])
    for party in line.case.parties.select_related("person"):
        notices.tell(
            person=party.person, message="answered", effect_key=f"answered:{line.pk}:{party.person_id}", at=at, link="/wages/mine/",
            reference=line.case.reference,
        )  # fmt: skip
    return line
