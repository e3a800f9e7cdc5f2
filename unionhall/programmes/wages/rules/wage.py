"""Day and hour wage (6.1), and the months of a span of days."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .articles import CONVERSION_2008, CONVERSION_2025, Article, Mark
from .figures import FigureName, Figures, PartialMonths
from .lines import figure, plain_figure

READS = frozenset({FigureName.MONTH_DAYS, FigureName.DAY_HOURS})
ARTICLES = (Article(CONVERSION_2025, "", Mark.SECONDARY), Article(CONVERSION_2008, ""))


@dataclass(frozen=True, slots=True)
class Wage:
    """A monthly wage in fen, and exactly what a day and an hour of it are worth, in fen."""

    month: int
    day: Fraction
    hour: Fraction
    arithmetic: tuple[str, str]


def wage(month: int, figures: Figures) -> Wage:
    """Day = month ÷ 21.75; hour = month ÷ (21.75 × 8). Source: 人社部发〔2025〕2号, 劳社部发〔2008〕3号."""
    if month <= 0:
        raise Refused("wage_not_positive", _("月工资要大于 0"), field="month_pay")
    hours = figures.month_days * figures.day_hours
    day, hour = Fraction(month) / figures.month_days, Fraction(month) / hours
    pay = money.yuan(month)
    steps = (
        f"{pay} ÷ {plain_figure(figures.month_days)} = {figure(day / 100)} 元/天",
        f"{pay} ÷ {plain_figure(hours)} = {figure(hour / 100)} 元/小时",
    )
    return Wage(month, day, hour, steps)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_and_days(first: date, last: date) -> tuple[int, int]:
    """Whole months and days left from `first` to `last`, both counted; (0, 0) for an empty span."""
    if last < first:
        return 0, 0
    end = last + timedelta(days=1)
    months = (end.year - first.year) * 12 + end.month - first.month
    if add_months(first, months) > end:
        months -= 1
    return months, (end - add_months(first, months)).days


def _weekdays(first: date, days: int) -> int:
    return sum((first + timedelta(days=offset)).weekday() < 5 for offset in range(days))


def part_of_month(first: date, months: int, days: int, figures: Figures) -> tuple[Fraction, str]:
    """The share of a monthly wage for `days` after `months` whole ones from `first`, and how it prints.

    The method is a setting (`Figures.partial_months`): no text was found that decides it.
    """
    begun = add_months(first, months)
    if figures.partial_months is PartialMonths.WEEKDAYS:
        worked = _weekdays(begun, days)
        return min(Fraction(1), worked / figures.month_days), f"{worked} ÷ {plain_figure(figures.month_days)}"
    length = (add_months(first, months + 1) - begun).days
    return Fraction(days, length), f"{days} ÷ {length}"
