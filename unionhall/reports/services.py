"""From records to numbers: a snapshot of facts, indicators computed on it, and the published figures beside them."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from unionhall.base.access import Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from . import queries, rules
from .kinds import FACTS, INDICATORS, Fact, Figure, Finding, Tables

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

FRESH = 600
SEEN = "reports.figures"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Facts as they stood `at`; the same records give the same `id` (12 hex characters). `counts`: rows of each fact."""

    id: str
    at: datetime
    counts: Mapping[str, int]
    tables: Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Report:
    """The published figures, computed on one snapshot."""

    id: str
    at: datetime
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]


def snapshot(*, at: datetime) -> Snapshot:
    """Every registered fact as a table of an engine in memory."""
    engine = _engine()
    digest, counts, tables = hashlib.sha256(), {}, {}
    for fact in FACTS:
        columns = _columns(fact, digest)
        counts[fact.code] = len(columns["path"])
        tables[fact.code] = _table(engine, fact, columns)
    return Snapshot(digest.hexdigest()[:12], at, counts, tables)


def _engine() -> Backend:
    import ibis

    return ibis.duckdb.connect()


def _columns(fact: Fact, digest: Any) -> dict[str, list[Any]]:
    """A fact's rows by column; each row goes into the snapshot's hash."""
    digest.update(repr((fact.code, tuple(fact.columns.items()))).encode())
    columns: dict[str, list[Any]] = {name: [] for name in fact.columns}
    for row in fact.rows(Scope.system("figures")):
        digest.update(repr(row).encode())
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
    return columns


def _table(engine: Backend, fact: Fact, columns: dict[str, list[Any]]) -> Table:
    import ibis

    schema = ibis.schema(fact.columns).to_pyarrow()
    engine.con.register(fact.code, schema.empty_table().from_pydict(columns, schema=schema))
    return engine.table(fact.code)


def export_facts(*, folder: Path, at: datetime) -> dict[str, Any]:
    """Write a snapshot as Parquet to `folder`/<id>, whole or not at all; returns its manifest: id, at, rows and SHA-256.

    The same records are written once: a snapshot that lies there already is left as it is.
    """
    taken = snapshot(at=at)
    target, draft = folder / taken.id, folder / f".{taken.id}.{os.getpid()}"
    if (target / "manifest.json").exists():
        return _manifest(target)
    draft.mkdir(parents=True)
    try:
        facts = {code: _written(table, draft / f"{code}.parquet", taken.counts[code]) for code, table in taken.tables.items()}
        manifest = {"snapshot": taken.id, "at": at.isoformat(), "facts": facts}
        (draft / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=2), encoding="utf-8")
        draft.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _written(table: Table, path: Path, rows: int) -> dict[str, Any]:
    table.to_parquet(path)
    return {"rows": rows, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def _manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def open_export(*, folder: Path) -> Snapshot:
    """A written snapshot read back; Refused when a file is not the one that was written."""
    manifest, engine, tables = _manifest(folder), _engine(), {}
    for code, said in manifest["facts"].items():
        path = folder / f"{code}.parquet"
        if hashlib.sha256(path.read_bytes()).hexdigest() != said["sha256"]:
            raise Refused("export_altered", _("导出的数据被改过：{name}"), values={"name": path.name})
        tables[code] = engine.read_parquet(path, table_name=code)
    counts = {code: said["rows"] for code, said in manifest["facts"].items()}
    return Snapshot(manifest["snapshot"], datetime.fromisoformat(manifest["at"]), counts, tables)


def compute(*, indicator: str, period: str, place: str, taken: Snapshot) -> int | Decimal | None:
    """One indicator for a period and a place (region code), in its own unit; None when the place or the records lack."""
    row, path = INDICATORS[indicator], queries.place_path(place)
    if not path or not set(row.facts) <= set(taken.tables):
        return None
    first, last = rules.days(period)
    facts = {code: taken.tables[code] for code in row.facts}
    below = {code: table.filter(table.path.startswith(path)) for code, table in facts.items()}
    return rules.in_unit(row.expression(Tables(below, first, last)).to_pyarrow().as_py(), row.per)


def report(*, at: datetime) -> Report:
    """Every published figure beside what the records give now."""
    taken = snapshot(at=at)
    findings = tuple(finding(figure=figure, taken=taken) for figure in queries.published())
    return Report(taken.id, at, taken.counts, findings)


def finding(*, figure: Figure, taken: Snapshot) -> Finding:
    """One figure; without its indicator (its programme is absent or yet to come) nothing is computed."""
    if figure.indicator not in INDICATORS:
        return Finding(figure, None, False, figure.definition, figure.says)
    row = INDICATORS[figure.indicator]
    value = compute(indicator=row.code, period=figure.period, place=figure.region, taken=taken)
    return Finding(figure, value, rules.judge(value, figure.value, figure.how), row.definition, row.english)


def shown(*, at: datetime) -> Report:
    """The report for the public page: computed again when the last one is older than ten minutes."""
    kept = cache.get(SEEN)
    if kept is None:
        kept = report(at=at)
        cache.set(SEEN, kept, FRESH)
    return kept


def figures(*, at: datetime) -> list[dict[str, Any]]:
    """The report for programs, computed now."""
    return records(of=report(at=at))


def records(*, of: Report) -> list[dict[str, Any]]:
    """A report as plain rows: id, wanted, computed (in the figure's unit, or None), ok, definition."""
    return [
        {
            "id": row.figure.id, "wanted": rules.plain(row.figure.value), "computed": rules.plain(row.computed), "ok": row.ok,
            "definition": row.definition,
        }
        for row in of.findings
    ]  # fmt: skip
