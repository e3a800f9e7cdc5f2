"""A station in schema.org's words, as a JSON-LD text that may stand inside a page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .amenities import BY_CODE

if TYPE_CHECKING:
    from ..models import Station

_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def as_linked_data(row: Station, offers: Iterable[str], url: str) -> str:
    """A CivicStructure with its position, hours and amenities; signs that could end a script element are escaped."""
    place = row.place
    found: dict[str, object] = {
        "@context": "https://schema.org", "@type": "CivicStructure", "@id": f"urn:uuid:{place.uuid}", "url": url, "name": place.name,
        "address": {"@type": "PostalAddress", "streetAddress": place.address, "addressCountry": "CN"}, "isAccessibleForFree": True, "publicAccess": True,
        "amenityFeature": [{"@type": "LocationFeatureSpecification", "name": BY_CODE[code].label, "value": True} for code in offers if code in BY_CODE],
    }  # fmt: skip
    if place.lat is not None:
        found["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lng}
    if place.always_open or place.hours:
        found["openingHours"] = "Mo-Su" if place.always_open else place.hours
    if place.phone:
        found["telephone"] = place.phone
    return json.dumps(found, ensure_ascii=False).translate(_UNSAFE)
