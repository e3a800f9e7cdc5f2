"""Open data about stations, for programs: GeoJSON by box, and a read-only part of HSDS 3.0. Nothing of persons is in it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.base.geo import Box
from unionhall.base.http import PUBLIC, door

from ..models import Station
from ..queries import directory
from ..rules import openreferral
from ..rules.amenities import BY_CODE

MOST, SIZE, LARGEST = 20_000, 50, 200
ASCII = {"ensure_ascii": False}


def shared(response: HttpResponse) -> HttpResponse:
    """Any page of any site may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response


@door(PUBLIC)
def geojson(request: HttpRequest) -> HttpResponse:
    """RFC 7946: WGS-84, longitude first. `bbox` is west,south,east,north; 400 when it is none, or holds too many."""
    rows = directory.shown().filter(place__lat__isnull=False).order_by("pk")
    if text := request.GET.get("bbox", ""):
        box = boxed(text)
        if box is None:
            return shared(JsonResponse({"error": gettext("bbox 写成 西,南,东,北")}, status=400, json_dumps_params=ASCII))
        rows = rows.filter(place__lat__range=(box.south, box.north), place__lng__range=(box.west, box.east))
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        return shared(JsonResponse({"error": gettext("太多了，请用 bbox 划小一点")}, status=400, json_dumps_params=ASCII))
    offers = directory.offers_of(rows) if found else {}
    features = [feature(row, offers.get(row.pk, [])) for row in found]
    return shared(JsonResponse({"type": "FeatureCollection", "features": features}, content_type="application/geo+json", json_dumps_params=ASCII))


def boxed(text: str) -> Box | None:
    """west,south,east,north as numbers in order."""
    try:
        west, south, east, north = (float(part) for part in text[:120].split(","))
    except ValueError:
        return None
    return Box(south, north, west, east) if -90 <= south <= north <= 90 and -180 <= west <= east <= 180 else None


def feature(row: Station, offers: list[str]) -> dict[str, object]:
    """One station."""
    place = row.place
    about = {
        "name": place.name, "kind": row.kind, "state": row.state, "address": place.address, "landmark": place.landmark, "phone": place.phone,
        "opening_hours": "24/7" if place.always_open else place.hours, "holiday_hours": place.holiday_hours, "amenities": [code for code in offers if code in BY_CODE],
        "assured_date": row.assured_on.isoformat() if row.assured_on else None, "sketched": row.sketched,
    }  # fmt: skip
    return {"type": "Feature", "id": str(place.uuid), "geometry": {"type": "Point", "coordinates": [place.lng, place.lat]}, "properties": about}


@door(PUBLIC)
def hsds(request: HttpRequest) -> HttpResponse:
    """What this is: version, profile, description of the interface."""
    return shared(JsonResponse({"version": openreferral.VERSION, "profile": request.build_absolute_uri(), "openapi_url": openreferral.OPENAPI}))


def paged(request: HttpRequest) -> tuple[list[Station], int, int, int]:
    """Rows, their total, the page's number and size; 404 beyond the end."""
    rows: QuerySet[Station] = directory.shown().order_by("pk")
    number, size = whole(request, "page", 1), min(whole(request, "per_page", SIZE), LARGEST)
    total = rows.count()
    if number > max(1, -(-total // size)):
        raise Http404
    return list(rows[(number - 1) * size : number * size]), total, number, size


def whole(request: HttpRequest, name: str, fallback: int) -> int:
    """A positive number of the address, or the fallback."""
    text = request.GET.get(name, "")[:6]
    return max(1, int(text)) if text.isascii() and text.isdigit() else fallback


@door(PUBLIC)
def hsds_services(request: HttpRequest) -> HttpResponse:
    """Services, page by page, without their locations."""
    rows, total, number, size = paged(request)
    week = timezone.localdate()
    return shared(JsonResponse(openreferral.page([openreferral.service(row, (), week, whole=False) for row in rows], total, number, size), json_dumps_params=ASCII))


@door(PUBLIC)
def hsds_service(request: HttpRequest, uuid: object) -> HttpResponse:
    """One service with its location; both go by the station's uuid."""
    row = directory.by_uuid(uuid)
    if row is None:
        raise Http404
    return shared(JsonResponse(openreferral.service(row, directory.offers([row.pk]).get(row.pk, []), timezone.localdate()), json_dumps_params=ASCII))


@door(PUBLIC)
def hsds_locations(request: HttpRequest) -> HttpResponse:
    """Locations, page by page."""
    rows, total, number, size = paged(request)
    offers, week = directory.offers([row.pk for row in rows]), timezone.localdate()
    return shared(JsonResponse(openreferral.page([openreferral.location(row, offers.get(row.pk, []), week) for row in rows], total, number, size), json_dumps_params=ASCII))
