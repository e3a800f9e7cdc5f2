"""From a heading to a field code: synonyms first, then the longest known word in it, then a near spelling."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .values import Kind, Value, squeezed

IGNORE = ""
_BRACKET = re.compile(r"[(\[【<〈].*?[)\]】>〉]|[(\[【].*$")
_MARKS = re.compile(r"[*＊※#☆★:.,。;\"'“”_\-/|]")
_ORDINAL = re.compile(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、)")
_GROUP_TAIL = re.compile(r"(基本情况|基本信息|详细信息|有关情况|相关信息|情况|信息|资料)$")
_QUESTION = re.compile(r"^(是否|有无|能否|可否)")
_LONGEST = 24
_NEAR = 80


@dataclass(frozen=True, slots=True)
class Column:
    """A field that a table may carry: its code, its label, other headings it goes by, and how its cells are read.

    `shape` is a pattern that nearly all values of the column match: it finds a column whose heading nobody knows.
    """

    code: str
    label: str
    synonyms: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    required: bool = False
    shape: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """What an import understands.

    A sheet belongs to it if its headings give `least` codes, one of them `telling` (what the table is about) and one
    `naming` (whom a row is about): a list of phones or a count by street has one and not the other.
    """

    name: str
    columns: tuple[Column, ...]
    telling: frozenset[str]
    naming: frozenset[str]
    least: int = 3

    @cached_property
    def by_code(self) -> dict[str, Column]:
        """Columns under their codes."""
        return {column.code: column for column in self.columns}

    @cached_property
    def words(self) -> dict[str, str]:
        """Every code, label and synonym, bare → code. The first column to claim a word keeps it."""
        found: dict[str, str] = {}
        for column in self.columns:
            for word in (column.code, column.label, *column.synonyms):
                found.setdefault(bare(word), column.code)
        return found

    @cached_property
    def inner_words(self) -> tuple[tuple[str, str], ...]:
        """Words that may be looked for inside a longer heading."""
        return tuple((word, code) for word, code in self.words.items() if len(word) >= 2 and not word.isascii())


class Match(NamedTuple):
    """A proposal: the field code and how sure it is, 1.0 for a known heading."""

    code: str
    confidence: float


NO_MATCH = Match("", 0.0)
Matcher = Callable[[str, Table], Match]


class Strictness(NamedTuple):
    """How a row is judged to be the heading: which matches count, how many rows are searched, what share must match."""

    how: Matcher
    rows: int
    share: float
    whole: bool = True


def belongs(codes: Set[str], table: Table, whole: bool) -> bool:
    """Whether these fields make the table; not `whole`: two naming or telling ones are enough, for want of better."""
    if whole:
        return len(codes) >= table.least and bool(codes & table.telling) and bool(codes & table.naming)
    return len(codes & (table.telling | table.naming)) >= 2


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A heading for comparing: half-width, lower case, no blanks or marks; brackets kept apart by `base`."""
    return _MARKS.sub("", _ORDINAL.sub("", squeezed(text))) if "_" not in text else squeezed(text)


@lru_cache(maxsize=8192)
def base(text: str) -> str:
    """The heading without what stands in brackets."""
    return bare(_BRACKET.sub("", squeezed(text)))


@lru_cache(maxsize=8192)
def exact(heading: str, table: Table) -> Match:
    """The field that goes by exactly this heading, brackets aside."""
    if code := table.words.get(bare(heading)):
        return Match(code, 1.0)
    code = table.words.get(base(heading))
    return Match(code, 0.95) if code else NO_MATCH


@lru_cache(maxsize=8192)
def match(heading: str, table: Table) -> Match:
    """The likeliest field for a heading. Between known words inside it the longest wins, then the last: 联系人电话 is a phone."""
    found = exact(heading, table)
    text = base(heading)
    if found.code or not 2 <= len(text) <= _LONGEST or _QUESTION.match(text):
        return found
    inside = [(len(word), text.rfind(word), code) for word, code in table.inner_words if word in text]
    if inside:
        length, _at, code = max(inside)
        return Match(code, round(0.5 + 0.4 * length / len(text), 2))
    near = process.extractOne(text, table.words.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR) if len(text) >= 4 else None
    return Match(table.words[near[0]], 0.6) if near else NO_MATCH


def stacked(parts: Sequence[str]) -> str:
    """One heading of several cells above each other, `上/下`; repeats and blanks left out."""
    return "/".join(part for at, part in enumerate(parts) if part and part not in parts[:at])


def match_stacked(text: str, table: Table, how: Matcher) -> Match:
    """The field for a heading that may be stacked: both parts together, then the lower, then the upper alone."""
    top, slash, last = text.rpartition("/")
    if not slash:
        return how(text, table)
    top = base(top.rpartition("/")[2])
    stem = _GROUP_TAIL.sub("", top)
    known = (text, top + base(last), stem + base(last), last)
    tries: list[tuple[str, Matcher]] = [*((words, exact) for words in known), (last, how), (stem, how)]
    return next((found for words, judge in tries if (found := judge(words, table)).code), NO_MATCH)


def settle(proposals: Sequence[Match], headings: Sequence[str], chosen: Mapping[str, str]) -> list[Match]:
    """One column per code and one code per column: a person's choice first, then the surest, then the leftmost."""
    taken: set[str] = set()
    result = [NO_MATCH] * len(proposals)
    for at, heading in enumerate(headings):
        if heading in chosen:
            result[at] = Match(chosen[heading], 1.0)
            taken.add(chosen[heading])
    order = sorted(range(len(proposals)), key=lambda at: (-proposals[at].confidence, at))
    for at in order:
        code = proposals[at].code
        if headings[at] not in chosen and code and code not in taken:
            result[at] = proposals[at]
            taken.add(code)
    return result


def guess_by_values(column: Iterable[Value], free: Iterable[Column]) -> Match:
    """The field whose shape most of the first values have; at least three must be there."""
    texts = [squeezed(value) for value in column][:40]
    texts = [text for text in texts if text]
    if len(texts) < 3:
        return NO_MATCH
    for candidate in free:
        shape = re.compile(candidate.shape, re.IGNORECASE) if candidate.shape else None
        if shape and sum(1 for text in texts if shape.fullmatch(text)) >= 0.7 * len(texts):
            return Match(candidate.code, 0.6)
    return NO_MATCH


def check_choice(chosen: Mapping[str, str], table: Table) -> None:
    """Refuse a corrected mapping that names an unknown field or gives one field to two headings."""
    codes = [code for code in chosen.values() if code != IGNORE]
    for code in codes:
        if code not in table.by_code:
            raise Refused("unknown_field", _("没有“{code}”这个字段"), field="mapping", values={"code": code})
        if codes.count(code) > 1:
            raise Refused("field_twice", _("字段“{code}”对应了两列"), field="mapping", values={"code": code})


KNOWN = Strictness(exact, 200, 0.3)
LIKELY = Strictness(match, 40, 0.5)
DOUBTFUL = Strictness(match, 40, 0.3, whole=False)
