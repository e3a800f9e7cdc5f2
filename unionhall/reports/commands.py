"""`unionhall figures` and `unionhall export facts`."""

import json
import sys
import unicodedata
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from unionhall.base.words import gettext_noop as _

from . import rules, services
from .kinds import Finding


def figures_arguments(parser: ArgumentParser) -> None:
    """`--json` for scripts."""
    parser.add_argument("--json", action="store_true")


def figures(arguments: Namespace) -> int:
    """Print every published figure beside what the records give; 0 also where they differ: `ok` says so."""
    at = timezone.now()
    if arguments.json:
        print(json.dumps(services.figures(at=at), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(services.report(at=at))))
    return 0


def lines(report: services.Report) -> Iterator[str]:
    """A table for people: mark, id, what, place and period, published, computed."""
    heads = ((_("编号"), 30), (_("是什么"), 28), (_("哪里、什么时候"), 28), (_("公开的数"), 24), (_("算出来"), 1))
    yield "".join(padded(head, width) for head, width in heads).rstrip()
    for row in report.findings:
        figure = row.figure
        wanted = f"{rules.HOW_WORDS[rules.How(figure.how)]} {rules.spelled(figure.value)} {figure.measure}"
        where = f"{figure.place} {figure.period}"
        yield f"{mark(row)} {padded(figure.id, 28)}{padded(figure.label, 28)}{padded(where, 28)}{padded(wanted, 24)}{found(row)}"
    good, rows = sum(row.ok for row in report.findings), sum(report.counts.values())
    said = _("{good} 个对上，共 {all} 个；快照 {id}，{rows} 行")
    yield said.format(good=good, all=len(report.findings), id=report.id, rows=rows)


def mark(row: Finding) -> str:
    """✓ borne out, ✗ not, — not computed yet."""
    return "—" if row.computed is None else "✓" if row.ok else "✗"


def found(row: Finding) -> str:
    """What the records give, with its unit."""
    return _("还没有记录") if row.computed is None else f"{rules.spelled(row.computed)} {row.figure.measure}"


def padded(text: str, width: int) -> str:
    """Text filled up to a width, where a Chinese character takes two places."""
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    return text + " " * max(1, width - taken)


def export_arguments(parser: ArgumentParser) -> None:
    """The folder that gets a subfolder per snapshot."""
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--json", action="store_true")


def export_facts(arguments: Namespace) -> int:
    """Write a snapshot and print its manifest."""
    manifest = services.export_facts(folder=arguments.to, at=timezone.now())
    if arguments.json:
        json.dump(manifest, sys.stdout, ensure_ascii=False, indent=2)
        print()
        return 0
    for code, said in manifest["facts"].items():
        print(f"{padded(code, 24)}{said['rows']:>10,}  {said['sha256'][:12]}")
    print(_("快照 {id} → {place}").format(id=manifest["snapshot"], place=arguments.to / manifest["snapshot"]))
    return 0
