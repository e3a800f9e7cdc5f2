"""A picture tells nothing of place, time and device, and looks as before."""

import struct
import zlib
from io import BytesIO

import pytest

from unionhall.base.access import NOBODY
from unionhall.base.refusal import Refused
from unionhall.base.testing import at
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.files.rules.faults import Fault, Unfit
from unionhall.kernel.files.rules.pictures import check_pixels
from unionhall.kernel.files.rules.traces import bare

NOW = at("2026-11-23 10:00")
PLACE, DEVICE = b"GPS-36-42-07N", b"Phone-of-119"  # canaries: where, and by which device


def exif(way: int = 6, order: str = ">") -> bytes:
    """A TIFF block with device, orientation and a GPS directory, as a phone writes it."""
    lines = [(0x0110, 2, len(DEVICE), 80), (0x0112, 3, 1, way << (16 if order == ">" else 0)), (0x8825, 4, 1, 60)]
    first = struct.pack(order + "H", 3) + b"".join(struct.pack(order + "HHLL", *line) for line in lines) + b"\x00" * 4
    place = struct.pack(order + "HHHLL", 1, 1, 2, len(PLACE), 96) + b"\x00" * 4
    head = (b"MM\x00*" if order == ">" else b"II*\x00") + struct.pack(order + "L", 8)
    block = (head + first).ljust(60, b"\x00") + place
    return block.ljust(80, b"\x00") + DEVICE.ljust(16, b"\x00") + PLACE


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


FRAME = segment(0xDB, b"\x00" * 65) + segment(0xC0, struct.pack(">BHHB", 8, 40, 60, 1) + b"\x01\x11\x00")
SCAN = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd3\x78"
COLOURS = segment(0xE2, b"ICC_PROFILE\x00\x01\x01profile")
SMALL = b"\xff\xd8" + FRAME + SCAN + b"\xff\xd9"


def photo(way: int = 6, order: str = ">") -> bytes:
    """A progressive photo with EXIF, XMP, a comment between two scans, and a second picture behind the end (motion, depth)."""
    said = segment(0xE1, b"Exif\x00\x00" + exif(way, order)) + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE)
    said += segment(0xE0, b"JFIF\x00" + b"\x01" * 9) + COLOURS + segment(0xE2, b"MPF\x00" + DEVICE) + segment(0xED, PLACE) + segment(0xFE, DEVICE)
    return b"\xff\xd8" + said + FRAME + SCAN + segment(0xFE, PLACE) + SCAN + b"\xff\xd9" + SMALL.replace(FRAME, segment(0xFE, PLACE) + FRAME)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def png() -> bytes:
    head = chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"eXIf", exif()) + chunk(b"tEXt", b"Where\x00" + PLACE) + chunk(b"IDAT", zlib.compress(b"\x00\x07")) + chunk(b"IEND", b"") + DEVICE


def webp() -> bytes:
    def part(name: bytes, body: bytes) -> bytes:
        return struct.pack("<4sL", name, len(body)) + body + b"\x00" * (len(body) % 2)

    whole = part(b"VP8X", b"\x0c\x00\x00\x00" + b"\x00" * 6) + part(b"VP8L", b"\x2f" + b"\x00" * 6) + part(b"EXIF", exif()) + part(b"XMP ", PLACE)
    return b"RIFF" + struct.pack("<L", len(whole) + 4) + b"WEBP" + whole + DEVICE


@pytest.mark.parametrize(("code", "data"), [("jpeg", photo()), ("jpeg", photo(8, "<")), ("png", png()), ("webp", webp())])
def test_place_and_device_are_off_and_the_picture_is_as_large_as_before(code, data):
    plain = bare(code, data)
    assert PLACE in data and DEVICE in data
    assert PLACE not in plain and DEVICE not in plain
    assert check_pixels(code, plain) == check_pixels(code, data)
    assert bare(code, plain) == plain, "what is bare stays as it is, so that a retried post is the same file"


def test_a_photo_keeps_its_bits_its_colours_and_which_way_is_up():
    for order, way in ((">", 6), ("<", 3)):
        plain = bare("jpeg", photo(way, order))
        assert plain.count(SCAN) == 2 and COLOURS in plain and FRAME in plain and plain.endswith(b"\xff\xd9")
        assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes([way]) in plain
    assert b"Exif" not in bare("jpeg", photo(1))


@pytest.mark.parametrize("cut", [30, 200, 330, len(photo()) // 2])
def test_a_broken_photo_is_told_so(cut):
    whole = photo()[: photo().index(SMALL[:2] + segment(0xFE, PLACE))]
    with pytest.raises(Unfit):
        bare("jpeg", whole[: min(cut, len(whole) - 2)])


def test_a_heic_is_refused_in_words():
    with pytest.raises(Unfit) as refusal:
        bare("heic", b"")
    assert refusal.value.fault is Fault.TRACES


def test_what_is_kept_is_bare_and_the_twin_keeps_everything(db):
    plain = files.keep_picture(content=BytesIO(photo()), name="a.jpg", by=NOBODY, at=NOW, client_id="k" * 20)
    with files.opened(blob=plain) as kept:
        said = kept.read()
    assert PLACE not in said and DEVICE not in said
    assert files.keep_picture(content=BytesIO(photo()), name="a.jpg", by=NOBODY, at=NOW, client_id="k" * 20).pk == plain.pk
    twin = files.keep(content=BytesIO(photo()), name="a.jpg", by=NOBODY, at=NOW, allow=frozenset({FileKind.IMAGE}))
    with files.opened(blob=twin) as kept:
        assert PLACE in kept.read()
    with pytest.raises(Refused, match="file_type_unwanted"):
        files.keep_picture(content=BytesIO(b"%PDF-1.4\n%%EOF"), name="a.pdf", by=NOBODY, at=NOW)
