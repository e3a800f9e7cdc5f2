"""Whether a row is known already: who claims what against whom since when, and what has changed.

Identity is (registered on, employer, contact, phone). The sheet's own 序号 is not part of it: sheets repeat it and
shift it when a row is put in. A row that misses exactly one of the four still matches where the other three name one
stored row and one sheet row; so a mended name, phone or date is an update and not a second clue.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from unionhall.kernel.files.rules.cells import squeezed

Values = Mapping[str, object]
K = TypeVar("K")
_PARTS = ("received_on", "employer", "contact", "phone")
_NAME_MARKS = re.compile(r"[()（）\[\]【】\s·.,，。]")


def _part(values: Values, code: str) -> str:
    value = values.get(code) or (values.get("project") if code == "employer" else None)
    return _NAME_MARKS.sub("", squeezed(str(value))) if value else ""


def _parts(values: Values) -> tuple[str, ...]:
    return tuple(_part(values, code) for code in _PARTS)


def identity(values: Values) -> str:
    """The row's identity as 32 hexadecimal digits; the same for a row whose other fields were edited."""
    return _digest(_parts(values))


def fingerprint(values: Values) -> str:
    """A stable hash of every field with a value but 序号: equal exactly when nothing meaningful differs."""
    kept = {code: value for code, value in values.items() if code != "number" and value is not None}
    return _digest(kept)


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def changes_between(old: Values, new: Values, clears: Iterable[str] = ()) -> dict[str, list[object]]:
    """{code: [old, new]}. A blank leaves the stored value alone; a dash (`clears`) takes it away; 序号 does not count."""
    changed: dict[str, list[object]] = {
        code: [old.get(code), value]
        for code, value in new.items()
        if value is not None and code != "number" and value != old.get(code)
    }
    changed.update({code: [old[code], None] for code in clears if old.get(code) is not None})
    return changed


def assign(rows: Sequence[Values], existing: Mapping[str, Values]) -> dict[int, str]:
    """Row position → key of the stored row it is. Each stored row is taken once; equal ones before changed ones."""
    taken: dict[int, str] = {}
    if not existing:
        return taken
    rows_parts = [_parts(row) for row in rows]
    stored_parts = {key: _parts(values) for key, values in existing.items()}
    _take_whole(rows, rows_parts, existing, stored_parts, taken)
    for missing in range(len(_PARTS)):
        _take_but_one(missing, rows_parts, stored_parts, taken)
    return taken


def _take_whole(
    rows: Sequence[Values],
    rows_parts: Sequence[tuple[str, ...]],
    existing: Mapping[str, Values],
    stored_parts: Mapping[str, tuple[str, ...]],
    taken: dict[int, str],
) -> None:
    waiting: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, parts in stored_parts.items():
        waiting[parts].append(key)
    for only_equal in (True, False):
        for at, parts in enumerate(rows_parts):
            keys = waiting.get(parts)
            if at in taken or not keys:
                continue
            fits = [key for key in keys if not only_equal or not changes_between(existing[key], rows[at])]
            if fits:
                taken[at] = fits[0]
                keys.remove(fits[0])


def _take_but_one(
    missing: int, rows_parts: Sequence[tuple[str, ...]], stored_parts: Mapping[str, tuple[str, ...]], taken: dict[int, str]
) -> None:
    used = set(taken.values())

    def rest(parts: tuple[str, ...]) -> Hashable:
        left = parts[:missing] + parts[missing + 1 :]
        return left if all(left) else None

    fresh = _single(((at, parts) for at, parts in enumerate(rows_parts) if at not in taken), rest)
    stored = _single(((key, parts) for key, parts in stored_parts.items() if key not in used), rest)
    taken.update({at: stored[left] for left, at in fresh.items() if left in stored})


def _single(items: Iterable[tuple[K, tuple[str, ...]]], rest: Callable[[tuple[str, ...]], Hashable]) -> dict[Hashable, K]:
    """Remaining parts → the only item that has them."""
    found: dict[Hashable, K] = {}
    twice: set[Hashable] = set()
    for item, parts in items:
        left = rest(parts)
        if left is None:
            continue
        if left in found:
            twice.add(left)
        found[left] = item
    return {left: item for left, item in found.items() if left not in twice}
