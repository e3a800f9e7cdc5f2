"""Registering, changing and closing a station."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from unionhall.base.access import Actor
from unionhall.base.geo import Point, System, in_china, to_wgs
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places

from ..kinds import StationState
from ..models import Station, StationAmenity
from ..queries import directory as queries
from ..rules.amenities import BY_CODE

if TYPE_CHECKING:
    from unionhall.kernel.orgs.models import Union
    from unionhall.kernel.places.models import Closure

PLACE = ("name", "region_code", *queries.PLACE_COLUMNS[1:])
OWN = ("kind", "duty_name", "duty_phone", "assured_on", "opened_on", "sketched")


@transaction.atomic
def put_station(
    *, values: Mapping[str, object], offers: frozenset[str], by: Actor, at: datetime, pk: int | None = None, union_id: int | None = None,
    place_id: int | None = None, system: System = System.WGS84,
) -> Station:  # fmt: skip
    """A new station of `union_id`, or station `pk` changed. `values`: columns of the place and of the station, by name; `keeper` is an account's number.

    `place_id`: a place that already stands (services are offered there) becomes the station. A position is given in `system` and stored as WGS-84. Refused: not_yours, name, position, hours, offers, keeper, taken.
    """
    scope = by.scope("stations.edit")
    row = _found(pk, by) if pk else _fresh(_union(union_id, by), place_id)
    if not scope.reaches(row.path):
        raise Refused("not_yours", _("这一处不归您管"))
    columns = {name: values[name] for name in PLACE if name in values} | _position(values, system)
    place = places.put_place(pk=row.place_id, by=by, at=at, **{"name": row.place.name if row.place_id else "", **columns})
    if not place.name:
        raise Refused("name", _("写上驿站名称"), field="name")
    for name in OWN:
        if name in values:
            setattr(row, name, values[name])
    row.place, row.system = place, system.value if "lat" in values else row.system
    before = row.keeper_id
    if "keeper" in values:
        row.keeper_id = _keeper(values["keeper"], row, at)
    row.save()
    if row.keeper_id != before:
        note = f"account {before or '-'} to {row.keeper_id or '-'}"
        journal.record(kind="change", verb="stations.keeper", subject=f"stations.station:{row.pk}", path=row.path, by=by, at=at, note=note)
    _offer(row, offers, at.astimezone().date())
    journal.record(kind="change", verb="stations.put", subject=f"stations.station:{row.pk}", path=row.path, by=by, at=at, note=row.code)
    return row


def _found(pk: int, by: Actor) -> Station:
    row = queries.station(pk, scope=by.scope("stations.edit"))
    if row is None:
        raise Refused("not_yours", _("这一处不归您管"))
    return row


def _keeper(account_id: object, row: Station, at: datetime) -> int | None:
    """The account that keeps it: one that stays, or one whose post as a keeper reaches this union; None for nobody."""
    wanted = int(str(account_id)) if account_id else None
    if wanted and wanted != row.keeper_id and not people.accounts_over(Role.KEEPER, row.path, at.astimezone().date()).filter(pk=wanted).exists():
        raise Refused("keeper", _("这个人没有管这里驿站的岗位，先在“账号和岗位”里给他"), field="keeper")
    return wanted


def _union(pk: int | None, by: Actor) -> Union:
    row = orgs.below(by.scope("stations.edit")).filter(pk=pk or 0).first()
    if row is None:
        raise Refused("not_yours", _("这个工会不归您管"), field="union")
    return row


def _fresh(union: Union, place_id: int | None) -> Station:
    if place_id and Station.objects.filter(place_id=place_id).exists():
        raise Refused("taken", _("这个地方已经登记过驿站"), field="name")
    return Station(union=union, path=union.path or "", code=next_codes(union.region_code, 1)[0], place_id=place_id)


def next_codes(region: str, count: int) -> list[str]:
    """The next station codes of a region: 110108-00042."""
    head = f"{region or 'Z'}-"[:10]
    last = Station.objects.filter(code__startswith=head, code__regex=r"-\d{5}$").aggregate(last=Max("code"))["last"]
    start = int(last[-5:]) if last else 0
    return [f"{head}{number:05d}" for number in range(start + 1, start + count + 1)]


def _position(values: Mapping[str, object], system: System) -> dict[str, float | None]:
    lat, lng = values.get("lat"), values.get("lng")
    if "lat" not in values or (lat is None and lng is None):
        return {"lat": None, "lng": None} if "lat" in values else {}
    if lat is None or lng is None:
        raise Refused("position", _("经度、纬度只写了一个"), field="lat")
    point = to_wgs(Point(float(str(lat)), float(str(lng))), system)
    if not in_china(point):
        raise Refused("position", _("经纬度不在中国，是不是经度纬度写反了"), field="lat")
    return {"lat": round(point.lat, 6), "lng": round(point.lng, 6)}


def _offer(row: Station, wanted: frozenset[str], today: date) -> None:
    """End what is no longer on offer, begin what is new."""
    if strange := wanted - BY_CODE.keys():
        raise Refused("offers", _("不认得这些设施：{value}"), field="offers", values={"value": "、".join(sorted(strange))})
    live = row.amenities.filter(until=None)
    standing = set(live.values_list("code", flat=True))
    live.exclude(code__in=wanted).update(until=today)
    StationAmenity.objects.bulk_create(StationAmenity(station=row, code=code, since=today) for code in sorted(wanted - standing))


@transaction.atomic
def assure(*, pk: int, by: Actor, at: datetime) -> Station:
    """Say that somebody has looked today and all of this is so."""
    row = _found(pk, by)
    row.assured_on = at.astimezone().date()
    row.save(update_fields=["assured_on"])
    journal.record(kind="change", verb="stations.assure", subject=f"stations.station:{row.pk}", path=row.path, by=by, at=at)
    return row


@transaction.atomic
def close(*, pk: int, since: datetime, until: datetime | None, reason: str, by: Actor, at: datetime) -> Closure:
    """Shut a station for a while; people see the reason and when it opens again."""
    row = _found(pk, by)
    return places.shut(place_id=row.place_id, since=since, until=until, reason=reason, by=by, at=at, path=row.path)


@transaction.atomic
def reopen(*, pk: int, closure_id: int, by: Actor, at: datetime) -> None:
    """End a closure of this station."""
    row = _found(pk, by)
    places.reopen(closure_id=closure_id, place_id=row.place_id, by=by, at=at, path=row.path)


@transaction.atomic
def end(*, pk: int, reason: str, by: Actor, at: datetime) -> Station:
    """Take a station out of the directory for good; its rows stay."""
    row = _found(pk, by)
    if not reason.strip():
        raise Refused("no_reason", _("写明为什么撤销"), field="reason")
    row.state, row.state_reason, row.ended_on = StationState.ENDED, reason.strip()[:200], at.astimezone().date()
    row.save(update_fields=["state", "state_reason", "ended_on"])
    journal.record(kind="change", verb="stations.end", subject=f"stations.station:{row.pk}", path=row.path, by=by, at=at, reason=reason)
    return row
