"""When a computed number bears out a published one, and which days a period means."""

import calendar
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

ABOUT = 20


class How(StrEnum):
    """How a number was said: exactly; "more than" (余, 多, 超); "about" (左右, 近, 约), within 5 %."""

    EQ = "eq"
    GE = "ge"
    ABOUT = "about"


HOW_WORDS = {How.EQ: _("正好"), How.GE: _("至少"), How.ABOUT: _("大约")}


def judge(value: int | Decimal | None, wanted: int | Decimal, how: str) -> bool:
    """Whether a computed value bears out the published one; a missing one never does."""
    if value is None:
        return False
    if how == How.ABOUT:
        return abs(Decimal(value) - Decimal(wanted)) * ABOUT <= abs(Decimal(wanted))
    return value >= wanted if how == How.GE else value == wanted


def days(period: str) -> tuple[date, date]:
    """First and last day of '2024', '2024-03', '2025-03-13' or '1960s'; Refused for anything else."""
    found = re.fullmatch(r"([12]\d{3})(?:(s)|-(\d\d)(?:-(\d\d))?)?", period)
    try:
        if found is None:
            raise ValueError(period)
        year, month, day = int(found[1]), int(found[3] or 0), int(found[4] or 0)
        if found[2]:
            return date(year, 1, 1), date(year + 9, 12, 31)
        if day:
            return date(year, month, day), date(year, month, day)
        last = date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        return date(year, month or 1, 1), last
    except ValueError as error:
        raise Refused("period", _("期间写成 2024、2024-03 或 2024-03-13"), field="period") from error


def in_unit(amount: int | Decimal | None, per: int) -> int | Decimal | None:
    """An amount in its engine's unit as the figure's own: 53000000 fen is 530000 yuan. Whole numbers become integers."""
    if amount is None:
        return None
    value = Decimal(amount) / per
    return int(value) if value == value.to_integral_value() else value


def spelled(value: int | Decimal) -> str:
    """A number for people: thousands with commas, no empty decimals."""
    return f"{value:,}".removesuffix(".0")


def plain(value: int | Decimal | None) -> int | float | None:
    """A number as JSON writes it."""
    return float(value) if isinstance(value, Decimal) else value
