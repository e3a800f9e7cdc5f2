"""A briefing on paper: printed from what was kept, once, when somebody asks for it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import money
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind

from ...queries import briefings as queries
from ...rules import briefings as rules
from ...rules.flows import CaseState, plain
from . import reading, shapes

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob

    from ...models import Briefing


@transaction.atomic
def on_paper(*, briefing_id: int, by: Actor, at: datetime) -> Blob:
    """The docx of a briefing in scope: the kept one, or printed now from the kept figures and lists."""
    row = queries.briefings(scope=by.scope(rules.OVERSEE)).filter(pk=briefing_id).select_for_update(of=("self",)).first()
    if row is None:
        raise Refused("not_yours", _("这份报告不归您管"))
    if row.blob is None:
        name = f"{name_of(briefing=row)}.docx"
        row.blob = files.keep(content=BytesIO(_printed(row)), name=name, by=by, at=at, allow=frozenset({FileKind.WORD}))
        row.save(update_fields=["blob"])
    return row.blob


def name_of(*, briefing: Briefing) -> str:
    """What the file is called."""
    about = briefing.arrears.case.reference if briefing.arrears_id else f"{briefing.first:%Y%m%d}-{briefing.last:%Y%m%d}"
    return f"{rules.KIND_LABELS[rules.BriefingKind(briefing.kind)]} {briefing.union.name} {about}"


def _printed(briefing: Briefing) -> bytes:
    period = f"{briefing.first:%Y-%m-%d} 至 {briefing.last:%Y-%m-%d}"
    values: dict[str, object] = {
        "union": briefing.union.name, "period": period, "made_on": f"{briefing.drawn_at.astimezone():%Y-%m-%d}",
        "snapshot": briefing.snapshot, "figures": reading.figure_rows(briefing=briefing), "opening": "", "badge": "",
        **{part.value: [] for part in rules.Part}, **reading.lists_of(briefing=briefing),
    }  # fmt: skip
    if briefing.arrears_id:
        row = briefing.arrears
        *_limits, unconfirmed = reading.thresholds(region=briefing.union.region_code, at=briefing.drawn_at)
        values |= {
            "reference": row.case.reference, "employer": row.employer_name, "project": row.project or "—",
            "standing": plain(CaseState(row.case.state)).name, "badge": _("【待核实】重大的线由工会自己定，还没有人核过") if unconfirmed else "",
        }  # fmt: skip
    else:
        values["opening"] = opening(briefing=briefing)
    return files.fill(template=shapes.template(kind=briefing.kind), values=values)


def opening(*, briefing: Briefing) -> str:
    """The finding in one sentence, from the kept figures."""
    rows = dict(briefing.figures.values_list("code", "value"))
    says = _("本期新收线索 {clues} 条，立案 {opened} 件，办结 {concluded} 件，职工确认到手 {got} 元；期末在办 {held} 件，欠 {owed} 元，过期没办 {late} 项。")
    return says.format(
        clues=rows["clues_new"], opened=rows["opened"], concluded=rows["concluded"], got=money.short(rows["confirmed"]),
        held=rows["in_hand"], owed=money.short(rows["owed"]), late=rows["late"],
    )  # fmt: skip
