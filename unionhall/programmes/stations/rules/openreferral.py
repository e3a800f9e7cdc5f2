"""A station in the words of HSDS 3.0 (Open Referral; the standard's documents are CC BY-SA 4.0): a location and the service there. Pure.

What the standard lacks stays out: holidays. 24 hours are 00:00 to 23:59 by its own convention; several periods a day are several rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from unionhall.kernel.places.rules.hours import DAY, periods

from .amenities import BY_CODE
from .states import KIND_LABELS, StationState

if TYPE_CHECKING:
    from ..models import Station

VERSION = "3.0"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
OURS = UUID("6f0c2a0e-3b0c-5a54-9a83-0d0f0a1c7e11")  # names made from a station's own uuid stay the same for ever
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATUS = {StationState.OPEN: "active", StationState.DOUBTFUL: "active", StationState.SUSPENDED: "temporarily closed", StationState.ENDED: "defunct"}
Object = dict[str, object]


def made(row: Station, what: str) -> str:
    """A lasting uuid of something that belongs to a station."""
    return str(uuid5(OURS, f"{row.place.uuid} {what}"))


def location(row: Station, offers: Iterable[str], week: date) -> Object:
    """A location with its address, hours and amenities. `week`: any day of the week whose hours are told."""
    place = row.place
    found: Object = {"id": str(place.uuid), "location_type": "physical", "name": place.name, "external_identifier": row.code}
    if place.lat is not None:
        found |= {"latitude": place.lat, "longitude": place.lng}
    if place.landmark:
        found["transportation"] = place.landmark
    if place.address:
        found["addresses"] = [
            {"id": made(row, "address"), "address_1": place.address, "city": row.union.name, "state_province": "", "postal_code": "", "country": "CN", "address_type": "physical"}
        ]
    if place.phone:
        found["phones"] = [{"id": made(row, "phone"), "number": place.phone}]
    offers = [code for code in offers if code in BY_CODE]
    if access := [BY_CODE[code].label for code in offers if BY_CODE[code].access]:
        found["accessibility"] = [{"id": made(row, "access"), "description": "、".join(access)}]
    return found | {"schedules": schedules(row, week), "attributes": [attribute(row, code) for code in offers]}


def attribute(row: Station, code: str) -> Object:
    """An amenity as a term of our own taxonomy."""
    term = {"id": str(uuid5(OURS, code)), "code": code, "name": BY_CODE[code].label, "description": BY_CODE[code].label, "taxonomy": "unionhall-amenities"}
    return {"id": made(row, code), "link_id": str(row.place.uuid), "link_entity": "location", "taxonomy_term": term}


def schedules(row: Station, week: date) -> list[Object]:
    """Weekly rows: one for each weekday and period of that week."""
    place, monday = row.place, week - timedelta(days=week.weekday())
    found: list[Object] = []
    for number, name in enumerate(DAYS):
        spans = ((0, DAY),) if place.always_open else periods(place.hours, monday + timedelta(days=number)) if place.hours else ()
        for start, end in spans:
            end = min(end, DAY - 1)
            found.append({
                "id": made(row, f"{name} {start}"), "freq": "WEEKLY", "byday": name, "interval": 1,
                "opens_at": f"{start // 60:02d}:{start % 60:02d}", "closes_at": f"{end // 60:02d}:{end % 60:02d}",
            })  # fmt: skip
    return found


def service(row: Station, offers: Iterable[str], week: date, whole: bool = True) -> Object:
    """What is done there: free rest for workers; `whole` brings the location along."""
    found: Object = {
        "id": str(row.place.uuid), "name": row.place.name, "status": STATUS[StationState(row.state)], "description": KIND_LABELS[row.kind],
        "fees_description": "免费", "organization": {"id": str(uuid5(OURS, f"union {row.union_id}")), "name": row.union.name, "description": row.union.name},
    }  # fmt: skip
    if row.assured_on:
        found["assured_date"] = row.assured_on.isoformat()
    if row.state_reason:
        found["alert"] = row.state_reason
    if whole:
        found["service_at_locations"] = [{"id": made(row, "there"), "location": location(row, offers, week)}]
    return found


def page(contents: list[Object], total: int, number: int, size: int) -> Object:
    """The standard's Page around a list."""
    pages = max(1, -(-total // size))
    return {
        "total_items": total, "total_pages": pages, "page_number": number, "size": len(contents), "first_page": number == 1,
        "last_page": number >= pages, "empty": not contents, "contents": contents,
    }  # fmt: skip
