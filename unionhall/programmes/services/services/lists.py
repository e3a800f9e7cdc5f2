"""The list of an enterprise: who is on it gets a slot while there is one, and whoever gets none is kept with the reason and told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby, islice
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from unionhall.base import work
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.bookings import services as bookings
from unionhall.kernel.notices import services as notices
from unionhall.kernel.people import services as people

from ..models import Arrival, BusRequest, Slot, Workshop
from ..queries import bus as found
from ..rules.bus import ASK, ENDED, Missing, State

MOST = 500


@transaction.atomic
def put_down(*, workshop_id: int, names: Sequence[tuple[str, str]], by: Actor, at: datetime) -> list[Arrival]:
    """Put people on a workshop's list: (name, phone or ''). With a phone somebody sees the own slot and results.

    Slots are given at once where there are any. Refused: somebody is on the request's list already, too many at once, the matter is over.
    """
    workshop = Workshop.objects.filter(pk=workshop_id, request__in=found.requests(scope=by.scope(ASK))).first()
    if workshop is None:
        raise Refused("not_yours", _("这个车间不在您的单子里"))
    request = hold(workshop.request_id)
    if request.case.state in ENDED or request.case.state in (State.VISITED, State.REPORTED):
        raise Refused("not_now", _("车已经来过了，或者这件已经结束"))
    rows = enlist(workshop, names, at)
    seat(request=request, by=by, at=at)
    return list(Arrival.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def hold(request_id: int) -> BusRequest:
    """A request, held until the transaction ends: lists and slots of one request change one after the other."""
    return BusRequest.objects.select_for_update(of=("self",)).select_related("case").get(pk=request_id)


def enlist(workshop: Workshop, names: Sequence[tuple[str, str]], at: datetime) -> list[Arrival]:
    """New rows without a slot, in the order given."""
    if not 1 <= len(names) <= MOST:
        raise Refused("names", _("一次写 1 到 500 个人"), field="names")
    persons = people.persons_for_many(people=names, at=at)
    known = set(Arrival.objects.filter(workshop__request_id=workshop.request_id, person__isnull=False).values_list("person_id", flat=True))
    for (name, _phone), person in zip(names, persons, strict=True):
        if person and person.pk in known:
            raise Refused("twice", _("{name} 已经在名单里了"), field="names", values={"name": name})
        known |= {person.pk} if person else set()
    return Arrival.objects.bulk_create(
        Arrival(workshop=workshop, name=name[:40], person=person, missing=Missing.WAITING) for (name, _phone), person in zip(names, persons, strict=True)
    )


def seat(*, request: BusRequest, by: Actor, at: datetime) -> list[int]:
    """Give slots to everybody on a list who has none and wants one, first come first, earliest slot first; returns who got one.

    Nobody before the enterprise has said that the days suit. Whoever gets none keeps the reason. All whose standing changed are told. The caller holds the request.
    """
    if request.case.state != State.CONFIRMED:
        return []
    waiting = list(Arrival.objects.filter(workshop__request=request, slot=None).exclude(missing=Missing.OWN).order_by("workshop_id", "pk"))
    seated: list[int] = []
    for workshop, rows in groupby(waiting, key=lambda row: row.workshop_id):
        line = iter(rows)
        for slot in found.free([workshop], at):
            taken = list(islice(line, slot.session.free))
            give(slot, taken, by=by, at=at)
            seated += [row.pk for row in taken]
        _without(list(line), Missing.FULL if found.live(request).filter(slot_rows__workshop_id=workshop).exists() else None)
    tell(seated, "slot")
    return seated


def give(slot: Slot, rows: Sequence[Arrival], *, by: Actor, at: datetime) -> None:
    """A place in a slot for each, by the next numbers; Refused('full') beyond its places. The session's row is held."""
    made = bookings.book_many(session_id=slot.session_id, people=[(row.person_id, f"bus:{row.pk}:{uuid4().hex}") for row in rows], by=by, at=at)
    first = next_number(slot)
    for number, (row, booking) in enumerate(zip(rows, made, strict=True), start=first):
        row.slot, row.booking, row.number, row.missing = slot, booking, number, ""
    Arrival.objects.bulk_update(rows, ["slot", "booking", "number", "missing"], batch_size=500)


def next_number(slot: Slot) -> int:
    """The number after the last of a slot; safe while its session's row is held."""
    return (slot.arrivals.aggregate(last=Max("number"))["last"] or 0) + 1


def _without(rows: Iterable[Arrival], missing: Missing | None) -> None:
    """Whoever found no slot: with a new reason they are told, else the old reason stands."""
    changed = [row for row in rows if missing and row.missing != missing]
    for row in changed:
        row.missing = str(missing)
    Arrival.objects.bulk_update(changed, ["missing"], batch_size=500)
    tell([row.pk for row in changed], "none")


def unseat(rows: Iterable[Arrival], missing: Missing) -> None:
    """Back on the list without a slot; their bookings have ended."""
    Arrival.objects.filter(pk__in=[row.pk for row in rows]).update(slot=None, booking=None, number=None, missing=missing)


def end(request: BusRequest, missing: Missing) -> None:
    """No day is left on which the bus comes: everybody without a slot who wants one reads why, and is told."""
    rows = Arrival.objects.filter(workshop__request=request, slot=None).exclude(missing__in=[missing, Missing.OWN])
    pks = list(rows.values_list("pk", flat=True))
    rows.update(missing=missing)
    tell(pks, "off" if missing == Missing.OFF else "none")


def tell(pks: Sequence[int], what: str) -> None:
    """Queue the word to people with a phone: 'slot', 'none' or 'off'."""
    if pks:
        work.later("services.bus_told", arrival_ids=list(pks), what=what)


@transaction.atomic
def strike(*, arrival_id: int, by: Actor, at: datetime) -> None:
    """Take somebody off the list, who left or was put down by mistake; a freed place goes to whoever waits. Refused after they came."""
    row = found.listed(scope=by.scope(ASK)).filter(pk=arrival_id).first()
    if row is None:
        raise Refused("not_yours", _("这个人不在您的名单里"))
    request = hold(row.workshop.request_id)
    if row.came:
        raise Refused("came", _("已经到过的人不能划掉"))
    booking, person = row.booking, row.person
    row.delete()
    if person:
        notices.tell(person=person, message="bus_struck", effect_key=f"bus:{arrival_id}:struck", at=at, link="/services/bus/mine/")
    if booking:
        bookings.cancel(booking_id=booking.pk, by=by, at=at, reason="off the list")
        seat(request=request, by=by, at=at)
