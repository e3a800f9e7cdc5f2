"""Overtime pay (6.3): 150 % after hours, 200 % on a day off, 300 % on one of the statutory days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar, DayKind

from . import wage
from .articles import INTERPRETATION_1, LABOUR_LAW, Article
from .figures import Figures
from .lines import ClaimLine, Item, fen, figure, plain_figure


class Rate(StrEnum):
    """Which of the three rates of 劳动法 Art.44 a day earns."""

    EXTENDED = "extended"
    REST = "rest"
    STATUTORY = "statutory"


PERCENT: Mapping[Rate, int] = MappingProxyType({Rate.EXTENDED: 150, Rate.REST: 200, Rate.STATUTORY: 300})
LABELS: Mapping[Rate, str] = MappingProxyType(
    {
        Rate.EXTENDED: _("平日延长"),
        Rate.REST: _("休息日"),
        Rate.STATUTORY: _("法定节假日"),
    }
)
RATES: Mapping[DayKind, Rate] = MappingProxyType(
    {
        DayKind.WORKING: Rate.EXTENDED,
        DayKind.ADJUSTED: Rate.EXTENDED,
        DayKind.REST: Rate.REST,
        DayKind.IN_LIEU: Rate.REST,
        DayKind.STATUTORY: Rate.STATUTORY,
    }
)
ARTICLES = (Article(LABOUR_LAW, "第44条"), Article(INTERPRETATION_1, "第42条"), *wage.ARTICLES)
ON_TOP = _("法定节假日的 300% 按月工资之外另付算，这一点待核实")
PROVISIONAL = _("有的日子还没公布放假安排，公布后要重算")
PROOF = _("加班由职工举证；记录在公司手里却不交，由公司承担不利后果")


@dataclass(frozen=True, slots=True)
class Overtime:
    """Hours worked on one day. `time_off`: the day was given back, which only a rest day allows."""

    day: date
    hours: Fraction
    time_off: bool = False


def rate(entry: Overtime, days: Calendar) -> Rate | None:
    """The rate an entry earns; None for a rest day that was given back."""
    earned = RATES[days.kind(entry.day)]
    return None if entry.time_off and earned is Rate.REST else earned


def overtime(entries: Sequence[Overtime], month_pay: int, *, days: Calendar, figures: Figures) -> ClaimLine:
    """Hours × hour wage × rate, summed by rate; each printed step is rounded to the fen.

    `month_pay` in fen; hours above 0 and at most 24. 劳动法 Art.44, 解释一 Art.42.
    """
    _check(entries)
    pay = wage.wage(month_pay, figures)
    steps, amount = [pay.arithmetic[0], pay.arithmetic[1]], 0
    for kind in Rate:
        same = [entry for entry in entries if rate(entry, days) is kind]
        if same:
            sum_of_rate, printed = _step(kind, same, pay.hour)
            amount += sum_of_rate
            steps.append(printed)
    return ClaimLine(
        Item.OVERTIME,
        amount,
        (*steps, f"合计 {money.yuan(amount)} 元"),
        ARTICLES,
        figures.version,
        notes=_notes(entries, days),
        reads=wage.READS,
    )


def _check(entries: Sequence[Overtime]) -> None:
    if not entries:
        raise Refused("overtime_empty", _("先填加班的日子和小时数"), field="entries")
    if any(not 0 < entry.hours <= 24 for entry in entries):
        raise Refused("overtime_hours", _("一天的加班小时数要在 0 到 24 之间"), field="hours")


def _step(kind: Rate, entries: Sequence[Overtime], hour: Fraction) -> tuple[int, str]:
    hours = sum((Fraction(entry.hours) for entry in entries), Fraction(0))
    amount = fen(hours * hour * PERCENT[kind] / 100)
    dates = "、".join(_days(entries))
    return amount, (
        f"{LABELS[kind]}（{dates}）{plain_figure(hours)} 小时 × {figure(hour / 100, 4)} × {PERCENT[kind]}%"
        f" = {money.yuan(amount)} 元"
    )


def _days(entries: Iterable[Overtime]) -> list[str]:
    return [day.isoformat() for day in sorted({entry.day for entry in entries})]


def _notes(entries: Sequence[Overtime], days: Calendar) -> tuple[str, ...]:
    all_days = [entry.day for entry in entries]
    notes = [PROOF]
    if any(rate(entry, days) is Rate.STATUTORY for entry in entries):
        notes.append(ON_TOP)
    if days.provisional(min(all_days), max(all_days)):
        notes.append(PROVISIONAL)
    return tuple(notes)
