"""文昌广场 in 扬州 as a station: where services are offered, people also find the door. Position and hours as the services have them."""

from __future__ import annotations

from datetime import date, datetime

from unionhall.base.access import Actor
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.places import queries as places

from ..queries import directory as queries
from ..services import directory

BY = Actor(system="demo world")
NAME, REGION, UNION = "文昌广场示例驿站", "321002", "扬州市总工会"
OFFERS = frozenset({"water", "charging", "haircut", "step_free"})


def loaded() -> bool:
    """Whether the station is there."""
    return queries.shown().filter(place__name=NAME).exists()


def load(at: datetime) -> None:
    """The place, that services have put down, becomes a station of the city's union."""
    place, union = places.named(NAME, REGION), orgs.unions().filter(name=UNION).first()
    if place and union:
        today = at.astimezone().date()
        values = {"name": place.name, "kind": "station", "assured_on": today, "opened_on": date(2025, 6, 1), "sketched": True}
        directory.put_station(values=values, offers=OFFERS, union_id=union.pk, place_id=place.pk, by=BY, at=at)
