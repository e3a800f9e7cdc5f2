"""The quality check: a supervisor who did not answer scores a matter once."""

from datetime import datetime

from django.db import IntegrityError, transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ..models import QualityCheck
from ..rules.flows import State
from ..rules.powers import independent
from ..rules.quality import BEST
from . import matters


@transaction.atomic
def check(*, case_id: int, score: int, words: str, by: Actor, at: datetime) -> QualityCheck:
    """Score an answered matter from 1 to 5; what is under 3 wants words. The office reads it, the person does not."""
    matter = matters.load(pk=case_id, scope=by.scope("voice.check"))
    if matter.case.state != State.CALLED_BACK:
        raise Refused("step_closed", _("回访过的才打分"))
    if not independent(by.account_id, matter.answered_by):
        raise Refused("same_hand", _("答复的人不能给自己打分"))
    if not 1 <= score <= BEST:
        raise Refused("score", _("打 1 到 5 分"), field="score")
    if score < 3 and len(words.strip()) < 4:
        raise Refused("words", _("打低分要写明哪里不行"), field="words")
    try:
        with transaction.atomic():
            row = QualityCheck.objects.create(
                matter=matter, score=score, words=words.strip()[:300], checked_by=by.account_id or 0, checker=by.name[:80], at=at
            )
    except IntegrityError as error:
        raise Refused("checked", _("这一件已经打过分了")) from error
    cases.remark(case=matter.case, says=_("质检看过了"), inner=f"{score} {words.strip()}".strip(), by=by, at=at, step="check")
    return row
