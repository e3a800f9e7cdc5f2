"""Looking for words in seized bytes: raw, UTF-16, base64 at each of its three offsets, hex, and all of these inside zlib and gzip."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

STREAMS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
MOST = 4 * 1024 * 1024


def forms(word: str) -> dict[str, bytes]:
    """The ways a word may lie in bytes, by name."""
    raw, found = word.encode(), {}
    for name, body in (("raw", raw), ("utf-16-le", word.encode("utf-16-le")), ("utf-16-be", word.encode("utf-16-be"))):
        found[name] = body
        found[f"{name} hex"] = body.hex().encode()
        found[f"{name} HEX"] = body.hex().upper().encode()
        for offset in range(3):
            coded = base64.b64encode(b"\0" * offset + body)
            begin, whole = -(-offset * 8 // 6), (offset + len(body)) * 8 // 6  # characters that neighbours do not touch
            found[f"{name} base64+{offset}"] = coded[begin:whole]
            found[f"{name} base64url+{offset}"] = coded[begin:whole].translate(bytes.maketrans(b"+/", b"-_"))
    return found


def inflated(data: bytes) -> Iterable[bytes]:
    """Whatever inflates at any place that looks like the head of a stream."""
    for match in STREAMS.finditer(data):
        stream = zlib.decompressobj(wbits=47)  # zlib and gzip heads
        try:
            yield stream.decompress(data[match.start() : match.start() + MOST], MOST)
        except zlib.error:
            continue


def search(places: Mapping[str, bytes], words: Mapping[str, str]) -> set[tuple[str, str, str]]:
    """(word's name, place, form) of everything found. `words`: name → as it was typed."""
    layers = [(place, how, data) for place, whole in places.items() for how, data in (("", whole), *(("inflated ", one) for one in inflated(whole)))]
    wanted = [(name, form, body) for name, word in words.items() for form, body in forms(word).items()]
    return {(name, place, how + form) for place, how, data in layers if data for name, form, body in wanted if body in data}


def folder(path: Path) -> bytes:
    """Every file below a folder, and every name."""
    rows = sorted(path.rglob("*"))
    return b"\n".join([*(str(row).encode() for row in rows), *(row.read_bytes() for row in rows if row.is_file())])
