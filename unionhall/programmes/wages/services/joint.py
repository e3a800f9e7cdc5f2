"""Recording what union and partner did together; a study whose agenda builds itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs

from ..models import JointRecord, StudyItem
from ..queries import joint as queries
from ..rules.joint import TYPED, Mechanism, missing
from . import cases as wage_cases

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Agency

LACKS = {"items": _("写明共享了几条信息"), "reached": _("写明来了多少人"), "case": _("写明是哪一件案子")}


@transaction.atomic
def record(
    *, mechanism: str, agency_id: int, on: date, title: str, by: Actor, at: datetime, says: str = "", place: str = "",
    items: int | None = None, reached: int | None = None, case_id: int | None = None,
) -> JointRecord:  # fmt: skip
    """One thing done together, on a day that has come. Transfers come from the cases, studies from their agenda."""
    code = Mechanism(mechanism)
    if code not in TYPED:
        raise Refused("mechanism", _("这一项的记录从案件和研判会里来，不在这里写"))
    if lacks := missing(code, items=items, reached=reached, case_id=case_id):
        raise Refused("missing", LACKS[lacks], field=lacks)
    if on > at.astimezone().date():
        raise Refused("future", _("还没到那天，做了再记"), field="on")
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle")) if case_id else None
    row = _row(code, _agency(agency_id, by), on, title, by, at)
    row.says, row.place, row.items, row.reached = says[:1000], place[:80], items, reached
    row.case = arrears.case if arrears else None
    row.save(force_insert=True)
    _noted(row, "record", by, at)
    if arrears:
        cases.remark(case=arrears.case, says=_("和{agency}一起办：{title}").format(agency=row.agency.name, title=row.title), by=by, at=at, step="joint")
    return row


def _agency(agency_id: int, by: Actor) -> Agency:
    """A procuratorate that the actor's unions work with."""
    row = orgs.agencies_below(by.scope("wages.handle")).filter(pk=agency_id, kind=queries.WITH).first()
    if row is None:
        raise Refused("receiver", _("先选一家检察院"), field="agency")
    return row


def _row(mechanism: Mechanism, agency: Agency, on: date, title: str, by: Actor, at: datetime) -> JointRecord:
    return JointRecord(
        mechanism=mechanism, agency=agency, union=agency.union, path=agency.union.path or "", on=on, title=title.strip()[:120],
        recorded_at=at, recorded_by=(by.name or by.system)[:80],
    )  # fmt: skip


def _noted(row: JointRecord, verb: str, by: Actor, at: datetime) -> None:
    journal.record(kind="change", verb=f"wages.joint.{verb}", subject=f"wages.joint:{row.pk}", path=row.path, by=by, at=at, note=row.mechanism)


@transaction.atomic
def prepare_study(*, agency_id: int, on: date, by: Actor, at: datetime) -> JointRecord:
    """Plan a study for a day: its agenda is what is late, returned or overdue now, in the actor's scope."""
    row = _row(Mechanism.STUDY, _agency(agency_id, by), on, _("{day} 联合研判").format(day=f"{on:%Y-%m-%d}"), by, at)
    row.held = False
    row.save(force_insert=True)
    _noted(row, "prepare", by, at)
    refresh_agenda(row=row, by=by, at=at)
    return row


def refresh_agenda(*, row: JointRecord, by: Actor, at: datetime) -> int:
    """What has become late since is added; nothing is taken off. Returns how many items there are."""
    known = set(row.agenda.values_list("case_id", "reason"))
    for case, referral_id, reason, due in queries.agenda(scope=by.scope("wages.handle"), today=at.astimezone().date()):
        if (case.pk, reason.value) not in known:
            StudyItem.objects.create(study=row, case=case, referral_id=referral_id, reason=reason, due=due)
    return row.agenda.count()


@transaction.atomic
def hold_study(*, study_id: int, decisions: Mapping[int, str], by: Actor, at: datetime, says: str = "") -> JointRecord:
    """The study was held: each item with its decision (item id → words); from now on it counts. Decisions reach the cases."""
    row = queries.study(study_id, scope=by.scope("wages.handle"))
    if row is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    JointRecord.objects.select_for_update().get(pk=row.pk)
    if row.on > at.astimezone().date():
        raise Refused("future", _("还没到那天，做了再记"))
    said = {item: decisions.get(item.pk, "").strip()[:300] for item in row.agenda.select_related("case__union")}
    if not any(said.values()) and not says.strip():
        raise Refused("empty", _("至少写一条结论"))
    for item, words in said.items():
        if words:
            StudyItem.objects.filter(pk=item.pk).update(decision=words)
            cases.remark(case=item.case, says=_("和{agency}研判过").format(agency=row.agency.name), inner=words, by=by, at=at, step="study")
    row.held, row.says = True, says.strip()[:1000]
    row.save(update_fields=["held", "says"])
    _noted(row, "hold", by, at)
    return row
