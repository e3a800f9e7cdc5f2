"""What a picture carries beside its pixels: where and when it was taken, by which device, small copies of itself. Taken off losslessly.

Kept: what is needed to show it, its colour profile, and which way is up. Everything behind the picture's end goes too.
"""

import struct
from collections.abc import Iterator

from .faults import Fault, Unfit

_ORIENTATION, _SHORT = 0x0112, 3
_EXIF = b"Exif\x00\x00"
_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"acTL", b"fcTL", b"fdAT"))
_WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM", b"ANMF"))
_WEBP_SAYS = 0b0000_1100  # VP8X: there is EXIF, there is XMP


def bare(code: str, data: bytes) -> bytes:
    """The same picture (jpeg, png, webp) without its traces; Unfit when it is broken, or of a format that hides them (heic)."""
    if code not in _READERS:
        raise Unfit(Fault.TRACES)
    try:
        return b"".join(_READERS[code](data))
    except (struct.error, IndexError) as fault:
        raise Unfit(Fault.BROKEN) from fault


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Segments up to the first end of image; ITU-T T.81 annex B."""
    yield b"\xff\xd8"
    if turned := _turned(data):
        yield turned
    place = 2
    while True:
        while data[place : place + 2] == b"\xff\xff":
            place += 1
        if data[place] != 0xFF:
            raise Unfit(Fault.BROKEN)
        marker = data[place + 1]
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        end = place + 2 + _length(data, place + 2)
        if _needed(marker, data[place + 4 : end]):
            yield data[place:end]
        place = end
        if marker == 0xDA:
            place = _scan_end(data, end)
            yield data[end:place]


def _length(data: bytes, place: int) -> int:
    length = int(struct.unpack(">H", data[place : place + 2])[0])
    if length < 2 or place + length > len(data):
        raise Unfit(Fault.BROKEN)
    return length


def _needed(marker: int, said: bytes) -> bool:
    """Frames, tables and scans; of the applications' own words JFIF without its small copy, the colour profile and Adobe's transform."""
    if marker == 0xE0:
        return said[:5] == b"JFIF\x00" and len(said) == 14
    if marker == 0xE2:
        return said[:12] == b"ICC_PROFILE\x00"
    if marker == 0xEE:
        return said[:5] == b"Adobe"
    return not 0xE0 <= marker <= 0xEF and marker != 0xFE


def _scan_end(data: bytes, place: int) -> int:
    """Where the next marker stands after a scan's bits: stuffed zeros and restarts are part of them."""
    while (place := data.find(b"\xff", place)) >= 0:
        following = data[place + 1]
        if following and following != 0xFF and not 0xD0 <= following <= 0xD7:
            return place
        place += 1 if following == 0xFF else 2
    raise Unfit(Fault.BROKEN)


def _turned(data: bytes) -> bytes:
    """An EXIF segment that says nothing but which way is up; empty when it is up already."""
    way = _way_up(data)
    if not 2 <= way <= 8:
        return b""
    body = _EXIF + b"MM\x00*\x00\x00\x00\x08\x00\x01" + struct.pack(">HHLHH", _ORIENTATION, _SHORT, 1, way, 0) + b"\x00" * 4
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _way_up(data: bytes) -> int:
    """The orientation (1–8) of the first directory; 1 where nothing readable says so."""
    start = data[: 256 * 1024].find(_EXIF)
    block = data[start + 6 : start + 6 + 65536] if start > 0 else b""
    order = {b"II": "<", b"MM": ">"}.get(block[:2])
    if order is None or len(block) < 14:
        return 1
    (first,) = struct.unpack(order + "L", block[4:8])
    entries = block[first + 2 : first + 2 + 12 * 64]
    for place in range(0, len(entries) - 11, 12):
        tag, kind, _count, value = struct.unpack(order + "HHLH", entries[place : place + 10])
        if (tag, kind) == (_ORIENTATION, _SHORT):
            return int(value)
    return 1


def _png(data: bytes) -> Iterator[bytes]:
    """Chunks up to the end chunk."""
    yield data[:8]
    place = 8
    while True:
        length, name = struct.unpack(">L4s", data[place : place + 8])
        end = place + 12 + length
        if end > len(data):
            raise Unfit(Fault.BROKEN)
        if name in _PNG_KEPT:
            yield data[place:end]
        if name == b"IEND":
            return
        place = end


def _webp(data: bytes) -> Iterator[bytes]:
    """Chunks within the container's length, which is written anew; RFC 9649."""
    end, place, kept = min(len(data), 8 + struct.unpack("<L", data[4:8])[0]), 12, []
    while place + 8 <= end:
        name, length = struct.unpack("<4sL", data[place : place + 8])
        body = data[place + 8 : place + 8 + length]
        if len(body) < length:
            raise Unfit(Fault.BROKEN)
        if name == b"VP8X":
            body = bytes([body[0] & ~_WEBP_SAYS]) + body[1:]
        if name in _WEBP_KEPT:
            kept.append(struct.pack("<4sL", name, length) + body + b"\x00" * (length % 2))
        place += 8 + length + length % 2
    yield b"RIFF" + struct.pack("<L", 4 + sum(map(len, kept))) + b"WEBP"
    yield from kept


_READERS = {"jpeg": _jpeg, "png": _png, "webp": _webp}
