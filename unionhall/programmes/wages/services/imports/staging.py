"""A file is kept first; its plan is computed from the kept file each time it is asked for, for preview and commit alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, TYPE_CHECKING

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.files import queries as files_queries
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind

from ...models import Clue, ClueExtra, ColumnChoice
from ...rules.ledger import Plan, plan
from . import fields
from .sheets import Fixes, mended

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob


def keep_file(*, content: IO[bytes], name: str, by: Actor, at: datetime) -> Blob:
    """Keep an uploaded ledger; refused by content, never by name."""
    by.require("wages.import")
    return files.keep(content=content, name=name, by=by, at=at, allow=frozenset({FileKind.SHEET}))


def current_plan(
    *, blob: Blob, year: int | None, by: Actor, mapping: Mapping[str, str] | None = None, fixes: Fixes | None = None
) -> Plan:
    """What importing the kept file would do now, with cells mended on the page.

    Columns that this person corrected before come before the proposals; those given now before both.
    """
    with files.opened(blob=blob) as handle:
        book = files.read(content=handle.read(), filename=blob.name)
    corrected = {**_remembered(by, book), **(mapping or {})}
    known = existing_rows(scope=by.scope("wages.import"))
    found = plan(book, year, corrected, known)
    if not fixes:
        return found
    return plan(mended(workbook=book, fixes=fixes, plan=found), year, corrected, known)


def kept_file(*, pk: int, by: Actor) -> Blob:
    """A file that this person uploaded; refused for anybody else's."""
    blob = files_queries.uploaded_by(pk, account_id=by.account_id or 0)
    if blob is None:
        raise Refused("not_yours", _("这个文件不在了，请重新选文件"))
    return blob


def _remembered(by: Actor, book: object) -> dict[str, str]:
    kept = dict(ColumnChoice.objects.filter(account_id=by.account_id).values_list("heading", "field"))
    headings = {str(cell).strip() for sheet in book.sheets for row in sheet.rows[:30] for cell in row if cell}
    return {heading: field for heading, field in kept.items() if heading in headings}


def existing_rows(*, scope: Scope) -> dict[str, dict[str, object]]:
    """Clues that came from ledgers, in scope: clue id → values as a sheet would write them."""
    rows = Clue.objects.filter(case_queries.reach(scope, "case__"), from_ledger=True)
    more: dict[int, dict[str, str]] = {}
    for clue_id, field, value in ClueExtra.objects.filter(clue__in=rows).values_list("clue_id", "field", "value"):
        more.setdefault(clue_id, {})[field] = value
    return {str(row.pk): fields.stored(row, more.get(row.pk, {})) for row in rows.iterator(2000)}


def remember(*, mapping: Mapping[str, str], by: Actor) -> None:
    """Keep corrected columns for the next ledger with these headings."""
    for heading, field in mapping.items():
        ColumnChoice.objects.update_or_create(account_id=by.account_id, heading=heading[:80], defaults={"field": field[:30]})
