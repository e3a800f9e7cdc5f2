"""Doors in 潍城 with their keeper, a finished month of visits, a report that was mended, supplies, a shelf, people by the hour. Invented positions."""

from __future__ import annotations

import random
import struct
import zlib
from datetime import datetime, timedelta
from io import BytesIO

import h3

from unionhall.base.access import NOBODY, Actor
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people import services as people_services
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places

from ..kinds import Occupation, ReportKind, StationKind
from ..models import Door, Station
from ..rules.doors import Whence
from ..services import coverage, doors, gifts, photos, reports, supplies, visits

BY = Actor(system="demo world")
OWN = (
    ("潍城示例驿站城关", "DEMO-1", 36.7105, 119.1010, "", StationKind.UNATTENDED),
    ("潍城示例驿站南关", "DEMO-2", 36.7020, 119.1065, "", StationKind.STATION),
    ("潍城示例驿站西关", "DEMO-3", 36.7085, 119.0800, "Mo-Su 08:00-20:00", StationKind.STATION),
)


def loaded() -> bool:
    """Whether the doors have their codes."""
    return Door.objects.exists()


def load(at: datetime) -> None:
    """Codes for the stations that are there (three own ones when none is), then what happens at their doors."""
    county = orgs.for_region("370702")
    rows = list(Station.objects.filter(path__startswith=county.path).select_related("place", "union").order_by("pk")[:3])
    stations = rows if len(rows) == 3 else [found(row, county) for row in OWN]
    keeper = keeper_of(county, at)
    Station.objects.filter(pk__in=[row.pk for row in stations], keeper=None).update(keeper=keeper)
    for row in stations:
        doors.issue_door(station_id=row.pk, by=BY, at=at)
        row.refresh_from_db()
        photos.hang(station_id=row.pk, content=BytesIO(facade(row.pk)), name="door.png", says="示意图，不是照片：临街一间屋，门上一块红牌子", by=BY, at=at)
    month_of_visits(stations[0], at)
    furnish(stations[0], at)
    mended(stations[0], at)
    people_by_hour(county, stations, at)


def found(row: tuple, county: object) -> Station:
    """One own station; an invented position within the district."""
    name, code, lat, lng, hours, kind = row
    at = datetime.fromisoformat("2026-01-01T08:00:00+08:00")
    place = places.put_place(name=name, by=BY, at=at, region_code="370702", lat=lat, lng=lng, hours=hours, always_open=not hours, address=f"{name[-2:]}示例街 1 号")
    return Station.objects.create(place=place, code=code, kind=kind, union=county, path=county.path)


def keeper_of(county: object, at: datetime) -> object:
    """The demo's keeper, made when nobody has made one."""
    return people.account_by_login("keeper") or people_services.open_demo_log_in(
        login="keeper", name="示例站", role=Role.KEEPER, union=county, phone="19900001090", by=BY, at=at
    )


def facade(seed: int) -> bytes:
    """A drawn front of a house as PNG: sky, wall, window, door, a red sign. The palette's order is the layers'."""
    pick, wide, high = random.Random(seed), 480, 360
    tones = ((203, 222, 235), (pick.randint(205, 235), 214, 190), (120, 160, 180), (150, 105, 70), (200, 30, 35), (170, 170, 165))
    door = pick.choice((90, 300))
    boxes = ((30, 70, 450, 310, 1), (390 - door, 150, 500 - door, 230, 2), (door, 170, door + 80, 310, 3), (door - 40, 110, door + 120, 145, 4), (0, 310, wide, high, 5))

    def tone(x: int, y: int) -> int:
        return next((box[4] for box in reversed(boxes) if box[0] <= x < box[2] and box[1] <= y < box[3]), 0)

    lines = b"".join(b"\x00" + bytes(tone(x, y) for x in range(wide)) for y in range(high))
    parts = ((b"IHDR", struct.pack(">LLBBBBB", wide, high, 8, 3, 0, 0, 0)), (b"PLTE", bytes(sum(tones, ()))), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body)) for name, body in parts)


def month_of_visits(station: Station, at: datetime) -> None:
    """Last month: 24 devices, 60 visits, by the service; a fixed seed."""
    pick, last = random.Random(7), at.astimezone().replace(day=1, minute=0) - timedelta(days=1)
    trades = [Occupation.COURIER] * 3 + [Occupation.CLEANER, Occupation.DRIVER]
    for number in range(60):
        moment = last.replace(day=1 + number % 28, hour=pick.choice((7, 11, 12, 13, 17, 20)))
        whence = Whence(f"demo device {number % 24}", "192.0.2", known=True)
        visits.check_in(station=station, whence=whence, form_key=f"demo-visit-{number}".ljust(40, "0"), at=moment, occupation=trades[number % 24 % 5])


def furnish(station: Station, at: datetime) -> None:
    """Supplies of which one expires soon, and two gifts."""
    today = at.astimezone().date()
    for item, unit, days in (("创可贴", "盒", 9), ("藿香正气水", "盒", 300), ("雨伞", "把", 0)):
        lot = supplies.Lot(item, 5, unit, today + timedelta(days=days) if days else None, "进门右手柜子")
        supplies.put(station_id=station.pk, lot=lot, by=BY, at=at)
    for number, what in enumerate(("八成新的雨衣一件", "书三本")):
        gifts.give(station=station, what=what, form_key=f"demo-gift-{number}".ljust(40, "0"), at=at)


def mended(station: Station, at: datetime) -> None:
    """A fault that was mended, and a wish that waits."""
    told = reports.Told(ReportKind.BROKEN, "微波炉转不动了", "19900000641")
    receipt, _code = reports.file(station=station, told=told, client_key="demo-station-1".ljust(40, "0"), by=NOBODY, at=at - timedelta(days=2))
    reports.accept(case_id=receipt.case_id, by=BY, at=at - timedelta(days=2))
    reports.mend(case_id=receipt.case_id, reply="换了一台新的，今天就能用。", by=BY, at=at - timedelta(days=1))
    told = reports.Told(ReportKind.WISH, "能不能多装两个充电的插座")
    reports.file(station=station, told=told, client_key="demo-station-2".ljust(40, "0"), by=NOBODY, at=at - timedelta(hours=3))


def people_by_hour(county: object, stations: list[Station], at: datetime) -> None:
    """Invented people around the stations: more by day, fewer by night."""
    pick, lines = random.Random(11), {}
    for station in stations:
        middle = coverage.cell_of(lat=station.place.lat, lng=station.place.lng)
        for cell in sorted(h3.grid_disk(middle, 4)):
            lines[cell] = pick.randrange(5, 120)
    made = [coverage.Line(cell, first, last, count if first == 7 else count // 3) for cell, count in sorted(lines.items()) for first, last in ((0, 7), (7, 19), (19, 24))]
    coverage.load_sheet(union_id=county.pk, lines=made, source="示例数据：随机编的，不是真的人数", by=BY, at=at, invented=True)
