"""What a row beneath the heading is: data, or a total, a note, a section line, an example, a blank."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum

from .headings import Table
from .values import Kind, Value, is_blank, plain, squeezed
from .workbook import Row


class RowKind(StrEnum):
    """Kinds of rows; `sheet` stands for a whole sheet left out."""

    DATA = "data"
    TITLE = "title"
    HEADING = "heading"
    BLANK = "blank"
    TOTAL = "total"
    NOTE = "note"
    SECTION = "section"
    SAMPLE = "sample"
    SHEET = "sheet"


_TOTAL = re.compile(
    r"(?:[本全上下当]?(?:页|表|年|月|周|季度?|期|年度)|[一二三四1-4]季度|上半年|下半年|\d{1,2}月份?|[\u4e00-\u9fff]{2,5}(?:街道|镇|乡|县|区))?"
    r"(?:合计|小计|总计|共计|累计|汇总|总和|求和|总数|合计数|total|subtotal|grandtotal|sum)(?:[(:].*)?"
)
_TOTAL_WORDS = frozenset({"合计", "小计", "总计", "共计", "合 计", "累计"})
_NOTE = re.compile(
    r"(?:备?注|附注|说明|填[表报]?说明|注意|提示|\*|※)\s*\d*[:：.、\s].*|注\d.*|(?:填表|填报|制表|报送|上报|审核|审批|复核|经办|统计|负责|联系|主管|"
    r"单位负责|部门负责|分管领导|领导)(?:单位|人|部门|日期|时间|领导|电话)?(?:签字|签章|盖章|签名)?[:：].*|(?:单位|日期|时间|电话|联系电话|盖章|签字|"
    r"数据来源|截止日期|统计口径|统计时间|填表日期|落款)(?:\(.*?\))?[:：].*|(?:以上|以下|本表|此表|截至|截止).*|\(?盖章\)?|以下空白|——+|-{3,}|其中[:：].*"
)
_SAMPLE = re.compile(r"(?:示例|样例|例如?|填写示例|范例)(?:\d*|[:：].*)")
_ORDINAL = re.compile(r"\(?[一二三四五六七八九十]+\)?[、.]?")
_ORGANISATION = re.compile(r"(公司|厂|店|中心|集团|院|局|队|部|社|所|站|行|户)$")
_LONGEST = 200


def text_of(row: Row) -> str:
    """The row's filled cells in one line, at most 200 characters."""
    return " ".join(plain(value).strip() for value in row if not is_blank(value))[:_LONGEST]


def kind_of(row: Row, kinds: Mapping[int, Kind], lower: Collection[int]) -> RowKind:
    """Classify a row beneath a heading. `kinds` are the mapped columns; `lower` those covered by a merge from above."""
    filled = [at for at, value in enumerate(row) if value is not None and (not isinstance(value, str) or not is_blank(value))]
    if not filled:
        return RowKind.BLANK
    first = row[filled[0]]
    if len(filled) > 4 and plain(first).isdigit() and not _TOTAL_WORDS.intersection(row[at] for at in filled[1:3]):
        return RowKind.HEADING if _is_counting(row, filled) else RowKind.DATA
    if any(_is_total_word(row[at]) for at in filled[:3]):
        return RowKind.TOTAL
    if isinstance(first, str):
        return _kind_by_lead(squeezed(first), row, filled, kinds, lower)
    if _is_counting(row, filled):
        return RowKind.HEADING
    return RowKind.TOTAL if _only_sums(filled, kinds) and not lower else RowKind.DATA


def _is_total_word(value: Value) -> bool:
    return isinstance(value, str) and len(value) <= 40 and bool(_TOTAL.fullmatch(squeezed(value)))


def _kind_by_lead(lead: str, row: Row, filled: list[int], kinds: Mapping[int, Kind], lower: Collection[int]) -> RowKind:
    if _NOTE.fullmatch(lead) and filled[0] < 3:
        return RowKind.NOTE
    if _SAMPLE.fullmatch(lead) and filled[0] == 0:
        return RowKind.SAMPLE
    if not lower and len(filled) <= 2 and _is_section(lead, row, filled, kinds):
        return RowKind.SECTION if len(lead) <= 40 else RowKind.NOTE
    if _only_sums(filled, kinds) and not lower:
        return RowKind.TOTAL
    return RowKind.DATA


def _is_section(lead: str, row: Row, filled: list[int], kinds: Mapping[int, Kind]) -> bool:
    """A lone text at the left edge, or an ordinal and a text: 一、建筑领域; 北关街道."""
    if len(filled) == 2:
        return filled[0] == 0 and bool(_ORDINAL.fullmatch(lead)) and isinstance(row[filled[1]], str)
    at = filled[0]
    if lead.isdigit() or (at > 1 and len(lead) <= 40):
        return False
    return not (kinds.get(at) is Kind.NAME and _ORGANISATION.search(lead))


def _only_sums(filled: list[int], kinds: Mapping[int, Kind]) -> bool:
    """Nothing but sums and head counts: a totals row that lost its word."""
    return all(kinds.get(at) in {Kind.AMOUNT, Kind.PEOPLE} for at in filled)


def _is_counting(row: Row, filled: list[int]) -> bool:
    """1, 2, 3 … across the columns: the numbers some forms print beneath their heading."""
    return len(filled) >= 4 and all(plain(row[at]) == str(count) for count, at in enumerate(filled, 1))


def is_key_row(row: Row, table: Table) -> bool:
    """Field codes beneath the heading, as in our own templates."""
    filled = [value for value in row if not is_blank(value)]
    return len(filled) >= 2 and all(isinstance(value, str) and value in table.by_code for value in filled)
