"""Call-back: satisfied or not, asked by staff who did not answer, or said by the person; not satisfied reopens once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ..models import CallBack, Matter
from ..queries import quality as sample
from ..rules import quality
from ..rules.flows import heard
from ..rules.powers import independent
from . import matters, superiors

SAYS = {
    "satisfied": _("问过了：满意"), "reopen": _("问过了：不满意，再办一次"), "still_unsatisfied": _("问过了：还是不满意，记下来了"),
}  # fmt: skip


def call_back(*, case_id: int, satisfied: bool, says: str, by: Actor, at: datetime) -> Matter:
    """Staff asked the person. Refused to whoever answered."""
    matter = matters.load(pk=case_id, scope=by.scope("voice.call_back"))
    if not independent(by.account_id, matter.answered_by):
        raise Refused("same_hand", _("答复的人不能自己回访，请别的同事来问"), field="satisfied")
    return _hear(matter, satisfied, says, by, at, own=False)


def own_word(*, case_id: int, satisfied: bool, says: str, by: Actor, at: datetime) -> Matter:
    """The person says it: signed in as a party, or with the receipt's code. The caller has checked that it is theirs."""
    actor = Actor(person_id=by.person_id, name=by.name, system="the person's own word")
    return _hear(matters.load(pk=case_id, scope=actor.scope("voice.call_back")), satisfied, says, actor, at, own=True)


@transaction.atomic
def _hear(matter: Matter, satisfied: bool, says: str, by: Actor, at: datetime, own: bool) -> Matter:
    step = heard(satisfied, matter.reopened)
    matter.case = cases.take_step(case_id=matter.case_id, step=step, by=by, at=at, says=SAYS[step], inner=says.strip(), power="voice.call_back")
    CallBack.objects.create(matter=matter, at=at, account_id=by.account_id, own=own, satisfied=satisfied, says=says.strip()[:300])
    matter.satisfied, matter.reopened = satisfied, matter.reopened or step == "reopen"
    matter.save(update_fields=["satisfied", "reopened"])
    if step == "reopen":
        matters.run_term(matter=matter, at=at)
    if not satisfied:
        superiors.tell(case=matter.case, message="voice_unsatisfied", key=str(matter.case.version), at=at)
    return matter


def close(*, case_id: int, by: Actor, at: datetime) -> Matter:
    """Close what was called back. Refused while its quality check is due."""
    matter = matters.load(pk=case_id, scope=by.scope("voice.call_back"))
    share = sample.share(at.astimezone().date())
    checked = hasattr(matter, "check_made")
    if quality.must_be_checked(matter.case.reference, share, matter.satisfied) and not checked:
        raise Refused("unchecked", _("这一件抽到了质检，等领导打过分再办结"))
    matter.case = cases.take_step(case_id=case_id, step="close", by=by, at=at, says=_("办结"), power="voice.call_back")
    return matter
