"""What a file is, judged by its bytes and never by its name."""

import re
from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .archives import Bytes, Part, check_contents, parts, read
from .faults import Fault, Unfit
from .pictures import check_pixels


class FileKind(StrEnum):
    """What a form may ask for."""

    IMAGE = "image"
    PDF = "pdf"
    SHEET = "sheet"
    WORD = "word"
    AUDIO = "audio"


KIND_LABELS = {
    FileKind.IMAGE: _("照片"), FileKind.PDF: _("PDF"), FileKind.SHEET: _("表格"),
    FileKind.WORD: _("Word 文档"), FileKind.AUDIO: _("录音"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A type of file. `inline`: browsers show it as a picture without running anything."""

    code: str
    kind: FileKind
    mime: str
    suffix: str
    inline: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    row.code: row
    for row in (
        Format("jpeg", FileKind.IMAGE, "image/jpeg", ".jpg", inline=True),
        Format("png", FileKind.IMAGE, "image/png", ".png", inline=True),
        Format("webp", FileKind.IMAGE, "image/webp", ".webp", inline=True),
        Format("heic", FileKind.IMAGE, "image/heic", ".heic"),
        Format("pdf", FileKind.PDF, "application/pdf", ".pdf"),
        Format("docx", FileKind.WORD, _OFFICE + "wordprocessingml.document", ".docx"),
        Format("xlsx", FileKind.SHEET, _OFFICE + "spreadsheetml.sheet", ".xlsx"),
        Format("xls", FileKind.SHEET, "application/vnd.ms-excel", ".xls"),
        Format("csv", FileKind.SHEET, "text/csv", ".csv"),
        Format("wav", FileKind.AUDIO, "audio/wav", ".wav"),
        Format("m4a", FileKind.AUDIO, "audio/mp4", ".m4a"),
        Format("amr", FileKind.AUDIO, "audio/amr", ".amr"),
    )
}

MAGIC = tuple(
    (re.compile(pattern, re.DOTALL), code)
    for pattern, code in (
        (rb"\xff\xd8\xff", "jpeg"),
        (rb"\x89PNG\r\n\x1a\n", "png"),
        (rb"RIFF.{4}WEBP", "webp"),
        (rb"RIFF.{4}WAVE", "wav"),
        (rb".{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", "heic"),
        (rb".{4}ftyp(?:M4[AB] |mp4[12]|iso[2-6m]|3gp[4-7])", "m4a"),
        (rb"%PDF-[12]\.\d", "pdf"),
        (rb"#!AMR(?:-WB)?\n", "amr"),
        (rb"PK\x03\x04", "zip"),
        (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    )
)
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
)
_VIDEO = re.compile(rb"hdlr.{8}vide", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CELLS = re.compile(r"[,;\t]")
_DDE = re.compile(r"(?:^|[,;\t\"]) *+[=+@-][^,;\t\n\"|]*+\|", re.MULTILINE)  # possessive: linear in the text
_TAIL = 64 * 1024


def inspect(data: Bytes) -> Format:
    """The format of these bytes, every check of that format passed; Unfit with the fault otherwise."""
    if not len(data):
        raise Unfit(Fault.EMPTY)
    code = next((code for pattern, code in MAGIC if pattern.match(data)), "text")
    found = FORMATS[_SETTLE[code](data) if code in _SETTLE else code]
    if found.kind is FileKind.IMAGE:
        check_pixels(found.code, data)
    return found


def _office(data: Bytes) -> str:
    """Word or spreadsheet, by the types that the archive declares."""
    rows = parts(data)
    types = next((part for part in rows if part.name == "[Content_Types].xml"), None)
    if types is None:
        raise Unfit(Fault.UNKNOWN)
    code = _declared(data, types)
    check_contents(data, rows)
    return code


def _declared(data: Bytes, types: Part) -> str:
    text = read(data, types)
    if b"macroEnabled" in text:
        raise Unfit(Fault.MACRO)
    for mark, code in _MAIN_PARTS:
        if mark in text:
            return code
    raise Unfit(Fault.UNKNOWN)


def _old_office(data: Bytes) -> str:
    """A workbook of before 2007; a locked or macro-carrying one is refused."""
    names = _stream_names(data)
    if "EncryptedPackage" in names:
        raise Unfit(Fault.LOCKED)
    if names & {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}:
        raise Unfit(Fault.MACRO)
    if "WordDocument" in names:
        raise Unfit(Fault.OLD_WORD)
    if not names & {"Workbook", "Book"}:
        raise Unfit(Fault.UNKNOWN)
    return "xls"


def _stream_names(data: Bytes) -> set[str]:
    """Names in a compound file's directory. Entries lie on 128-byte steps, so no chain has to be followed."""
    names = set()
    for offset in range(512, len(data) - 127, 128):
        length = data[offset + 64] + 256 * data[offset + 65]
        if data[offset + 66] in (1, 2, 5) and 2 < length <= 64 and length % 2 == 0:
            names.add(data[offset : offset + length - 2].decode("utf-16-le", "replace"))
    return names


def _audio(data: Bytes) -> str:
    if _VIDEO.search(data):
        raise Unfit(Fault.UNKNOWN)
    return "m4a"


def _pdf(data: Bytes) -> str:
    if b"%%EOF" not in data[-_TAIL:]:
        raise Unfit(Fault.BROKEN)
    return "pdf"


def _text(data: Bytes) -> str:
    """A table as text: cells apart, no markup, no command behind a formula sign."""
    text = decoded(data[:])
    if (
        not text
        or _CONTROL.search(text)
        or text.lstrip()[:5].startswith(("<", "{\\rtf", "%!"))
        or not _CELLS.search(text)
    ):
        raise Unfit(Fault.UNKNOWN)
    if _DDE.search(text):
        raise Unfit(Fault.OUTSIDE)
    return "csv"


def decoded(raw: bytes) -> str:
    """Text in UTF-8 (with or without mark), UTF-16 with mark, or GB18030; empty when it is none of them."""
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


_SETTLE = {"zip": _office, "ole": _old_office, "m4a": _audio, "pdf": _pdf, "text": _text}
