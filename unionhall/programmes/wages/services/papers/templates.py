"""Which template a paper is made with: a union's own, that of the nearest union above, or the shipped one; and how a clerk changes it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import IO, TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files import queries as file_queries
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.journal import services as journal
from unionhall.kernel.orgs import queries as orgs

from ...kinds import TemplateChoice
from ...models import TemplateVersion
from . import examples, shapes
from .kinds import Paper

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob
    from unionhall.kernel.orgs.models import Union

POWER = "wages.templates"
NEEDED = ("code", "template")
WORDS = {
    "unknown": _("没有“{field}”这个字段"),
    "likely": _("没有“{field}”这个字段，是不是“{likely}”？"),
    "row": _("“{list}”里没有“{field}”这一列"),
    "row_likely": _("“{list}”里没有“{field}”这一列，是不是“{likely}”？"),
    "not_a_list": _("“{field}”不是一张表，不能一行一行地写"),
    "a_list": _("“{field}”是一张表，要一行一行地写"),
    "forbidden": _("这里不行：{detail}。只能写字段名，不能算、不能调用"),
    "needed": _("要留着“{field}”：文书靠它核验，也靠它认出用的是哪一版"),
}
Trouble = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The template that holds: bytes, the words printed on each paper made with it, whose it is, and its version."""

    content: bytes
    stamp: str
    union: Union | None = None
    version: TemplateVersion | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What an uploaded template asks for. With any `troubles` it is not taken; `left_out` is only said."""

    troubles: tuple[Trouble, ...]
    left_out: tuple[str, ...]


def shipped(*, paper: Paper) -> Chosen:
    """The one that comes with the house."""
    content = shapes.template(paper=paper).read_bytes()
    return Chosen(content, f"系统自带 {sha256(content).hexdigest()[:8]}")


def chosen(*, paper: Paper, path: str) -> Chosen:
    """The template for the union at `path`: its own, else the nearest one above, else the shipped one."""
    unions = {union.pk: union for union in orgs.lineage(path)}
    latest: dict[int, TemplateVersion] = {}
    for row in TemplateVersion.objects.filter(paper=paper, union__in=unions).select_related("blob").order_by("number"):
        latest[row.union_id] = row
    for union in sorted(unions.values(), key=lambda each: -len(each.path)):
        row = latest.get(union.pk)
        if row and row.choice == TemplateChoice.SHIPPED:
            break
        if row and row.blob:
            return Chosen(_bytes(row.blob), stamp_of(union, row), union, row)
    return shipped(paper=paper)


def stamp_of(union: Union, row: TemplateVersion) -> str:
    """示例区总工会第 3 版 and eight characters of the file's hash."""
    return f"{union.name}第 {row.number} 版 {row.blob.sha256[:8]}"


def _bytes(blob: Blob) -> bytes:
    with files.opened(blob=blob) as file:
        return file.read()


def union_for(*, pk: int, by: Actor) -> Union:
    """A union whose templates this actor keeps; Refused for any other."""
    found = orgs.below(by.scope(POWER)).filter(pk=pk).first()
    if found is None:
        raise Refused("not_yours", _("这个工会的模板不归您管"))
    return found


def history(*, union: Union, paper: Paper, by: Actor) -> list[TemplateVersion]:
    """The union's versions of a paper, newest first."""
    union_for(pk=union.pk, by=by)
    return list(TemplateVersion.objects.filter(union=union, paper=paper).select_related("blob").order_by("-number"))


def look(*, content: bytes, paper: Paper) -> Look:
    """What is wrong with a template, in sentences; Refused when it cannot be opened at all."""
    found, known = files.lint(template=content), examples.EXAMPLES[paper]
    troubles = [(files.FOREIGN_WORDS[code], {"detail": detail}) for code, detail in found.foreign]
    troubles += [(WORDS["forbidden"], {"detail": detail}) for detail in found.forbidden]
    if not found.forbidden:
        troubles += [(WORDS["needed"], {"field": name}) for name in NEEDED if name not in found.fields]
    troubles += [*_fields(found.fields, known), *_lists(found, known)]
    here = {*found.fields, *found.lists}
    left_out = tuple(name for name in _usual(paper) if name not in here and name not in NEEDED)
    return Look(tuple(troubles), left_out)


@cache
def _usual(paper: Paper) -> tuple[str, ...]:
    """What the shipped template asks for."""
    found = files.lint(template=shapes.template(paper=paper))
    return (*found.fields, *found.lists)


def _fields(asked: Sequence[str], known: examples.Values) -> Iterator[Trouble]:
    for name in asked:
        if name not in known:
            yield _unknown("unknown", "likely", name, list(known))
        elif isinstance(known[name], list):
            yield WORDS["a_list"], {"field": name}


def _lists(found: files.Linted, known: examples.Values) -> Iterator[Trouble]:
    for name, columns in found.lists.items():
        rows = known.get(name)
        if rows is None:
            yield _unknown("unknown", "likely", name, list(known))
        elif isinstance(rows, str):
            yield WORDS["not_a_list"], {"field": name}
        else:
            yield from (_unknown("row", "row_likely", each, list(rows[0]), name) for each in columns if each not in rows[0])


def _unknown(plain: str, likely: str, name: str, known: list[str], table: str = "") -> Trouble:
    """No such field; the nearest one is offered."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return WORDS[likely if near else plain], {"field": name, "likely": near[0] if near else "", "list": table}


def preview(*, content: bytes, paper: Paper) -> bytes:
    """The template filled with an invented case."""
    return files.fill(template=content, values=examples.EXAMPLES[paper])


def receive(*, content: IO[bytes], name: str, by: Actor, at: datetime) -> Blob:
    """Take an edited template in; it changes nothing yet."""
    by.require(POWER)
    return files.keep(content=content, name=name, by=by, at=at, allow=frozenset({FileKind.WORD}))


def received(*, pk: int, by: Actor) -> Blob:
    """A template that this actor sent; Refused for anybody else's."""
    blob = file_queries.uploaded_by(pk, account_id=by.account_id or 0)
    if blob is None or blob.suffix != ".docx":
        raise Refused("not_yours", _("这个文件不是您传的"))
    return blob


@transaction.atomic
def adopt(*, union_id: int, paper: Paper, blob_id: int, by: Actor, at: datetime, note: str = "") -> TemplateVersion:
    """From now on this union's papers are made with this file; it is looked at again before."""
    union, blob = union_for(pk=union_id, by=by), received(pk=blob_id, by=by)
    if look(content=_bytes(blob), paper=paper).troubles:
        raise Refused("template", _("这份模板还有要改的地方"), field="file")
    live = chosen(paper=paper, path=union.path)
    if live.version and live.union == union and live.version.blob and live.version.blob.sha256 == blob.sha256:
        return live.version
    return _write(union, paper, TemplateChoice.OWN, blob, note, by, at)


@transaction.atomic
def turn(*, union_id: int, paper: Paper, choice: str, by: Actor, at: datetime) -> TemplateVersion:
    """Back to the union above (`inherited`) or to the shipped template (`shipped`)."""
    if choice not in (TemplateChoice.INHERITED, TemplateChoice.SHIPPED):
        raise Refused("choice", _("只能换回上级的或者系统自带的"))
    return _write(union_for(pk=union_id, by=by), paper, TemplateChoice(choice), None, "", by, at)


def _write(
    union: Union, paper: Paper, choice: TemplateChoice, blob: Blob | None, note: str, by: Actor, at: datetime
) -> TemplateVersion:
    last = TemplateVersion.objects.filter(union=union, paper=paper).order_by("-number").first()
    row = TemplateVersion.objects.create(
        union=union, paper=paper, number=(last.number if last else 0) + 1, choice=choice, blob=blob, note=note.strip()[:80],
        account_id=by.account_id, actor=(by.name or by.system)[:80], made_at=at,
    )  # fmt: skip
    journal.record(
        kind="change", verb="wages.template", subject=f"wages.templateversion:{row.pk}", path=union.path, by=by, at=at,
        note=f"{paper} {choice} {blob.sha256[:16] if blob else ''}",
    )  # fmt: skip
    return row
