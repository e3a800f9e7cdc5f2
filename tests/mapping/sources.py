"""What the checks read: Python files as syntax trees, and rooms as folders."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "unionhall"

KERNEL = ("journal", "places", "law", "orgs", "people", "notices", "files", "bookings", "cases")
PLANNED = (
    "wages", "stations", "membership", "contests", "honours", "services",
    "culture", "jobs", "walks", "relief", "learning", "voice",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its dotted name (a package keeps `.__init__`) and its tree."""

    module: str
    path: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """`kernel.law`, `programmes.wages`, `web`, `base`, `config`; '' for what lies above the rooms."""
        return room_of(self.module)

    @property
    def part(self) -> str:
        """The file's name inside its room: `rules` for `unionhall.kernel.law.rules.clocks`."""
        rest = self.module.removeprefix(f"unionhall.{self.room}").lstrip(".")
        return rest.split(".")[0]


def read(module: str, text: str, path: str = "") -> Source:
    """A source from text, as the must-fail twins give it."""
    return Source(module, path or module.replace(".", "/") + ".py", text, ast.parse(text))


def room_of(module: str) -> str:
    """The room that a dotted name lies in."""
    parts = module.split(".")
    if parts[0] != "unionhall" or len(parts) < 2 or parts[1].startswith("__"):
        return ""
    if parts[1] in {"kernel", "programmes"}:
        return ".".join(parts[1:3]) if len(parts) > 2 and parts[2] != "__init__" else ""
    return parts[1]


def own(path: Path) -> bool:
    """Whether a file is the house's own source: no test, no migration."""
    inside = path.relative_to(HOUSE).parts
    return not {"tests", "migrations", "__pycache__", "node_modules"} & set(inside)


@cache
def house() -> tuple[Source, ...]:
    """Every Python file of the house without tests and migrations."""
    files = sorted(path for path in HOUSE.rglob("*.py") if own(path))
    return tuple(
        read(
            ".".join(path.relative_to(ROOT).with_suffix("").parts),
            path.read_text(),
            str(path.relative_to(ROOT)),
        )
        for path in files
    )


@cache
def templates() -> tuple[tuple[str, str], ...]:
    """(path, text) of every template."""
    files = sorted(path for path in HOUSE.rglob("templates/**/*.html") if path.is_file() and own(path))
    return tuple((str(path.relative_to(ROOT)), path.read_text()) for path in files)


def rooms() -> tuple[Path, ...]:
    """The rooms' folders, floor by floor from the ground up."""
    kernel = [HOUSE / "kernel" / name for name in KERNEL]
    stray = sorted(path for path in (HOUSE / "kernel").iterdir() if packaged(path) and path not in kernel)
    programmes = sorted(path for path in (HOUSE / "programmes").iterdir() if packaged(path))
    folders = [
        HOUSE / "base",
        HOUSE / "base/ui",
        *kernel,
        *stray,
        HOUSE / "reports",
        HOUSE / "web",
        *programmes,
    ]
    return tuple(path for path in folders if packaged(path))


def packaged(path: Path) -> bool:
    """A folder with Python in it."""
    return path.is_dir() and any(path.glob("*.py"))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(ROOT / name for name in sorted(names) if name and (ROOT / name).is_file())


def functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method, nested ones too."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def faces(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The public functions that stand at a module's top level."""
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def exported(source: Source) -> set[str] | None:
    """What the package of a noun module hands out at its door; None for a module that is its own door."""
    door = f"unionhall.{source.room}.{source.part}.__init__"
    if source.module == door or source.module.count(".") < door.count("."):
        return None
    names = [
        node.names
        for other in house()
        if other.module == door
        for node in other.tree.body
        if isinstance(node, ast.ImportFrom)
    ]
    return {alias.asname or alias.name for aliases in names for alias in aliases}


def spot(source: Source, node: ast.AST, what: str) -> str:
    """A finding as people read it: where, and what is wrong."""
    return f"{source.path}:{getattr(node, 'lineno', 1)} {what}"
