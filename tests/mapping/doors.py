"""Who may import, point at or address whom. What import-linter cannot see is here."""

import ast
import re
from collections.abc import Iterable, Iterator

from .sources import HOUSE, KERNEL, PLANNED, Source, room_of, spot

FACES = {"services", "queries", "rules", "kinds"}
OPTIONAL = {"ortools", "pyvrp", "ibis", "pysail", "pyspark", "weasyprint"}
KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
ADDRESSING = {"reverse", "reverse_lazy", "redirect", "resolve_url"}
URL_TAG = re.compile(r"""\{%\s*url\s+["']([\w-]+):""")
URL_TEXT = re.compile(r"""(?:href|action|src|hx-[a-z]+)=["']/([\w-]+)/""")


def reached(source: Source, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The dotted names that an import may bind, relative ones made whole."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
        return
    base = node.module or ""
    if node.level:
        parents = source.module.split(".")[: -node.level]
        base = ".".join([*parents, base] if base else parents)
    yield from (f"{base}.{name.name}" for name in node.names)


def type_checking(tree: ast.Module) -> set[ast.AST]:
    """Every node below `if TYPE_CHECKING`: it is read, never run."""
    blocks = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    ]
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}


def imports(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every import that runs, with the name it reaches."""
    unread = type_checking(source.tree)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in unread:
            yield from ((node, name) for name in reached(source, node))


def past_the_face(source: Source) -> list[str]:
    """Imports from another room that do not go through its services, queries, rules or kinds."""
    if not source.room or source.room == "config":
        return []
    found = []
    for node, name in imports(source):
        other = room_of(name)
        if other in {"", source.room, "base"}:
            continue
        rest = name.removeprefix(f"unionhall.{other}").lstrip(".").split(".")
        if rest[0] not in FACES:
            found.append(spot(source, node, f"reaches {name}: rooms meet at services, queries, rules, kinds"))
        elif rest[0] == "services" and inside_a_package(other, rest):
            found.append(spot(source, node, f"reaches {name}: past what the services hand out"))
    return found


def inside_a_package(room: str, rest: list[str]) -> bool:
    """Whether `services.matters…` names a noun module of the room's services, not a verb."""
    folder = HOUSE.joinpath(*room.split("."), rest[0])
    return len(rest) > 2 or (len(rest) == 2 and (folder / f"{rest[1]}.py").exists())


def sideways(source: Source) -> list[str]:
    """A programme that knows another programme."""
    if not source.room.startswith("programmes."):
        return []
    return [
        spot(source, node, f"reaches {name}")
        for node, name in imports(source)
        if room_of(name).startswith("programmes.") and room_of(name) != source.room
    ]


def rooms_in_cli(source: Source) -> list[str]:
    """The command line finds its commands in the registry; it imports no room."""
    if source.module != "unionhall.config.cli":
        return []
    return [
        spot(source, node, f"reaches {name}")
        for node, name in imports(source)
        if room_of(name) not in {"", "base", "config"}
    ]


def hidden_imports(source: Source) -> list[str]:
    """Imports inside functions, but for optional extras and the SQLite gate; a registry's name is none."""
    if source.module == "unionhall.config.sqlite":
        return []
    unread = type_checking(source.tree)
    found = []
    for node in inner_nodes(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and node not in unread:
            names = [name.split(".")[0] for name in reached(source, node)]
            if not set(names) <= OPTIONAL:
                found.append(spot(source, node, f"import inside a function: {', '.join(names)}"))
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__"} and spelled(node):
            found.append(spot(source, node, "import inside a function, by name"))
    return found


def spelled(node: ast.Call) -> bool:
    """Whether a call's first argument is a name written out, whole or at its beginning."""
    match node.args:
        case [ast.Constant(), *_] | [ast.JoinedStr(values=[ast.Constant(), *_]), *_]:
            return True
    return False


def inner_nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """Every node inside a function's body, once."""
    seen: set[ast.AST] = set()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            seen.update(node for node in ast.walk(function) if node is not function)
    yield from seen


def called(node: ast.Call) -> str:
    """The last word of what a call calls."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def height(room: str) -> int:
    """How high a room stands: a key may point at its own height or lower, never sideways but to itself."""
    if room.startswith("kernel."):
        word = room.split(".")[1]
        return 1 + KERNEL.index(word) if word in KERNEL else 1
    return {"base": 0, "reports": 20, "web": 20, "config": 40}.get(room, 30)


def room_labelled(label: str) -> str:
    """The room behind an app label; '' for Django's own."""
    if label in KERNEL:
        return f"kernel.{label}"
    if label in {"base", "ui"}:
        return "base"
    return label if label in {"web", "reports"} else f"programmes.{label}" if label in PLANNED else ""


def keyword(node: ast.Call, name: str) -> ast.expr | None:
    """The value of a call's keyword argument."""
    return next((word.value for word in node.keywords if word.arg == name), None)


def keys(source: Source) -> Iterator[tuple[ast.Call, str]]:
    """Every foreign key with the app label it names: '' for the room's own, `people` for the account."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and called(node) in KEYS:
            target = node.args[0] if node.args else keyword(node, "to")
            match target:
                case ast.Constant(value=str(name)) if "." in name:
                    yield node, name.split(".")[0]
                case ast.Attribute(attr="AUTH_USER_MODEL"):
                    yield node, "people"
                case _:
                    yield node, ""


def upward_keys(source: Source) -> list[str]:
    """Keys that point up or sideways; a programme's key below hides its way back: related_name='+'."""
    found = []
    for node, label in keys(source):
        other = room_labelled(label)
        if source.room == "kernel.journal":
            found.append(spot(source, node, "the journal has no foreign keys"))
        if not other or other == source.room:
            continue
        if height(other) >= height(source.room):
            found.append(spot(source, node, f"a key of {source.room} points up at {label}"))
        back = keyword(node, "related_name")
        if source.room.startswith("programmes.") and not (
            isinstance(back, ast.Constant) and back.value == "+"
        ):
            found.append(spot(source, node, f"a programme's key to {label} wants related_name='+'"))
    return found


def programme_addresses(path: str, text: str, programmes: Iterable[str] = PLANNED) -> list[str]:
    """A template below the programmes that reverses or spells a programme's address."""
    if path.startswith("unionhall/programmes/"):
        return []
    words = URL_TAG.findall(text) + URL_TEXT.findall(text)
    return [f"{path}: leads into {word}" for word in words if word in set(programmes)]


def programme_reversals(source: Source, programmes: Iterable[str] = PLANNED) -> list[str]:
    """The same in Python: reverse("wages:…") below the programmes."""
    if source.room.startswith("programmes."):
        return []
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and called(node) in ADDRESSING and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and str(first.value).split(":")[0] in set(programmes):
                found.append(spot(source, node, f"leads into {first.value!r}"))
    return found
