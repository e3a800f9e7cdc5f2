"""Loading and editing the calendar, loading the regions."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import DayKind
from unionhall.kernel.journal import services as journal

from . import queries, rules
from .models import CalendarDay, CalendarYear, Closure, Place, Region
from .rules.hours import CLOSED, check

REGIONS = Path(__file__).parent / "data" / "regions.csv"


@transaction.atomic
def seed(*, at: datetime) -> int:
    """Add the shipped calendar and regions that are not there yet. Returns rows added."""
    added = _seed_years(at) + seed_regions()
    queries.forget()
    return added


def _seed_years(at: datetime) -> int:
    """Add whole years; a year that stands keeps its days as edited, unless its notice has come since."""
    standing = dict(CalendarYear.objects.values_list("year", "published"))
    years = {year: known for year, known in rules.shipped_years().items() if known > standing.get(year, -1)}
    CalendarYear.objects.filter(year__in=years).delete()
    CalendarDay.objects.filter(day__year__in=years, source=rules.BY_LAW).delete()
    taken = set(CalendarDay.objects.values_list("day", flat=True))
    days = [row for row in rules.shipped_days() if row.day.year in years and row.day not in taken]
    CalendarDay.objects.bulk_create(
        CalendarDay(day=row.day, kind=row.kind, source=row.source, at=at) for row in days
    )
    CalendarYear.objects.bulk_create(
        CalendarYear(year=year, published=known, source=rules.year_source(known), at=at)
        for year, known in years.items()
    )
    return len(days) + len(years)


def region_rows() -> Iterator[dict[str, str]]:
    """The shipped regions, parents before children."""
    with REGIONS.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def seed_regions() -> int:
    """Add the shipped regions whose code and first day are not there yet."""
    added = 0
    for row in region_rows():
        parent = Region.objects.filter(code=row["parent"]).order_by("valid_from").last()
        _region, new = Region.objects.get_or_create(
            code=row["code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "name": row["name"],
                "level": rules.Level(row["level"]),
                "parent": parent,
                "path": f"{parent.path if parent else '/'}{row['code']}/",
                "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            },
        )
        added += new
    return added


@transaction.atomic
def ensure_region(*, code: str, name: str, at: datetime) -> Region:
    """The region with this code; one of the national table comes with those above it, a street or town stands below its county.

    Refused('region') for a code that neither the table nor a county above knows.
    """
    today = at.astimezone().date()
    if found := queries.region(code, today):
        return found
    for row in rules.named_lineage(code):
        _add_region(row.code, row.name, row.level, row.parent, today)
    if queries.region(code, today) is None and len(code) in (9, 12) and code.isdecimal():
        above = ensure_region(code=code[:6], name="", at=at)
        _add_region(code, name, rules.Level.STREET, above.code, today)
    found = queries.region(code, today)
    if found is None:
        raise Refused("region", _("没有这个区划代码：{code}"), field="region_code", values={"code": code})
    return found


def _add_region(code: str, name: str, level: rules.Level, parent: str, today: date) -> None:
    above = queries.region(parent, today) if parent else None
    if queries.region(code, today) is None:
        path = f"{above.path if above else '/'}{code}/"
        Region.objects.create(code=code, name=name, level=level, parent=above, path=path, valid_from=today)


@transaction.atomic
def set_day(*, day: date, kind: DayKind, source: str, by: Actor, at: datetime) -> CalendarDay:
    """Say what a day is and where that is written; the row for that day is replaced."""
    by.require("places.edit")
    _require_source(source)
    _seed_years(at)
    CalendarDay.objects.filter(day=day).delete()
    row = CalendarDay.objects.create(day=day, kind=kind, source=source, at=at)
    _note_change("places.set_day", f"places.calendarday:{row.pk}", f"{day.isoformat()} {kind}", by, at)
    queries.forget()
    return row


@transaction.atomic
def publish_year(*, year: int, source: str, by: Actor, at: datetime) -> CalendarYear:
    """Say that a year's notice is loaded: deadlines that touch it are no longer provisional."""
    by.require("places.edit")
    _require_source(source)
    _seed_years(at)
    CalendarYear.objects.filter(year=year).delete()
    row = CalendarYear.objects.create(year=year, published=True, source=source, at=at)
    _note_change("places.publish", f"places.calendaryear:{row.pk}", str(year), by, at)
    queries.forget()
    return row


def _note_change(verb: str, subject: str, note: str, by: Actor, at: datetime) -> None:
    """One journal entry for an edited calendar."""
    journal.record(kind="change", verb=verb, subject=subject, by=by, at=at, note=note)


def _require_source(source: str) -> None:
    """Refused when nothing says where a day comes from."""
    if not source.strip():
        raise Refused("no_source", _("写明依据：哪一份通知、哪一天发布"), field="source")


@transaction.atomic
def put_place(*, name: str, by: Actor, at: datetime, pk: int | None = None, **columns: object) -> Place:
    """A new place, or place `pk` changed. `columns`: address, landmark, phone, region_code, lat, lng, hours, always_open, holiday_hours.

    Whoever calls has asked its own power: a place belongs to what stands there. Refused('hours') for unreadable hours.
    """
    row = Place.objects.get(pk=pk) if pk else Place()
    for column, value in {"name": name, **columns}.items():
        setattr(row, column, value)
    row.hours = "" if row.always_open else check(row.hours)
    row.holiday_hours = row.holiday_hours if row.holiday_hours == CLOSED else check(row.holiday_hours)
    row.save()
    journal.record(kind="change", verb="places.put", subject=f"places.place:{row.pk}", by=by, at=at, note=name)
    return row


def draft_place(*, name: str, **columns: object) -> Place:
    """An unsaved place, its hours already checked: for writing many at once with `add_places`."""
    return Place(name=name, **columns)


def add_places(*, rows: list[Place]) -> None:
    """Store drafted places set-wise (an import)."""
    Place.objects.bulk_create(rows, batch_size=1000)


def change_places(*, rows: list[Place], columns: tuple[str, ...]) -> None:
    """Write these columns of loaded places set-wise; hours were checked by who set them."""
    Place.objects.bulk_update(rows, columns, batch_size=500)


@transaction.atomic
def shut(*, place_id: int, since: datetime, until: datetime | None, reason: str, by: Actor, at: datetime, path: str = "") -> Closure:
    """Close a place from `since` up to `until` (None: until further notice). Whoever calls has asked its own power."""
    if not reason.strip():
        raise Refused("no_reason", _("写明为什么关门，来的人看得到"), field="reason")
    if until is not None and until <= since:
        raise Refused("span", _("重开的时间要晚于关门的时间"), field="until")
    row = Closure.objects.create(place_id=place_id, since=since, until=until, reason=reason.strip()[:200])
    journal.record(kind="change", verb="places.shut", subject=f"places.place:{place_id}", path=path, by=by, at=at, note=reason[:200])
    return row


@transaction.atomic
def reopen(*, closure_id: int, place_id: int, by: Actor, at: datetime, path: str = "") -> None:
    """End a closure of this place now; one that has not begun goes away."""
    rows = Closure.objects.filter(pk=closure_id, place_id=place_id)
    gone = rows.filter(since__gte=at).delete()[0]
    ended = rows.filter(since__lt=at).exclude(until__lte=at).update(until=at)
    if gone or ended:
        journal.record(kind="change", verb="places.reopen", subject=f"places.place:{place_id}", path=path, by=by, at=at)


def drop_places(*, pks: list[int]) -> None:
    """Remove places that an import made and nothing stands on any more (its undo)."""
    Place.objects.filter(pk__in=pks).delete()
