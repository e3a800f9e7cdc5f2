"""The import plan: one object for the dry run and for the commit."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from unionhall.kernel.files.rules.sheets import Layout, Skipped, Workbook, survey

from .columns import LEDGER
from .matching import Values, assign, changes_between
from .rows import Issue, Row, Status, becomes, in_order

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s?(?:年|度|[-_（(]|\.\D|欠|农|线|台|\Z))")


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    `mapping` heading → field code, `confidence` heading → 0…1, `unmapped` headings, `missing` required codes without a
    column; `rows` every data row; `skipped` all other rows and sheets; `year` the ledger's year as used, `asks_year`
    when dates lack a year and the caller gave none: such a plan may be shown, not committed.
    """

    mapping: dict[str, str]
    confidence: dict[str, float]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    year: int | None
    asks_year: bool

    def counts(self) -> dict[Status, int]:
        """Rows by status."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in Status}


def plan(
    workbook: Workbook,
    year: int | None = None,
    mapping: Mapping[str, str] | None = None,
    existing: Mapping[str, Values] | None = None,
) -> Plan:
    """Plan the import of a ledger. `mapping` corrects headings (heading → code, "" ignores); `existing` holds stored rows.

    `existing` maps any key of the caller's (it comes back as `Row.existing`) to that row's `becomes`.
    Refused with heading_not_found, unknown_field, field_twice.
    """
    layout = survey(workbook, LEDGER, mapping)
    proposed = year or proposed_year(workbook, layout)
    orders = {id(block): in_order(block.fields) for block in layout.blocks}
    rows = [becomes(line, proposed, orders[id(line.block)], year_known=year is not None) for line in layout.lines()]
    rows = _with_cross_checks(_with_duplicates(rows), {code: heading for heading, code in layout.mapping.items()})
    rows = _with_known(rows, existing or {})
    asks = year is None and any(row.yearless for row in rows)
    return Plan(layout.mapping, layout.confidence, layout.unmapped, layout.missing, tuple(rows), layout.skipped, proposed, asks)


def proposed_year(workbook: Workbook, layout: Layout) -> int | None:
    """The ledger's year from a title, a sheet's name or the file's name; else the year most of its dates carry."""
    titles = [row.text for row in layout.skipped if row.kind == "title"]
    names = [block.sheet.name for block in layout.blocks]
    for text in (*titles, *names, workbook.filename):
        if found := _YEAR.search(text):
            return int(found[1])
    years = Counter(_years_written(layout))
    return years.most_common(1)[0][0] if years else None


def _years_written(layout: Layout) -> Iterable[int]:
    for block in layout.blocks:
        columns = [each.at for each in block.fields if each.code == "received_on"]
        for at in block.data[:500]:
            row = block.sheet.rows[at]
            for column in columns:
                found = re.match(r"(20\d\d)\D", str(row[column])) if column < len(row) else None
                if found:
                    yield int(found[1])


def _content(row: Row) -> tuple[object, ...]:
    return tuple((code, value) for code, value in row.becomes.items() if code != "number" and value is not None)


def _with_duplicates(rows: Sequence[Row]) -> list[Row]:
    """A row equal to an earlier one in all but 序号 repeats it. Rows with errors are left to be mended first."""
    first: dict[tuple[object, ...], Row] = {}
    result = []
    for row in rows:
        if row.status is Status.NEW:
            earlier = first.setdefault(_content(row), row)
            if earlier is not row:
                row = replace(row, status=Status.DUPLICATE, same_as=(earlier.sheet, earlier.number))
        result.append(row)
    return result


def _with_cross_checks(rows: Sequence[Row], headings: Mapping[str, str]) -> list[Row]:
    """Point out a 序号 used twice on one sheet, and one credit code under two names."""
    numbers: dict[tuple[str, object], Row] = {}
    owners: dict[object, Row] = {}
    result = []
    for row in rows:
        extra: list[Issue] = []
        number, code, name = (row.becomes.get(key) for key in ("number", "credit_code", "employer"))
        if number and "number" not in row.line.shared and (other := numbers.setdefault((row.sheet, number), row)) is not row:
            extra.append(_cross(headings, row, "number", "number_repeated", other))
        if code and name and (owner := owners.setdefault(code, row)).becomes["employer"] != name:
            extra.append(_cross(headings, row, "credit_code", "credit_code_shared", owner))
        result.append(replace(row, warnings=(*row.warnings, *extra)) if extra else row)
    return result


def _cross(headings: Mapping[str, str], row: Row, field: str, code: str, other: Row) -> Issue:
    values = {"other": other.number, "name": other.becomes.get("employer") or ""}
    return Issue(headings.get(field, ""), field, code, str(row.becomes[field]), values)


def _with_known(rows: Sequence[Row], existing: Mapping[str, Values]) -> list[Row]:
    """Set update and unchanged on rows that are stored already."""
    fresh = [at for at, row in enumerate(rows) if row.status is Status.NEW]
    known = assign([rows[at].becomes for at in fresh], existing)
    result = list(rows)
    for position, key in known.items():
        row = rows[fresh[position]]
        changes = changes_between(existing[key], row.becomes, row.clears)
        status = Status.UPDATE if changes else Status.UNCHANGED
        result[fresh[position]] = replace(row, status=status, existing=key, changes=changes)
    return result
