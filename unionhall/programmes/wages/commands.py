"""`unionhall import ledger` and `import checks`: show what each row of a sheet will become, and import it."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext
from rich.console import Console
from rich.table import Table

from unionhall.base.access import Actor, Scope
from unionhall.base.commands import Command
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.files.rules.sheets import WHY_LABELS, Skipped, Why
from unionhall.kernel.people import queries as people

from .rules.ledger import Issue, Plan, Row, plan
from .rules.ledger.rows import STATUS_LABELS, Status
from .rules.rounds.sheets import FATE_LABELS, CheckPlan, CheckRow, Fate
from .services import imports, rounds

ExistingRows = Callable[[], Mapping[str, Mapping[str, object]]]
Commit = Callable[[Plan, bytes, str], int]
_SHOWN = 40
_SKIPPED_LABELS = {
    "title": _("表头以上"), "heading": _("表头"), "blank": _("空行"), "total": _("合计行"), "note": _("说明行"),
    "section": _("分组行"), "sample": _("示例行"), "sheet": _("工作表"),
}  # fmt: skip


def import_ledger(existing_rows: ExistingRows = dict, commit: Commit | None = None) -> Command:
    """The command. `existing_rows` gives stored rows by any key (none where there is no database); `commit` imports a plan."""

    def run(options: Namespace) -> int:
        return _run(options, existing_rows, commit)

    return Command("import ledger", _("导入欠薪线索台账（xlsx、xls、csv），或先看每行会变成什么"), run, arguments, database=False)


def arguments(parser: ArgumentParser) -> None:
    """FILE --year --map 标题=字段 --dry-run --json."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--year", type=_year, help=gettext("台账年度，用来补全没有年份的日期"))
    parser.add_argument("--map", type=_pair, action="append", default=[], metavar="HEADING=CODE", help=gettext("更正列的对应"))
    parser.add_argument("--dry-run", action="store_true", help=gettext("只看，不导入"))
    parser.add_argument("--json", action="store_true", help=gettext("以 JSON 输出"))


def _year(text: str) -> int:
    if not (text.isdigit() and 1990 <= int(text) <= 2100):
        raise ArgumentTypeError(gettext("年度应为四位数字"))
    return int(text)


def _pair(text: str) -> tuple[str, str]:
    heading, sign, code = text.rpartition("=")
    if not sign or not heading:
        raise ArgumentTypeError(gettext("写成 标题=字段"))
    return heading, code.strip()


def _run(options: Namespace, existing_rows: ExistingRows, commit: Commit | None) -> int:
    try:
        content = options.file.read_bytes()
        book = files.read(content=content, filename=options.file.name)
        found = plan(book, options.year, dict(options.map), existing_rows())
        if not options.dry_run:
            return _commit(found, commit, content, options.file.name)
    except OSError as fault:
        return _unread("file_unreadable", gettext("文件读不到：{reason}").format(reason=fault.strerror), options.json)
    except Refused as refusal:
        return _unread(refusal.code, gettext(refusal.sentence).format(**refusal.values), options.json)
    if options.json:
        json.dump(as_json(found), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        show(found, Console())
    return 0


def _commit(found: Plan, commit: Commit | None, content: bytes, filename: str) -> int:
    if found.asks_year:
        raise Refused("year_needed", _("有的日期没有年份，请用 --year 指定台账年度"), field="year")
    if commit is None:
        raise Refused("import_needs_desk", _("这里只能先看（--dry-run）。导入请到工会工作台"), field="file")
    return commit(found, content, filename)


def standing() -> bool:
    """Whether there is a database, and this version's."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def known_rows() -> Mapping[str, Mapping[str, object]]:
    """What came from ledgers before; nothing where there is no database yet, or not this version's."""
    if not standing():
        return {}
    return imports.existing_rows(scope=Scope.system("import from the command line"))


def clerk(command: str) -> Actor:
    """The first clerk, under the command's name: whose desk it works at."""
    actor = next((each for each in people.actors_with("wages.import", timezone.localdate())), None)
    if actor is None:
        raise Refused("no_clerk", _("还没有线索专员，先在网页上设好账号和岗位"))
    return replace(actor, name=f"{actor.name} · {command}")


def commit(found: Plan, content: bytes, filename: str) -> int:
    """Import the good rows as the system, for the union of the first clerk; prints what was done."""
    by = clerk("import ledger")
    run = imports.commit(plan=found, file_name=filename, digest=sha256(content).hexdigest(), by=by, at=timezone.now())
    says = gettext("导入好了：新增 {fresh}，更新 {changed}，不变 {same}，重复 {repeated}，有误 {wrong}")
    print(says.format(fresh=run.fresh, changed=run.changed, same=run.same, repeated=run.repeated, wrong=run.wrong))
    return 0


def _unread(code: str, sentence: str, as_data: bool) -> int:
    if as_data:
        print(json.dumps({"error": {"code": code, "sentence": sentence}}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return 2


def as_json(found: Plan) -> dict[str, object]:
    """The plan for programs: mapping, rows of data, skipped rows and sheets; dates ISO, amounts in fen."""
    return {
        "mapping": found.mapping,
        "confidence": found.confidence,
        "unmapped": list(found.unmapped),
        "missing": list(found.missing),
        "year": found.year,
        "asks_year": found.asks_year,
        "counts": found.counts(),
        "rows": [_row(row) for row in found.rows],
        "skipped": [
            {"sheet": each.sheet, "number": each.number, "kind": each.kind, "text": _text(each)} for each in found.skipped
        ],
    }


def _text(each: Skipped) -> str:
    """A skipped row as it stands; of a skipped sheet, why."""
    return gettext(WHY_LABELS[Why(each.text)]) if each.number is None else each.text


def _row(row: Row) -> dict[str, object]:
    shown: dict[str, object] = {
        "sheet": row.sheet,
        "number": row.number,
        "status": row.status,
        "becomes": row.becomes,
        "errors": [_issue(issue) for issue in row.errors],
        "warnings": [_issue(issue) for issue in row.warnings],
    }
    if row.derived:
        shown["derived"] = dict(row.derived)
    if row.same_as:
        shown["same_as"] = {"sheet": row.same_as[0], "number": row.same_as[1]}
    if row.existing:
        shown |= {"existing": row.existing, "changes": dict(row.changes)}
    return shown


def _issue(issue: Issue) -> dict[str, str]:
    return {
        "column": issue.column, "field": issue.field, "code": issue.code, "sentence": _said(issue), "value": issue.value,
    }  # fmt: skip


def _said(issue: Issue) -> str:
    return gettext(issue.sentence).format(**issue.values)


def show(found: Plan, console: Console) -> None:
    """The plan for people: the columns, a summary, the rows that need a look, what was left out."""
    console.print(_mapping_table(found))
    counts = " · ".join(f"{gettext(STATUS_LABELS[status])} {count}" for status, count in found.counts().items() if count)
    console.print(gettext("数据行 {total}：{counts}").format(total=len(found.rows), counts=counts or "0"), markup=False)
    if found.asks_year:
        console.print(gettext("有的日期没有年份，暂按 {year} 年显示，请用 --year 确认").format(year=found.year or "?"))
    looked = [row for row in found.rows if row.errors or row.status is Status.DUPLICATE]
    if looked:
        console.print(_rows_table(looked[:_SHOWN]))
    if len(looked) > _SHOWN:
        console.print(gettext("另有 {count} 行，用 --json 看全部").format(count=len(looked) - _SHOWN))
    for each in found.skipped:
        place = gettext("第{number}行").format(number=each.number) if each.number else each.sheet
        kind = gettext(_SKIPPED_LABELS.get(each.kind, each.kind))
        console.print(gettext("跳过 {place}（{kind}）").format(place=place, kind=kind), _text(each)[:60], markup=False)


def _mapping_table(found: Plan) -> Table:
    table = Table(gettext("列标题"), gettext("字段"), gettext("把握"))
    for heading, code in found.mapping.items():
        table.add_row(heading, code, f"{found.confidence[heading]:.0%}")
    for heading in found.unmapped:
        table.add_row(heading, gettext("（不导入）"), "")
    return table


def _rows_table(rows: list[Row]) -> Table:
    table = Table(gettext("行"), gettext("状态"), gettext("说明"))
    for row in rows:
        said = [f"{issue.column}：{_said(issue)}（{issue.value}）" if issue.value else _said(issue) for issue in row.errors]
        if row.same_as:
            said.append(gettext("与第{number}行相同").format(number=row.same_as[1]))
        table.add_row(str(row.number), gettext(STATUS_LABELS[row.status]), "；".join(said))
    return table


def import_checks() -> Command:
    """The command for a sheet of weekly checks; the ledger's own sheets are left alone."""
    help_words = _("导入周排查记录（xlsx、xls、csv），或先看每行会变成什么")
    return Command("import checks", help_words, _run_checks, _check_arguments, database=False)


def _check_arguments(parser: ArgumentParser) -> None:
    """FILE --year --dry-run --json."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--year", type=_year, help=gettext("台账年度，用来补全没有年份的日期"))
    parser.add_argument("--dry-run", action="store_true", help=gettext("只看，不导入"))
    parser.add_argument("--json", action="store_true", help=gettext("以 JSON 输出"))


def _run_checks(options: Namespace) -> int:
    try:
        book = files.read(content=options.file.read_bytes(), filename=options.file.name)
        by = None if options.dry_run else clerk("import checks")
        scope = by.scope("wages.import") if by else Scope.system("dry run of checks")
        known = rounds.known_checks(scope=scope) if standing() else {}
        found = rounds.checks_plan(workbook=book, year=options.year, known=known)
        counts = rounds.import_checks(plan=found, by=by, at=timezone.now()) if by else found.counts()
    except OSError as fault:
        return _unread("file_unreadable", gettext("文件读不到：{reason}").format(reason=fault.strerror), options.json)
    except Refused as refusal:
        return _unread(refusal.code, gettext(refusal.sentence).format(**refusal.values), options.json)
    if options.json:
        print(json.dumps(checks_as_json(found, done=by is not None), ensure_ascii=False, indent=1))
    else:
        show_checks(found, counts, Console())
    return 0


def checks_as_json(found: CheckPlan, *, done: bool) -> dict[str, object]:
    """The plan for programs; dates ISO, an unreported result is null."""
    return {
        "year": found.year, "asks_year": found.asks_year, "done": done, "counts": found.counts(),
        "rows": [_check_row(row) for row in found.rows],
        "skipped": [{"sheet": each.sheet, "number": each.number, "kind": each.kind, "text": _text(each)} for each in found.skipped],
    }  # fmt: skip


def _check_row(row: CheckRow) -> dict[str, object]:
    return {
        "sheet": row.sheet, "number": row.number, "fate": row.fate, "week": row.week.isoformat() if row.week else None,
        "checked_on": row.checked_on.isoformat() if row.checked_on else None, "inspector": row.inspector, "street": row.street,
        "employer": row.employer, "result": row.result or None, "note": row.note, "trouble": row.trouble, "sentence": gettext(row.sentence) if row.sentence else "",
    }  # fmt: skip


def show_checks(found: CheckPlan, counts: Mapping[Fate, int], console: Console) -> None:
    """The counts, and the rows that want a look."""
    said = " · ".join(f"{gettext(FATE_LABELS[fate])} {count}" for fate, count in counts.items() if count)
    console.print(gettext("数据行 {total}：{counts}").format(total=len(found.rows), counts=said or "0"), markup=False)
    table = Table(gettext("行"), gettext("状态"), gettext("说明"))
    looked = [row for row in found.rows if row.trouble]
    for row in looked[:_SHOWN]:
        table.add_row(str(row.number), gettext(FATE_LABELS[row.fate]), f"{gettext(row.sentence)}（{row.written}）")
    if looked:
        console.print(table)
