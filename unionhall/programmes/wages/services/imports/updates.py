"""Rows that are known already: only what changed is written, and what stood before is kept."""

from __future__ import annotations

from collections.abc import Sequence

from unionhall.base.cipher import keyed_hash
from unionhall.kernel.cases import services as cases
from unionhall.kernel.orgs import rules as org_rules

from ...models import Clue, ClueExtra, ImportChange, ImportRow, ImportRun
from ...rules.ledger import Row
from .. import words
from . import fields


def apply(*, run: ImportRun, rows: Sequence[Row]) -> None:
    """Write the changes of each row to its clue."""
    known = Clue.objects.in_bulk([int(row.existing) for row in rows])
    for row in rows:
        clue = known[int(row.existing)]
        line = ImportRow.objects.create(run=run, number=row.number, status=row.status, clue=clue)
        _change(line, clue, row)


def _change(line: ImportRow, clue: Clue, row: Row) -> None:
    new = {code: pair[1] for code, pair in row.changes.items()}
    ImportChange.objects.bulk_create(
        [
            ImportChange(row=line, field=code, before=written(old), after=written(value))
            for code, (old, value) in row.changes.items()
        ]
    )
    put(clue=clue, values=new)


def written(value: object) -> str:
    """A value as text; '' for none."""
    return "" if value is None else str(value)[:300]


def put(*, clue: Clue, values: dict[str, object]) -> None:
    """Write field codes to a clue: its own columns, or its extras; None clears."""
    for name, value in fields.columns({code: value for code, value in values.items() if value is not None}).items():
        setattr(clue, name, value)
    for code in [code for code, value in values.items() if value is None and code in fields.PLAIN]:
        name = fields.PLAIN[code]
        setattr(clue, name, None if code in fields.NUMBERS else "")
    for code in [code for code, value in values.items() if value is None and code in fields.DAYS and code != "received_on"]:
        setattr(clue, fields.DAYS[code], None)
    keys = org_rules.keys(clue.employer_name) if clue.employer_name else org_rules.EmployerKeys("", "")
    clue.name_key, clue.sound_key = keys.name[:120], keys.sound[:400]
    clue.phone_hash = keyed_hash(clue.phone, "phone")
    clue.save()
    words.learn(names=words.names_of([clue]))
    cases.set_topic(case_id=clue.case_id, topic=clue.industry)
    for code in values.keys() - fields.OWN:
        if values[code] is None:
            ClueExtra.objects.filter(clue=clue, field=code).delete()
        else:
            ClueExtra.objects.update_or_create(clue=clue, field=code, defaults={"value": written(values[code])})
