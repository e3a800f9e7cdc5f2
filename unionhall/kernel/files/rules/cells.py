"""One cell of a spreadsheet, read as what its column claims to hold; every code has its sentence here."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from unionhall.base.words import gettext_noop as _

from .amounts import YUAN, parse_amount, parse_people
from .dates import Period, lacks_year, parse_date, parse_period
from .identifiers import parse_card, parse_credit_code, parse_id_number, parse_phone
from .values import NOTHING, Kind, Parsed, Value, is_blank, is_clear, normalise, plain, squeezed, tidy, tight, vacant

__all__ = [
    "NOTHING", "SENTENCES", "YUAN", "Kind", "Parsed", "Period", "Value", "is_blank", "is_clear", "lacks_year",
    "normalise", "parse_amount", "parse_card", "parse_credit_code", "parse_date", "parse_id_number", "parse_people",
    "parse_period", "parse_phone", "plain", "read", "read_text", "squeezed", "tidy", "tight",
]  # fmt: skip

_LONGEST = 4000
_READERS: Mapping[Kind, Callable[[Value], Parsed]] = {
    Kind.PEOPLE: parse_people,
    Kind.PHONE: parse_phone,
    Kind.CREDIT_CODE: parse_credit_code,
    Kind.ID_NUMBER: parse_id_number,
    Kind.CARD: parse_card,
}


def read(value: Value, kind: Kind, *, year: int | None = None, not_before: date | None = None, unit: str = YUAN) -> Parsed:
    """Read `value` as `kind`: dates to `date`, amounts to fen, people to int, the rest to text."""
    if value is None:
        return NOTHING
    if kind in _READERS:
        return _READERS[kind](value)
    if kind is Kind.AMOUNT:
        return parse_amount(value, unit)
    if kind is Kind.DATE:
        return parse_date(value, year, not_before=not_before)
    return read_text(value, kind)


@lru_cache(maxsize=16384, typed=True)
def read_text(value: Value, kind: Kind) -> Parsed:
    """Free text or a name. A name that says 不详 is no name; other text keeps such words."""
    if isinstance(value, str) and len(value) > _LONGEST:
        return Parsed(None, error="text_too_long")
    text = tight(value) if kind is Kind.NAME else tidy(value)
    empty = vacant(text)
    if empty is None or (kind is not Kind.NAME and empty.warning):
        return Parsed(text or None)
    return empty


SENTENCES = {
    "amount_about": _("金额为约数"),
    "amount_each": _("写的是人均或每月金额，请填总额"),
    "amount_negative": _("金额不能为负数"),
    "amount_note": _("金额旁另有文字，请核对"),
    "amount_range": _("写的是金额区间，请填一个数"),
    "amount_rounded": _("金额已四舍五入到分"),
    "amount_too_large": _("金额过大，请核对单位"),
    "amount_unreadable": _("不是可识别的金额"),
    "card_invalid": _("不是可识别的银行卡号"),
    "card_unchecked": _("银行卡号校验位不符，请核对"),
    "cell_error": _("单元格是公式错误，请改为数值"),
    "credit_code_invalid": _("统一社会信用代码校验不符，请核对"),
    "credit_code_length": _("统一社会信用代码应为18位"),
    "date_ambiguous": _("日期有两种读法，请写成“2024-03-05”"),
    "date_impossible": _("没有这一天"),
    "date_incomplete": _("日期只有年份，请补月日"),
    "date_note": _("日期旁另有文字，只取前面的日期"),
    "date_out_of_range": _("日期超出合理范围"),
    "date_unreadable": _("不是可识别的日期"),
    "day_assumed": _("日期没有写到日，按所写旬月的首日或末日记"),
    "id_number_invalid": _("身份证号校验不符，请核对"),
    "number_lost": _("此列须为文本格式，末尾数字已丢失"),
    "people_about": _("人数为约数"),
    "people_note": _("人数旁另有文字，请核对"),
    "people_range": _("写的是人数区间，请填一个数"),
    "people_unreadable": _("不是可识别的人数"),
    "phone_invalid": _("电话号码位数或号段不对"),
    "phone_local": _("固定电话没有区号"),
    "phone_note": _("电话旁另有文字，已单独记下"),
    "phone_several": _("有多个电话，取第一个"),
    "text_too_long": _("文字过长，请控制在4000字以内"),
    "value_unknown": _("写明暂不清楚，按空白处理"),
    "year_filled": _("日期没有年份，按台账年度补上"),
    "year_needed": _("日期没有年份，请指定台账年度"),
    "year_rolled": _("日期没有年份且早于登记，按次年记"),
}
