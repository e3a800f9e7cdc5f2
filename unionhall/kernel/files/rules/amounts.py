"""Sums of money to fen and numbers of people, as they are written in ledgers: 约8万元, 18,900, 2.52万元, 十五人."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

import cn2an

from .values import Parsed, Value, normalise, vacant

YUAN = "元"
_UNITS = {
    "": 0, "分": -2, "角": -1, "元": 0, "圆": 0, "块": 0, "块钱": 0, "百": 2, "百元": 2, "千": 3, "千元": 3, "k": 3, "万": 4,
    "万元": 4, "万块": 4, "w": 4, "十万": 5, "十万元": 5, "百万": 6, "百万元": 6, "千万": 7, "千万元": 7, "亿": 8, "亿元": 8,
}  # fmt: skip
_UNIT = "|".join(sorted(filter(None, map(re.escape, _UNITS)), key=len, reverse=True))
_ABOUT = r"约|大约|大概|近|将近|接近|超|超过|逾|不足|至少|估计|估算|初步|余|多|左右|上下|以上|以下|许"
_BEFORE = re.compile(rf"^(?:人民币|rmb|cny|[¥￥$]|共计?|合计|总计|总额|累计|涉及|金额|拖欠|欠薪|欠|工资|款|[:,]|({_ABOUT}))+")
_NUMBER = re.compile(rf"(\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)({_ABOUT})?({_UNIT})?({_ABOUT})?({_UNIT})?")
_AFTER = re.compile(rf"^(?:整|正|人民币|工资|,|\.|。|({_ABOUT}))*$")
_HAN = re.compile(r"[零〇一二三四五六七八九十两百千万亿壹贰叁肆伍陆柒捌玖拾佰仟萬億廿]+")
_HAN_DIGIT = re.compile(r"[一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾廿]")
_BRACKET = re.compile(r"\(([^()]*)\)")
_PLAIN = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,2}))?")
_RANGE = re.compile(rf"\d(?:{_UNIT})?(?:-|~|—|至|到)\d")
_EACH = re.compile(r"每人|人均|/人|每月|/月|平均")
_TOO_MUCH = 10**15


@lru_cache(maxsize=16384, typed=True)
def parse_amount(value: Value, unit: str = YUAN) -> Parsed:
    """Read a sum to whole fen. The cell's own unit wins over `unit`, the heading's (元, 万元, 千元 …).

    Warnings: amount_about, amount_note (text in brackets), amount_rounded. Errors: amount_unreadable, amount_range,
    amount_each, amount_negative, amount_too_large.
    """
    empty = vacant(value)
    if empty is not None:
        return empty
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Parsed(None, error="amount_unreadable")
    if not isinstance(value, str):
        return _fen(Decimal(repr(value)), _UNITS.get(unit, 0), "", "")
    if found := _PLAIN.fullmatch(value):
        return Parsed((int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))) * 10 ** _UNITS.get(unit, 0))
    return _written(normalise(value).lower(), unit)


def _written(text: str, unit: str) -> Parsed:
    notes = [note for note in _BRACKET.findall(text) if note not in _UNITS]
    text = _BRACKET.sub(lambda found: found[1] if found[1] in _UNITS else "", text).replace(" ", "")
    note = ",".join(notes)
    if _EACH.search(text):
        return Parsed(None, error="amount_each", note=note)
    if _RANGE.search(text):
        return Parsed(None, error="amount_range", note=note)
    core = _BEFORE.sub("", text)
    about = bool(re.search(_ABOUT, text[: len(text) - len(core)]))
    if core.startswith(("-", "负")):
        return Parsed(None, error="amount_negative", note=note)
    if _HAN_DIGIT.search(core) or re.search(r"\d[万千]\d", core):
        return _spelled(core, unit, about, note)
    return _numbered(core, unit, about, note)


def _numbered(core: str, unit: str, about: bool, note: str) -> Parsed:
    found = _NUMBER.match(core)
    after = _AFTER.match(core[found.end() :]) if found else None
    if not found or not after:
        return _scientific(core, unit, note)
    about = about or bool(found[2] or found[4] or after[1])
    own = (found[3] or "") + (found[5] or "")
    if own and own not in _UNITS:
        return Parsed(None, error="amount_unreadable", note=note)
    power = _UNITS[own] if own else _UNITS.get(unit, 0)
    return _fen(Decimal(found[1].replace(",", "")), power, "amount_about" if about else "", note)


def _scientific(core: str, unit: str, note: str) -> Parsed:
    """A sum that a program wrote as 1.2E+5, or nothing readable."""
    if re.fullmatch(r"\d+(\.\d+)?e\+?\d{1,2}", core):
        return _fen(Decimal(core), _UNITS.get(unit, 0), "", note)
    return Parsed(None, error="amount_unreadable", note=note)


def _spelled(core: str, unit: str, about: bool, note: str) -> Parsed:
    """Chinese numerals, or 3万2千, by cn2an; 余, 多, 左右 mark it as about."""
    rest = re.sub(_ABOUT, "", core)
    about = about or rest != core
    own = rest.endswith(("元", "圆", "块", "整", "正", "分", "角")) or re.search(r"[万千亿萬仟億]", rest)
    number = _spelled_number(re.sub(r"(块钱?|整|正)$", "", rest))
    if number is None:
        return Parsed(None, error="amount_unreadable", note=note)
    return _fen(number, 0 if own else _UNITS.get(unit, 0), "amount_about" if about else "", note)


def _spelled_number(text: str) -> Decimal | None:
    text = re.sub(r"[元圆]$", "", text)
    if not text or len(text) > 40:
        return None
    try:
        return Decimal(str(cn2an.cn2an(text, "smart")))
    except (ValueError, InvalidOperation, KeyError, IndexError):
        return None


def _fen(number: Decimal, power: int, warning: str, note: str) -> Parsed:
    if not number.is_finite():
        return Parsed(None, error="amount_unreadable", note=note)
    exact = number.scaleb(power + 2)
    if exact < 0:
        return Parsed(None, error="amount_negative", note=note)
    if exact > _TOO_MUCH:
        return Parsed(None, error="amount_too_large", note=note)
    fen = int(exact.to_integral_value(ROUND_HALF_UP))
    if abs(exact - fen) > Decimal("0.001"):
        warning = warning or "amount_rounded"
    return Parsed(fen, warning or ("amount_note" if note else ""), note=note)


_UNIT_WORD = r"(亿元|百万元|十万元|万元|千元|百元|元|万|亿)"
_HEADING_UNIT = re.compile(rf"[(\[/,:]\s*(?:单位\s*[:为]?\s*)?(?:人民币)?{_UNIT_WORD}\s*[)\]]?$")
_SHEET_UNIT = re.compile(
    rf"(?<![表报送制用])(?:金额|计量|货币)?单位\s*(?:均?为|[:是(])?\s*(?:人民币)?{_UNIT_WORD}(?![\u4e00-\u9fff])"
)


def heading_unit(heading: str) -> str:
    """The unit in a heading, 涉及金额(万元) or 金额/万元; empty if none is given."""
    text = normalise(heading).replace(" ", "")
    found = _HEADING_UNIT.search(text) or re.search(r"\(.*?(亿元|万元|千元|百元|元)\s*\)", text)
    return found[1] if found else ""


def sheet_unit(text: str) -> str:
    """The unit that a title or note gives for the whole sheet, 单位:万元; empty if none."""
    found = _SHEET_UNIT.search(normalise(text))
    return found[1] if found else ""


_PEOPLE = re.compile(
    rf"(?:{_ABOUT}|共计?|合计|涉及|职工|农民工|工人|劳动者|等|[:,])*(\d+)({_ABOUT})?(?:人|名|位|个|名职工|名农民工|人次|个人)?"
)
_CROWD = re.compile(r"^\D.*等(?=\d+(?:人|名)$)")


@lru_cache(maxsize=4096, typed=True)
def parse_people(value: Value) -> Parsed:
    """Read a number of people to an int. Warnings: people_about, people_note. Errors: people_unreadable, people_range."""
    empty = vacant(value)
    if empty is not None:
        return empty
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return Parsed(None, error="people_unreadable")
    text = normalise(value)
    note = ",".join(_BRACKET.findall(text))
    text = _BRACKET.sub("", text).replace(" ", "")
    if _RANGE.search(text):
        return Parsed(None, error="people_range")
    text = _HAN.sub(_digits, _CROWD.sub("", text))
    if text.endswith(".0"):
        text = text[:-2]
    found = _PEOPLE.fullmatch(re.sub(rf"(?<=[人名])(?:{_ABOUT})$", "", text))
    if not found or len(found[1]) > 6:
        return Parsed(None, error="people_unreadable", note=note)
    about = bool(re.search(_ABOUT, text))
    return Parsed(int(found[1]), "people_about" if about else "people_note" if note else "", note=note)


def _digits(found: re.Match[str]) -> str:
    number = _spelled_number(found.group())
    return found.group() if number is None or number != int(number) else str(int(number))
