"""Letters by the hundred: one kind for many cases, made in the background, handed out as one archive with what could not be made."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO, TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import later
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import Column, Sheet
from unionhall.kernel.journal import services as journal
from unionhall.kernel.people import queries as people

from ..kinds import LETTER_STATE_LABELS, LetterState
from ..models import Arrears, Batch, BatchLine
from . import papers
from .papers.kinds import File, Values

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 500
AT_ONCE = 25
COLUMNS = (
    Column("序号", width=6), Column("编号", width=18), Column("用人单位", width=30), Column("给谁", width=30), Column("结果", width=10),
    Column("文件或者原因", width=60),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter before it is printed."""

    line: BatchLine
    file: File
    values: Values


def start(*, paper: str, rows: QuerySet[Arrears], client_key: str, by: Actor, at: datetime) -> Batch:
    """Ask for a letter for each case; a demand goes to each payer of a case. The same form asks once.

    `rows` are the cases as the caller scoped and filtered them; each is loaded again by the paper's own power.
    """
    if paper not in papers.MANY:
        raise Refused("paper", _("先选出哪一种文书"), field="paper")
    by.require(papers.POWERS[papers.Paper(paper)])
    if len(client_key) < 32 or by.account_id is None:
        raise Refused("form_key", _("这一页放得太久了，请重新打开再填"))
    if known := Batch.objects.filter(client_key=client_key).first():
        return _same(known, by)
    chosen = list(rows[: MOST + 1])
    if not chosen or len(chosen) > MOST:
        raise Refused("too_many", _("一次最多 {most} 件，至少一件。先筛一筛"), values={"most": MOST})
    try:
        return _write(papers.Paper(paper), chosen, client_key, by, at)
    except IntegrityError:
        return _same(Batch.objects.get(client_key=client_key), by)


def _same(known: Batch, by: Actor) -> Batch:
    if known.account_id != by.account_id:
        raise Refused("form_key", _("这一页放得太久了，请重新打开再填"))
    return known


@transaction.atomic
def _write(paper: papers.Paper, chosen: Sequence[Arrears], client_key: str, by: Actor, at: datetime) -> Batch:
    batch = Batch.objects.create(
        paper=paper, client_key=client_key, account_id=by.account_id, actor=by.name[:80], asked_at=at
    )
    lines = [BatchLine(batch=batch, arrears=row, payer=place) for row in chosen for place in _places(paper, row)]
    BatchLine.objects.bulk_create(lines, batch_size=500)
    journal.record(
        kind="change", verb="wages.letters", subject=f"wages.batch:{batch.pk}", path=by.grants[0].path if by.grants else "", by=by, at=at,
        note=f"{paper} {len(lines)} letters for {len(chosen)} cases",
    )  # fmt: skip
    later("wages.letters", batch_id=batch.pk)
    return batch


def _places(paper: papers.Paper, row: Arrears) -> Sequence[int]:
    return range(1, len(papers.payers_to_ask(arrears=row)) + 1) if paper is papers.Paper.DEMAND else (0,)


def load(*, pk: int, by: Actor) -> Batch:
    """One's own batch; Refused for anybody else's."""
    batch = Batch.objects.filter(pk=pk, account_id=by.account_id or 0).first()
    if batch is None:
        raise Refused("not_yours", _("这一批文书不是您出的"))
    return batch


def own(*, by: Actor) -> list[Batch]:
    """One's own batches, newest first."""
    return list(Batch.objects.filter(account_id=by.account_id or 0).order_by("-pk")[:50])


def lines_of(*, batch: Batch) -> QuerySet[BatchLine]:
    """The letters in order of their making."""
    return batch.lines.select_related("arrears__case__union", "file__blob").order_by("pk")


def make_some(*, batch_id: int, at: datetime) -> int:
    """Make the next letters of a batch and ask for the rest; returns how many wait still. Running it twice makes none twice."""
    batch = Batch.objects.select_related("account__person").get(pk=batch_id)
    by, paper = people.actor_for(batch.account, at.astimezone().date()), papers.Paper(batch.paper)
    waiting = list(lines_of(batch=batch).filter(state=LetterState.WAITING)[:AT_ONCE])
    groups: dict[str, list[Ready]] = defaultdict(list)
    for line in waiting:
        if ready := _ready(line, paper, by, at):
            groups[line.arrears.case.union.path].append(ready)
    for path, group in groups.items():
        _print(paper, path, group, by, at)
    left = batch.lines.filter(state=LetterState.WAITING).count()
    if left:
        later("wages.letters", batch_id=batch.pk)
    else:
        Batch.objects.filter(pk=batch.pk, finished_at__isnull=True).update(finished_at=at)
    return left


def _ready(line: BatchLine, paper: papers.Paper, by: Actor, at: datetime) -> Ready | None:
    """What a letter will say; None when it cannot be made, with the reason beside its line."""
    try:
        file = papers.load_file(case_id=line.arrears.case_id, paper=paper, by=by, at=at, payer=line.payer)
        chosen = papers.templates.chosen(paper=paper, path=line.arrears.case.union.path)
        return Ready(line, file, papers.values_of(file=file, paper=paper, stamp=chosen.stamp))
    except Refused as refusal:
        _refuse([line], refusal)
        return None


def _print(paper: papers.Paper, path: str, group: Sequence[Ready], by: Actor, at: datetime) -> None:
    """The letters of one union's template by one child, each kept with its line in one transaction."""
    chosen = papers.templates.chosen(paper=paper, path=path)
    try:
        made = papers.make_many(paper=paper, chosen=chosen, asked=[(one.file, one.values) for one in group])
    except Refused as refusal:
        _refuse([one.line for one in group], refusal)
        return
    for one, document in zip(group, made, strict=True):
        with transaction.atomic():
            line = BatchLine.objects.select_for_update().get(pk=one.line.pk)
            if line.state == LetterState.WAITING:
                line.file = papers.keep(file=one.file, made=document, by=by, at=at)
                line.state = LetterState.MADE
                line.save(update_fields=["file", "state"])


def _refuse(lines: Sequence[BatchLine], refusal: Refused) -> None:
    sentence = refusal.sentence.format(**refusal.values)[:200]
    waiting = BatchLine.objects.filter(pk__in=[line.pk for line in lines], state=LetterState.WAITING)
    waiting.update(state=LetterState.REFUSED, why=sentence)


def archive(*, batch: Batch, by: Actor, at: datetime, target: IO[bytes]) -> int:
    """One zip: the letters that this actor may still see, and a sheet of all lines with what could not be made and why."""
    load(pk=batch.pk, by=by)
    rows, scope, count = [], by.scope("wages.view"), 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        for number, line in enumerate(lines_of(batch=batch), start=1):
            name = ""
            if line.file and case_queries.files(line.arrears.case, scope=scope).filter(pk=line.file_id).exists():
                name = f"{number:03d} {line.arrears.case.reference} {_plain(line.file.label)}.docx"
                with files.opened(blob=line.file.blob) as content:
                    bundle.writestr(_entry(name), content.read())
                count += 1
            rows.append(_row(number, line, name))
        sheet = BytesIO()
        files.write(target=sheet, sheets=[Sheet("清单", COLUMNS, rows)])
        bundle.writestr(_entry("000 清单.xlsx"), sheet.getvalue())
    journal.record(
        kind="read", verb="wages.letters.download", subject=f"wages.batch:{batch.pk}", by=by, at=at, note=f"{count} letters"
    )
    return count


def _row(number: int, line: BatchLine, name: str) -> tuple[str, ...]:
    label = line.file.label if line.file else ""
    said = name or gettext(line.why)
    state = gettext(LETTER_STATE_LABELS[LetterState(line.state)])
    return (str(number), line.arrears.case.reference, line.arrears.employer_name, label, state, said)


def _plain(name: str) -> str:
    """A name that every system can write to its disk."""
    return "".join(sign for sign in name if sign.isalnum() or sign in "（）() -_、")[:60]


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry without the hour of its making: equal letters give an equal archive."""
    return zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def counts(*, batch: Batch) -> dict[LetterState, int]:
    """How many letters wait, are made, could not be made."""
    found = list(batch.lines.values_list("state", flat=True))
    return {state: found.count(state) for state in LetterState}


def named(lines: Sequence[BatchLine]) -> Iterator[dict[str, object]]:
    """The lines with their words, for the page."""
    for number, line in enumerate(lines, start=1):
        yield {
            "number": number, "case": line.arrears.case, "employer": line.arrears.employer_name, "file": line.file, "state": line.state,
            "words": gettext(LETTER_STATE_LABELS[LetterState(line.state)]), "why": gettext(line.why) if line.why else "",
        }  # fmt: skip
