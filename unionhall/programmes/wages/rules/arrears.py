"""Wages owed (6.4): due less paid, period by period, for one worker at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .articles import CONTRACT_LAW, WAGE_RULES, Article
from .figures import Figures
from .lines import ClaimLine, Item
from .wage import add_months

ARTICLES = (Article(CONTRACT_LAW, "第30条"), Article(WAGE_RULES, "第16条"))
OVERPAID = _("有一期多付了，没有抵别的期；要是补发，请记到欠的那一期")


class MoneyKind(StrEnum):
    """What the claimed money is; only wages pass (保障农民工工资支付条例 Art.52)."""

    WAGES = "wages"
    PROJECT_MONEY = "project_money"
    DEBT = "debt"
    INJURY = "injury"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Period:
    """One pay period, both days included; `due` and `paid` in fen, never negative."""

    first: date
    last: date
    due: int
    paid: int = 0

    @property
    def owed(self) -> int:
        """What is still owed of this period; too much paid here lowers no other period."""
        return max(0, self.due - self.paid)

    @property
    def label(self) -> str:
        """2026年6月 for a whole month, otherwise both days."""
        if self.first.day == 1 and self.last == add_months(self.first, 1) - timedelta(days=1):
            return f"{self.first.year}年{self.first.month}月"
        return f"{self.first.isoformat()} 至 {self.last.isoformat()}"


def arrears(periods: Sequence[Period], kind: MoneyKind, *, figures: Figures) -> ClaimLine:
    """The sum of what one worker is owed. Refused when the money is not wages or two periods overlap.

    劳动合同法 Art.30; 保障农民工工资支付条例 Art.16, 52.
    """
    ordered = sorted(periods, key=lambda period: period.first)
    _check(ordered, kind)
    amount = sum(period.owed for period in ordered)
    steps = tuple(_step(period) for period in ordered)
    notes = (OVERPAID,) if any(period.paid > period.due for period in ordered) else ()
    ending = f"合计 {money.yuan(amount)} 元"
    return ClaimLine(Item.ARREARS, amount, (*steps, ending), ARTICLES, figures.version, notes=notes)


def _step(period: Period) -> str:
    due, paid, owed = (money.yuan(value) for value in (period.due, period.paid, period.owed))
    return f"{period.label}：{due} − {paid} = {owed} 元"


def _check(ordered: Sequence[Period], kind: MoneyKind) -> None:
    if kind is not MoneyKind.WAGES:
        raise Refused(
            "not_wages", _("这笔钱不是工资，不能按欠薪算（保障农民工工资支付条例第52条）"), field="money_kind"
        )
    if not ordered:
        raise Refused("arrears_empty", _("先填欠的是哪几期"), field="periods")
    if any(period.last < period.first or period.due < 0 or period.paid < 0 for period in ordered):
        raise Refused("arrears_period", _("每一期的日子要先后对，钱数不能是负的"), field="periods")
    if any(later.first <= earlier.last for earlier, later in zip(ordered, ordered[1:], strict=False)):
        raise Refused("arrears_overlap", _("有两期的日子叠在一起，会算重"), field="periods")
