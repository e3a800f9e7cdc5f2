"""Printed codes, and the budget of taps that keeps a flood away."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from unionhall.base.access import Actor, Scope
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import Level
from unionhall.kernel.people import queries as people

from ..models import Door, Salt, Station, Tally
from ..queries import directory
from ..rules import doors as rules

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.people.models import Person


def load(*, pk: int, scope: Scope) -> Station:
    """One station in scope; Refused when it is not open to the actor."""
    row = directory.station(pk, scope=scope)
    if row is None:
        raise Refused("not_yours", _("这个驿站不归您管"))
    return row


@transaction.atomic
def issue_door(*, station_id: int, by: Actor, at: datetime) -> Door:
    """A fresh code for a station's door; the printed one before leads nowhere from now on."""
    station = load(pk=station_id, scope=by.scope("stations.edit"))
    Door.objects.filter(station=station, ended_at=None).update(ended_at=at)
    code = "".join(secrets.choice(rules.ALPHABET) for _place in range(rules.LENGTH))
    row = Door.objects.create(station=station, code=code, issued_at=at)
    journal.record(kind="change", verb="stations.door", subject=f"stations.station:{station.pk}", path=station.path, by=by, at=at)
    return row


def district_of(*, union: Union) -> Union:
    """The district that answers for a union's stations: the county-level union above it, or the union itself."""
    line = [row for row in orgs.lineage(union.path or "") if row.level == Level.COUNTY]
    return line[-1] if line else union


def desk_of(*, union: Union) -> Union:
    """Where matters of a union's stations lie: the street's or township's union above it, if there is one, else the county's."""
    line = [row for row in orgs.lineage(union.path or "") if row.level == Level.STREET]
    return line[-1] if line else district_of(union=union)


def handlers(*, union: Union, power: str, today: date) -> list[Person]:
    """Who sees to it at a union's desk; where nobody does, the nearest union above it that has somebody, up to the county."""
    district, found = district_of(union=union), []
    for row in reversed(orgs.lineage(union.path or "")):
        found = people.holders(powers={power}, union_id=row.pk, today=today)
        if found or row.pk == district.pk:
            break
    return found


def hashed(*, form_key: str) -> str:
    """A form's key as it is stored; Refused when the page brought none."""
    if len(form_key) < 32:
        raise Refused("form_key", _("这一页放得太久了，请重新扫码"))
    return keyed_hash(form_key, "station form")


def mark(*, station: Station, period: str, month: date, who: str) -> str:
    """The mark of somebody at a station in a period, salted with that month's own salt."""
    salt, _fresh = Salt.objects.get_or_create(month=month, defaults={"value": secrets.token_hex(32)})
    return keyed_hash(f"{salt.value}|{station.pk}|{period}|{who}", "station visit")


def spend(*, station: Station, whence: rules.Whence, at: datetime) -> None:
    """Count one act of a device and its network; Refused('slow_down') over the budget. Not undone by a later refusal."""
    device = whence.device if whence.known else f"network {whence.network}"
    new = _count(station, rules.DEVICE, device, at)
    if new == 1 and _count(station, rules.NETWORK, whence.network, at) > rules.NETWORK.most:
        raise Refused("slow_down", _("这里现在人太多，过几分钟再点"))
    if new > rules.DEVICE.most:
        raise Refused("slow_down", _("点得太快了，过几分钟再点"))


def _count(station: Station, budget: rules.Budget, whom: str, at: datetime) -> int:
    number, until = rules.span_of(at, budget)
    key = keyed_hash(f"{budget.code}|{number}|{station.pk}|{whom}", "station tally")
    Tally.objects.get_or_create(pk=key, defaults={"until": until})
    Tally.objects.filter(pk=key).update(count=F("count") + 1)
    return Tally.objects.get(pk=key).count
