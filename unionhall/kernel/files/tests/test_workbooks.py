"""Reading workbook bytes: the usual files are read, hostile ones are refused in words and in time."""

import io
import random
import struct
import time
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlsxwriter

from unionhall.base.refusal import Refused
from unionhall.kernel.files.rules.workbook import Workbook
from unionhall.kernel.files.services import workbooks

TABLE = '序号,用人单位,联系电话\r\n1,示例公司,"=""0536"""\r\n\r\n2,"某 厂\n二车间",19900000002\r\n'
# 台账: a merged title, headings, one row with a date cell and a phone as a number; made with xlwt 1.3.0
OLD_WORKBOOK = (
    "eNrtWF1IVEEU/ubuXXdX/Fk3DTSwRcjMNNQSetEtoYTIbW0Lox9L20XCn41FAyto05YMkYogKuxBsId6MOuhH/uhoIeIwH4egkDQwqdeCoqE1O3M2XtNrcClEoz7Xebcc87M"
    "mXNmzp25c++LwZThnhsZI5iFUpgwGbEhbppOULHpgh1UH4lIVr9bqUQMLCjYrJTIODPuJT63yBzKfI9AQb/6mCjwjspuHIQ70OR3ziPKOIYaIWMoISrQTZokpHNUDqb7mS5i"
    "ep1b3me6jjVdTEuo7bDYiUGXO3et9hTvULK4Lgmy39ts85Y1hUjDU/kUHzsjom3NWB88UNOwwCoy1QT0ghJa7m/yB6WcjCuIB1oJ+Y2N+T7fMFIp2b34EnECn/VV/chp6OdX"
    "L0D6sZl6y2/0VkribP05RQVCiOzjRRJGAgKqrFHER2921zg6ZNq52CCKUIAirEFztbP+Wlg2IKPT1V+9KsSRQ/2do/6ldcTmtAy4t3srtpggtoW+HR1wq1GmuGWok9hTjc+8"
    "L89evhAPURHYVNXvz20rbvHsstV5zjdUjnnNEJtDo3sKyFchqHkBVqEYFjfHwNuNfcZ2k8jLMIGoD8nMp/BitNN4x69+elVR63HtZU2IXzHRF9EyOW5EcFxakHES15ig95rL"
    "FiuZtnGvS5jPYJpKK4Xu2Z40jdnYzm1OcG02+VnNeO1aPo3PIT78ofJOZvi9awXxfeUjh1P73rh6kEWz6yN7ebUjT+SJSxcl7rr0u9A2rSGm6T9tYFbFrsUe0d62yZjgvIHm"
    "Q+KhfOfy7OiXma3EL6wEW0kalfQ5jUoKSaYpyUSSOiWp3K8umUmK06JTZvl5oI0o2sKBm0/kDEo7hT1YtF4U9iAzZ1LklqvyeNTukx2Osmi99CIPFqNa5BJmlCoO3JIOaEP/"
    "gXgYMGDAgAEDBgwY+API45aiHZxVPnZFj88W7b/OBJVJ4zfJf4utCNDVTB+VG9BE9yBaY3p+FsMs9L7EHG30/4USVeQ9iHrUchz1MT+/9Akipo9nzob2v7eEYvU/GUuc/9j/"
    "dwwK/oI="
)


def read(content: bytes, filename: str = "", limits: workbooks.Limits = workbooks.LIMITS) -> Workbook:
    return workbooks.read(content=content, filename=filename, limits=limits)


def xlsx(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        fill(book)
    return kept.getvalue()


def small(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("台账")
    sheet.merge_range(0, 0, 0, 2, "2024年台账")
    sheet.write_row(1, 0, ["序号", "单位", "日期"])
    sheet.write_row(3, 0, [1, " 示例公司 "])
    sheet.write_datetime(
        3, 2, datetime.combine(date(2024, 3, 5), datetime.min.time()), book.add_format({"num_format": "yyyy/m/d"})
    )
    book.add_worksheet("旧表").hide()


def repacked(change: Callable[[dict[str, bytes]], None], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A good workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(xlsx(small))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packing) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return kept.getvalue()


def refused(content: bytes, filename: str = "x.xlsx") -> str:
    started = time.monotonic()
    with pytest.raises(Refused) as refusal:
        read(content, filename)
    assert time.monotonic() - started < 10
    assert str(refusal.value)
    return refusal.value.code


def rows(book: Workbook) -> list[list[object]]:
    return [list(row) for row in book.sheets[0].rows]


def test_an_xlsx_keeps_rows_dates_merges_and_hidden_sheets() -> None:
    book = read(xlsx(small), "x.xlsx")
    assert rows(book) == [["2024年台账"], ["序号", "单位", "日期"], [], [1.0, "示例公司", date(2024, 3, 5)]]
    assert book.sheets[0].merged == ((0, 0, 0, 2),)
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("台账", False), ("旧表", True)]


def test_the_name_does_not_decide_what_a_file_is() -> None:
    assert rows(read(xlsx(small), "照片.jpg")) == rows(read(xlsx(small)))


def test_an_old_xls_is_read() -> None:
    book = read(zlib.decompress(b64decode(OLD_WORKBOOK)), "x.xls")
    assert rows(book)[2] == [1, date(2024, 3, 5), "潍坊新航电子有限公司", "职工001", 19900000001, "0.5万"]
    assert book.sheets[0].merged == ((0, 0, 0, 5),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_offices_use(encoding: str) -> None:
    wanted = [["序号", "用人单位", "联系电话"], ["1", "示例公司", "0536"], [], ["2", "某 厂\n二车间", "19900000002"]]
    assert rows(read(TABLE.encode(encoding), "x.csv")) == wanted


@pytest.mark.parametrize("sign", ["\t", ";", ","])
def test_the_delimiter_of_a_csv_is_found(sign: str) -> None:
    text = f"序号{sign}单位{sign}金额\n1{sign}示例公司{sign}5\n2{sign}示例公司{sign}6\n"
    assert rows(read(text.encode()))[1] == ["1", "示例公司", "5"]
    assert rows(read(f"sep={sign}\n{text}".encode()))[1] == ["1", "示例公司", "5"]


def test_text_in_a_csv_stays_text() -> None:
    assert rows(read(b"a,b\n007,1.10\n"))[1] == ["007", "1.10"]


def bomb() -> bytes:
    """A sheet that unpacks to 100 MB from a few hundred kB."""
    return repacked(lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<a>" + b"<row/>" * 16_700_000 + b"</a>"}))


def lying() -> bytes:
    """The directory declares fewer bytes than the part unpacks to."""
    content = bytearray(repacked(lambda parts: None))
    at = content.find(b"PK\x01\x02")
    struct.pack_into("<L", content, at + 24, struct.unpack_from("<L", content, at + 24)[0] // 2)
    return bytes(content)


def overlapping() -> bytes:
    """Two names for the same bytes."""
    content = bytearray(repacked(lambda parts: None))
    first = content.find(b"PK\x01\x02")
    second = content.find(b"PK\x01\x02", first + 4)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]
    return bytes(content)


def empty_rows() -> bytes:
    return repacked(
        lambda parts: parts.update({
            "xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            + b"".join(b'<row r="%d"/>' % at for at in range(1, 1_000_001)) + b"</sheetData></worksheet>"
        })
    )  # fmt: skip


def far_corner() -> bytes:
    """Two cells that span the whole sheet: a reader that fills the square needs gigabytes."""
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return repacked(lambda parts: parts.update({"xl/worksheets/sheet1.xml": head + cells + b"</sheetData></worksheet>"}))


def with_part(name: str, content: bytes) -> bytes:
    return repacked(lambda parts: parts.update({name: content}))


def doctype(parts: dict[str, bytes]) -> None:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (at, b"&e%d;" % (at - 1) * 10) for at in range(1, 9))
    strings = parts["xl/sharedStrings.xml"]
    parts["xl/sharedStrings.xml"] = strings.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY e0 "ha">' + entities + b"]>", 1)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb": bomb,
    "nested archive": lambda: with_part("xl/media/a.zip", repacked(lambda parts: None)),
    "nested archive without its name": lambda: with_part("xl/media/a.bin", repacked(lambda parts: None)),
    "lying size": lying,
    "overlapping parts": overlapping,
    "entities": lambda: repacked(doctype),
    "climbing name": lambda: with_part("../../evil.xml", b"<a/>"),
    "macros": lambda: with_part("xl/vbaProject.bin", b"x"),
    "many parts": lambda: repacked(lambda parts: parts.update({f"xl/p{at}.xml": b"<a/>" for at in range(3000)})),
    "cut in half": lambda: xlsx(small)[:3000],
    "a zip that is no workbook": lambda: repacked(lambda parts: parts.pop("[Content_Types].xml") and None),
    "not a workbook inside": lambda: with_part("xl/workbook.xml", b"<html></html>"),
    "far corner": far_corner,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(64),
    "a page": lambda: "<html><table><tr><td>序号,单位</td></tr></table></html>".encode(),
    "a program": lambda: b"MZ" + bytes(range(256)) * 8,
    "noise": lambda: random.Random(1).randbytes(5000),
    "noise behind the old mark": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(5000),
    "nothing": lambda: b"",
    "noise behind a text mark": lambda: b"\xff\xfe" + b"\x00\xd8" * 50,
    "too wide": lambda: b"," * 5000 + b"\n",
    "a quote never closed": lambda: b'a,b\n"' + b"x" * 300_000,
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_hostile_file_is_refused_in_words_within_ten_seconds(name: str) -> None:
    refused(HOSTILE[name]())


def test_a_million_empty_rows_are_read_as_none() -> None:
    started = time.monotonic()
    assert rows(read(empty_rows())) == []
    assert time.monotonic() - started < 10


def test_a_file_over_the_limit_is_refused_before_anything_else() -> None:
    small_limit = workbooks.Limits(size=10)
    with pytest.raises(Refused) as refusal:
        read(xlsx(small), "x.xlsx", small_limit)
    assert refusal.value.code == "file_too_large"


def test_a_parser_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Refused) as refusal:
        read(xlsx(small), "x.xlsx", workbooks.Limits(seconds=0.001))
    assert refusal.value.code == "workbook_too_slow"


def test_too_many_rows_in_a_csv_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read(b"a,b\n" * 20, "x.csv", workbooks.Limits(rows=10))
    assert refusal.value.code == "workbook_too_large"
