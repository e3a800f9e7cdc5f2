"""Taking in how many people are where by the hour, and asking which stations gain most by staying open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import h3
from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs

from ..models import PeopleCell, PeopleSheet

RESOLUTION = 9
HEADINGS = {
    "cell": ("格子", "cell", "h3"), "lat": ("纬度", "lat", "latitude"), "lng": ("经度", "lng", "lon", "longitude"),
    "first_hour": ("从几点", "first_hour", "from"), "last_hour": ("到几点", "last_hour", "to"), "people": ("人数", "people"),
}  # fmt: skip
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """People in one cell from one hour up to another."""

    cell: str
    first_hour: int
    last_hour: int
    people: int


def cell_of(*, lat: float, lng: float) -> str:
    """The H3 cell of resolution 9 (mean edge 201 m) around a point in WGS-84."""
    return str(h3.latlng_to_cell(lat, lng, RESOLUTION))


def read(*, content: bytes, name: str) -> list[Line]:
    """Lines of an uploaded sheet: a cell or a position, hours, people. Refused with the first row that cannot be read."""
    book = files.read(content=content, filename=name)
    rows = [list(row) for row in (book.sheets[0].rows if book.sheets else ())]
    columns = _columns(rows[0] if rows else [])
    if "people" not in columns or not ({"cell"} <= columns.keys() or {"lat", "lng"} <= columns.keys()):
        raise Refused("headings", _("第一行要写：格子（或者纬度、经度）、从几点、到几点、人数"), field="file")
    if len(rows) > MOST_ROWS:
        raise Refused("too_long", _("一次最多 20 万行"), field="file")
    return [_line(number, row, columns) for number, row in enumerate(rows[1:], start=2) if any(value not in (None, "") for value in row)]


def _columns(heading: Sequence[object]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, text in enumerate(heading):
        plain = str(text or "").strip().lower()
        for code, names in HEADINGS.items():
            if plain in names:
                found.setdefault(code, number)
    return found


def _line(number: int, row: Sequence[object], columns: dict[str, int]) -> Line:
    try:
        value = {code: row[place] for code, place in columns.items()}
        cell = str(value.get("cell") or "").strip().lower() or cell_of(lat=float(str(value["lat"])), lng=float(str(value["lng"])))
        first, last = int(float(str(value.get("first_hour", 0)))), int(float(str(value.get("last_hour", 24))))
        people = int(float(str(value["people"])))
        good = h3.is_valid_cell(cell) and h3.get_resolution(cell) == RESOLUTION and 0 <= first < last <= 24 and people >= 0
    except (ValueError, KeyError, IndexError, h3.H3BaseException):
        good = False
    if not good:
        raise Refused("row", _("第 {number} 行看不懂：看看格子、钟点、人数"), field="file", values={"number": number})
    return Line(cell, first, last, people)


@transaction.atomic
def load_sheet(*, union_id: int, lines: Iterable[Line], source: str, by: Actor, at: datetime, invented: bool = False) -> PeopleSheet:
    """Keep a sheet of a union; it counts from now on. `invented`: a demo's own numbers, said on every page."""
    scope, union = by.scope("stations.cover"), orgs.union(union_id)
    if not (scope.everything or scope.reaches(union.path or "-")):
        raise Refused("not_yours", _("这家工会不归您管"), field="union")
    if len(source.strip()) < 4:
        raise Refused("source", _("写明数是哪里来的、哪天的"), field="source")
    sums: dict[tuple[str, int, int], int] = {}
    for line in lines:
        key = (line.cell, line.first_hour, line.last_hour)
        sums[key] = sums.get(key, 0) + line.people
    _apart(sums)
    sheet = PeopleSheet.objects.create(union=union, path=union.path or "", source=source.strip()[:120], invented=invented, at=at, by_name=(by.name or by.system)[:80])
    PeopleCell.objects.bulk_create(
        [
            PeopleCell(sheet=sheet, cell=cell, lat=middle[0], lng=middle[1], first_hour=first, last_hour=last, people=people)
            for (cell, first, last), people in sums.items()
            for middle in [h3.cell_to_latlng(cell)]
        ],
        batch_size=2000,
    )
    journal.record(kind="change", verb="stations.people", subject=f"stations.peoplesheet:{sheet.pk}", path=sheet.path, by=by, at=at, note=sheet.source)
    return sheet


def _apart(sums: Iterable[tuple[str, int, int]]) -> None:
    """Refused when two bands of hours of one cell overlap: somebody would be counted twice."""
    last_of: dict[str, int] = {}
    for cell, first, last in sorted(sums):
        if first < last_of.get(cell, 0):
            raise Refused("overlap", _("同一个格子的钟点重叠了：{cell}"), field="file", values={"cell": cell})
        last_of[cell] = last
    if not last_of:
        raise Refused("empty", _("表里没有一行人数"), field="file")
