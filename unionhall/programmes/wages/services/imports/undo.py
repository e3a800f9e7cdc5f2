"""Take an import back: what it made goes, what it changed is restored, as far as nobody has worked on it since."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal import services as journal

from ...kinds import RunState
from ...models import Arrears, Claimant, Clue, ClueExtra, ImportChange, ImportRun, MoneyEntry
from .. import words
from . import fields, updates

WINDOW = timedelta(days=7)


@transaction.atomic
def undo(*, run_id: int, by: Actor, at: datetime) -> tuple[int, int]:
    """Take back within seven days: (rows taken back, rows kept because somebody worked on them)."""
    run = ImportRun.objects.select_for_update().filter(by.scope("wages.import").within("path"), pk=run_id).first()
    if run is None:
        raise Refused("not_yours", _("这一次导入不归您管"))
    if run.state == RunState.UNDONE:
        raise Refused("undone", _("这一次导入已经撤回了"))
    if at - run.run_at > WINDOW:
        raise Refused("too_late", _("过了 7 天，不能整批撤回了，请一条一条改"))
    kept = _restore(run) + _remove(run)
    run.state, run.undone_at = RunState.UNDONE, at
    run.save(update_fields=["state", "undone_at"])
    back = run.fresh + run.changed - kept
    journal.record(
        kind="change", verb="wages.import.undo", subject=f"wages.importrun:{run.pk}", path=run.path, by=by, at=at,
        note=f"{back} back, {kept} kept",
    )  # fmt: skip
    return back, kept


def _restore(run: ImportRun) -> int:
    """Changed rows: each field goes back if it still holds what the import wrote."""
    kept = 0
    changes = ImportChange.objects.filter(row__run=run, row__clue__isnull=False).select_related("row__clue")
    for change in changes:
        clue = change.row.clue
        extras = dict(clue.extras.values_list("field", "value"))
        now = updates.written(fields.stored(clue, extras).get(change.field))
        if now != change.after:
            kept += 1
            continue
        before: object = change.before or None
        if before and change.field in fields.NUMBERS:
            before = int(change.before)
        updates.put(clue=clue, values={change.field: before})
    return kept


def _remove(run: ImportRun) -> int:
    """New rows: matters that are as the import left them are removed, the others stay."""
    rows = list(run.rows.filter(status="new").values_list("clue_id", "clue__case_id", "case_id"))
    matters = [pk for _clue, first, second in rows for pk in (first, second) if pk]
    touched = cases.touched(case_ids=matters)
    gone = [row for row in rows if row[0] and row[1] not in touched and row[2] not in touched]
    clue_ids = [row[0] for row in gone]
    case_ids = [pk for _clue, first, second in gone for pk in (first, second) if pk]
    arrears = Arrears.objects.filter(case_id__in=case_ids)
    worked_on = arrears.exclude(agreements=None).exists() or arrears.exclude(aids=None).exists()
    if worked_on:
        raise Refused("worked_on", _("有案件已经签了协议或派了律师，不能整批撤回"))
    run.rows.filter(clue_id__in=clue_ids).update(clue=None, case=None)
    MoneyEntry.objects.filter(arrears__in=arrears).delete()
    Claimant.objects.filter(arrears__in=arrears).delete()
    names = words.names_of([*Clue.objects.filter(pk__in=clue_ids), *arrears])
    arrears.delete()
    ClueExtra.objects.filter(clue_id__in=clue_ids).delete()
    Clue.objects.filter(pk__in=clue_ids).delete()
    words.forget(names=names)
    cases.remove_untouched(case_ids=case_ids)
    return len(rows) - len(gone)
