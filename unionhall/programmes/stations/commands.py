"""`unionhall import stations`: the page's dry run, columns, wrong rows and import, from a terminal."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from hashlib import sha256
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext
from rich.console import Console
from rich.table import Table

from unionhall.base.access import Actor
from unionhall.base.commands import Command
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import services as files
from unionhall.kernel.people import queries as people

from .models import StationImport
from .rules.sheets import FATE_LABELS, STATIONS, SYSTEMS, Fate, Plan, Row
from .services import sheets

POWER, SHOWN = "stations.edit", 40


def import_stations() -> Command:
    """The command; it works at the desk of one person, whose unions are the rows it may touch."""
    return Command("import stations", _("导入驿站表（xlsx、xls、csv），或先看每行会变成什么"), run, arguments)


def arguments(parser: ArgumentParser) -> None:
    """FILE --system --map 标题=字段 --login --errors OUT --dry-run --json."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--system", choices=sorted(SYSTEMS), help=gettext("经纬度是哪种坐标，表里没写的时候用"))
    parser.add_argument("--map", type=_pair, action="append", default=[], metavar="HEADING=CODE", help=gettext("更正列的对应"))
    parser.add_argument("--login", default="", help=gettext("用谁的账号导入；不写，就用管得最宽的那一位"))
    parser.add_argument("--errors", type=Path, metavar="XLSX", help=gettext("把有误的行写进这个文件，改好了可以再导"))
    parser.add_argument("--dry-run", action="store_true", help=gettext("只看，不导入"))
    parser.add_argument("--json", action="store_true", help=gettext("以 JSON 输出"))


def _pair(text: str) -> tuple[str, str]:
    heading, sign, code = text.rpartition("=")
    if not sign or not heading or code.strip() not in {"", *(column.code for column in STATIONS.columns)}:
        raise ArgumentTypeError(gettext("写成 标题=字段"))
    return heading, code.strip()


def run(options: Namespace) -> int:
    """0 when done; 2 with a sentence when the file cannot be read or the import is refused."""
    at = timezone.now()
    try:
        content, by = options.file.read_bytes(), desk(options.login)
        made = sheets.plan(
            book=files.read(content=content, filename=options.file.name), by=by, system=SYSTEMS.get(options.system or ""),
            mapping=dict(options.map), today=timezone.localdate(at),
        )  # fmt: skip
        if options.errors and made.counts()[Fate.ERROR]:
            options.errors.write_bytes(sheets.error_sheet(plan=made))
        done = None if options.dry_run else sheets.commit(plan=made, file_name=options.file.name, digest=sha256(content).hexdigest(), by=by, at=at)
    except OSError as fault:
        return _refused("file_unreadable", gettext("文件读不到：{reason}").format(reason=fault.strerror), options.json)
    except Refused as refusal:
        return _refused(refusal.code, gettext(refusal.sentence).format(**refusal.values), options.json)
    if options.json:
        print(json.dumps(as_json(made, done), ensure_ascii=False, indent=1))
    else:
        show(made, done, Console())
    return 0


def desk(login: str) -> Actor:
    """The person whose desk it is: the one named, else who edits the widest area. Refused('no_editor')."""
    today = timezone.localdate()
    if login:
        account = people.account_by_login(login)
        found = [actor for actor in ([people.actor_for(account, today)] if account else []) if actor.may(POWER)]
    else:
        found = sorted(people.actors_with(POWER, today), key=lambda actor: min(map(len, actor.scope(POWER).paths), default=999))
    if not found:
        raise Refused("no_editor", _("没有能改驿站的账号，先在网页上设好账号和岗位"), field="login")
    return found[0]


def _refused(code: str, sentence: str, as_data: bool) -> int:
    if as_data:
        print(json.dumps({"error": {"code": code, "sentence": sentence}}, ensure_ascii=False))
    print(sentence, file=sys.stderr)
    return 2


def as_json(made: Plan, done: StationImport | None) -> dict[str, object]:
    """The plan for programs; `run`: the number by which the import can be taken back, null for a dry run."""
    layout = made.layout
    return {
        "mapping": layout.mapping, "confidence": layout.confidence, "unmapped": list(layout.unmapped), "asks_system": made.asks_system,
        "counts": made.counts(), "rows": [_row(row) for row in made.rows], "run": done.pk if done else None,
        "skipped": [{"sheet": each.sheet, "number": each.number, "kind": each.kind} for each in made.skipped],
    }  # fmt: skip


def _row(row: Row) -> dict[str, object]:
    return {
        "sheet": row.line.sheet, "number": row.line.number, "fate": row.fate, "name": row.values.get("name", ""), "union": row.area.name if row.area else None,
        "changes": sorted(row.changes), "errors": [{"column": column, "sentence": sentence} for column, sentence in sheets.said(row)],
    }  # fmt: skip


def show(made: Plan, done: StationImport | None, console: Console) -> None:
    """The columns, a summary, the rows at fault."""
    columns = Table(gettext("列标题"), gettext("字段"), gettext("把握"))
    for heading, code in made.layout.mapping.items():
        columns.add_row(heading, code, f"{made.layout.confidence.get(heading, 1.0):.0%}")
    for heading in made.layout.unmapped:
        columns.add_row(heading, gettext("（不导入）"), "")
    console.print(columns)
    counts = " · ".join(f"{gettext(FATE_LABELS[fate])} {count}" for fate, count in made.counts().items() if count)
    console.print(gettext("数据行 {total}：{counts}").format(total=len(made.rows), counts=counts or "0"), markup=False)
    if wrong := [row for row in made.rows if row.fate is Fate.ERROR]:
        table = Table(gettext("行"), gettext("说明"))
        for row in wrong[:SHOWN]:
            table.add_row(str(row.line.number), "；".join(f"{column}：{sentence}" for column, sentence in sheets.said(row)))
        console.print(table)
    if made.asks_system:
        console.print(gettext("说明经纬度是哪种坐标，再导入"), "--system", ", ".join(sorted(SYSTEMS)), markup=False)
    if done:
        console.print(gettext("导入好了，编号 {number}，7 天内可以在网页上撤回").format(number=done.pk))
