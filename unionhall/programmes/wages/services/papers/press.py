"""The paper made of its values: docx by the template that holds for its union, the schedule as a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind

from . import facts, letters, making, templates
from .kinds import File, Made, Paper, Values, code_of, name_of

VALUES = {**making.VALUES, **letters.VALUES}


def make(*, file: File, paper: Paper) -> Made:
    """One paper's bytes. Equal rows, day and template give an equal paper; `code` is a hash of all that is printed."""
    if paper is Paper.SCHEDULE:
        return making.schedule(file)
    chosen = templates.chosen(paper=paper, path=file.arrears.case.union.path)
    values = values_of(file=file, paper=paper, stamp=chosen.stamp)
    return made(file, paper, files.fill(template=chosen.content, values=values), values)


def make_many(*, paper: Paper, chosen: templates.Chosen, asked: Sequence[tuple[File, Values]]) -> list[Made]:
    """Papers of one kind and template by one child; the values come from `values_of`."""
    documents = files.fill_many(template=chosen.content, many=[values for _file, values in asked])
    return [made(file, paper, content, values) for (file, values), content in zip(asked, documents, strict=True)]


def values_of(*, file: File, paper: Paper, stamp: str) -> Values:
    """Everything that the paper prints, with the template's version, the badges and the code."""
    values = making.common_of(file) | VALUES[paper](file) | {"template": stamp}
    values["badges"] = facts.all_badges(row for one in values.values() if isinstance(one, list) for row in one)
    values["code"] = code_of(values)
    return values


def made(file: File, paper: Paper, content: bytes, values: Values) -> Made:
    """The bytes with the name, code and version that belong to them."""
    return Made(paper, content, name_of(file, paper, "docx"), FileKind.WORD, str(values["code"]), str(values["template"]))
