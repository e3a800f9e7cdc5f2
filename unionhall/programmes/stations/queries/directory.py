"""The directory: rows in scope for the desk, and the open ones for everybody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import DateTimeField, Q, QuerySet

from unionhall.base.access import Scope
from unionhall.base.readings import Few
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import place_of
from unionhall.kernel.places import queries as places

from ..kinds import StationState
from ..models import Station, StationAmenity, StationColumn, StationImport
from ..rules.sheets import Area, Known

PUBLIC = ("shown", "by_uuid", "carded", "offers", "offers_of", "columns_of", "districts", "known_rows")
PAGE = 25
_CITY = re.compile(r"^.{2,8}?市(?=.)")  # 北京市门头沟区 is 门头沟区 to those who live there
SHOWN = (StationState.OPEN.value, StationState.DOUBTFUL.value, StationState.SUSPENDED.value)
PLACE_COLUMNS = ("name", "address", "landmark", "phone", "lat", "lng", "hours", "always_open", "holiday_hours")
CARD_COLUMNS = (
    "state", "state_reason", "kind", "sketched", "assured_on", "place__uuid", *(f"place__{name}" for name in PLACE_COLUMNS),
)  # fmt: skip
OWN_COLUMNS = ("kind", "duty_name", "duty_phone", "assured_on", "opened_on", "system")
_offered = Few(lambda: StationAmenity.objects.filter(until=None).order_by("code").values_list("station_id", "code"), "station__pk")
_carded = Few(
    lambda at: shown().select_related(None).select_related("place").only(*CARD_COLUMNS).annotate(shuts=places.shut_after(at, "place_id")),
    "pk", at=DateTimeField(),
)  # fmt: skip


def visible(scope: Scope) -> QuerySet[Station]:
    """Stations of the scope's unions, with their places."""
    rows = Station.objects.select_related("place", "union", "keeper__person")
    return rows if scope.everything else rows.filter(scope.within("path"))


def by_name(scope: Scope) -> QuerySet[Station]:
    """The same in order of their names."""
    return visible(scope).order_by("place__name", "pk")


def station(pk: int, *, scope: Scope) -> Station | None:
    """One station in scope."""
    return visible(scope).filter(pk=pk).first()


def shown() -> QuerySet[Station]:
    """What everybody may see: every station that has not ended."""
    return Station.objects.filter(state__in=SHOWN).select_related("place", "union")


def carded(pks: Iterable[int], at: datetime) -> dict[int, Station]:
    """Public stations by number, with what a card shows; `shuts`: a closure of the place holds at the moment, or comes."""
    return {row.pk: row for row in _carded.rows(pks, at=at)}


def by_uuid(uuid: object) -> Station | None:
    """One public station by its place's uuid."""
    return shown().filter(place__uuid=uuid).first()


def listed(
    scope: Scope, *, text: str = "", kind: str = "", state: str = "", unkept: bool = False, after: tuple[str, int] | None = None, before: tuple[str, int] | None = None
) -> list[Station]:
    """One row more than a page, by code; with `before` the order is turned."""
    rows = visible(scope)
    if text:
        rows = rows.filter(Q(place__name__icontains=text) | Q(place__address__icontains=text) | Q(code=text))
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(keeper=None) if unkept else rows
    rows = rows.filter(state=state) if state else rows.exclude(state=StationState.ENDED)
    if before:
        return list(rows.filter(code__lt=before[0]).order_by("-code")[: PAGE + 1])
    return list((rows.filter(code__gt=after[0]) if after else rows).order_by("code")[: PAGE + 1])


def unkept(scope: Scope) -> QuerySet[Station]:
    """Stations in scope that stand and that nobody keeps."""
    return visible(scope).filter(keeper=None).exclude(state=StationState.ENDED)


def offers(pks: Iterable[int]) -> dict[int, list[str]]:
    """What stations offer now, by number, in order of code."""
    found: dict[int, list[str]] = defaultdict(list)
    for pk, code in _offered.rows(pks):
        found[pk].append(code)
    return found


def offers_of(rows: QuerySet[Station]) -> dict[int, list[str]]:
    """The same for all stations of a query."""
    found: dict[int, list[str]] = defaultdict(list)
    live = StationAmenity.objects.filter(station__in=rows.order_by().values("pk"), until=None)
    for pk, code in live.order_by("code").values_list("station_id", "code"):
        found[pk].append(code)
    return found


def areas(scope: Scope) -> dict[str, Area]:
    """How a district may be written → the union in scope that answers for it: its code, name, the place in it, the short form."""
    found: dict[str, Area] = {}
    for row in orgs.below(scope).exclude(level="enterprise"):
        area = Area(row.pk, row.path or "", row.region_code, row.name)
        place = place_of(row.name)
        for word in {row.region_code, row.name, place, _CITY.sub("", place)} - {""}:
            found.setdefault(word, area)
    return found


def known_rows(paths: Iterable[str]) -> dict[tuple[str, str], list[Known]]:
    """Standing stations of some unions, by ("", code) and by (path, name)."""
    wanted = set(paths)
    rows = Station.objects.filter(path__in=wanted)
    names = [f"place__{name}" for name in PLACE_COLUMNS]
    held = defaultdict(set)
    for pk, code in StationAmenity.objects.filter(station__path__in=wanted, until=None).values_list("station_id", "code"):
        held[pk].add(code)
    found: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for pk, code, path, *values in rows.values_list("pk", "code", "path", *names, *OWN_COLUMNS):
        known = Known(pk, code, dict(zip((*PLACE_COLUMNS, *OWN_COLUMNS), values, strict=True)) | {"offers": frozenset(held[pk])})
        found["", code].append(known)
        found[path, str(known.values["name"])].append(known)
    return found


def columns_of(account_id: int | None) -> Mapping[str, str]:
    """Headings that a person assigned before."""
    return dict(StationColumn.objects.filter(account_id=account_id).values_list("heading", "field"))


def runs(scope: Scope) -> QuerySet[StationImport]:
    """Imports into the scope's unions, newest first."""
    rows = StationImport.objects.order_by("-run_at", "-pk")
    return rows if scope.everything else rows.filter(scope.within("path"))


def districts() -> list[tuple[str, str]]:
    """Unions that have public stations: (path, place), in order of the tree."""
    paths = set(shown().order_by().values_list("path", flat=True).distinct())
    return [(row.path or "", place_of(row.name)) for row in orgs.unions() if row.path in paths]
