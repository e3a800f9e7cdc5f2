"""Checks in from a sheet, coverage out to one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Column, ColumnKind, Sheet
from unionhall.kernel.files.rules.workbook import Workbook
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.people import queries as people
from unionhall.kernel.people.rules import Role

from ...models import Check, Site, Visit
from ...queries import rounds
from ...rules.rounds.checks import Source
from ...rules.rounds.coverage import Line
from ...rules.rounds.sheets import CheckPlan, CheckRow, Fate, plan
from . import sites

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob
    from unionhall.kernel.orgs.models import Union

INT = ColumnKind.INT
COLUMNS = (
    ("planned", _("排了")), ("looked", _("看过")), ("none", _("看过，没有")), ("clue", _("有情况")), ("unseen", _("没看成")),
    ("unknown", _("未知（没报）")), ("extra", _("没排也看了")),
)  # fmt: skip


def checks_plan(*, workbook: Workbook, year: int | None, known: Mapping[str, str]) -> CheckPlan:
    """What importing a workbook's sheet of checks would do; `known` as `known_checks` gives it."""
    return plan(workbook, year, known)


def checks_plan_of(*, blob: Blob, year: int | None, by: Actor) -> CheckPlan:
    """The same of a kept upload, in the importer's area."""
    with files.opened(blob=blob) as handle:
        book = files.read(content=handle.read(), filename=blob.name)
    return plan(book, year, known_checks(scope=by.scope("wages.import")))


def known_checks(*, scope: Scope) -> Mapping[str, str]:
    """Rows that came from sheets before: key → result, '' where nobody had reported."""
    rows = Check.objects.filter(rounds.within(scope), client_id__startswith="sheet-")
    asked = Visit.objects.filter(rounds.within(scope), origin__startswith="sheet-")
    return {**dict.fromkeys(asked.values_list("origin", flat=True), ""), **dict(rows.values_list("client_id", "result"))}


@transaction.atomic
def import_checks(*, plan: CheckPlan, by: Actor, at: datetime) -> dict[Fate, int]:
    """Write the plan's rows: a result becomes a record, a blank one a visit without a record. Again it changes nothing.

    Clues are not opened: those of a sheet stand in its ledger. What differs from an earlier import is counted, not written.
    """
    by.require("wages.import")
    if plan.asks_year:
        raise Refused("year_needed", _("有的日期没有年份，先说清是哪一年的台账"), field="year")
    union = orgs.union(next(grant.org_id for grant in by.grants if "wages.import" in grant.powers))
    rows = [row for row in plan.rows if row.fate in (Fate.NEW, Fate.ASKED)]
    places, staff = _places(rows, union, by, at), _inspectors(by, at)
    Visit.objects.bulk_create([_visit(row, places, staff, at) for row in rows], ignore_conflicts=True, batch_size=1000)
    reported = [row for row in rows if row.result]
    Check.objects.bulk_create([_check(row, places, staff, at) for row in reported], batch_size=1000)
    counts = plan.counts()
    note = ", ".join(f"{count} {fate}" for fate, count in counts.items() if count)
    journal.record(kind="change", verb="wages.round.import", subject=f"orgs.union:{union.pk}", path=union.path, by=by, at=at, note=note)
    return counts


def _places(rows: list[CheckRow], union: Union, by: Actor, at: datetime) -> dict[tuple[str, str], Site]:
    wanted = dict.fromkeys((row.street, row.employer) for row in rows)
    return {(street, name): sites.site_for(street=street, name=name, within=union, by=by, at=at) for street, name in wanted}


def _inspectors(by: Actor, at: datetime) -> dict[str, int]:
    """Inspectors of the importer's area by name; a name that two carry decides nothing."""
    found: dict[str, int | None] = {}
    for post in people.staff_below(scope=by.scope("wages.import"), today=at.astimezone().date()).filter(role=Role.INSPECTOR):
        name = post.account.person.name
        found[name] = None if found.get(name, post.account_id) != post.account_id else post.account_id
    return {name: pk for name, pk in found.items() if pk}


def _visit(row: CheckRow, places: Mapping[tuple[str, str], Site], staff: Mapping[str, int], at: datetime) -> Visit:
    site = places[row.street, row.employer]
    return Visit(
        site=site, path=site.path, week=row.week, inspector_id=staff.get(row.inspector), inspector_name=row.inspector[:80],
        origin=row.key, planned_at=at,
    )  # fmt: skip


def _check(row: CheckRow, places: Mapping[tuple[str, str], Site], staff: Mapping[str, int], at: datetime) -> Check:
    site = places[row.street, row.employer]
    moment = datetime.combine(row.checked_on or row.week, time(12)).astimezone()
    return Check(
        client_id=row.key, site=site, path=site.path, week=row.week, inspector_id=staff.get(row.inspector), inspector_name=row.inspector[:80],
        result=row.result, note=row.note, source=Source.SHEET, checked_at=moment, received_at=at,
    )  # fmt: skip


def coverage_out(*, parts: list[tuple[str, str, list[Line]]], by: Actor, at: datetime) -> bytes:
    """An xlsx with one sheet per part (name, heading of its key, lines); what nobody reported is empty, not nought."""
    by.require("wages.export")
    book = [
        Sheet(gettext(name), (Column(gettext(key), width=22), *(Column(gettext(label), INT) for _code, label in COLUMNS)), map(_cells, lines))
        for name, key, lines in parts
    ]
    buffer = BytesIO()
    files.write(target=buffer, sheets=book)
    path = by.grants[0].path if by.grants else ""
    journal.record(kind="read", verb="wages.export.coverage", subject="wages.check:0", path=path, by=by, at=at)
    return buffer.getvalue()


def _cells(line: Line) -> tuple[object, ...]:
    """A line's cells: counts of what was found are empty where nothing is known."""
    known_counts = {"looked", "none", "clue", "unseen"}
    cells = [None if code in known_counts and not line.reported else getattr(line, code) for code, _label in COLUMNS]
    return (str(line.key), *cells)
