"""What people type, read kindly: full-width figures, blanks, sums in words, days without hyphens. No guess is taken silently."""

import re
import unicodedata

_FULL_WIDTH = {0xFF01 + step: 0x21 + step for step in range(94) if chr(0x21 + step).isalnum()} | {0x3000: 0x20}
_DIGITS = {char: value for chars in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for value, char in enumerate(chars)}
_DIGITS["两"] = 2
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10000, "萬": 10000, "亿": 10**8}
_SUM = re.compile(r"(?:人民币|rmb|[¥￥$])?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?(?:元整?|块钱?)?", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_LARGEST = 10**12


def half_width(text: str) -> str:
    """Full-width letters, figures and the wide blank as half-width; Chinese punctuation stays."""
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """NFKC, without blanks and hyphens, capitals: for numbers and codes that are pasted in groups."""
    return re.sub(r"[\s\-‐-―·.]", "", unicodedata.normalize("NFKC", text)).upper()


def written_sum(text: str) -> int | None:
    """A sum in figures to fen: '18,900.5', '¥18900', '18900 元'; None for anything else."""
    found = _SUM.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if found is None:
        return None
    fen = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0") or 0)
    return fen if fen <= _LARGEST else None


def likely_sum(text: str) -> int | None:
    """What a sum in words most likely means, in whole yuan: 一万八千九 is 18900, 1.89万 too; None when unclear.

    It is only offered, never taken: the writer presses it or types figures.
    """
    plain = re.sub(r"[\s,]|^(?:大概|大约|约)|(?:左右|多|元|块|钱|整)+$", "", unicodedata.normalize("NFKC", text))
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)([十百千万亿]?)", plain):
        yuan = float(found[1]) * _UNITS.get(found[2], 1)
        return round(yuan) if 0 < yuan <= _LARGEST / 100 else None
    return _spelled(plain)


def _spelled(text: str) -> int | None:
    """一万八千九 by place: a last bare figure counts one place below the unit before it."""
    if not text or any(char not in _DIGITS and char not in _UNITS for char in text) or not any(c in _UNITS for c in text):
        return None
    total = section = digit = 0
    unit, zero = 1, False
    for char in text:
        if char in _DIGITS:
            digit, zero = _DIGITS[char], zero or char in "〇零"
        elif (unit := _UNITS[char]) >= 10000:
            total, section, digit, zero = (total + section + digit) * unit, 0, 0, False
        else:
            section, digit, zero = section + (digit or 1) * unit, 0, False
    colloquial = digit and unit > 10 and not zero
    return total + section + digit * (unit // 10 if colloquial else 1)


def written_day(text: str) -> str | None:
    """A day with its year as ISO text: 2026年8月31日, 2026.8.31, 20260831; None for anything else."""
    found = _DAY.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if found is None:
        return None
    year, month, day = found.groups()[:3] if found[1] else found.groups()[3:]
    return f"{year}-{int(month):02d}-{int(day):02d}"
def mask(text: str) -> str:
    """An ID number as 37****1X, a phone as 199****0037, anything short as ****."""
    if len(text) < 8:
        return "****" if text else ""
    return f"{text[:3]}****{text[-4:]}" if re.fullmatch(r"1\d{10}", text) else f"{text[:2]}****{text[-2:]}"


def grouped(code: str) -> str:
    """A code in groups of four, to read out: 7K3M 29QH 4T8W 6XBN."""
    plain = compact(code)
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))
