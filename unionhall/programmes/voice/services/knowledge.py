"""Known answers: written, suggested from an answered matter, ended on a day. An old one is ended, never rewritten."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import rules as org_rules

from ..kinds import Mark, Topic
from ..models import Matter, Snippet
from ..rules.privacy import personal
from . import matters


@dataclass(frozen=True, slots=True)
class Known:
    """A known answer as it is written."""

    title: str
    answer: str
    source: str
    valid_from: date
    topic: str = Topic.OTHER
    mark: str = Mark.M
    valid_to: date | None = None


@transaction.atomic
def write(*, known: Known, by: Actor, at: datetime, from_case: int | None = None) -> Snippet:
    """Keep a known answer; `from_case` is the answered matter it was learnt from. Personal data is refused."""
    by.require("voice.knowledge")
    origin = matters.load(pk=from_case, scope=by.scope("voice.view")) if from_case else None
    if origin and not origin.answer:
        raise Refused("unanswered", _("这一件还没有答复，不能拿来当要点"))
    _check(known, origin)
    row = Snippet.objects.create(
        **asdict(known), sound_key=org_rules.keys(known.title).sound[:400], origin=origin, written_by=by.name[:80], written_at=at
    )
    journal.record(kind="change", verb="voice.knowledge", subject=f"voice.snippet:{row.pk}", by=by, at=at)
    return row


def _check(known: Known, origin: Matter | None) -> None:
    for field, least, words in (("title", 4, _("写个标题，至少 4 个字")), ("answer", 8, _("写明白怎么答，至少 8 个字")), ("source", 2, _("写明出处"))):
        if len(getattr(known, field).strip()) < least:
            raise Refused(field, words, field=field)
    if known.valid_to and known.valid_to <= known.valid_from:
        raise Refused("valid_to", _("用到的日子要晚于开始的日子"), field="valid_to")
    if seen := personal(f"{known.title} {known.answer}", [origin.contact] if origin else []):
        raise Refused("personal", _("这里人人看得到，不能写“{seen}”"), field="answer", values={"seen": seen})


@transaction.atomic
def end(*, snippet_id: int, on: date, by: Actor, at: datetime) -> Snippet:
    """From this day on it is no longer offered; where it was used, it stays."""
    by.require("voice.knowledge")
    row = Snippet.objects.select_for_update().filter(pk=snippet_id, valid_to=None).first()
    if row is None or on <= row.valid_from:
        raise Refused("ended", _("这一条已经停用，或者今天才开始用"))
    row.valid_to = on
    row.save(update_fields=["valid_to"])
    journal.record(kind="change", verb="voice.knowledge.end", subject=f"voice.snippet:{row.pk}", by=by, at=at)
    return row
