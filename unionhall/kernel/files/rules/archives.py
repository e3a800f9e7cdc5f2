"""Whether an office file's zip directory tells the truth, before anything opens it.

Order: directory, names, sums and ratio, spans, then each part is unpacked in small pieces and compared with
what the directory says. CPython's reader stops at the declared size; other readers do not.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from mmap import mmap

from .faults import Fault, Unfit

Bytes = bytes | mmap

PARTS_MAX = 2_000
DIRECTORY_MAX = 512 * 1024
UNPACKED_MAX = 150 * 1024 * 1024
RATIO_MAX = 100
RATIO_FREE = 4 * 1024 * 1024  # below this much unpacked, any ratio is harmless
PIECE = 64 * 1024
TYPES_MAX = 1024 * 1024

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_ARCHIVES = re.compile(r"\.(zip|rar|7z|gz|tar|jar|docx|docm|xlsx|xlsm|xlsb|pptx|exe|dll|js|vbs|hta|lnk)$")
_NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"MZ")
_OUTSIDE = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<(?:\w{1,9}:)?ddeLink[\s>/]|instrText[^<>]{0,60}>\s{0,20}DDE|instr=[\"']\s{0,20}DDE",
    re.IGNORECASE,
)
_MARKS = (b"<!doctype", b"<!entity", b"dde")  # looked for first: a plain search is far faster
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_OVERLAP = 128


@dataclass(frozen=True, slots=True)
class Part:
    """One row of the zip directory; sizes and offsets in bytes."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int


def parts(data: Bytes) -> tuple[Part, ...]:
    """The directory of an office file, checked in every way that needs no unpacking; Unfit otherwise."""
    start, rows = _directory(data)
    for part in rows:
        _check_name(part)
        _check_packing(part)
    if len({part.name.casefold() for part in rows}) != len(rows):
        raise Unfit(Fault.CRAFTED)
    unpacked = sum(part.size for part in rows)
    if unpacked > UNPACKED_MAX or (unpacked > RATIO_FREE and unpacked > RATIO_MAX * len(data)):
        raise Unfit(Fault.BOMB)
    _check_spans(data, rows, start)
    return rows


def check_contents(data: Bytes, rows: Sequence[Part]) -> None:
    """Unpack every part piecewise: size and checksum as declared, no archive within, no outside content."""
    for part in rows:
        crc = size = 0
        tail = b""
        for piece in pieces(data, part):
            if not size:
                _check_first(part, piece)
            if _is_xml(part) and _reaches_outside(tail + piece):
                raise Unfit(Fault.OUTSIDE)
            size += len(piece)
            crc = zlib.crc32(piece, crc)
            tail = piece[-_OVERLAP:]
        if size != part.size:
            raise Unfit(Fault.CRAFTED)
        if crc != part.crc:
            raise Unfit(Fault.BROKEN)


def read(data: Bytes, part: Part, limit: int = TYPES_MAX) -> bytes:
    """One part's bytes, at most `limit` of them."""
    if part.size > limit:
        raise Unfit(Fault.BOMB)
    return b"".join(pieces(data, part))


def pieces(data: Bytes, part: Part) -> Iterator[bytes]:
    """A part's bytes in pieces; Unfit as soon as there are more than declared."""
    start = _data_start(data, part)
    stream = _stored(data, start, part) if part.method == 0 else _inflated(data, start, part)
    seen = 0
    for piece in stream:
        seen += len(piece)
        if seen > part.size:
            raise Unfit(Fault.CRAFTED)
        yield piece


def _directory(data: Bytes) -> tuple[int, tuple[Part, ...]]:
    """Where the directory begins, and its rows. The end record is the file's last 22 bytes, no comment."""
    if len(data) < _END.size:
        raise Unfit(Fault.BROKEN)
    mark, disk, first, here, count, size, start, comment = _end_record(data)
    if mark != b"PK\x05\x06":
        raise Unfit(Fault.BROKEN)
    if disk or first or here != count or comment or start + size + _END.size != len(data):
        raise Unfit(Fault.CRAFTED)
    if count > PARTS_MAX or size > DIRECTORY_MAX:
        raise Unfit(Fault.BOMB)
    rows, offset, end = [], start, start + size
    while offset < end:
        part, offset = _row(data, offset, end)
        rows.append(part)
    if len(rows) != count or not rows:
        raise Unfit(Fault.CRAFTED)
    return start, tuple(rows)


def _end_record(data: Bytes) -> tuple[bytes, int, int, int, int, int, int, int]:
    mark, disk, first, here, count, size, start, comment = _END.unpack(data[-_END.size :])
    return mark, disk, first, here, count, size, start, comment


def _row(data: Bytes, offset: int, end: int) -> tuple[Part, int]:
    if offset + _CENTRAL.size > end:
        raise Unfit(Fault.CRAFTED)
    (mark, _made, _needs, flags, method, _time, _date, crc, packed, size, name_length, extra, comment, disk,
     _inner, attributes, place) = _CENTRAL.unpack(data[offset : offset + _CENTRAL.size])  # fmt: skip
    begin = offset + _CENTRAL.size
    after = begin + name_length + extra + comment
    if mark != b"PK\x01\x02" or disk or after > end:
        raise Unfit(Fault.CRAFTED)
    raw = data[begin : begin + name_length]
    return Part(_text(raw, flags), flags, method, crc, packed, size, attributes, place), after


def _text(raw: bytes, flags: int) -> str:
    return raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")


def _check_name(part: Part) -> None:
    """No way out of the folder, no hidden end, no link, no macro, no archive."""
    name, steps = part.name, part.name.split("/")
    if not name or name.startswith("/") or ".." in steps or re.search(r"[\x00-\x1f\\:\ufffd]", name):
        raise Unfit(Fault.CRAFTED)
    if (part.attributes >> 16) & 0o170000 == 0o120000:
        raise Unfit(Fault.CRAFTED)
    low = name.casefold()
    if "vbaproject" in low or low.endswith("vbadata.xml") or "/macrosheets/" in low:
        raise Unfit(Fault.MACRO)
    if _ARCHIVES.search(low):
        raise Unfit(Fault.NESTED)


def _check_packing(part: Part) -> None:
    if part.flags & 0x41:
        raise Unfit(Fault.LOCKED)
    if part.method not in (0, 8) or (part.method == 0 and part.packed != part.size):
        raise Unfit(Fault.CRAFTED)


def _check_spans(data: Bytes, rows: Sequence[Part], directory: int) -> None:
    """Parts follow one another from the first byte; none overlaps another or the directory."""
    expected = 0
    for number, part in enumerate(sorted(rows, key=lambda part: part.offset)):
        begins_late = number == 0 and part.offset != 0
        if part.offset < expected or begins_late:
            raise Unfit(Fault.CRAFTED)
        expected = _data_start(data, part) + part.packed
    if expected > directory:
        raise Unfit(Fault.CRAFTED)


def _data_start(data: Bytes, part: Part) -> int:
    """Where a part's bytes begin; its local header must name the same part."""
    header = data[part.offset : part.offset + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise Unfit(Fault.CRAFTED)
    mark, _needs, flags, method, _time, _date, _crc, _packed, _size, name_length, extra = _LOCAL.unpack(
        header
    )
    begin = part.offset + _LOCAL.size
    if (
        mark != b"PK\x03\x04"
        or method != part.method
        or _text(data[begin : begin + name_length], flags) != part.name
    ):
        raise Unfit(Fault.CRAFTED)
    return int(begin + name_length + extra)


def _stored(data: Bytes, start: int, part: Part) -> Iterator[bytes]:
    for offset in range(start, start + part.packed, PIECE):
        yield data[offset : min(offset + PIECE, start + part.packed)]


def _inflated(data: Bytes, start: int, part: Part) -> Iterator[bytes]:
    """The deflated bytes, never more than one piece in memory."""
    engine = zlib.decompressobj(-15)
    try:
        for raw in _stored(data, start, part):
            piece = engine.decompress(raw, PIECE)
            while piece:
                yield piece
                piece = engine.decompress(engine.unconsumed_tail, PIECE)
    except zlib.error as fault:
        raise Unfit(Fault.BROKEN) from fault
    if not engine.eof or engine.unused_data:
        raise Unfit(Fault.CRAFTED)


def _reaches_outside(text: bytes) -> bool:
    """Entities, or a link or field that starts another program."""
    low = text.lower()
    return any(mark in low for mark in _MARKS) and _OUTSIDE.search(text) is not None


def _is_xml(part: Part) -> bool:
    return part.name.casefold().endswith((".xml", ".rels", ".vml"))


def _check_first(part: Part, piece: bytes) -> None:
    """The beginning of a part: no archive or program within; XML in UTF-8, so that it can be searched."""
    if piece.startswith(_NESTED):
        raise Unfit(Fault.NESTED)
    if not _is_xml(part):
        return
    head = piece.removeprefix(b"\xef\xbb\xbf").lstrip()[:400]
    declared = _ENCODING.match(head)
    if not head.startswith(b"<") or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        raise Unfit(Fault.CRAFTED)
