"""The twelve rules, as far as a syntax tree shows them."""

import ast
from collections.abc import Callable, Iterable

from .doors import called, imports
from .sources import Source, exported, faces, room_of, spot

CLOCK = {"now", "today", "utcnow", "Now"}
HANDED = {
    "timezone.now",
    "datetime.now",
    "date.today",
    "time.time",
    "datetime.datetime.now",
    "datetime.date.today",
}
BORROWED = {"django.utils.timezone.now", "django.utils.timezone.localdate", "time.time"}
DOORS = {"views", "api", "commands", "tasks", "demo", "middleware", "shell"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.db.backends.signals",
           "django.contrib.auth.signals", "django.test.signals")  # fmt: skip
IMPURE = (
    "django",
    "sqlite3",
    "psycopg",
    "requests",
    "httpx",
    "urllib.request",
    "socket",
    "os",
    "time",
    "random",
)


def signals(source: Source) -> list[str]:
    """Anything that listens: what happens is written where it happens."""
    found = [
        spot(source, node, f"listens: {name}") for node, name in imports(source) if name.startswith(SIGNALS)
    ]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef) and any(
            "receiver" in ast.unparse(mark) for mark in node.decorator_list
        ):
            found.append(spot(source, node, f"listens: {node.name}"))
    return found


def unscoped_queries(source: Source) -> list[str]:
    """Public functions of `queries` without a `scope`, not named in PUBLIC; and stale names there."""
    if source.part != "queries":
        return []
    public = public_names(source)
    found = [
        spot(source, node, f"{node.name} takes no scope and is not in PUBLIC")
        for node in faces(source)
        if node.name not in public and "scope" not in parameters(node)
    ]
    gone = public - {node.name for node in faces(source)}
    return found + [f"{source.path}: PUBLIC names {name}, which is not there" for name in sorted(gone)]


def public_names(source: Source) -> set[str]:
    """The names in a module's PUBLIC tuple."""
    for node in source.tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id="PUBLIC")], value=value):
                return set(ast.literal_eval(value))
            case ast.AnnAssign(target=ast.Name(id="PUBLIC"), value=ast.expr() as value):
                return set(ast.literal_eval(value))
    return set()


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Every parameter's name."""
    return {argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}


def positional_services(source: Source) -> list[str]:
    """Services callable without naming what is given; of a package, those its `__init__` hands out."""
    if source.part != "services":
        return []
    handed = exported(source)
    return [
        spot(source, node, f"{node.name} takes positional arguments")
        for node in faces(source)
        if (node.args.args or node.args.posonlyargs or node.args.vararg)
        and (handed is None or node.name in handed)
    ]


def tables_at_the_door(source: Source) -> list[str]:
    """Views, forms and api that touch `.objects` instead of asking a query."""
    if source.part not in {"views", "forms", "api"}:
        return []
    return [
        spot(source, node, f"touches .{node.attr}")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]


def clocks_below(source: Source) -> list[str]:
    """The time asked below the door: by a call, by a default, or by a field that fills itself."""
    if source.part in DOORS or source.room == "config":
        return []
    found = [
        spot(source, node, f"hands on the clock: {name}")
        for node, name in imports(source)
        if name in BORROWED
    ]
    called_here = {id(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and asks_the_time(node):
            found.append(spot(source, node, f"asks the time: {ast.unparse(node.func)}()"))
        elif isinstance(node, ast.Attribute) and id(node) not in called_here and ast.unparse(node) in HANDED:
            found.append(spot(source, node, f"hands on the clock: {ast.unparse(node)}"))
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            found.append(spot(source, node.value, f"{node.arg} asks the time by itself"))
    return found


def asks_the_time(node: ast.Call) -> bool:
    """A call of now() or today(); localtime(value) only converts."""
    name = called(node)
    bare = not node.args and not node.keywords
    return (
        name in CLOCK
        or (name in {"localdate", "localtime"} and bare)
        or ast.unparse(node.func) == "time.time"
    )


def impure_rules(source: Source) -> list[str]:
    """Rules that know Django, a clock, a database, or anything of a room but rules and kinds."""
    if source.part != "rules":
        return []
    found = []
    for node, name in imports(source):
        outside = name.startswith(tuple(f"{impure}." for impure in IMPURE)) or name in IMPURE
        other = room_of(name)
        rest = name.removeprefix(f"unionhall.{other}").lstrip(".").split(".")[0]
        above = other not in {"", "base"} and rest not in {"rules", "kinds", "data"}
        if outside or above:
            found.append(spot(source, node, f"rules reach {name}"))
    return found


def thawed_values(source: Source) -> list[str]:
    """Public dataclasses of `rules` and `kinds` that are not frozen."""
    if source.part not in {"rules", "kinds"}:
        return []
    return [
        spot(source, node, f"{node.name} is not frozen")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        for mark in node.decorator_list
        if "dataclass" in ast.unparse(mark) and "frozen=True" not in ast.unparse(mark)
    ]


def found_by(check: Callable[[Source], list[str]], sources: Iterable[Source]) -> list[str]:
    """One check over many files."""
    return [finding for source in sources for finding in check(source)]
