"""One word everywhere: what files, folders and rooms may be called."""

import ast
from collections.abc import Iterable
from pathlib import Path

from .sources import PLANNED, Source

PARTS = {"rules", "models", "queries", "services", "forms", "views", "urls", "api", "tasks"}
FURTHER = {"apps", "kinds", "commands", "plug", "demo"}
FOLDERS = {"templates", "tests", "migrations", "templatetags", "data"}
# Django calls these by name from settings; only the shell has them.
SHELL = {"middleware", "shell"}
EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "lib", "shared"}
ERROR_PAGES = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}


def empty_words(paths: Iterable[str]) -> list[str]:
    """Files and folders named by a word that says nothing."""
    return [path for path in paths if EMPTY_WORDS & {part.split(".")[0].lower() for part in Path(path).parts}]


def misnamed(room: str, children: Iterable[str]) -> list[str]:
    """Names inside a room's folder that no room has. `room` is `kernel.law`; a folder ends with '/'."""
    known = PARTS | FURTHER | {"__init__"} | (SHELL if room == "web" else set())
    found = []
    for child in children:
        name, folder = child.rstrip("/"), child.endswith("/")
        good = name in FOLDERS | PARTS | FURTHER if folder else name.endswith(".py") and name[:-3] in known
        if not good:
            found.append(f"{room}: {child}")
    return found


def children(folder: Path) -> list[str]:
    """The names inside a folder, folders with a slash at the end."""
    listed = sorted(
        path for path in folder.iterdir() if path.name != "__pycache__" and not path.name.startswith(".")
    )
    return [f"{path.name}/" if path.is_dir() else path.name for path in listed]


def misplaced_templates(room: str, names: Iterable[str]) -> list[str]:
    """A room's templates lie in a folder of its own name; only the page frame has error pages beside it."""
    word = room.split(".")[-1]
    allowed = {word} | (ERROR_PAGES if room == "base.ui" else set())
    return [f"{room}: templates/{name}" for name in names if name.rstrip("/") not in allowed]


def unsaid(room: str, text: str) -> list[str]:
    """A room's `__init__` says in one sentence what the room is for."""
    said = ast.get_docstring(ast.parse(text)) or ""
    good = said and "\n" not in said and said.endswith(".") and ". " not in said
    return [] if good else [f"{room}: wants one sentence, says {said!r}"]


def unknown_programmes(names: Iterable[str]) -> list[str]:
    """A programme's folder is named by one of the twelve words of the house."""
    return [name for name in names if name not in PLANNED]


def unlabelled(source: Source) -> list[str]:
    """A room's app label is the room's word, so that tables, permissions and templates carry it too."""
    labels = [
        node.value.value
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(isinstance(target, ast.Name) and target.id == "label" for target in node.targets)
    ]
    word = source.room.split(".")[-1]
    return [f"{source.path}: label {label!r}, room {word!r}" for label in labels if label != word]
