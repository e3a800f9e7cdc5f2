"""Promise 12: text that looks like a formula is still text after LibreOffice has opened, recalculated and saved the sheet again.

Wants `soffice` (Debian: libreoffice-calc-nogui); where it is absent that is said and passed over.
"""

import csv
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from xlsxwriter import Workbook

from unionhall.kernel.files import services
from unionhall.kernel.files.kinds import Column, Sheet
from unionhall.kernel.files.tests.test_exports import PAYLOADS

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = [pytest.mark.prove, pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not here: nothing is recalculated")]
PLAIN_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1"  # comma, quote, UTF-8, from line 1
AS_OPENED = "44,34,76,1,,0,false,true"  # as a double click does: numbers and formulas are looked for


def again(folder: Path, name: str, content: bytes, form: str, reading: str = "") -> bytes:
    """The file opened without a screen, recalculated, and saved as `form`."""
    source, out = folder / name, folder / "out"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", *([f"--infilter={reading}"] if reading else []), "--convert-to", form, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
    return (out / name).with_suffix("." + form.partition(":")[0]).read_bytes()


def ours() -> bytes:
    """The payloads as the house writes them, with a cell that a payload could move."""
    buffer = BytesIO()
    services.write(target=buffer, sheets=[Sheet("表", (Column("原文"),), [(payload,) for payload in PAYLOADS])])
    return buffer.getvalue()


def careless() -> bytes:
    """The twin: the same cells by a writer that looks for formulas."""
    buffer = BytesIO()
    with Workbook(buffer) as book:
        page = book.add_worksheet()
        for number, payload in enumerate(["原文", *PAYLOADS]):
            page.write(number, 0, payload)
    return buffer.getvalue()


def kinds(content: bytes) -> list[str]:
    """The type of each cell below the heading: 's' is text, 'f' a formula."""
    return [row[0].data_type for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows(min_row=2)]


def flat(text: str) -> str:
    """Ends of lines alike: a spreadsheet program writes them its own way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def test_after_recalculation_every_payload_is_still_its_own_text(tmp_path: Path, proved: Callable[[str, str, str], None]) -> None:
    raw = ours()
    types = kinds(again(tmp_path, "ours.xlsx", raw, "xlsx"))
    shown = again(tmp_path, "ours.xlsx", raw, PLAIN_CSV)
    back = [row[0] for row in csv.reader(StringIO(shown.decode("utf-8"), newline=""))][1:]
    changed = [(payload, text) for payload, text in zip(PAYLOADS, back, strict=True) if flat(payload) != flat(text)]
    formulas = sum(kind == "f" for kind in types)
    twin = sum(kind == "f" for kind in kinds(again(tmp_path, "careless.xlsx", careless(), "xlsx")))
    text = f"{formulas} formulas, {len(changed)} texts changed; the careless twin has {twin} formulas"
    proved("12 formulas", f"N = {len(PAYLOADS)} payloads in xlsx, opened, recalculated and saved by LibreOffice as xlsx and csv", text)
    assert len(types) == len(PAYLOADS) >= 500
    assert formulas == 0 and set(types) == {"s"} and changed == []
    assert twin > 50


def test_our_csv_opened_as_a_double_click_does_computes_nothing(tmp_path: Path, proved: Callable[[str, str, str], None]) -> None:
    buffer, bare = BytesIO(), StringIO()
    services.write_csv(target=buffer, sheet=Sheet("表", (Column("原文"),), [(payload,) for payload in PAYLOADS]))
    csv.writer(bare).writerows([payload] for payload in ["原文", *PAYLOADS])
    reading = f"Text - txt - csv (StarCalc):{AS_OPENED}"
    formulas = sum(kind == "f" for kind in kinds(again(tmp_path, "ours.csv", buffer.getvalue(), "xlsx", reading)))
    twin = sum(kind == "f" for kind in kinds(again(tmp_path, "bare.csv", bare.getvalue().encode("utf-8-sig"), "xlsx", reading)))
    proved("12 formulas", f"N = {len(PAYLOADS)} payloads in CSV, opened by LibreOffice as a double click does", f"{formulas} formulas; the bare twin has {twin}")
    assert formulas == 0
    assert twin > 50
