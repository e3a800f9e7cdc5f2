"""Standing regimes: set up once, renamed and given an owner by the union, fed by briefings or by what people write down."""

from __future__ import annotations

from datetime import date, datetime
from typing import IO, TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role

from ..models import Briefing, Regime, RegimeOutput
from ..queries import regimes as queries
from ..rules import regimes as rules
from ..rules.briefings import BriefingKind

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Account

POWER, OVERSEE = "wages.regime", "wages.oversee"
FED_BY = {BriefingKind.WEEKLY: BriefingKind.MONTHLY}


@transaction.atomic
def set_up(*, union_id: int, begun_on: date, by: Actor, at: datetime) -> list[Regime]:
    """The six shipped regimes for a union, those that are not there yet: three as named, three as examples to rename."""
    by.require(POWER)
    union = orgs.below(by.scope(POWER)).filter(pk=union_id).first()
    if union is None:
        raise Refused("not_yours", _("这个单位不归您管"), field="union")
    known = set(Regime.objects.filter(union=union).values_list("code", flat=True))
    rows = [
        Regime(
            union=union, path=union.path, code=one.code, name=one.name, about=one.about, rhythm=one.rhythm, paper=one.paper,
            setting=one.setting, owner_role=one.owner, begun_on=begun_on, next_due=rules.next_due(one.rhythm, begun_on, ()),
        )
        for one in rules.SHIPPED if one.code not in known
    ]  # fmt: skip
    journal.record(kind="change", verb="wages.regime.set_up", subject=f"orgs.union:{union.pk}", path=union.path, by=by, at=at)
    return Regime.objects.bulk_create(rows)


def load(*, regime_id: int, by: Actor, power: str = OVERSEE) -> Regime:
    """One live regime in scope; Refused when it is not open to the actor."""
    row = queries.regimes(scope=by.scope(power)).filter(pk=regime_id).first()
    if row is None:
        raise Refused("not_yours", _("这项制度不归您管"))
    return row


@transaction.atomic
def amend(
    *, regime_id: int, name: str, rhythm: str, owner_role: str, by: Actor, at: datetime, about: str = "", owner_id: int | None = None
) -> Regime:
    """Rename, give another rhythm or owner. What a briefing is drawn for keeps its rhythm."""
    row = load(regime_id=regime_id, by=by, power=POWER)
    if len(name.strip()) < 2:
        raise Refused("name", _("写上名字"), field="name")
    if row.paper and rhythm != row.rhythm:
        raise Refused("rhythm", _("这一项由系统从台账出报告，节奏不能改"), field="rhythm")
    owner: Account | None = people.accounts_in(Role(owner_role), row.path, at.astimezone().date()).filter(pk=owner_id).first() if owner_id else None
    if owner_id and owner is None:
        raise Refused("owner", _("这个人在这个单位没有这个岗位"), field="owner")
    row.name, row.about, row.rhythm = name.strip()[:40], about.strip()[:120], rules.Rhythm(rhythm)
    row.owner_role, row.owner = Role(owner_role), owner
    row.next_due = rules.next_due(row.rhythm, row.begun_on, _covered(row))
    row.save()
    journal.record(kind="change", verb="wages.regime.amend", subject=f"wages.regime:{row.pk}", path=row.path, by=by, at=at)
    return row


def _covered(row: Regime) -> list[rules.Period]:
    return list(row.outputs.values_list("first", "last"))


@transaction.atomic
def produce(
    *, regime_id: int, on: date, summary: str, by: Actor, at: datetime, content: IO[bytes] | None = None, name: str = ""
) -> RegimeOutput:
    """Write down the output of the period around a day, with a paper if there is one; once for a period that is over."""
    row = load(regime_id=regime_id, by=by)
    if row.paper:
        raise Refused("drawn", _("这一项由系统从台账出报告，到“工作报告”里出"))
    if len(summary.strip()) < 8:
        raise Refused("summary", _("写明这一期做了什么，至少 8 个字"), field="summary")
    first, last = rules.closed_period(row.rhythm, on, at.astimezone().date())
    blob = files.keep(content=content, name=name, by=by, at=at, allow=frozenset({FileKind.WORD, FileKind.PDF, FileKind.SHEET, FileKind.IMAGE})) if content else None  # fmt: skip
    if RegimeOutput.objects.filter(regime=row, first=first, last=last).exists():
        raise Refused("produced", _("这一期已经出过了"), field="on")
    made = RegimeOutput.objects.create(
        regime=row, first=first, last=last, summary=summary.strip()[:300], blob=blob, made_at=at, made_by=by.name or by.system,
        account_id=by.account_id,
    )  # fmt: skip
    _go_on(row)
    journal.record(kind="change", verb="wages.regime.produce", subject=f"wages.regime:{row.pk}", path=row.path, by=by, at=at)
    return made


def _go_on(row: Regime) -> None:
    Regime.objects.filter(pk=row.pk).update(next_due=rules.next_due(row.rhythm, row.begun_on, _covered(row)))


def count_briefing(*, briefing: Briefing, by: Actor, at: datetime) -> RegimeOutput | None:
    """An issued briefing is the output of its union's regime, once; None where no regime asks for it."""
    papers = [briefing.kind, FED_BY.get(BriefingKind(briefing.kind), "")]
    row = Regime.objects.filter(union_id=briefing.union_id, ended_on=None, paper__in=[paper for paper in papers if paper]).first()
    if row is None:
        return None
    made, _fresh = RegimeOutput.objects.get_or_create(
        briefing=briefing,
        defaults={
            "regime": row, "first": briefing.first, "last": briefing.last, "summary": f"快照 {briefing.snapshot}", "made_at": at,
            "made_by": by.name or by.system, "account_id": by.account_id,
        },
    )  # fmt: skip
    _go_on(row)
    return made


def may_open(*, by: Actor, blob_id: int) -> bool:
    """An output's paper opens for whom the regime is open."""
    held = queries.regimes(scope=by.scope(OVERSEE)).values("pk")
    return RegimeOutput.objects.filter(blob_id=blob_id, regime_id__in=held).exists()
