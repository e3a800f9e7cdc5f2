"""An enterprise's union asks for the bus, sends, confirms, withdraws; the union above refuses with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import Channel
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.orgs.rules import Level

from ..models import BusRequest, Workshop
from ..queries import bus as found
from ..rules.bus import ASK, BUS, Missing, Risk, State
from . import lists, visits

MOST = 5000


@dataclass(frozen=True, slots=True)
class People:
    """A workshop as it is asked for. Minutes of a day."""

    name: str
    heads: int
    begins: int
    ends: int
    risk: str = Risk.NONE


@dataclass(frozen=True, slots=True)
class Asked:
    """What a union asks for its enterprise. lat, lng: the gate in WGS-84 degrees, None while unknown."""

    employer: str
    address: str
    workshops: tuple[People, ...]
    code: str = ""
    lat: float | None = None
    lng: float | None = None
    power: bool = False
    parking: bool = False
    note: str = ""


@transaction.atomic
def draft(*, asked: Asked, by: Actor, at: datetime) -> BusRequest:
    """Write a request down. Refused beside 'employer', 'address', 'workshops'; and to who is of no enterprise's union."""
    by.require(ASK)
    union = orgs.union(next(grant.org_id for grant in by.grants if ASK in grant.powers))
    if union.level != Level.ENTERPRISE:
        raise Refused("not_enterprise", _("企业自己的工会才能替企业要车"))
    check(asked)
    employer = org_services.employer_for(name=asked.employer.strip(), code=asked.code, address=asked.address, by=by, at=at)
    case = cases.open_case(kind="bus", union=union, title=employer.name, channel=Channel.WEB, says=_("记下来了"), by=by, at=at)
    row = BusRequest.objects.create(
        case=case, employer=employer, address=asked.address.strip(), lat=asked.lat, lng=asked.lng, power=asked.power,
        parking=asked.parking, note=asked.note.strip()[:300],
    )  # fmt: skip
    Workshop.objects.bulk_create(Workshop(request=row, name=each.name.strip(), heads=each.heads, begins=each.begins, ends=each.ends, risk=each.risk) for each in asked.workshops)
    return row


def check(asked: Asked) -> None:
    """Refused with a sentence beside the field that is wrong."""
    names = [each.name.strip() for each in asked.workshops]
    if len(asked.employer.strip()) < 2:
        raise Refused("employer", _("写明是哪家企业"), field="employer")
    if len(asked.address.strip()) < 4:
        raise Refused("address", _("写明车开到哪里，比如路名和几号门"), field="address")
    if not names:
        raise Refused("workshops", _("至少写一个车间，来多少人"), field="workshops")
    if len(set(names)) < len(names) or "" in names:
        raise Refused("workshops", _("每个车间写一行，名字不能空、不能重"), field="workshops")
    for each in asked.workshops:
        if not 1 <= each.heads <= MOST:
            raise Refused("workshops", _("{name}：人数写 1 到 5000"), field="workshops", values={"name": each.name})
        if each.begins == each.ends or not (0 <= each.begins < 1440 and 0 <= each.ends <= 1440):
            raise Refused("workshops", _("{name}：上班和下班的时间对不上"), field="workshops", values={"name": each.name})


def load(*, pk: int, by: Actor, power: str) -> BusRequest:
    """One request in the actor's scope; Refused otherwise."""
    row = found.request(pk, scope=by.scope(power))
    if row is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    return row


@transaction.atomic
def send(*, case_id: int, by: Actor, at: datetime) -> BusRequest:
    """Send a draft: from now its waiting counts, and the union has its days to answer."""
    row = load(pk=case_id, by=by, power=ASK)
    row.case = cases.take_step(case_id=case_id, step="send", says=_("送出了，等排期"), by=by, at=at, power=ASK)
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    return row


@transaction.atomic
def confirm(*, case_id: int, by: Actor, at: datetime) -> BusRequest:
    """The enterprise says that the days suit: everybody on its list gets a slot, or the reason why not. Refused while no plan is accepted."""
    row = load(pk=case_id, by=by, power=ASK)
    row.case = cases.take_step(case_id=case_id, step="confirm", says=_("企业说这天可以"), by=by, at=at, power=ASK)
    lists.seat(request=lists.hold(case_id), by=by, at=at)
    return row


@transaction.atomic
def withdraw(*, case_id: int, reason: str, by: Actor, at: datetime) -> BusRequest:
    """The enterprise does not want it any more; its stops are called off. Refused once somebody has come."""
    row = load(pk=case_id, by=by, power=ASK)
    _leave_plan(row, reason.strip() or _("企业不要了"), by, at)
    row.case = cases.take_step(case_id=case_id, step="withdraw", says=_("企业不要了"), inner=reason.strip(), by=by, at=at, power=ASK)
    return row


@transaction.atomic
def refuse(*, case_id: int, reason: str, by: Actor, at: datetime) -> BusRequest:
    """The bus does not go there; the enterprise reads why."""
    if len(reason.strip()) < 4:
        raise Refused("reason", _("写明为什么不去，企业会看到"), field="reason")
    row = load(pk=case_id, by=by, power=BUS)
    _leave_plan(row, reason, by, at)
    row.case = cases.take_step(case_id=case_id, step="refuse", says=reason.strip()[:300], by=by, at=at, power=BUS)
    return row


def close(*, case_id: int, by: Actor, at: datetime) -> BusRequest:
    """The report is with the enterprise: done."""
    row = load(pk=case_id, by=by, power=BUS)
    row.case = cases.take_step(case_id=case_id, step="close", says=_("办结"), by=by, at=at, power=BUS)
    return row


def _leave_plan(row: BusRequest, reason: str, by: Actor, at: datetime) -> None:
    """Drafted stops go; days that were promised are called off, so that everybody who has a slot is told."""
    row.stops.filter(plan__accepted_at=None).delete()
    for stop in found.live(row).select_related("request__case"):
        visits.off(stop, reason, Missing.ENDED, by, at)
    lists.end(row, Missing.ENDED)


def waiting_days(row: BusRequest, at: datetime) -> int:
    """Days since it was sent."""
    return max((at - row.sent_at).days, 0) if row.sent_at and row.case.state != State.DRAFTED else 0
