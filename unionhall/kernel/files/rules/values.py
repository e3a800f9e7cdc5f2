"""A raw cell, the parsed cell, and the small words offices write instead of a value."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

Value = str | int | float | bool | date | datetime | time | timedelta | None


class Kind(StrEnum):
    """What a column claims to hold; it decides how its cells are read."""

    TEXT = "text"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    AMOUNT = "amount"
    PEOPLE = "people"
    PHONE = "phone"
    CREDIT_CODE = "credit_code"
    ID_NUMBER = "id_number"
    CARD = "card"
    PERIOD = "period"


class Parsed(NamedTuple):
    """A cell after reading: the value, or none; a warning code; an error code; text that stood beside the value."""

    value: str | int | date | None
    warning: str = ""
    error: str = ""
    note: str = ""


NOTHING = Parsed(None)
BLANKS = frozenset({"", "/", "\\", "//", "无", "暂无", "空", "n/a", "na", "null", "none", "nan", "nil"})
CLEARS = frozenset({"-", "--", "---", "—", "——", "–", "一-"})
UNKNOWN = frozenset({
    "不详", "未知", "不明", "不清楚", "待核", "待核实", "待核查", "待定", "待查", "待补", "待补充", "待统计", "待确认",
    "未提供", "未统计", "正在核实", "核实中", "暂未统计", "若干", "若干人", "数人", "多人", "?", "??", "...", "xx", "xxx",
})  # fmt: skip
DITTO = frozenset({"同上", "〃", "″", '"', "同前", "同左"})
_NEVER_VACANT_OVER = 16
_FIRST_SIGNS = frozenset(word[:1] for word in BLANKS | CLEARS | UNKNOWN) | frozenset("NX#＃／＼(（？－＝=")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f]")
_BLANKS = re.compile(r"\s+")
_SHEET_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!)")
_CSV_TEXT = re.compile(r'="?([^"]*)"?$')
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def is_blank(value: Value) -> bool:
    """No value, or only blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def normalise(value: Value) -> str:
    """The cell as one line of half-width text: NFKC, outer blanks off, inner blanks single, `="…"` unwrapped.

    A whole number loses its `.0`; a date is written YYYY-MM-DD.
    """
    text = value if isinstance(value, str) else plain(value)
    if text.startswith("="):
        text = _CSV_TEXT.sub(r"\1", text)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _INVISIBLE.sub("", text)
    return _BLANKS.sub(" ", text).strip().lstrip("'‘`")


def plain(value: Value) -> str:
    """The cell as text that a reader would recognise, without changing its letters."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes") if value.time() != time() else value.date().isoformat()
    return value.isoformat() if isinstance(value, date | time) else str(value)


def tidy(value: Value) -> str:
    """Free text as it was written: invisible signs off, blanks single; letters and punctuation untouched."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", plain(value))).strip()


def tight(value: Value) -> str:
    """A name: as `tidy`, and no blanks between Chinese characters."""
    return _HAN_GAP.sub("", tidy(value))


def squeezed(value: Value) -> str:
    """For comparing only: half-width, lower case, no blanks."""
    return normalise(value).replace(" ", "").casefold()


def is_clear(value: Value) -> bool:
    """A single dash: the clerk wants the stored value gone (a blank cell leaves it alone)."""
    return isinstance(value, str) and len(value) < 9 and value.strip() in CLEARS


def is_ditto(value: Value) -> bool:
    """同上 and its signs: as in the row above."""
    return isinstance(value, str) and value.strip() in DITTO


def vacant(value: Value) -> Parsed | None:
    """What a cell without a value reads as, or none where there is something to read."""
    if value is None:
        return NOTHING
    if not isinstance(value, str) or (len(value) > _NEVER_VACANT_OVER and not value.isspace()):
        return None
    if value and value[0] not in _FIRST_SIGNS and value[0] > " " and value[0].isprintable():
        return None  # nearly every cell ends here, before any cleaning
    text = squeezed(value)
    if text in BLANKS or is_clear(value):
        return NOTHING
    if _SHEET_ERROR.match(text.upper()):
        return Parsed(None, error="cell_error")
    return Parsed(None, "value_unknown") if text in UNKNOWN else None
