"""Taking files in, handing them out, and keeping rows and bytes in step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.journal import services as journal

from .. import queries
from ..kinds import SCANNERS, BlobState, FileKind
from ..models import Blob
from ..rules.archives import Bytes
from ..rules.contents import KIND_LABELS, Format, inspect
from ..rules.faults import FAULT_WORDS, Fault, Unfit
from ..rules.names import cleaned
from ..rules.traces import bare
from . import shelf

DRAFT_AGE = timedelta(hours=1)
ORPHAN_AGE = timedelta(days=1)
MANY = 500
CLOSING = 28  # nonce and tag of a closed file


@dataclass(frozen=True, slots=True)
class Sweep:
    """Counts of one sweep: drafts and ownerless files removed; rows without bytes, told and never altered."""

    drafts: int
    files: int
    lost: int


def keep(
    *, content: IO[bytes], name: str, by: Actor, at: datetime, allow: frozenset[FileKind], client_id: str = ""
) -> Blob:
    """Take a file in: hashed as it arrives, judged by its bytes, synced to the disk, then its row.

    The same `client_id`, bytes and sender give the same row. Refused with a `Fault` code or client_id_used.
    """
    with shelf.received(content) as draft:
        if not draft.size:
            raise Refused(Fault.EMPTY, FAULT_WORDS[Fault.EMPTY], field="file")
        if earlier := queries.of_client(client_id):
            return _same(earlier, draft, by)
        found = judge(path=draft.path, allow=allow)
        shelf.place(draft)
    return _write_row(draft, found, cleaned(name, found.suffix), by, at, client_id)


def keep_picture(*, content: IO[bytes], name: str, by: Actor, at: datetime, client_id: str = "") -> Blob:
    """Take a picture in without what it tells of place, time and device: that is off before anything is written down.

    Otherwise as `keep`; a format whose traces cannot be taken off is refused with file_picture_tells_place.
    """
    data = content.read(settings.UPLOAD_MAX_MB * 1024 * 1024 + 1)
    found = judge_bytes(data=data, allow=frozenset({FileKind.IMAGE}))
    try:
        plain = bare(found.code, data)
    except Unfit as unfit:
        raise Refused(unfit.fault, FAULT_WORDS[unfit.fault], field="file") from unfit
    return keep(content=BytesIO(plain), name=name, by=by, at=at, allow=frozenset({FileKind.IMAGE}), client_id=client_id)


def judge(*, path: Path, allow: frozenset[FileKind]) -> Format:
    """The format of a file on disk (not an empty one) if the form takes it; Refused in words otherwise."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return _judged(data, allow)


def judge_bytes(*, data: bytes, allow: frozenset[FileKind]) -> Format:
    """The same for bytes that must not touch the disk; too large and empty are refused here as well."""
    if not data:
        raise Refused(Fault.EMPTY, FAULT_WORDS[Fault.EMPTY], field="file")
    if len(data) > settings.UPLOAD_MAX_MB * 1024 * 1024:
        raise Refused(Fault.TOO_LARGE, FAULT_WORDS[Fault.TOO_LARGE], field="file", values={"limit": settings.UPLOAD_MAX_MB})
    return _judged(data, allow)


def keep_closed(*, data: bytes, at: datetime) -> Blob:
    """Place ciphertext: nobody owns the row, so that no address hands it out; no scanner could read it.

    Nobody is named as its sender. The caller has judged the bytes before it closed them.
    """
    with shelf.received(BytesIO(data), most=settings.UPLOAD_MAX_MB * 1024 * 1024 + CLOSING) as draft:
        shelf.place(draft)
    return Blob.objects.create(
        sha256=draft.sha256, size=draft.size, mime="application/octet-stream", suffix="", name="-", state=BlobState.CLEAN, uploaded_at=at
    )


def keep_made(*, data: bytes, name: str, mime: str, suffix: str, by: Actor, at: datetime) -> Blob:
    """Place what the house wrote itself from an upload that it read whole: nothing of the sender's bytes is in it."""
    with shelf.received(BytesIO(data)) as draft:
        shelf.place(draft)
    return Blob.objects.create(
        sha256=draft.sha256, size=draft.size, mime=mime, suffix=suffix, name=cleaned(name, suffix), state=BlobState.CLEAN,
        uploaded_by_id=by.account_id, uploaded_at=at,
    )  # fmt: skip


def _judged(data: Bytes, allow: frozenset[FileKind]) -> Format:
    try:
        found = inspect(data)
    except Unfit as unfit:
        values = {"wanted": _labels(allow)}
        raise Refused(unfit.fault, FAULT_WORDS[unfit.fault], field="file", values=values) from unfit
    if found.kind not in allow:
        values = {"wanted": _labels(allow), "found": _labels({found.kind})}
        raise Refused(Fault.UNWANTED, FAULT_WORDS[Fault.UNWANTED], field="file", values=values)
    return found


def hand_out(*, blob_id: int, by: Actor, at: datetime) -> Blob | None:
    """The upload, journalled as read; None when it is absent or not for this actor, without saying which."""
    blob = queries.handed_out(blob_id, by=by, at=at)
    if blob is not None:
        journal.record(kind="read", verb="files.download", subject=_subject(blob), by=by, at=at)
    return blob


def opened(*, blob: Blob) -> IO[bytes]:
    """An upload's bytes, to be closed by the caller."""
    return shelf.path_of(blob.sha256).open("rb")


def scan(*, at: datetime, limit: int = 20) -> int:
    """Show waiting uploads to the scanners; returns how many were settled."""
    rows = list(queries.waiting()[:limit])
    for blob in rows:
        path = shelf.path_of(blob.sha256)
        _settle(blob, next((found for scanner in SCANNERS if (found := scanner.look(path))), ""), at)
    return len(rows)


def sweep(*, at: datetime) -> Sweep:
    """Remove old drafts and files that no row keeps; count rows whose bytes are missing."""
    draft_line, file_line = (at - DRAFT_AGE).timestamp(), (at - ORPHAN_AGE).timestamp()
    drafts = sum(shelf.remove_older(path, draft_line) for path in shelf.drafts())
    files = sum(shelf.remove_older(path, file_line) for path in _ownerless())
    return Sweep(drafts, files, sum(1 for _lost in _lost_hashes()))


def orphans() -> list[str]:
    """Both directions, as sentences: rows without bytes, files without rows."""
    without_bytes = [
        _("编号 {digest} 的文件不在了，登记还在").format(digest=digest[:12]) for digest in _lost_hashes()
    ]
    without_rows = [_("文件 {digest} 没有登记").format(digest=path.name[:12]) for path in _ownerless()]
    return without_bytes + without_rows


def _same(earlier: Blob, draft: shelf.Draft, by: Actor) -> Blob:
    """A retried post; a key used for something else is refused without saying whose it was."""
    if earlier.sha256 != draft.sha256 or earlier.uploaded_by_id != by.account_id:
        raise Refused("client_id_used", _("这次上传和上一次对不上。重新选文件再传"), field="file")
    return earlier


@transaction.atomic
def _write_row(draft: shelf.Draft, found: Format, name: str, by: Actor, at: datetime, client_id: str) -> Blob:
    """The row and its journal entry; of two posts at once with one key, the second finds the first's row."""
    state = BlobState.QUARANTINED if len(SCANNERS) else BlobState.CLEAN
    values = {
        "sha256": draft.sha256, "size": draft.size, "mime": found.mime, "suffix": found.suffix, "name": name,
        "state": state, "uploaded_by_id": by.account_id, "uploaded_at": at,
    }  # fmt: skip
    if not client_id:
        blob, created = Blob.objects.create(**values), True
    else:
        blob, created = Blob.objects.get_or_create(client_id=client_id, defaults=values)
    if not created:
        return _same(blob, draft, by)
    note = f"{found.code} {draft.size} {draft.sha256}"
    journal.record(kind="change", verb="files.keep", subject=_subject(blob), by=by, at=at, note=note)
    return blob


@transaction.atomic
def _settle(blob: Blob, finding: str, at: datetime) -> None:
    """Clean, or refused together with every other row of the same bytes."""
    if not finding:
        Blob.objects.filter(id=blob.id, state=BlobState.QUARANTINED).update(state=BlobState.CLEAN)
        return
    Blob.objects.filter(sha256=blob.sha256).update(state=BlobState.REFUSED, reason=finding[:200])
    system = Actor(system="files.scan")
    journal.record(
        kind="security", verb="files.refuse", subject=_subject(blob), by=system, at=at, reason=finding[:200]
    )


def _ownerless() -> Iterator[Path]:
    """Placed files that no row keeps."""
    for paths in _in_lots(shelf.placed()):
        known = queries.known(path.name for path in paths)
        yield from (path for path in paths if path.name not in known)


def _lost_hashes() -> Iterator[str]:
    """Hashes whose bytes are missing."""
    for digest in queries.all_hashes().iterator(MANY):
        if not shelf.path_of(digest).exists():
            yield digest


def _in_lots(paths: Iterable[Path]) -> Iterator[list[Path]]:
    stream = iter(paths)
    while lot := list(islice(stream, MANY)):
        yield lot


def _labels(kinds: Iterable[FileKind]) -> object:
    """照片、PDF: in the order of the table, in the reader's language when it is shown."""
    labels = [gettext_lazy(label) for kind, label in KIND_LABELS.items() if kind in kinds]
    return format_lazy("、".join(["{}"] * len(labels)), *labels)


def _subject(blob: Blob) -> str:
    return f"files.blob:{blob.id}"
