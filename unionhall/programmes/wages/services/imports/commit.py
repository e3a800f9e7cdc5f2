"""Commit a plan: all of it in one transaction, set-wise; or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import kinds as case_kinds
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.rules import Channel, PartyRole
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import rules as org_rules
from unionhall.kernel.orgs import services as org_services
from unionhall.kernel.people import services as people

from ...models import Arrears, Claimant, Clue, ClueExtra, ImportRow, ImportRun, MoneyEntry
from ...rules.columns import EntryKind
from ...rules.flows import CaseState
from ...rules.ledger import Plan, Row
from ...rules.ledger.rows import Status
from ...rules.standing import stands
from .. import cases as wage_cases
from .. import words
from . import fields, updates

CHINA = timezone(timedelta(hours=8))


@dataclass
class Batch:
    """One import while it is written: the run, its rows, where each belongs."""

    run: ImportRun
    by: Actor
    at: datetime
    rows: Sequence[Row]


@transaction.atomic
def commit(
    *, plan: Plan, file_name: str, digest: str, by: Actor, at: datetime, good_rows: bool = True
) -> ImportRun:
    """Import a plan's good rows (`good_rows`), or nothing at all while any row is wrong. One run, one transaction."""
    by.require("wages.import")
    wrong = sum(1 for row in plan.rows if row.status is Status.ERROR)
    if plan.asks_year:
        raise Refused("year_needed", _("有的日期没有年份，先说清是哪一年的台账"), field="year")
    if wrong and not good_rows:
        raise Refused("rows_wrong", _("有 {n} 行要改，一行也没有导入"), values={"n": wrong})
    run = _run(plan, file_name, digest, by, at)
    batch = Batch(run, by, at, [row for row in plan.rows if row.status is Status.NEW])
    made = _write_new(batch)
    updates.apply(run=run, rows=[row for row in plan.rows if row.status is Status.UPDATE])
    rest = [row for row in plan.rows if row.status not in (Status.NEW, Status.UPDATE)]
    ImportRow.objects.bulk_create(
        [*made, *(ImportRow(run=run, number=row.number, status=row.status) for row in rest)], batch_size=2000
    )
    journal.record(
        kind="change", verb="wages.import", subject=f"wages.importrun:{run.pk}", path=run.path, by=by, at=at,
        note=f"{run.fresh} new, {run.changed} changed, {run.wrong} wrong",
    )  # fmt: skip
    return run


def _run(plan: Plan, file_name: str, digest: str, by: Actor, at: datetime) -> ImportRun:
    counts = Counter(row.status for row in plan.rows)
    union = orgs.union(next(grant.org_id for grant in by.grants if "wages.import" in grant.powers))
    return ImportRun.objects.create(
        union=union, path=union.path, file_name=file_name[:120], digest=digest, year=plan.year, account_id=by.account_id,
        actor=by.name or by.system, run_at=at, fresh=counts[Status.NEW], changed=counts[Status.UPDATE],
        same=counts[Status.UNCHANGED], repeated=counts[Status.DUPLICATE], wrong=counts[Status.ERROR],
    )  # fmt: skip


def _write_new(batch: Batch) -> list[ImportRow]:
    clues = [_draft_clue(row, batch.at) for row in batch.rows]
    _link_employers(clues, batch.rows)
    places = _Places(batch.run)
    clue_cases = _open(batch, "clue", clues, places, [_says_clue(row) for row in batch.rows])
    for clue, case in zip(clues, clue_cases, strict=True):
        clue.case = case
    clues = Clue.objects.bulk_create(clues, batch_size=1000)
    words.learn(names=words.names_of(clues))
    _write_extras(clues, batch.rows)
    persons = people.persons_for_many(people=[(clue.contact, clue.phone) for clue in clues], at=batch.at)
    cases.join_many(pairs=_pairs(clue_cases, persons), role=PartyRole.REPORTER, at=batch.at)
    opened = _open_cases(batch, clues, persons, places)
    return [
        ImportRow(run=batch.run, number=row.number, status=row.status, clue=clue, case=opened.get(clue.pk))
        for row, clue in zip(batch.rows, clues, strict=True)
    ]


def _pairs(found: Iterable[object], persons: Sequence[object | None]) -> list[tuple[object, object]]:
    return [(case, person) for case, person in zip(found, persons, strict=True) if person is not None]


def _draft_clue(row: Row, at: datetime) -> Clue:
    values = fields.columns(row.becomes)
    values.setdefault("received_on", at.astimezone(CHINA).date())
    clue = Clue(from_ledger=True, approximate=bool(row.derived.get("amount_about")), **values)
    clue.result_said = row.becomes.get("result")
    clue.contact_remark = str(row.derived.get("phone_note") or "")[:40]
    keys = org_rules.keys(clue.employer_name) if clue.employer_name else org_rules.EmployerKeys("", "")
    clue.name_key, clue.sound_key = keys.name[:120], keys.sound[:400]
    clue.phone_hash = keyed_hash(clue.phone, "phone")
    return clue


def _link_employers(clues: Sequence[Clue], rows: Sequence[Row]) -> None:
    """Rows with a right credit code get the registered employer, made once per code; names alone decide nothing."""
    named = {org_rules.clean_code(clue.credit_code): clue for clue in reversed(clues) if clue.credit_code}
    named.pop("", None)
    known = orgs.by_codes(named)
    fresh = [
        org_services.draft_employer(name=clue.employer_name or code, code=code, industry=_industry(clue.industry))
        for code, clue in named.items()
        if code not in known
    ]
    org_services.add_employers(rows=fresh)
    known |= {row.code or "": row for row in fresh}
    for clue in clues:
        clue.employer = known.get(clue.credit_code)


def _industry(text: str) -> str:
    return text if text in set(org_rules.Industry) else org_rules.Industry.OTHER


class _Places:
    """Which union a row belongs to, by its street's name; else the importer's own."""

    def __init__(self, run: ImportRun) -> None:
        self.home = run.union
        below = [row for row in orgs.unions() if (row.path or "").startswith(run.path)]
        self.streets = {row.name.removesuffix("总工会").removesuffix("工会"): row for row in below}
        self.codes = {row.pk: row.region_code for row in below}

    def union(self, street: str) -> object:
        """The street's union, or the home union."""
        return self.streets.get(street) or self.streets.get(f"{street}街道") or self.home


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9), CHINA).astimezone(UTC)


def _says_clue(row: Row) -> str:
    return _("台账导入，第 {n} 行").format(n=row.number)


def _open(
    batch: Batch, kind: str, clues: Sequence[Clue], places: _Places, says: Sequence[str], days: Sequence[date] | None = None
) -> list:
    """Open a matter per clue, numbers reserved per year, timelines begun, all set-wise."""
    table = case_kinds.CASE_KINDS[kind]
    moments = [_moment(day) for day in (days or [clue.received_on for clue in clues])]
    drafts = cases.draft_many(
        kind=kind, unions=[places.union(clue.street) for clue in clues], titles=[_title(clue, kind) for clue in clues],
        channel=Channel.SHEET, moments=moments,
    )  # fmt: skip
    for clue, case in zip(clues, drafts, strict=True):
        clue_state, case_state = stands(_words(clue))
        case.state = clue_state if kind == "clue" else case_state or table.first
        case.open = str(case.state) not in table.ended
        case.closed_at = None if case.open else case.received_at
        case.topic = clue.industry
        case.origin = clue.case if kind == "arrears" else None
    return cases.open_many(drafts=list(zip(drafts, says, strict=True)), by=batch.by, at=batch.at)


def _words(clue: Clue) -> dict[str, object]:
    return {"progress": clue.progress, "result": clue.result_said, "closed_on": clue.closed_on, "opened_on": clue.opened_on}


def _title(clue: Clue, kind: str) -> str:
    name = clue.employer_name or clue.project or "—"
    return _("{name} 欠 {n} 人工资").format(name=name, n=clue.people or 1) if kind == "arrears" else f"{name} · {clue.contact or '—'}"


def _write_extras(clues: Sequence[Clue], rows: Sequence[Row]) -> None:
    ClueExtra.objects.bulk_create(
        [
            ClueExtra(clue=clue, field=field, value=value)
            for clue, row in zip(clues, rows, strict=True)
            for field, value in fields.extras(row.becomes).items()
        ],
        batch_size=2000,
    )


def _open_cases(batch: Batch, clues: Sequence[Clue], persons: Sequence[object | None], places: _Places) -> dict:
    """Rows that the ledger calls opened or done become cases, with what the ledger says was paid."""
    chosen = [(clue, person) for clue, person in zip(clues, persons, strict=True) if stands(_words(clue))[1]]
    only = [clue for clue, _person in chosen]
    days = [clue.opened_on or clue.received_on for clue in only]
    opened = _open(batch, "arrears", only, places, [_says_case(clue) for clue in only], days)
    cases.join_many(pairs=_pairs(opened, [person for _clue, person in chosen]), role=PartyRole.CLAIMANT, at=batch.at)
    rows = [wage_cases.draft(case=case, clue=clue) for case, clue in zip(opened, only, strict=True)]
    for row, clue in zip(rows, only, strict=True):
        row.paid = clue.recovered_said or 0
    rows = Arrears.objects.bulk_create(rows, batch_size=1000)
    words.learn(names=words.names_of(rows))
    _write_money(batch, rows, chosen)
    return {clue.pk: case for clue, case in zip(only, opened, strict=True)}


def _says_case(clue: Clue) -> str:
    done = stands(_words(clue))[1] is CaseState.CONCLUDED
    return _("台账记：已办结") if done else _("台账记：已立案")


def _write_money(batch: Batch, rows: Sequence[Arrears], chosen: Sequence[tuple[Clue, object | None]]) -> None:
    claimants = [
        Claimant(arrears=row, person=person, name=clue.contact or _("台账联系人"), owed=(clue.amount or 0) if (clue.people or 1) == 1 else 0)
        for row, (clue, person) in zip(rows, chosen, strict=True)
    ]
    claimants = Claimant.objects.bulk_create(claimants, batch_size=1000)
    MoneyEntry.objects.bulk_create(
        [
            MoneyEntry(
                arrears=row, claimant=claimant if (clue.people or 1) == 1 else None, kind=EntryKind.PAID, amount=clue.recovered_said,
                on=clue.closed_on or clue.received_on, note=_("台账记的追回金额"), recorded_at=batch.at, recorded_by=batch.by.name or batch.by.system,
            )  # fmt: skip
            for row, claimant, (clue, _person) in zip(rows, claimants, chosen, strict=True)
            if clue.recovered_said
        ],
        batch_size=2000,
    )
