"""The nearest ten open stations of 186,100, over HTTP, against the raw bounding-box SQL and the page's own shell."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from django.db import connection
from django.db.models import Max
from django.test import Client
from django.urls import reverse

from unionhall.base import geo
from unionhall.base.geo import Point
from unionhall.kernel.places.models import Place
from unionhall.programmes.stations.models import Station
from unionhall.programmes.stations.queries import nearest

from . import pouring
from .measure import Result, medians
from .world import HOME, World

CEILING, TURNS = 3.0, 40
STATIONS = {"full": 186_100, "small": 20_000}
TEXTS = ("Mo-Su 08:00-20:00", "Mo-Fr 08:30-12:00,13:30-17:30", "Mo-Su 07:00-22:00", "Mo-Sa 08:00-18:00", "Mo-Su 06:30-23:00")
TOWNS = 300
RAW = (
    "SELECT s.id, p.lat, p.lng, p.hours, p.always_open, p.holiday_hours FROM places_place p JOIN stations_station s ON s.place_id = p.id "
    "WHERE p.lat BETWEEN {mark} AND {mark} AND p.lng BETWEEN {mark} AND {mark} AND s.state IN ('open', 'doubtful')"
)


def positions(count: int) -> Iterator[Point]:
    """Stations as people live: three hundred towns of unlike size over the country."""
    dice = Random(186_100)
    towns = [(dice.uniform(22, 46), dice.uniform(100, 125), dice.uniform(0.05, 0.3), dice.paretovariate(1.6)) for _town in range(TOWNS)]
    for lat, lng, wide, _weight in dice.choices(towns, weights=[town[3] for town in towns], k=count):
        yield Point(round(dice.gauss(lat, wide), 6), round(dice.gauss(lng, wide), 6))


def pour(world: World, count: int) -> list[Point]:
    """Places and stations, straight into the tables."""
    union, points = world.unions[HOME][0], list(positions(count))
    place = Place(id=1, name="驿站", region_code="370702", address="示例路 1 号")
    station = Station(id=1, place_id=1, code="B", union=union, path=union.path or "")
    first = (Place.objects.aggregate(top=Max("pk"))["top"] or 0) + 1  # other benches have places of their own
    night = [number % 10 == 0 for number in range(count)]
    lots = (
        (Place, pouring.clones(place, ("id", "uuid", "lat", "lng", "always_open", "hours"), (
            (first + n, pouring.ready(Place, "uuid", f"{n + 1:032x}"), point.lat, point.lng, pouring.ready(Place, "always_open", night[n]), "" if night[n] else TEXTS[n % 5])
            for n, point in enumerate(points)
        ))),
        (Station, pouring.clones(station, ("id", "place_id", "code", "kind"), (
            (n + 1, first + n, f"B-{n:07d}", "unattended" if night[n] else "station") for n in range(count)
        ))),
    )  # fmt: skip
    with pouring.one_transaction():
        for model, rows in lots:
            pouring.pour(model, rows)
    pouring.reset_numbers(Place, Station)
    pouring.settle()
    return points


def page(client: Client, address: str) -> str:
    """The page; anything but 200 ends the bench."""
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return str(answer.content.decode())


def raw(box: geo.Box) -> int:
    """One bounding box by the driver, all rows fetched."""
    mark = "%s"
    with connection.cursor() as cursor:
        cursor.execute(RAW.format(mark=mark), (box.south, box.north, box.west, box.east))
        return len(cursor.fetchall())


def exact(wish: nearest.Wish, points: list[Point]) -> None:
    """Without asking for hours: the ten nearest of all, by measuring every one."""
    measured = sorted((geo.metres(wish.centre, point), number + 1) for number, point in enumerate(points))[:10]
    found = [near.pk for near in nearest.nearest(nearest.Wish(wish.centre, wish.at, open_only=False), 10)]
    if found != [pk for _away, pk in measured]:
        raise SystemExit("the nearest are not the nearest")


def run(world: World) -> Iterator[Result]:
    """Forty places of towns in turn: the shell and the box, beside the page of ten."""
    points = pour(world, STATIONS["full" if world.scale.cases >= 1_000_000 else "small"])
    client, dice = Client(HTTP_HOST="localhost"), Random(7)
    spots = iter([dice.choice(points) for _turn in range(4 * TURNS)])
    for _turn in range(3):
        exact(nearest.Wish(dice.choice(points), world.at), points)

    shell = reverse("web:verb", kwargs={"verb": "find"})  # a phone page of the same frame with three lines

    def floor() -> None:
        spot = next(spots)
        raw(geo.around(spot, 2000))
        page(client, shell)

    def ours() -> None:
        spot = next(spots)
        shown = page(client, f"/stations/?lat={spot.lat}&lng={spot.lng}&when=now").count("data-station")
        if shown != 10:
            raise SystemExit(f"{shown} stations on the page")

    bare, taken = medians(floor, ours, times=TURNS)
    yield Result("nearest ten open stations / box and shell", bare, taken, CEILING, f"of {len(points):,}, {TURNS} places")
