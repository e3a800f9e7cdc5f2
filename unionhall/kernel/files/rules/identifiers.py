"""Phones, credit codes, ID numbers and bank cards: cleaned before they are checked, never repaired."""

import re
from decimal import Decimal
from functools import lru_cache

from stdnum import luhn
from stdnum.cn import uscc

from unionhall.base.identity import id_stands

from .values import Parsed, Value, normalise, vacant

_MOBILE = re.compile(r"(?<!\d)(?:\+?(?:00)?86[- ]?)?(1[3-9](?:[ \-.]?\d){9})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?\(?(0\d{2,3})\)?[- ]?(\d{7,8})(?:(?:-|转|分机)(\d{1,6}))?(?!\d)")
_SERVICE = re.compile(r"(?<!\d)((?:400|800)[- ]?\d{3,4}[- ]?\d{3,4}|12\d{3}|96\d{3,4})(?!\d)")
_LOCAL = re.compile(r"(?<![\d-])([2-8]\d{6,7})(?!\d)")
_SCIENTIFIC = re.compile(r"(\d(?:\.(\d+))?)e\+?(\d{1,2})", re.IGNORECASE)
_TRIM = " ,;、/|()[]:.-—~和或及与"
_LOST = 10**15


def _text(value: Value) -> str | None:
    """The number as written; none where a program has already dropped digits (a number cell keeps only fifteen)."""
    if isinstance(value, bool):
        return "x"
    if isinstance(value, int | float):
        return None if abs(value) >= _LOST or value != value else format(Decimal(repr(value)).normalize(), "f")
    text = normalise(value)
    if text.endswith(".0"):
        text = text[:-2]
    if found := _SCIENTIFIC.fullmatch(text.replace(" ", "")):
        kept, power = len(found[2] or ""), int(found[3])
        return None if kept < power or power >= 15 else format(Decimal(found[0]), "f").partition(".")[0]
    return text


def parse_phone(value: Value) -> Parsed:
    """Read a phone to its digits (mobile) or 区号-号码; names and roles beside it go to `note`.

    Warnings: phone_note, phone_several, phone_local. Errors: phone_invalid, number_lost.
    """
    empty = vacant(value)
    if empty is not None:
        return empty
    text = _text(value)
    if text is None:
        return Parsed(None, error="number_lost")
    if len(text) == 11 and text.isdigit() and text[0] == "1" and text[1] in "3456789":
        return Parsed(text)
    return _phone_within(text)


def _phone_within(text: str) -> Parsed:
    for pattern, warning in ((_MOBILE, ""), (_LANDLINE, ""), (_SERVICE, ""), (_LOCAL, "phone_local")):
        if found := pattern.search(text):
            return _first_phone(text, found, warning)
    return Parsed(None, error="phone_invalid")


def _first_phone(text: str, found: re.Match[str], warning: str) -> Parsed:
    number = "-".join(filter(None, found.groups()))
    if found.re is not _LANDLINE:
        number = re.sub(r"\D", "", number)
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(_TRIM)
    rest = re.sub(r"\s+", " ", rest).replace("()", "")
    if not rest:
        return Parsed(number, warning)
    if re.fullmatch(r"[\d \-]+", rest) and not (_MOBILE.search(rest) or _LANDLINE.search(rest) or _LOCAL.search(rest)):
        return Parsed(None, error="phone_invalid")  # loose digits: which of them belong to the number?
    several = bool(_MOBILE.search(rest) or _LANDLINE.search(rest))
    return Parsed(number, "phone_several" if several else "phone_note", note=rest)


@lru_cache(maxsize=8192, typed=True)
def parse_credit_code(value: Value) -> Parsed:
    """Read a unified social credit code to 18 upper-case characters. Errors: credit_code_length, _invalid, number_lost."""
    empty = vacant(value)
    if empty is not None:
        return empty
    text = _text(value)
    if text is None:
        return Parsed(None, error="number_lost")
    text = re.sub(r"\([^0-9A-Za-z]*\)$", "", text)
    text = re.sub(r"[\s\-_.,:;、]", "", text).upper()
    if len(text) != 18:
        return Parsed(None, error="credit_code_length")
    return Parsed(text) if uscc.is_valid(text) else Parsed(None, error="credit_code_invalid")


def parse_id_number(value: Value) -> Parsed:
    """Read a resident ID number to 18 characters. Errors: id_number_invalid, number_lost."""
    empty = vacant(value)
    if empty is not None:
        return empty
    text = _text(value)
    if text is None:
        return Parsed(None, error="number_lost")
    text = re.sub(r"[\s\-]", "", text).upper()
    return Parsed(text) if id_stands(text) else Parsed(None, error="id_number_invalid")


def parse_card(value: Value) -> Parsed:
    """Read a bank card to 12–19 digits. Warnings: card_unchecked (Luhn differs), card_note. Errors: card_invalid, number_lost."""
    empty = vacant(value)
    if empty is not None:
        return empty
    text = _text(value)
    if text is None:
        return Parsed(None, error="number_lost")
    found = re.search(r"(?<!\d)\d(?:[ \-]?\d){11,18}(?!\d)", text)
    if not found:
        return Parsed(None, error="card_invalid")
    digits = re.sub(r"\D", "", found[0])
    note = (text[: found.start()] + text[found.end() :]).strip(_TRIM)
    if re.search(r"\d", note):
        return Parsed(None, error="card_invalid")
    return Parsed(digits, "" if luhn.is_valid(digits) else "card_unchecked", note=note)
