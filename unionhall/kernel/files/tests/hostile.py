"""Files as attackers and broken programs send them, made small."""

import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO

from ..rules.faults import Fault

TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/m.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
)
SHEET, WORD = b"spreadsheetml.sheet", b"wordprocessingml.document"
CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"
Row = tuple[str | zipfile.ZipInfo, bytes]


def office(*rows: Row, main: bytes = SHEET, comment: bytes = b"") -> bytes:
    """An office file with these parts after its types."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("[Content_Types].xml", TYPES % main), *rows):
            archive.writestr(name, content, zipfile.ZIP_DEFLATED)
        archive.comment = comment
    return buffer.getvalue()


def patched(data: bytes, mark: bytes, number: int, offset: int, packing: str, value: int) -> bytes:
    """One field of the `number`th record that begins with `mark` changed."""
    place = -1
    for _step in range(number + 1):
        place = data.index(mark, place + 1)
    raw = struct.pack(packing, value)
    return data[: place + offset] + raw + data[place + offset + len(raw) :]


def renamed(data: bytes, old: bytes, new: bytes) -> bytes:
    """A part's name replaced in both headers by one of the same length."""
    assert len(old) == len(new)
    return data.replace(old, new)


def linked() -> zipfile.ZipInfo:
    """A part that says it is a symbolic link."""
    entry = zipfile.ZipInfo("xl/link.xml")
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry


def jpeg(width: int, height: int, tail: bytes = b"") -> bytes:
    """Headers of a JPEG of that size."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    segments = b"\xff\xe0\x00\x04\x00\x00" + b"\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame
    return b"\xff\xd8" + segments + b"\xff\xda\x00\x02\x00\xff\xd9" + tail


def png(width: int, height: int) -> bytes:
    """Headers of a PNG of that size."""
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">L4sLL", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0\0\0\0\0"
    )


def webp(width: int, height: int) -> bytes:
    """Headers of an extended WebP of that size."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + sides


def heic(width: int, height: int) -> bytes:
    """Headers of a HEIC of that size."""
    return (
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">LL", width, height)
    )


def compound(*names: str) -> bytes:
    """An OLE file whose directory holds these names."""
    rows = b""
    for name in names:
        raw = name.encode("utf-16-le") + b"\0\0"
        rows += raw.ljust(64, b"\0") + struct.pack("<HB", len(raw), 2).ljust(64, b"\0")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + rows


def movie(handler: bytes) -> bytes:
    """An MP4 with one track of that handler."""
    return b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x20hdlr" + b"\0" * 8 + handler + b"\0" * 12


ZEROS = b"\0" * (8 * 1024 * 1024)
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
PLAIN = office(("xl/a.xml", b"<a>" + b"1" * 500 + b"</a>"), ("xl/b.xml", b"<b/>"))
ROWS = b"<sheetData>" + b'<row r="1"><c t="n"><v>1</v></c></row>' * 250_000 + b"</sheetData>"
DEEP = b"<a>" * 60_000 + b"</a>" * 60_000
DIRECTORY: Sequence[Row] = [(f"xl/{number:04}{'n' * 600}.xml", b"") for number in range(900)]

REFUSED: dict[str, tuple[bytes, Fault]] = {
    "empty": (b"", Fault.EMPTY),
    "bomb": (office(("xl/a.xml", ZEROS)), Fault.BOMB),
    "a million cells in 30 kB": (office(("xl/worksheets/sheet1.xml", ROWS)), Fault.BOMB),
    "declared four gigabytes": (patched(PLAIN, CENTRAL, 1, 24, "<L", 0xFFFFFFF0), Fault.BOMB),
    "2,001 parts": (office(*((f"xl/{number}.xml", b"") for number in range(2_001))), Fault.BOMB),
    "directory of half a megabyte": (office(*DIRECTORY), Fault.BOMB),
    "nested archive": (office(("word/embeddings/a.zip", b"x"), main=WORD), Fault.NESTED),
    "nested archive under another name": (office(("word/media/a.png", PLAIN), main=WORD), Fault.NESTED),
    "program within": (office(("word/media/a.png", b"MZ\x90\0"), main=WORD), Fault.NESTED),
    "embedded object": (office(("word/embeddings/a.bin", compound("Ole")), main=WORD), Fault.NESTED),
    "two rows on one part": (patched(PLAIN, CENTRAL, 2, 42, "<L", 0), Fault.CRAFTED),
    "overlapping parts": (patched(PLAIN, CENTRAL, 0, 20, "<L", 600), Fault.CRAFTED),
    "says smaller than it is": (patched(PLAIN, CENTRAL, 1, 24, "<L", 10), Fault.CRAFTED),
    "says larger than it is": (patched(PLAIN, CENTRAL, 1, 24, "<L", 9_999), Fault.CRAFTED),
    "wrong checksum": (patched(PLAIN, CENTRAL, 1, 16, "<L", 1), Fault.BROKEN),
    "garbage instead of deflate": (renamed(PLAIN, PLAIN[80:84], b"\xff\xff\xff\xff"), Fault.BROKEN),
    "billion laughs": (office(("xl/sharedStrings.xml", LAUGHS)), Fault.OUTSIDE),
    "outer entity": (office(("_rels/.rels", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')), Fault.OUTSIDE),
    "entities in UTF-16": (office(("xl/a.xml", LAUGHS.decode().encode("utf-16"))), Fault.CRAFTED),
    "entities in EBCDIC": (office(("xl/a.xml", LAUGHS.decode().encode("cp037"))), Fault.CRAFTED),
    "entities in UTF-7": (office(("xl/a.xml", b"<?xml version='1.0' encoding='utf-7'?>+A")), Fault.CRAFTED),
    "macro": (office(("xl/vbaProject.bin", compound("VBA"))), Fault.MACRO),
    "macro by declared type": (office(main=b"x.sheet.macroEnabled"), Fault.MACRO),
    "macro sheet of Excel 4": (office(("xl/macrosheets/sheet1.xml", b"<a/>")), Fault.MACRO),
    "DDE link": (office(("xl/externalLinks/a.xml", b'<ddeLink ddeService="cmd"/>')), Fault.OUTSIDE),
    "DDE field": (office(("word/a.xml", b"<w:instrText>DDEAUTO c:\\x<"), main=WORD), Fault.OUTSIDE),
    "path upward": (office(("../../etc/passwd", b"x")), Fault.CRAFTED),
    "path from the root": (office(("/etc/passwd", b"x")), Fault.CRAFTED),
    "path with backslashes": (renamed(office(("aa/bb", b"x")), b"aa/bb", b"a\\\\bb"), Fault.CRAFTED),
    "path with a drive": (office(("C:/a.xml", b"x")), Fault.CRAFTED),
    "name with a null": (renamed(office(("ab.xml", b"x")), b"ab.xml", b"a\0.xml"), Fault.CRAFTED),
    "two names in its two headers": (PLAIN.replace(b"xl/a.xml", b"xl/c.xml", 1), Fault.CRAFTED),
    "one name twice": (renamed(PLAIN, b"xl/b.xml", b"xl/a.xml"), Fault.CRAFTED),
    "symbolic link": (office((linked(), b"/etc/passwd")), Fault.CRAFTED),
    "password": (patched(PLAIN, CENTRAL, 1, 8, "<H", 1), Fault.LOCKED),
    "unusual compression": (patched(PLAIN, CENTRAL, 1, 10, "<H", 14), Fault.CRAFTED),
    "program before the archive": (b"MZ\x90\0" + PLAIN, Fault.UNKNOWN),
    "bytes before the first part": (LOCAL + b"\0" * 40 + PLAIN, Fault.CRAFTED),
    "bytes after the archive": (PLAIN + b"<script>", Fault.BROKEN),
    "comment after the archive": (office(comment=b"%PDF-1.4"), Fault.BROKEN),
    "half an archive": (PLAIN[: len(PLAIN) // 2], Fault.BROKEN),
    "more parts than it counts": (patched(PLAIN, b"PK\x05\x06", 0, 10, "<H", 2), Fault.CRAFTED),
    "sixty-four bit counts": (patched(PLAIN, b"PK\x05\x06", 0, 16, "<L", 0xFFFFFFFF), Fault.CRAFTED),
    "archive without types": (PLAIN.replace(b"[Content_Types].xml", b"[Content_Typos].xml"), Fault.UNKNOWN),
    "slides": (office(main=b"presentationml.presentation"), Fault.UNKNOWN),
    "huge JPEG": (jpeg(65_000, 65_000), Fault.PIXELS),
    "endless JPEG": (b"\xff\xd8" + b"\xff\xe1\x00\x02" * 500_000, Fault.BROKEN),
    "JPEG without length": (b"\xff\xd8\xff\xe0\x00\x00\xff\xe0", Fault.BROKEN),
    "huge PNG": (png(100_000, 100_000), Fault.PIXELS),
    "long thin PNG": (png(1, 2**31), Fault.PIXELS),
    "PNG of nothing": (png(0, 5), Fault.BROKEN),
    "half a PNG": (png(5, 5)[:20], Fault.BROKEN),
    "huge WebP": (webp(16_384, 16_384), Fault.PIXELS),
    "HEIC without size": (heic(5, 5)[:24], Fault.BROKEN),
    "GIF": (b"GIF89a" + b"\0" * 20, Fault.UNKNOWN),
    "SVG with a script": (b"<svg xmlns='x'><script>alert(1),2</script></svg>", Fault.UNKNOWN),
    "page that calls itself a table": (b"<html><table><tr><td>1,2</td></tr></table></html>", Fault.UNKNOWN),
    "page that is also a PDF": (b"<html>,\n%PDF-1.4\n%%EOF", Fault.UNKNOWN),
    "program": (b"MZ\x90\0\x03" + b"\0" * 90, Fault.UNKNOWN),
    "script": (b"#!/bin/sh\nrm -rf /\n", Fault.UNKNOWN),
    "half a PDF": (b"%PDF-1.7\n1 0 obj", Fault.BROKEN),
    "old workbook with macro": (compound("Root Entry", "Workbook", "_VBA_PROJECT_CUR"), Fault.MACRO),
    "workbook under a password": (compound("Root Entry", "EncryptedPackage"), Fault.LOCKED),
    "old document": (compound("Root Entry", "WordDocument"), Fault.OLD_WORD),
    "installer": (compound("Root Entry", "Property"), Fault.UNKNOWN),
    "film": (movie(b"vide"), Fault.UNKNOWN),
    "command in a CSV": (b"name,sum\n=cmd|' /C calc'!A0,1\n", Fault.OUTSIDE),
    "nulls in a CSV": (b"name,sum\n\0,1\n", Fault.UNKNOWN),
}  # fmt: skip

KEPT: dict[str, tuple[bytes, str]] = {
    "deep XML, which intake never parses": (office(("xl/a.xml", DEEP)), "xlsx"),
    "a million empty lines": (b"\n" * 1_000_000 + b"a,b", "csv"),
    "a million quotes and signs": (b'"=' * 1_000_000 + b",", "csv"),
    "JPEG with an archive behind it, sent as an attachment only": (jpeg(60, 40, PLAIN), "jpeg"),
}
