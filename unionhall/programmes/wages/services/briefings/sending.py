"""A briefing's way: a person issues it, it goes to the union above, which takes it in or hands it back with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ...models import Briefing
from ...queries import briefings as queries
from ...rules import briefings as rules
from .. import regimes
from . import drawing


@transaction.atomic
def move(*, briefing_id: int, step: str, by: Actor, at: datetime, says: str = "") -> Briefing:
    """Take one step of the table. Issuing computes anew and counts as the regime's output; receiving is the upper union's."""
    scope = by.scope(rules.OVERSEE)
    row = queries.briefings(scope=scope).filter(pk=briefing_id).select_for_update(of=("self",)).first()
    if row is None:
        raise Refused("not_yours", _("这份报告不归您管"))
    target = _target(row, step)
    if step in rules.ABOVE and not (row.sent_to and scope.reaches(row.sent_to.path)):
        raise Refused("not_above", _("签收和退回要由上级来点"))
    changes = _changes(row, step, says, by, at)
    if step == "issue" and row.state == rules.BriefingState.RETURNED:
        drawing.draw(briefing=row, scope=scope, by=by, at=at)
    if not Briefing.objects.filter(pk=row.pk, state=row.state).update(state=target, **changes):
        raise Refused("stale", _("这一份刚被别人动过，看一眼最新的再办"))
    row.refresh_from_db()
    if step == "issue":
        regimes.count_briefing(briefing=row, by=by, at=at)
    journal.record(
        kind="change", verb=f"wages.briefing.{step}", subject=f"wages.briefing:{row.pk}", path=row.path, by=by, at=at, reason=says
    )
    return row


def _target(row: Briefing, step: str) -> str:
    try:
        return rules.FLOW.after(row.state, step)
    except KeyError as error:
        raise Refused("step_closed", _("这一步现在走不了，先看看最新的进展")) from error


def _changes(row: Briefing, step: str, says: str, by: Actor, at: datetime) -> dict[str, object]:
    name = (by.name or by.system)[:80]
    if step == "send":
        if row.union.parent_id is None:
            raise Refused("no_parent", _("上面没有单位了，不用再报"))
        return {"sent_to_id": row.union.parent_id, "sent_at": at, "sent_by": name, "answer": "", "answered_at": None, "answered_by": ""}
    if step == "hand_back" and len(says.strip()) < 4:
        raise Refused("reason", _("写明为什么退回，至少 4 个字"), field="says")
    return {"answered_at": at, "answered_by": name, "answer": says.strip()[:200]} if step in rules.ABOVE else {}
