"""From a suggestion to what changed: a person makes the link, the suggester is told, everybody may read it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.law import queries as law

from ..kinds import ChangeKind, MatterKind
from ..models import Matter, Trace
from ..rules.privacy import personal
from . import matters


@dataclass(frozen=True, slots=True)
class Change:
    """What changed. `code` names a rule or figure of law; `summary` says in a line, for everybody, what was suggested."""

    change: str
    title: str
    on: date
    summary: str
    code: str = ""
    note: str = ""


@transaction.atomic
def trace(*, case_id: int, change: Change, by: Actor, at: datetime) -> Trace:
    """Link a suggestion to a change that is there. Personal data is refused; the suggester is told."""
    matter = matters.load(pk=case_id, scope=by.scope("voice.trace"))
    if matter.kind != MatterKind.SUGGESTION:
        raise Refused("no_suggestion", _("只有建议才登记带来的变化"))
    _check(matter, change, at.astimezone().date())
    try:
        with transaction.atomic():
            row = Trace.objects.create(matter=matter, **asdict(change), made_by=by.name[:80], made_at=at)
    except IntegrityError as error:
        raise Refused("traced", _("这个变化已经登记过了"), field="title") from error
    cases.remark(case=matter.case, says=_("这条建议有了结果：{title}").format(title=change.title), by=by, at=at, step="trace")
    matters.tell_reporters(case=matter.case, message="voice_traced", key=str(row.pk), at=at)
    return row


def _check(matter: Matter, change: Change, today: date) -> None:
    if len(change.title.strip()) < 4 or len(change.summary.strip()) < 4:
        raise Refused("title", _("写明改了什么，也用一句话写明当初建议了什么"), field="title")
    if change.on > today:
        raise Refused("on", _("还没到日子的变化，等变了再登记"), field="on")
    if change.change == ChangeKind.RULE and not law.rule_versions(change.code):
        raise Refused("code", _("法规库里没有编号“{code}”"), field="code", values={"code": change.code})
    if change.change == ChangeKind.PARAMETER and not law.parameter_versions(change.code):
        raise Refused("code", _("法规库里没有编号“{code}”"), field="code", values={"code": change.code})
    if change.change in (ChangeKind.DECISION, ChangeKind.SERVICE) and change.code:
        raise Refused("code", _("决定和服务不用填编号"), field="code")
    seen = personal(f"{change.title} {change.summary} {change.note}", [matter.contact])
    if seen:
        raise Refused("personal", _("这里人人看得到，不能写“{seen}”"), field="summary", values={"seen": seen})
