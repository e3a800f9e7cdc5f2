"""The register of supplies: put there, used up, replaced, thrown away; and the shelf of gifts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from ..kinds import SupplyState
from ..models import Station, Supply
from ..queries import supplies as found
from . import doors

KEEP = "stations.keep"


@dataclass(frozen=True, slots=True)
class Lot:
    """What is put there; `expires_on` is its last good day."""

    item: str
    amount: int
    unit: str
    expires_on: date | None = None
    spot: str = ""


@transaction.atomic
def put(*, station_id: int, lot: Lot, by: Actor, at: datetime) -> Supply:
    """Write down a lot. Refused when it has expired already."""
    station = doors.load(pk=station_id, scope=by.scope(KEEP))
    return _put(station, lot, by, at)


def _put(station: Station, lot: Lot, by: Actor, at: datetime) -> Supply:
    if lot.amount < 1:
        raise Refused("amount", _("数量至少是 1"), field="amount")
    if lot.expires_on and lot.expires_on < at.astimezone().date():
        raise Refused("expires_on", _("已经过期的不能登记"), field="expires_on")
    row = Supply.objects.create(station=station, path=station.path, put_at=at, **asdict(lot))
    journal.record(kind="change", verb="stations.supply.put", subject=f"stations.supply:{row.pk}", path=row.path, by=by, at=at)
    return row


def use_up(*, supply_id: int, by: Actor, at: datetime, note: str = "") -> Supply:
    """It is used up."""
    return _end(supply_id, SupplyState.USED, note, by, at)


def throw_away(*, supply_id: int, by: Actor, at: datetime, note: str = "") -> Supply:
    """It was thrown away."""
    return _end(supply_id, SupplyState.THROWN, note, by, at)


@transaction.atomic
def replace(*, supply_id: int, amount: int, expires_on: date | None, by: Actor, at: datetime) -> Supply:
    """A fresh lot in the place of an old one; returns the fresh one."""
    old = _end(supply_id, SupplyState.REPLACED, "", by, at)
    fresh = _put(old.station, Lot(old.item, amount, old.unit, expires_on, old.spot), by, at)
    Supply.objects.filter(pk=fresh.pk).update(after=old)
    fresh.after = old
    return fresh


@transaction.atomic
def _end(supply_id: int, state: SupplyState, note: str, by: Actor, at: datetime) -> Supply:
    row = found.supply(supply_id, scope=by.scope(KEEP))
    if row is None:
        raise Refused("not_yours", _("这一样不归您管"))
    if not Supply.objects.filter(pk=row.pk, state=SupplyState.THERE).update(state=state, ended_at=at, note=note[:200]):
        raise Refused("step_closed", _("这一样已经处理过了"))
    journal.record(kind="change", verb=f"stations.supply.{state}", subject=f"stations.supply:{row.pk}", path=row.path, by=by, at=at)
    row.refresh_from_db()
    return row
