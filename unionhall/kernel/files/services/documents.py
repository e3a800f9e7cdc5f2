"""Documents from templates: filled, looked through and given fonts by a child process with limits."""

import base64
import json
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from ..rules.archives import check_contents, parts
from ..rules.faults import FAULT_WORDS, Unfit

CHILD = Path(__file__).with_name("docxpress.py")
WALL_SECONDS = 30
WORDS = {
    "template_broken": _("模板打不开：{detail}"),
    "template_forbidden": _("模板里只能用字段名。这里不行：{detail}"),
    "template_foreign": _("模板里夹着会自己动的东西：{detail}"),
    "field_missing": _("模板要的字段没有给：{detail}"),
    "document_too_heavy": _("文书太大，做不出来。内容分成几份再试"),
}
FOREIGN_WORDS = {
    "link": _("有指向外面的链接或者图片：{detail}。去掉链接，图片直接插进文件"),
    "field": _("有域代码：{detail}。只留页码和总页数，别的选中后按 Ctrl+Shift+F9 变成文字"),
    "object": _("夹着别的文件或者控件：{detail}。删掉再传"),
    "chunk": _("引进了另一份文档：{detail}。把内容直接贴进来"),
    "merge": _("带着邮件合并的数据源：{detail}。关掉邮件合并再传"),
    "macro": _("带着宏：{detail}。去掉宏，另存为 .docx"),
}

Rows = Sequence[Mapping[str, str]]
Values = Mapping[str, str | Rows]

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Linted:
    """What a template asks for: fields, lists with their rows' fields; and what it must not contain.

    `forbidden` are expressions that are no plain field, as they stand; `foreign` is what Word would run or fetch by
    itself: (code of FOREIGN_WORDS, where).
    """

    fields: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]
    forbidden: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...] = ()


def fill(*, template: Path | bytes, values: Values) -> bytes:
    """A docx with every field filled. Values are strings or lists of rows of strings, put in as text.

    Equal input gives equal bytes. Refused with the codes of WORDS, or a `Fault` of the archive.
    """
    return _document("fill", template, values=_plain_values(values))


def fill_many(*, template: Path | bytes, many: Sequence[Values]) -> list[bytes]:
    """The same template once for each set of values, by one child; refusals as in `fill`, for all of them together."""
    found = _ask("fill_many", template, many=[_plain_values(values) for values in many])["documents"]
    return [base64.b64decode(one) for one in found]


def lint(*, template: Path | bytes) -> Linted:
    """What a template asks for, found without rendering it."""
    found = _ask("lint", template)["found"]
    lists = {name: tuple(fields) for name, fields in found["lists"].items()}
    foreign = tuple((code, detail) for code, detail in found["foreign"])
    return Linted(tuple(found["fields"]), lists, tuple(found["forbidden"]), foreign)


def ensure_fonts(*, document: bytes) -> bytes:
    """The document with a Chinese font on each run that lacks one: 黑体, 宋体 in tables, else 仿宋."""
    return _document("fonts", document)


def _document(verb: str, template: Path | bytes, **order: object) -> bytes:
    return base64.b64decode(_ask(verb, template, **order)["document"])


def _ask(verb: str, template: Path | bytes, **order: object) -> dict[str, Any]:
    """Hand one order to the child; its refusals become ours, any other failure is a fault of the program."""
    raw = template.read_bytes() if isinstance(template, Path) else template
    _check_archive(raw)
    message = json.dumps({"verb": verb, "template": base64.b64encode(raw).decode(), **order})
    command = [sys.executable, "-I", str(CHILD)]
    try:
        done = subprocess.run(
            command, input=message, capture_output=True, text=True, timeout=WALL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise Refused("document_too_heavy", WORDS["document_too_heavy"]) from slow
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Refused("document_too_heavy", WORDS["document_too_heavy"])
    if done.returncode:
        raise RuntimeError(f"docxpress ended with {done.returncode}: {done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    if code := answer.get("refused"):
        raise Refused(code, WORDS[code], values={"detail": "、".join(answer["detail"])})
    return answer


def _check_archive(raw: bytes) -> None:
    """The zip directory first: nothing opens a bomb, and the child's limits stay a second line."""
    try:
        check_contents(raw, parts(raw))
    except Unfit as unfit:
        raise Refused(unfit.fault, FAULT_WORDS[unfit.fault], field="file") from unfit


def _plain_values(values: Values) -> dict[str, Any]:
    """Strings and lists of rows of strings, checked to the bottom; TypeError for anything else."""
    return {_name(name): _plain(value) for name, value in values.items()}


def _plain(value: object) -> str | list[dict[str, str]]:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list | tuple):
        return [_row(row) for row in value]
    raise TypeError(f"a template takes strings and lists of rows, not {type(value).__name__}")


def _row(row: object) -> dict[str, str]:
    if not isinstance(row, Mapping):
        raise TypeError(f"a row is a mapping of strings, not {type(row).__name__}")
    return {_name(name): _text(value) for name, value in row.items()}


def _name(name: object) -> str:
    if not isinstance(name, str) or not name.isidentifier() or name.startswith("_"):
        raise TypeError(f"not a field's name: {name!r}")
    return name


def _text(value: object) -> str:
    """Text without what XML cannot carry."""
    if not isinstance(value, str):
        raise TypeError(f"a template takes text, not {type(value).__name__}")
    return _UNPRINTABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
