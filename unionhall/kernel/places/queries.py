"""Reading the calendar and the regions. Both are public knowledge: no scope is asked."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Count, DateTimeField, Exists, OuterRef, Q, QuerySet, Subquery, Window
from django.utils.timezone import localtime

from unionhall.base.readings import Few, Reading, Slot
from unionhall.base.workdays import Calendar, DayKind

from . import rules
from .models import CalendarDay, CalendarYear, Closure, Place, Region
from .rules.hours import Answer, Hours, Shut, answer

PUBLIC = (
    "calendar",
    "calendar_version",
    "forget",
    "region",
    "regions",
    "children",
    "ancestors",
    "standing_on",
    "place",
    "places",
    "answers", "closure_rows", "closures", "hours_of", "named", "shut_after", "shut_at",
)

Version = tuple[object, ...]
_MARKS = ("rows", "id", "at")
_read: dict[Version, Calendar] = {}
_shut = Few(lambda at: Closure.objects.filter(Q(until__isnull=True) | Q(until__gt=at)), "place__pk", at=DateTimeField())
_newest = Reading(lambda: _marked(CalendarDay).annotate(**{
    f"year_{name}": Subquery(_marked(CalendarYear).values(name)[:1]) for name in _MARKS
}).values_list(*_MARKS, *(f"year_{name}" for name in _MARKS))[:1])  # fmt: skip


def calendar() -> Calendar:
    """The calendar of the table, read once per version and process; the shipped one while that is empty."""
    version = calendar_version()
    if not version[0]:
        return rules.shipped()
    if version not in _read:
        _read.clear()
        _read[version] = Calendar(
            {day: DayKind(kind) for day, kind in CalendarDay.objects.values_list("day", "kind")},
            frozenset(CalendarYear.objects.filter(published=True).values_list("year", flat=True)),
        )
    return _read[version]


def calendar_version() -> Version:
    """How many rows and the newest: rows are replaced, never changed, so this moves with every edit."""
    return next(iter(_newest.rows()), (0,))


def _marked(model: type[CalendarDay] | type[CalendarYear]) -> QuerySet[Any]:
    """The newest row first, each with how many there are."""
    return model.objects.order_by("-id").annotate(rows=Window(Count("id")))


def forget() -> None:
    """Drop what this process has read; services call it after each edit."""
    _read.clear()


def standing_on(on: date) -> Q:
    """The condition that a dated row holds on the day `on`."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def regions(on: date) -> QuerySet[Region]:
    """All regions as they stood on the day `on`, by code."""
    return Region.objects.filter(standing_on(on)).order_by("code")


def region(code: str, on: date) -> Region | None:
    """The region with this code as it stood on the day `on`; None when there was none."""
    return regions(on).filter(code=code).first()


def children(code: str, on: date) -> QuerySet[Region]:
    """The regions directly below `code` on the day `on`."""
    return regions(on).filter(parent__code=code)


def ancestors(code: str, on: date) -> list[Region]:
    """From the province down to the region itself; empty when the code is unknown on that day."""
    found = region(code, on)
    codes = found.path.strip("/").split("/") if found else []
    return sorted(regions(on).filter(code__in=codes), key=lambda row: len(row.path))


def place(pk: int) -> Place:
    """One place; Place.DoesNotExist when there is none."""
    return Place.objects.get(pk=pk)


def places(pks: Iterable[int]) -> dict[int, Place]:
    """Places by number."""
    return Place.objects.in_bulk(list(pks))


def named(name: str, region_code: str = "") -> Place | None:
    """The first place of exactly this name, in a region if one is said."""
    here = {"region_code": region_code} if region_code else {}
    return Place.objects.filter(name=name, **here).order_by("pk").first()


def shut_at(at: datetime | Slot, place: str = "pk") -> Exists:
    """The condition that a closure holds at a moment; `place` names the column with the place's number."""
    live = Q(since__lte=at) & (Q(until__isnull=True) | Q(until__gt=at))
    return Exists(Closure.objects.filter(live, place=OuterRef(place)))


def shut_after(at: datetime | Slot, place: str = "pk") -> Exists:
    """The condition that a closure holds at a moment or comes later."""
    return Exists(Closure.objects.filter(Q(until__isnull=True) | Q(until__gt=at), place=OuterRef(place)))


def closures(pks: Iterable[int], at: datetime) -> dict[int, tuple[Shut, ...]]:
    """What of closures still holds or comes, by place, in local time."""
    found: dict[int, list[Shut]] = defaultdict(list)
    for row in _shut.rows(pks, at=at):
        found[row.place_id].append(Shut(localtime(row.since), localtime(row.until) if row.until else None, row.reason))
    return {pk: tuple(each) for pk, each in found.items()}


def hours_of(row: Place, shut: tuple[Shut, ...] = ()) -> Hours:
    """A place's hours as the rules read them."""
    return Hours(row.hours, row.always_open, row.holiday_hours, shut)


def answers(
    rows: Iterable[Place], at: datetime, known: Calendar | None = None, among: Iterable[int] | None = None
) -> dict[int, Answer]:
    """Open or not, until when, for many places at once, by number.

    `known`: the calendar, where it is read already; `among`: the places that have a closure (`shut_after`), where that is known.
    """
    rows, here, known = list(rows), localtime(at), known or calendar()
    doubted = [row.pk for row in rows] if among is None else list(among)
    shut = closures(doubted, at) if doubted else {}
    return {row.pk: answer(hours_of(row, shut.get(row.pk, ())), here, known) for row in rows}


def closure_rows(place_id: int) -> QuerySet[Closure]:
    """All closures of a place, newest first."""
    return Closure.objects.filter(place_id=place_id).order_by("-since", "-pk")
