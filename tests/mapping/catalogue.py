"""docs/map.md: every room with its sentence, its files, its services and what it registers."""

import ast
from collections.abc import Iterator
from pathlib import Path

from .sources import HOUSE, ROOT, Source, exported, faces, house, rooms

MAP = ROOT / "docs/map.md"
HEAD = """# Map of the house

Written by `make map`; a test compares. Doors open downward: config, programmes, web | reports, kernel, base.
Lines are in fifties, rounded up. What a room may touch: [CONTRIBUTING](../CONTRIBUTING.md).
"""
ORDER = (
    "rules",
    "kinds",
    "models",
    "queries",
    "services",
    "forms",
    "views",
    "urls",
    "api",
    "tasks",
    "commands",
    "plug",
    "demo",
)


def drawn() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(entry(folder) for folder in rooms())])


def entry(folder: Path) -> str:
    """One room: heading and sentence, files, services, registrations."""
    word = folder.relative_to(HOUSE).as_posix()
    sources = [source for source in house() if belongs(source, folder)]
    said = next(
        (ast.get_docstring(source.tree) or "" for source in sources if source.module.endswith(".__init__")),
        "",
    )
    lines = [f"## {word}", "", said.split("\n")[0], "", " · ".join(files(sources, folder))]
    registered = "; ".join(registrations(sources))
    served = [f"- `{name}` {words}".rstrip() for name, words in services(sources)]
    lines += ["", *served] if served else []
    lines += ["", f"Registers: {registered}."] if registered else []
    return "\n".join(lines) + "\n"


def belongs(source: Source, folder: Path) -> bool:
    """Whether a file lies in a room's folder; base does not count base/ui."""
    path = ROOT / source.path
    inside = path.is_relative_to(folder)
    return inside and not (folder == HOUSE / "base" and path.is_relative_to(HOUSE / "base/ui"))


def files(sources: list[Source], folder: Path) -> Iterator[str]:
    """`rules 150`: each file or package with its lines, the house's own order first."""
    counted: dict[str, int] = {}
    for source in sources:
        name = (ROOT / source.path).relative_to(folder).parts[0].removesuffix(".py")
        counted[name] = counted.get(name, 0) + len(source.text.splitlines())
    for name in sorted(counted, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name)):
        if name not in {"__init__", "apps"}:
            yield f"{name} {-(-counted[name] // 50) * 50}"


def services(sources: list[Source]) -> Iterator[tuple[str, str]]:
    """Public services with the first sentence of what they say."""
    for source in sources:
        if source.part == "services":
            handed = exported(source)
            yield from (
                (node.name, first_line(node))
                for node in faces(source)
                if handed is None or node.name in handed
            )


def first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The first line of a docstring."""
    return (ast.get_docstring(node) or "").split("\n")[0]


def registrations(sources: list[Source]) -> Iterator[str]:
    """`COMMANDS clock, figures`: what the room's plug adds to which table."""
    tables: dict[str, list[str]] = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if source.part == "plug" and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                table = ast.unparse(node.func.value)
                if node.func.attr == "add" and table.rsplit(".", 1)[-1].isupper():
                    tables.setdefault(table.rsplit(".", 1)[-1], []).extend(code(value) for value in node.args)
    yield from (f"{table} {', '.join(codes)}" for table, codes in tables.items())


def code(value: ast.expr) -> str:
    """The code of a registered value: its first word, or the name it goes by."""
    if isinstance(value, ast.Call):
        words = [*value.args, *(word.value for word in value.keywords if word.arg in {"code", "name"})]
        return next(
            (str(word.value) for word in words if isinstance(word, ast.Constant)), ast.unparse(value.func)
        )
    return ast.unparse(value).removeprefix("*")


def commands() -> set[str]:
    """The verbs behind `unionhall …`, as the rooms register them."""
    return {
        code(node)
        for source in house()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Command"
    }
