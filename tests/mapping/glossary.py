"""docs/glossary.md: its last column says which code words the house uses today."""

import ast
import re
from collections.abc import Iterable

from .sources import ROOT, Source, house

GLOSSARY = ROOT / "docs/glossary.md"
WORD = re.compile(r"`(\w+)`")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
HEADING = "| 行话 | English | code word | in code |"


def identifiers(sources: Iterable[Source]) -> set[str]:
    """Every name that code uses, in small letters with underscores; codes in strings count too."""
    found: set[str] = set()
    for source in sources:
        found.update(source.module.split("."))
        for node in ast.walk(source.tree):
            found.update(CAMEL.sub("_", word).lower() for word in spoken(node))
    return found


def spoken(node: ast.AST) -> tuple[str, ...]:
    """The words that one node says."""
    match node:
        case ast.Name(id=word) | ast.Attribute(attr=word) | ast.arg(arg=word) | ast.keyword(arg=str(word)):
            return (word,)
        case ast.FunctionDef(name=word) | ast.ClassDef(name=word) | ast.AsyncFunctionDef(name=word):
            return (word,)
        case ast.Constant(value=str(word)) if word.isidentifier():
            return (word,)
    return ()


def used(word: str, names: set[str]) -> bool:
    """A code word is used as it stands, or in the plural."""
    return bool({word, f"{word}s", f"{word}es"} & names)


def marked(text: str, names: set[str] | None = None) -> str:
    """The page with its last column filled: `yes`, the words that are used, or `–`."""
    known = identifiers(house()) if names is None else names
    return "\n".join(marked_line(line, known) for line in text.split("\n"))


def marked_line(line: str, names: set[str]) -> str:
    """One row of a table; every other line as it is."""
    cells = line.split(" | ")
    if not line.startswith("| ") or len(cells) != 4 or not WORD.search(cells[2]):
        return line
    words = WORD.findall(cells[2])
    live = [word for word in words if used(word, names)]
    says = "yes" if live == words else ", ".join(f"`{word}`" for word in live) or "–"
    return " | ".join([*cells[:3], f"{says} |"])
