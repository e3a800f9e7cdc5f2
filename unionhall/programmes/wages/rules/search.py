"""How the ledger is searched by name: a name is a row of sounds, and each pair of neighbours is a key of the index.

One kind of key serves typed characters, characters that sound alike, and typed pinyin.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from pypinyin import lazy_pinyin

_DROPPED = re.compile(r"[^0-9a-z一-鿿]+")
_SYLLABLE = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|uen|"
    r"ai|ei|ao|ou|an|en|in|un|ia|ie|iu|io|ua|ui|uo|ue|ve|er|[aeiouv])"
)
_TWO_READINGS = frozenset("长重乐行朝都会曾单解区仇盛厦参传调度和降角卡觉强石宿为系血藏")
READINGS = 6


def folded(text: str) -> str:
    """A name as it is compared: full-width forms and capitals made plain, blanks and signs dropped."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=30_000)
def _sound(sign: str) -> str:
    return lazy_pinyin(sign)[0] if sign >= "一" else sign


def sounds(text: str) -> list[str]:
    """The sound of each character by itself: 宏达A → hong, da, a. What contains the characters contains the sounds."""
    return [_sound(sign) for sign in folded(text)]


def _spoken(text: str) -> list[str]:
    """The sounds as the name is spoken, where a character has two: 长城 is chang, cheng."""
    plain = folded(text)
    return lazy_pinyin(plain, errors=list) if _TWO_READINGS.intersection(plain) else []


def _pairs(row: list[str]) -> list[str]:
    return [f"{one} {two}" for one, two in pairwise(row)]


_COMMON = frozenset(_pairs(sounds("股份有限责任公司")) + _pairs(sounds("有限公司")) + _pairs(sounds("集团公司")))


def keys(text: str) -> set[str]:
    """Under which keys a name is found; the words for a company's form are none, since they stand in nearly every name."""
    return {*_pairs(sounds(text)), *_pairs(_spoken(text))} - _COMMON


def asked(text: str) -> list[list[str]]:
    """What somebody may mean by a typed text, each as a row of sounds: its characters, or the syllables of typed pinyin."""
    plain = folded(text)
    rows = [sounds(plain)]
    if plain.isascii() and plain.isalpha():
        rows += _syllables(plain)
    return rows


def asked_keys(row: list[str]) -> list[str]:
    """The keys that every name with these sounds has; none when the text is too short or too common for an index."""
    return [pair for pair in _pairs(row) if pair not in _COMMON]


def matches(name: str, row: list[str]) -> bool:
    """Whether a name has these sounds in a row."""
    wanted = f" {' '.join(row)} "
    return wanted in f" {' '.join(sounds(name))} " or wanted in f" {' '.join(_spoken(name))} "


def _syllables(text: str) -> list[list[str]]:
    """Ways to read latin letters as pinyin, longer syllables first: xian is xian, or xi an."""
    ways: list[tuple[int, list[str]]] = [(0, [])]
    found: list[list[str]] = []
    while ways and len(found) < READINGS:
        start, row = ways.pop()
        if start == len(text):
            found.append(row)
            continue
        ends = sorted(_ends(text, start))
        ways += [(end, [*row, text[start:end]]) for end in ends]
    return found


def _ends(text: str, start: int) -> list[int]:
    return [end for end in range(start + 1, min(start + 6, len(text)) + 1) if _SYLLABLE.fullmatch(text, start, end)]
