"""Double wage without a written contract (6.5): the second month to the day before the first year is full."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from unionhall.base import money
from unionhall.base.words import gettext_noop as _

from .articles import CONTRACT_LAW, CONTRACT_RULES, Article
from .figures import FigureName, Figures
from .lines import ClaimLine, Item, fen, figure
from .wage import add_months, months_and_days, part_of_month, wage

ARTICLES = (Article(CONTRACT_LAW, "第82条"), Article(CONTRACT_RULES, "第6条、第7条"))
READS = frozenset({FigureName.MONTH_DAYS, FigureName.PARTIAL_MONTHS})
LIMITATION = _("二倍工资的时效怎么算，各地不一样，先问律师")
PARTIAL = _("不满一个月的部分怎么折，没有查到全国规定，待核实")
NOTHING = _("用工第一个月里签了合同，或者已经离开，没有二倍工资")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that earn double wage, both included; empty when `last` lies before `first`."""

    first: date
    last: date


def span(started: date, signed: date | None, ended: date | None, today: date) -> Span:
    """From the second month to the day before the contract, at most to the day before one year is full."""
    limits = [add_months(started, 12), today + timedelta(days=1)]
    limits += [signed] if signed else []
    limits += [ended + timedelta(days=1)] if ended else []
    return Span(add_months(started, 1), min(limits) - timedelta(days=1))


def double_wage(
    month_pay: int, *, started: date, signed: date | None, ended: date | None, today: date, figures: Figures
) -> ClaimLine:
    """One further monthly wage for each month of the span; `month_pay` in fen, at most eleven months.

    劳动合同法 Art.82, 实施条例 Art.6-7. `signed` None: no contract to this day.
    """
    pay = wage(month_pay, figures)
    days = span(started, signed, ended, today)
    months, rest = months_and_days(days.first, days.last)
    if not months and not rest:
        return ClaimLine(Item.DOUBLE_WAGE, 0, (), ARTICLES, figures.version, notes=(NOTHING,), reads=READS)
    steps, exact, notes = (
        [f"{days.first.isoformat()} 至 {days.last.isoformat()}：{_length(months, rest)}"],
        Fraction(0),
        [LIMITATION],
    )
    monthly = money.yuan(month_pay)
    if months:
        exact += months * pay.month
        steps.append(f"{months} × {monthly} = {figure(exact / 100)} 元")
    if rest:
        share, printed = part_of_month(days.first, months, rest, figures)
        steps.append(f"{printed} × {monthly} = {figure(share * pay.month / 100)} 元")
        exact += share * pay.month
        notes.append(PARTIAL)
    return ClaimLine(
        Item.DOUBLE_WAGE, fen(exact), tuple(steps), ARTICLES, figures.version, notes=tuple(notes), reads=READS
    )


def _length(months: int, rest: int) -> str:
    return f"{months} 个月" + (f" {rest} 天" if rest else "")
