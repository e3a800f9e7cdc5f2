"""Services for programs: what is offered where, its times and prices, and a desk's bookings."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Header, Query, Router, Schema
from pydantic import ConfigDict, Field

from unionhall.base.geo import Point, metres
from unionhall.kernel.bookings import queries as bookings
from unionhall.kernel.bookings import services as booking_services
from unionhall.kernel.bookings.rules import State
from unionhall.kernel.people import rules as people_rules
from unionhall.web.services import Token, page

from .models import Definition
from .queries import book as found
from .queries import decisions, definitions, prices
from .rules.prices import Channel
from .services import book

DESK = Token("services.serve", timezone.now)
ORDER = ("session__starts_at", "id")
READABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

After = Annotated[str, Query(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=100)]
Key = Annotated[str, Header(alias="Idempotency-Key", min_length=32, max_length=60, pattern=r"^[\x21-\x7e]+$")]
Lat = Annotated[float | None, Query(ge=-90, le=90, description="WGS-84; with `lng` the nearest come first")]
Lng = Annotated[float | None, Query(ge=-180, le=180)]
Claims = Annotated[list[str], Query(alias="as", max_length=10, description="what somebody says of itself, such as `citizen`")]
router = Router(tags=["services"])


class ServiceOut(Schema):
    """A service at a place. `weekdays` are ISO digits; `metres` is null without a position."""

    id: int
    code: str
    name: str
    place_id: int
    place: str
    address: str
    weekdays: str
    begins: time
    ends: time
    minutes: int
    bring: str
    metres: int | None


class SlotOut(Schema):
    """A time with the places the public can still book."""

    id: int
    starts_at: datetime
    ends_at: datetime
    free: int


class DayOut(Schema):
    """A day with its times and the decision for who asks: `price` is fen, null when nothing fits; `evidence` is the paper to show.

    `waits`: nobody has confirmed to serve on it yet. `better` is a later day that costs less.
    """

    day: date
    waits: bool
    allowed: bool
    price: int | None
    evidence: str
    better: date | None
    sessions: list[SlotOut]


class BookingOut(Schema):
    """A booking of the desk's area; the person is masked. `price` is what is due, fen; `served` is false when nobody is to serve it."""

    id: int
    code: str
    state: State
    session_id: int
    title: str
    place: str
    starts_at: datetime
    name: str
    phone: str
    price: int | None
    evidence: str
    served: bool


class BookingPage(Schema):
    """Bookings by time; `next` is the cursor of the next page or null."""

    items: list[BookingOut]
    next: str | None


class BookingIn(Schema):
    """Who books, with what they say of themselves. With a phone the standings on record decide the price."""

    model_config = ConfigDict(extra="forbid")

    session_id: int = Field(ge=1, le=2**62)
    name: str = Field(min_length=1, max_length=40, pattern=READABLE)
    phone: str = Field("", max_length=20, pattern=READABLE)
    claimed: list[str] = Field([], max_length=10)


def service_out(row: Definition, here: Point | None) -> dict[str, Any]:
    """A service with how far it is."""
    place = row.place
    far = metres(here, Point(place.lat, place.lng)) if here and place.lat is not None else None
    own = ("id", "code", "name", "place_id", "weekdays", "begins", "ends", "minutes", "bring")
    return {**{name: getattr(row, name) for name in own}, "place": place.name, "address": place.address, "metres": None if far is None else round(far)}


@router.get("", auth=None, response=list[ServiceOut], operation_id="services_list")
def service_list(request: HttpRequest, place: int | None = None, lat: Lat = None, lng: Lng = None, limit: Limit = 25) -> list[dict[str, Any]]:
    """What can be booked, at a place or the nearest first."""
    rows = definitions.offered(timezone.localdate())
    rows = rows.filter(place_id=place) if place and place < 2**62 else rows
    here = Point(lat, lng) if lat is not None and lng is not None else None
    out = [service_out(row, here) for row in rows]
    return sorted(out, key=lambda row: (row["metres"] is None, row["metres"] or 0, row["id"]))[:limit]


@router.get("/{int:service}/sessions", auth=None, response=list[DayOut], operation_id="services_sessions")
def session_list(request: HttpRequest, service: int, claimed: Claims = []) -> list[dict[str, Any]]:  # noqa: B006 - pydantic copies it
    """The days up to the horizon with their times, and what each would cost. A key is not asked; nothing on record is told."""
    row = definitions.definition(service) if service < 2**62 else None
    if row is None or (row.valid_to and row.valid_to <= timezone.localdate()):
        raise Http404
    now = timezone.now()
    said = [kind for kind in prices.claimable(row, now) if kind in claimed]
    rows = bookings.open_sessions(kind=found.KIND, subjects=[definitions.subject(row)], at=now, until=now + timedelta(days=row.horizon_days))
    held: dict[date, list[dict[str, Any]]] = {}
    for each in rows:
        slot = {"id": each.pk, "starts_at": each.starts_at, "ends_at": each.ends_at, "free": each.free}
        held.setdefault(timezone.localtime(each.starts_at).date(), []).append(slot)
    return [
        {
            "day": cell.day, "waits": cell.waits, "allowed": cell.answer.allowed, "price": cell.answer.price, "evidence": cell.answer.missing,
            "better": cell.answer.better.day if cell.answer.better else None, "sessions": held.get(cell.day, []),
        }
        for cell in found.strip(row, person_id=None, at=now, claimed=said)
    ]  # fmt: skip


def bookings_out(request: HttpRequest, rows: list[Any]) -> list[dict[str, Any]]:
    """Rows with their decisions, the person masked."""
    made = decisions.of_bookings(scope=request.actor.scope("services.serve"), booking_ids=[row.pk for row in rows])
    return [booking_out(row, made.get(row.pk)) for row in rows]


def booking_out(row: Any, decision: Any) -> dict[str, Any]:
    """A booking's row with its session's facts."""
    own, session = ("id", "code", "state", "session_id"), row.session
    return {
        **{name: getattr(row, name) for name in own}, "title": session.title, "starts_at": session.starts_at,
        "place": session.place.name if session.place else "", "name": people_rules.mask_name(row.person.name if row.person else row.name),
        "phone": people_rules.mask_phone(str(row.person.phone or "")) if row.person else "", "price": decision.due if decision else None,
        "evidence": decision.evidence if decision else "", "served": bool(row.provider_id) or not session.served,
    }  # fmt: skip


@router.get("/bookings", auth=DESK, response=BookingPage, operation_id="services_bookings")
def booking_list(
    request: HttpRequest, day: date | None = None, state: State | None = None, after: After = "", limit: Limit = 25
) -> dict[str, Any]:
    """Bookings of the key's area from a day on (today unless said), by time."""
    begin = timezone.make_aware(datetime.combine(day or timezone.localdate(), time.min))
    rows = bookings.visible(request.actor.scope("services.serve"), found.KIND).filter(session__starts_at__gte=begin)
    rows, cursor = page(rows=rows.filter(state=state) if state else rows, order=ORDER, after=after, limit=limit)
    return {"items": bookings_out(request, rows), "next": cursor}


@router.post("/bookings", auth=DESK, response={201: BookingOut}, operation_id="services_book")
def make(request: HttpRequest, asked: BookingIn, key: Key) -> dict[str, Any]:
    """Book for somebody. The same Idempotency-Key books once and answers the same."""
    if not bookings.held_sessions(request.actor.scope("services.serve"), found.KIND).filter(pk=asked.session_id).exists():
        raise Http404
    row, decision = book.walk_in(
        session_id=asked.session_id, name=asked.name, phone=asked.phone, client_key=f"api:{key}", claimed=asked.claimed, channel=Channel.API,
        by=request.actor, at=timezone.now(),
    )  # fmt: skip
    return booking_out(here(request, row.pk), decision)


def here(request: HttpRequest, pk: int) -> Any:
    """A booking of the key's area."""
    row = bookings.visible(request.actor.scope("services.serve"), found.KIND).filter(pk=pk).first() if pk < 2**62 else None
    if row is None:
        raise Http404
    return row


@router.post("/bookings/{int:booking}/cancel", auth=DESK, response=BookingOut, operation_id="services_cancel")
def cancel(request: HttpRequest, booking: int) -> dict[str, Any]:
    """Give the place back; the person is told. Again changes nothing."""
    booking_services.cancel(booking_id=here(request, booking).pk, by=request.actor, at=timezone.now(), reason="")
    return bookings_out(request, [here(request, booking)])[0]


@router.post("/bookings/{int:booking}/move/{int:session}", auth=DESK, response=BookingOut, operation_id="services_move")
def move(request: HttpRequest, booking: int, session: int) -> dict[str, Any]:
    """Another time of the same service; the code stays, the person is told."""
    row = here(request, booking)
    if not bookings.held_sessions(request.actor.scope("services.serve"), found.KIND).filter(pk=session, subject=row.session.subject).exists():
        raise Http404
    book.move_for(booking_id=row.pk, session_id=session, by=request.actor, at=timezone.now())
    return bookings_out(request, [here(request, booking)])[0]
