"""The wage deposit of a site (6.16): a range of the contract sum, and the floor of any reduction."""

from dataclasses import dataclass

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .articles import DEPOSIT_RULES, WAGE_RULES, Article, Mark
from .figures import FigureName, Figures
from .lines import fen, plain_figure

READS = frozenset({FigureName.DEPOSIT})
ARTICLES = (Article(WAGE_RULES, "第32条"), Article(DEPOSIT_RULES, "", Mark.SECONDARY))


@dataclass(frozen=True, slots=True)
class Deposit:
    """What a general contractor should have laid by, in fen."""

    low: int
    high: int
    floor: int
    arithmetic: tuple[str, ...]
    articles: tuple[Article, ...]
    rule_version: str


def deposit(contract: int, *, figures: Figures) -> Deposit:
    """1-3 % of the contract sum (fen); 0.5 % is the floor of a reduced one. 人社部发〔2021〕65号."""
    if contract <= 0:
        raise Refused("contract_sum", _("合同价要大于 0"), field="contract")
    rates = (figures.deposit.low, figures.deposit.high, figures.deposit.floor)
    low, high, floor = (fen(contract * rate) for rate in rates)
    steps = tuple(
        f"{money.yuan(contract)} × {plain_figure(rate * 100)}% = {money.yuan(value)} 元"
        for rate, value in zip(rates, (low, high, floor), strict=True)
    )
    return Deposit(low, high, floor, steps, ARTICLES, figures.version)
