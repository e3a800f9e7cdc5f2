"""A picture's size in pixels from its header, without decoding it."""

import re
import struct

from .archives import Bytes
from .faults import Fault, Unfit

PIXELS_MAX = 120_000_000
SIDE_MAX = 30_000
SEGMENTS_MAX = 2_000  # of a JPEG before its frame header
HEAD = 64 * 1024  # where a HEIC keeps its item sizes

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_ISPE = re.compile(rb"ispe\x00{4}(.{4})(.{4})", re.DOTALL)


def check_pixels(code: str, data: Bytes) -> tuple[int, int]:
    """Width and height of a jpeg, png, webp or heic; Unfit when the header is broken or the picture huge."""
    try:
        width, height = _READERS[code](data)
    except (struct.error, IndexError) as fault:
        raise Unfit(Fault.BROKEN) from fault
    if not width or not height:
        raise Unfit(Fault.BROKEN)
    if max(width, height) > SIDE_MAX or width * height > PIXELS_MAX:
        raise Unfit(Fault.PIXELS)
    return width, height


def _jpeg(data: Bytes) -> tuple[int, int]:
    """The first frame header (SOF); ITU-T T.81 annex B."""
    offset = 2
    for _segment in range(SEGMENTS_MAX):
        if data[offset] != 0xFF:
            break
        marker = data[offset + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[offset + 5 : offset + 9])
            return width, height
        if marker == 0xDA:
            break
        if marker == 0xFF:
            offset += 1
            continue
        offset += 2 if marker in _ALONE else 2 + _segment_length(data, offset)
    raise Unfit(Fault.BROKEN)


def _segment_length(data: Bytes, offset: int) -> int:
    length = int(struct.unpack(">H", data[offset + 2 : offset + 4])[0])
    if length < 2:
        raise Unfit(Fault.BROKEN)
    return length


def _png(data: Bytes) -> tuple[int, int]:
    """The header chunk, which must come first."""
    length, name, width, height = struct.unpack(">L4sLL", data[8:24])
    if name != b"IHDR" or length != 13:
        raise Unfit(Fault.BROKEN)
    return width, height


def _webp(data: Bytes) -> tuple[int, int]:
    """Extended, lossless or lossy header; RFC 9649."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise Unfit(Fault.BROKEN)


def _heic(data: Bytes) -> tuple[int, int]:
    """The largest item of the header (tiles are smaller than the picture); ISO/IEC 23008-12 'ispe'."""
    sizes = [struct.unpack(">LL", found[1] + found[2]) for found in _ISPE.finditer(data[:HEAD])]
    width, height = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return width, height


_READERS = {"jpeg": _jpeg, "png": _png, "webp": _webp, "heic": _heic}
