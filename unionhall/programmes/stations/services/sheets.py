"""Stations from a sheet: stage the file, look at the plan, commit set-wise, hand the wrong rows back, take it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.geo import System
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import queries as files_queries
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import CellFault, FileKind
from unionhall.kernel.files.rules.sheets import Workbook
from unionhall.kernel.journal import services as journal
from unionhall.kernel.places import services as places

from ..models import Station, StationAmenity, StationColumn, StationImport, StationImportRow
from ..queries import directory as queries
from ..rules import sheets as rules
from . import directory

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob

UNDO = timedelta(days=7)
AT_ONCE = 1000
Changes = Mapping[str, tuple[object, object]]


def keep_file(*, content: IO[bytes], name: str, by: Actor, at: datetime) -> Blob:
    """Keep an uploaded sheet; refused by content, never by name."""
    by.require("stations.edit")
    return files.keep(content=content, name=name, by=by, at=at, allow=frozenset({FileKind.SHEET}))


def kept_file(*, pk: int, by: Actor) -> Blob:
    """A sheet that this person uploaded; refused for anybody else's."""
    blob = files_queries.uploaded_by(pk, account_id=by.account_id or 0)
    if blob is None:
        raise Refused("not_yours", _("这个文件不在了，请重新选文件"))
    return blob


def workbook(*, blob: Blob) -> Workbook:
    """The kept sheet, read."""
    with files.opened(blob=blob) as handle:
        return files.read(content=handle.read(), filename=blob.name)


def plan(*, book: Workbook, by: Actor, system: System | None = None, mapping: Mapping[str, str] | None = None, today: date | None = None) -> rules.Plan:
    """What importing the sheet would do now, row by row; a person's earlier choices of columns count."""
    by.require("stations.edit")
    areas = queries.areas(by.scope("stations.edit"))
    remembered = queries.columns_of(by.account_id)
    headings = {str(cell) for sheet in book.sheets for row in sheet.rows for cell in row if isinstance(cell, str) and cell in remembered}
    chosen = {heading: code for heading, code in remembered.items() if heading in headings} | dict(mapping or {})
    known = queries.known_rows(area.path for area in areas.values())
    return rules.plan(book, areas, known, system=system, chosen=chosen, year=today.year if today else None)


def said(row: rules.Row) -> list[tuple[str, str]]:
    """What is wrong with a row: columns and sentences in the reader's language."""
    names = {column.code: gettext(column.label) for column in rules.STATIONS.columns}
    return [(names.get(each.column, each.column), gettext(each.sentence).format(**{"value": each.value, **each.values})) for each in row.troubles]


def remember(*, mapping: Mapping[str, str], by: Actor) -> None:
    """Keep the columns that a person assigned, for their next sheet."""
    for heading, code in mapping.items():
        StationColumn.objects.update_or_create(account_id=by.account_id, heading=heading[:80], defaults={"field": code})


def error_sheet(*, plan: rules.Plan) -> bytes:
    """The user's own rows at fault as xlsx, each with its reasons; it can be uploaded again as it is."""
    wrong = [row for row in plan.rows if row.fate is rules.Fate.ERROR]
    if not wrong:
        raise Refused("nothing_wrong", _("没有要改的行"))
    block = wrong[0].line.block
    columns = {field.code: field.at for field in block.fields}
    faults = [
        CellFault(row.line.number, columns.get(each.column), gettext(each.sentence).format(**{"value": each.value, **each.values}))
        for row in wrong if row.line.sheet == block.sheet.name for each in row.troubles
    ]  # fmt: skip
    return files.mark_errors(rows=block.sheet.rows, heading=min(block.data, default=1), faults=faults, name=block.sheet.name)


@transaction.atomic
def commit(*, plan: rules.Plan, file_name: str, digest: str, by: Actor, at: datetime, sketched: bool = False) -> StationImport:
    """Import the good rows in one transaction. Refused('system_needed') while nobody said what positions are meant in."""
    scope = by.scope("stations.edit")
    if plan.asks_system:
        raise Refused("system_needed", _("说明经纬度是哪种坐标，再导入"), field="system")
    good = [row for row in plan.rows if row.fate in (rules.Fate.NEW, rules.Fate.UPDATE)]
    if any(row.area is None or not scope.reaches(row.area.path) for row in good):
        raise Refused("not_yours", _("有的行不归您管"))
    counts = plan.counts()
    run = StationImport.objects.create(
        path=_shared([row.area.path for row in good if row.area]) or next(iter(scope.paths), "/"), file_name=file_name[:120], digest=digest,
        account_id=by.account_id, actor=(by.name or by.system)[:80], run_at=at, fresh=counts[rules.Fate.NEW],
        changed=counts[rules.Fate.UPDATE], same=counts[rules.Fate.SAME], wrong=counts[rules.Fate.ERROR],
    )  # fmt: skip
    today = at.astimezone().date()
    _add(run, [row for row in good if row.known is None], today, sketched)
    _change(run, [row for row in good if row.known], today)
    note = f"{counts[rules.Fate.NEW]} new, {counts[rules.Fate.UPDATE]} changed, {digest[:12]}"
    journal.record(kind="change", verb="stations.import", subject=f"stations.stationimport:{run.pk}", path=run.path, by=by, at=at, note=note)
    return run


def _shared(paths: list[str]) -> str:
    """The nearest union above all of these."""
    if not paths:
        return ""
    first, last = min(paths).split("/"), max(paths).split("/")
    same = [one for one, other in zip(first, last, strict=False) if one == other]
    kept = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(same))
    return "/".join(first[:kept]).rstrip("/") + "/"


def _add(run: StationImport, rows: list[rules.Row], today: date, sketched: bool) -> None:
    """New stations: places, stations, amenities and the run's rows, each in one go."""
    codes = _codes(rows)
    fresh = [places.draft_place(region_code=row.area.region_code if row.area else "", **_part(row.values, queries.PLACE_COLUMNS)) for row in rows]
    places.add_places(rows=fresh)
    stations = [
        Station(
            place=place, code=row.values.get("code") or next(codes[row.area.region_code]), union_id=row.area.union_id, path=row.area.path,
            sketched=sketched, **{"opened_on": today} | _part(row.values, queries.OWN_COLUMNS),
        )
        for row, place in zip(rows, fresh, strict=True) if row.area
    ]  # fmt: skip
    Station.objects.bulk_create(stations, batch_size=AT_ONCE)
    StationAmenity.objects.bulk_create(
        (
            StationAmenity(station=station, code=code, since=today)
            for row, station in zip(rows, stations, strict=True) for code in sorted(row.values.get("offers", ()))
        ), batch_size=AT_ONCE,
    )  # fmt: skip
    _note(run, [(station, True, {name: [None, _json(value)] for name, value in row.values.items()}) for row, station in zip(rows, stations, strict=True)])


def _codes(rows: list[rules.Row]) -> dict[str, object]:
    """For each region, the codes that its rows without one get."""
    counts: dict[str, int] = defaultdict(int)
    for row in rows:
        if not row.values.get("code") and row.area:
            counts[row.area.region_code] += 1
    return {region: iter(directory.next_codes(region, count)) for region, count in counts.items()}


def _change(run: StationImport, rows: list[rules.Row], today: date) -> None:
    """Changed stations, column by column."""
    standing = Station.objects.select_related("place").in_bulk([row.known.pk for row in rows if row.known])
    for row in rows:
        apply(standing[row.known.pk], {name: new for name, (_old, new) in row.changes.items()}, today)
    store(list(standing.values()))
    _note(run, [(standing[row.known.pk], False, {name: [_json(old), _json(new)] for name, (old, new) in row.changes.items()}) for row in rows])


def apply(station: Station, values: Mapping[str, object], today: date) -> None:
    """Set columns on a loaded station and its place; amenities are written at once."""
    for name, value in values.items():
        if name == "offers":
            directory._offer(station, frozenset(value), today)
        elif name in queries.PLACE_COLUMNS:
            setattr(station.place, name, value)
        else:
            setattr(station, name, value)


def store(stations: list[Station]) -> None:
    """Write changed stations and their places."""
    places.change_places(rows=[station.place for station in stations], columns=queries.PLACE_COLUMNS)
    Station.objects.bulk_update(stations, queries.OWN_COLUMNS, batch_size=500)


def _part(values: Mapping[str, object], names: tuple[str, ...]) -> dict[str, object]:
    return {name: values[name] for name in names if name in values}


def _json(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def _note(run: StationImport, rows: list[tuple[Station, bool, dict[str, object]]]) -> None:
    StationImportRow.objects.bulk_create(
        (StationImportRow(run=run, station=station, made=made, changes=changes) for station, made, changes in rows), batch_size=AT_ONCE
    )


@transaction.atomic
def undo(*, run_id: int, by: Actor, at: datetime) -> tuple[int, int]:
    """Take an import back within seven days: (stations restored or removed, left alone because somebody changed them since)."""
    run = queries.runs(by.scope("stations.edit")).filter(pk=run_id).first()
    if run is None:
        raise Refused("not_yours", _("这一次导入不归您管"))
    if run.undone_at is not None:
        raise Refused("undone", _("这一次导入已经撤回了"))
    if at - run.run_at > UNDO:
        raise Refused("too_late", _("导入过了 7 天，不能整批撤回了"))
    rows = list(run.rows.select_related("station__place"))
    current = {known.pk: known.values for each in queries.known_rows({row.station.path for row in rows}).values() for known in each}
    untouched = [row for row in rows if all(_json(current[row.station_id].get(name)) == new for name, (_old, new) in row.changes.items() if name != "code")]
    _restore([row for row in untouched if not row.made], at.astimezone().date())
    _remove([row for row in untouched if row.made])
    run.undone_at = at
    run.save(update_fields=["undone_at"])
    journal.record(kind="change", verb="stations.import_undo", subject=f"stations.stationimport:{run.pk}", path=run.path, by=by, at=at)
    return len(untouched), len(rows) - len(untouched)


def _restore(rows: list[StationImportRow], today: date) -> None:
    for row in rows:
        old = {name: before for name, (before, _new) in row.changes.items()}
        for name in rules.DAYS:
            if old.get(name):
                old[name] = date.fromisoformat(old[name])
        apply(row.station, old, today)
    store([row.station for row in rows])


def _remove(rows: list[StationImportRow]) -> None:
    """Stations that an import made, and their places; refused while something else hangs on one of them."""
    held = [row.station.place_id for row in rows]
    try:
        Station.objects.filter(pk__in=[row.station_id for row in rows]).delete()
    except ProtectedError as fault:
        raise Refused("in_use", _("有的驿站已经有人在用，不能整批撤回")) from fault
    places.drop_places(pks=held)
