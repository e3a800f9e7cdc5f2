"""Services as data: put by a desk of the area, ended on a day; every change is journalled."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..models import Definition
from ..rules.prices import WEEK
from . import timetables

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.places.models import Place


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as a desk writes it; see `models.Definition` for units."""

    code: str
    name: str
    weekdays: str
    begins: time
    ends: time
    minutes: int
    valid_from: date
    buffer_minutes: int = 0
    seats: int = 1
    needs_provider: bool = False
    kept_percent: int = 0
    horizon_days: int = 14
    notice_minutes: int = 0
    cutoff_minutes: int = 120
    usual_price: int | None = None
    bring: str = ""
    valid_to: date | None = None


TIMETABLE = (
    "weekdays", "begins", "ends", "minutes", "buffer_minutes", "seats", "needs_provider", "kept_percent", "horizon_days", "notice_minutes",
    "cutoff_minutes", "valid_from", "valid_to", "name",
)  # fmt: skip


@transaction.atomic
def put(*, offer: Offer, by: Actor, at: datetime, union: Union | None = None, place: Place | None = None, pk: int | None = None) -> Definition:
    """A new service of `union` at `place`, or service `pk` changed; its coming sessions with it (see `timetables.lay`). Refused: not_found, no_power, and the field at fault."""
    row = load(pk=pk, power="services.edit", by=by) if pk else _drafted(union, place, by)
    _check(offer, row)
    before = [getattr(row, column) for column in TIMETABLE]
    for column, value in asdict(offer).items():
        setattr(row, column, value)
    fresh = row.pk is None
    row.save()
    if fresh or before != [getattr(row, column) for column in TIMETABLE]:
        timetables.lay(definition=row, at=at)
    journal.record(kind="change", verb="services.put", subject=f"services.definition:{row.pk}", path=row.path, by=by, at=at, note=row.name)
    return row


def load(*, pk: int, power: str, by: Actor) -> Definition:
    """A service in the area of a power, held until the transaction ends; Refused('not_found') for another area's."""
    row = Definition.objects.select_for_update().filter(pk=pk).first()
    if row is None or not by.scope(power).reaches(row.path):
        raise Refused("not_found", _("没有这项服务，或者不归您管"))
    return row


def _drafted(union: Union | None, place: Place | None, by: Actor) -> Definition:
    if union is None or place is None:
        raise Refused("place", _("选一个地点"), field="place")
    if not by.scope("services.edit").reaches(union.path or ""):
        raise Refused("no_power", _("您的岗位不能做这一步"))
    return Definition(path=union.path, place=place)


def _check(offer: Offer, row: Definition) -> None:
    wrong = (
        ("name", not offer.name.strip(), _("写上服务的名字")),
        ("weekdays", not offer.weekdays or not set(offer.weekdays) <= set(WEEK), _("选至少一个星期几")),
        ("ends", offer.ends <= offer.begins, _("结束时间要晚于开始时间")),
        ("minutes", not 5 <= offer.minutes <= 480, _("每位 5 到 480 分钟")),
        ("seats", offer.seats < 1, _("至少 1 位")),
        ("kept_percent", not 0 <= offer.kept_percent <= 100, _("0 到 100 之间")),
        ("horizon_days", not 1 <= offer.horizon_days <= 90, _("提前 1 到 90 天")),
        ("valid_to", offer.valid_to is not None and offer.valid_to <= offer.valid_from, _("用到的日子要晚于开始的日子")),
    )
    for field, at_fault, sentence in wrong:
        if at_fault:
            raise Refused(field, sentence, field=field)
    if Definition.objects.filter(code=offer.code, place=row.place).exclude(pk=row.pk).exists():
        raise Refused("code", _("这个地点已经有这一项服务"), field="code")
