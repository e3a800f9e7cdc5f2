"""Writing down an employer's month: by form, or by sheet with every row judged first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import queries as files_queries
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import CellFault, FileKind
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import services as org_services

from ..models import Observation
from ..queries import watching
from ..rules import observations as rules

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob
    from unionhall.kernel.orgs.models import Employer, Union

FIGURES = (*(name for name in watching.PLAIN if name != "month"), "real_name", "account", "deposit")
NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"


def home_of(*, by: Actor) -> Union:
    """The union for which the actor writes figures down."""
    by.require("wages.observe")
    held = [grant.org_id for grant in by.grants if "wages.observe" in grant.powers]
    found = orgs.union(held[0]) if held else orgs.home()
    if found is None:
        raise Refused("no_union", _("这里还没有设好工会，请打 12351"))
    return found


@transaction.atomic
def observe(
    *, employer_name: str, month: date, figures: Mapping[str, object], by: Actor, at: datetime, credit_code: str = ""
) -> Observation:
    """Write an employer's month down, or put it right: what is not in `figures` stays as it was. Sums in fen."""
    union = home_of(by=by)
    if month > at.astimezone().date():
        raise Refused("month", _("这个月还没到"), field="month")
    if wrong := rules.crossed(dict(figures)):
        raise Refused("crossed", wrong[0][1], field=wrong[0][0])
    employer = org_services.employer_for(name=employer_name, code=credit_code, region_code=union.region_code, by=by, at=at)
    return write(employer=employer, union=union, month=month, figures=figures, by=by, at=at)[0]


def write(
    *, employer: Employer, union: Union, month: date, figures: Mapping[str, object], by: Actor, at: datetime
) -> tuple[Observation, str]:
    """The row and whether it is new, changed or the same; a change is refused in another union's area."""
    first = watching.month_of(month)
    row = Observation.objects.select_for_update().filter(employer=employer, month=first).first()
    if row is not None and not by.scope("wages.observe").reaches(row.path):
        raise Refused("not_yours", _("这家单位这个月的数由别的工会记，您改不了"))
    wanted = {name: value for name, value in figures.items() if name in FIGURES and value is not None}
    if row is None:
        row, what = Observation(employer=employer, union=union, path=union.path, month=first, version=0), NEW
    else:
        what = CHANGED if any(getattr(row, name) != value for name, value in wanted.items()) else SAME
    if what == SAME:
        return row, what
    for name, value in wanted.items():
        setattr(row, name, value)
    row.recorded_at, row.recorded_by, row.version = at, (by.name or by.system)[:80], row.version + 1
    row.save()
    journal.record(
        kind="change", verb="wages.observe", subject=f"wages.observation:{row.pk}", path=row.path, by=by, at=at,
        note=f"{first:%Y-%m} {what}: {','.join(sorted(wanted))}",
    )  # fmt: skip
    return row, what


def keep_file(*, content: IO[bytes], name: str, by: Actor, at: datetime) -> Blob:
    """Keep an uploaded sheet; refused by content, never by name."""
    by.require("wages.observe")
    return files.keep(content=content, name=name, by=by, at=at, allow=frozenset({FileKind.SHEET}))


def kept_file(*, pk: int, by: Actor) -> Blob:
    """A sheet that this person uploaded; refused for anybody else's."""
    blob = files_queries.uploaded_by(pk, account_id=by.account_id or 0)
    if blob is None:
        raise Refused("not_yours", _("这个文件不在了，请重新选文件"))
    return blob


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a sheet, and what importing it would do."""

    row: rules.Reported
    what: str

    @property
    def number(self) -> int:
        """The sheet's row, from 1."""
        return self.row.line.number


def plan(*, blob: Blob, today: date) -> list[Planned]:
    """What importing the kept sheet would do now, row by row; computed anew each time it is asked for."""
    with files.opened(blob=blob) as handle:
        book = files.read(content=handle.read(), filename=blob.name)
    rows = rules.reported(book, today)
    known = _known(rows)
    return [Planned(row, _does(row, known)) for row in rows]


def _known(rows: Sequence[rules.Reported]) -> dict[tuple[str, date], Observation]:
    """Standing months by code or exact name."""
    good = [row for row in rows if not row.faults]
    codes = {str(row.values["credit_code"]) for row in good if row.values.get("credit_code")}
    firms = [*orgs.by_codes(codes).values(), *orgs.by_keys({str(row.values["employer"]) for row in good}).values()]
    names = {firm.pk: firm.code or firm.name for firm in firms}
    standing = Observation.objects.filter(employer_id__in=list(names), month__in={row.month for row in good})
    return {(names[row.employer_id], row.month): row for row in standing}


def _does(row: rules.Reported, known: Mapping[tuple[str, date], Observation]) -> str:
    if row.faults:
        return WRONG
    standing = known.get((str(row.values.get("credit_code") or row.values["employer"]), row.month))
    if standing is None:
        return NEW
    return CHANGED if any(getattr(standing, name) != row.values[name] for name in FIGURES if name in row.values) else SAME


@transaction.atomic
def commit(*, blob: Blob, by: Actor, at: datetime) -> Counter[str]:
    """Import the good rows of a kept sheet in one transaction: counts by new, changed, same, wrong. Twice changes nothing."""
    union, done = home_of(by=by), Counter[str]()
    for each in plan(blob=blob, today=at.astimezone().date()):
        if each.what == WRONG:
            done[WRONG] += 1
            continue
        values = each.row.values
        firm = org_services.employer_for(
            name=str(values["employer"]), code=str(values.get("credit_code") or ""), region_code=union.region_code, by=by, at=at
        )
        done[write(employer=firm, union=union, month=each.row.month, figures=values, by=by, at=at)[1]] += 1
    journal.record(
        kind="change", verb="wages.observations", subject=f"files.blob:{blob.pk}", path=union.path, by=by, at=at,
        note=", ".join(f"{count} {what}" for what, count in sorted(done.items())),
    )  # fmt: skip
    return done


def error_sheet(*, rows: Sequence[Planned]) -> bytes:
    """The sheet handed back: title and heading as they were, only the wrong rows, the reason in the last column."""
    wrong = [each for each in rows if each.what == WRONG]
    block = wrong[0].row.line.block
    here = [each for each in wrong if each.row.line.block.sheet is block.sheet]
    headings = list(block.headings)
    faults = [
        CellFault(each.number, headings.index(fault.column) if fault.column in headings else None, gettext(fault.sentence))
        for each in here
        for fault in each.row.faults
    ]
    heading = block.data[0] if block.data else 1
    return files.mark_errors(rows=block.sheet.rows, heading=heading, faults=faults, name=block.sheet.name or "Sheet1")
