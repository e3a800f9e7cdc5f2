"""Documents and files at large: links, promises a machine can check, and what must never be committed."""

import re
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
MAKE = re.compile(r"(?:^|[`\s])make ([a-z][\w-]*)", re.MULTILINE)
VERB = re.compile(r"(?:`|^|bin/)unionhall ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)
VARIABLE = re.compile(r"\bUNIONHALL_([A-Z][A-Z0-9_]*)")
READ = re.compile(r"""\b(?:env|kept_secret)\(\s*["']([A-Z][A-Z0-9_]*)["']""")
MACHINE = re.compile(r"(?<![\w.])/(?:work|tmp|root|home/[a-z]+|Users/[a-z]+)/")
REGISTRY = re.compile(
    "|".join((r"py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(?:org|com)", "deb" + r"ian\.org"))
)
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)


def anchor(heading: str) -> str:
    """A heading's address in its page."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def dead_links(page: Path, text: str) -> list[str]:
    """Links of a page that lead nowhere in the project; addresses of the web are left alone."""
    found = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, place = target.partition("#")
        goal = (page.parent / name).resolve() if name else page
        if not goal.exists():
            found.append(f"{page.name}: {target}")
        elif (
            place
            and goal.suffix == ".md"
            and place not in {anchor(line) for line in HEADING.findall(goal.read_text())}
        ):
            found.append(f"{page.name}: {target} (no such heading)")
    return found


def code_in(text: str) -> str:
    """What a page sets as code, inline and in blocks: the part that a reader copies."""
    return "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text))


def missing_targets(text: str, makefile: str) -> set[str]:
    """`make …` commands of a page that the Makefile does not have."""
    return set(MAKE.findall(code_in(text))) - set(TARGET.findall(makefile))


def missing_verbs(text: str, verbs: set[str]) -> set[str]:
    """`unionhall …` commands of a page that no room registers."""
    named = VERB.findall(code_in(text))
    return {first for first, second in named if first not in verbs and f"{first} {second}" not in verbs}


def variables_read(settings: str) -> set[str]:
    """The variables that the settings file reads, without their prefix."""
    return set(READ.findall(settings)) | (set(VARIABLE.findall(settings)))


def variables_told(guide: str) -> set[str]:
    """The variables that have a row in the guide's table."""
    rows = [line for line in guide.splitlines() if line.startswith("| `UNIONHALL_")]
    return {found.group(1) for line in rows if (found := VARIABLE.search(line))}


def dependencies(pyproject: str) -> set[str]:
    """The runtime dependencies, in small letters without extras and versions."""
    listed = tomllib.loads(pyproject)["project"]["dependencies"]
    return {re.split(r"[\[<>=~!; ]", line)[0].lower() for line in listed}


def explained(text: str) -> set[str]:
    """The parts that docs/dependencies.md gives a reason for: rows of its table with both cells filled."""
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return {
        row[0].strip("` ").lower()
        for row in rows
        if len(row) > 1 and row[1].strip() and not row[0].startswith("-")
    }


def newest_version(changelog: str) -> str:
    """The version at the top of the changelog."""
    found = re.search(r"^## (\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    return found.group(1) if found else ""


def unpinned(pyproject: str, lock: str) -> set[str]:
    """Parts that the project needs on this machine, extras and parts of parts too, and a lock lacks."""
    pinned = {canonicalize_name(name) for name in PINNED.findall(lock)}
    waiting = [Requirement(line) for line in tomllib.loads(pyproject)["project"]["dependencies"]]
    waiting = [part for part in waiting if wanted(part, set())]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        part = waiting.pop()
        name, extras = canonicalize_name(part.name), frozenset(part.extras)
        if (name, extras) not in seen:
            seen.add((name, extras))
            below = [Requirement(line) for line in metadata.requires(name) or ()]
            waiting += [inner for inner in below if wanted(inner, extras)]
    return {name for name, _extras in seen} - pinned


def wanted(part: Requirement, extras: Iterable[str]) -> bool:
    """Whether a requirement holds on this machine, plainly or under one of the extras."""
    return part.marker is None or any(part.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def unhashed(lock: str) -> list[str]:
    """Pinned parts of a lock file that carry no hash."""
    parts = re.split(r"^(?=[A-Za-z0-9._-]+==)", lock, flags=re.MULTILINE)
    return [part.split("==")[0] for part in parts if PINNED.match(part) and "--hash=sha256:" not in part]


def addressed(lock: str) -> list[str]:
    """Lines of a lock file that name where to download from."""
    return [
        line
        for line in lock.splitlines()
        if re.search(r"://|--(?:extra-)?index|--find-links|--trusted-host", line)
    ]


def machine_bound(files: Iterable[tuple[str, str]]) -> list[str]:
    """Paths of one machine and addresses of package registries in committed files."""
    return [
        f"{path}:{number} {line.strip()[:80]}"
        for path, text in files
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]


def readable(paths: Iterable[Path], root: Path) -> list[tuple[str, str]]:
    """(path, text) of the files that are text."""
    texts = []
    for path in paths:
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            texts.append((path.relative_to(root).as_posix(), content.decode("utf-8", "replace")))
    return texts
