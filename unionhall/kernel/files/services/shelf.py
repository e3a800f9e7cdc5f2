"""Where the bytes lie: a draft, then one file per hash, written through to the disk before a row names it."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.conf import settings

from unionhall.base.refusal import Refused

from ..rules.faults import FAULT_WORDS, Fault

PIECE = 256 * 1024
DRAFTS = "drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """Received bytes that have no place yet. `size` in bytes, `sha256` in hex."""

    path: Path
    sha256: str
    size: int


def path_of(sha256: str) -> Path:
    """The file that holds these bytes."""
    return Path(settings.FILES_DIR) / sha256[:2] / sha256[2:4] / sha256


@contextmanager
def received(content: IO[bytes], most: int = 0) -> Iterator[Draft]:
    """Take in the bytes as a draft, hashed while they arrive; afterwards it is gone or has been placed.

    `most` in bytes, when it is not the limit of the settings.
    """
    folder = Path(settings.FILES_DIR) / DRAFTS
    folder.mkdir(parents=True, exist_ok=True)
    hasher, size = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=folder, delete=False) as file:
        path = Path(file.name)
        try:
            while piece := content.read(PIECE):
                size += len(piece)
                if size > (most or settings.UPLOAD_MAX_MB * 1024 * 1024):
                    limit = {"limit": settings.UPLOAD_MAX_MB}
                    raise Refused(Fault.TOO_LARGE, FAULT_WORDS[Fault.TOO_LARGE], field="file", values=limit)
                hasher.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
            yield Draft(path, hasher.hexdigest(), size)
        finally:
            path.unlink(missing_ok=True)


def place(draft: Draft) -> None:
    """Move a draft to the place of its hash. Bytes that lie there already are marked as used again."""
    target = path_of(draft.sha256)
    with _locked(fcntl.LOCK_SH):
        _make_folders(target.parent)
        if target.exists():
            os.utime(target)
        else:
            draft.path.rename(target)
            _sync(target.parent)


def placed() -> Iterator[Path]:
    """Every file that has a place, in no order."""
    yield from Path(settings.FILES_DIR).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")


def drafts() -> Iterator[Path]:
    """Every draft, those that are just arriving too."""
    yield from (Path(settings.FILES_DIR) / DRAFTS).glob("*")


def remove_older(path: Path, second: float) -> bool:
    """Remove a file last used before `second` (since 1970); nothing can begin to use it meanwhile."""
    with _locked(fcntl.LOCK_EX):
        if not path.exists() or path.stat().st_mtime >= second:
            return False
        path.unlink()
        return True


@contextmanager
def _locked(mode: int) -> Iterator[None]:
    """Placing is shared, removing is alone."""
    root = Path(settings.FILES_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with (root / "lock").open("w") as file:
        fcntl.flock(file, mode)
        yield


def _make_folders(folder: Path) -> None:
    """The two folders of a hash, each synced into the one above."""
    for step in (folder.parent, folder):
        if not step.exists():
            step.mkdir(exist_ok=True)
            _sync(step.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
