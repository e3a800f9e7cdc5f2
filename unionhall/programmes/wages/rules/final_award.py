"""Whether an award is final (6.10): tested item by item, and one item that is not makes the whole one not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from unionhall.base.words import gettext_noop as _

from .articles import ARBITRATION_LAW, INTERPRETATION_1, Article, Mark
from .figures import FigureName, Figures
from .lines import ClaimLine, Item, figure

READS = frozenset({FigureName.MINIMUM_WAGE})
MONTHS = 12
PER_ITEM = Article(ARBITRATION_LAW, "第47条第1项")
STANDARDS = Article(ARBITRATION_LAW, "第47条第2项")
EACH = Article(INTERPRETATION_1, "第19条")
STATED = Article(INTERPRETATION_1, "第18条")
MIXED = Article(INTERPRETATION_1, "第20条")
UNSURE = Article(ARBITRATION_LAW, "第47条", Mark.UNCONFIRMED)


class Kind(StrEnum):
    """What an item of an award is about, in the terms of 调裁法 Art.47."""

    PAY = "pay"
    STANDARD = "standard"
    UNSURE = "unsure"
    OTHER = "other"


_UNSURE_ITEMS = frozenset({Item.DOUBLE_WAGE, Item.INTEREST})


@dataclass(frozen=True, slots=True)
class Demand:
    """One item put to the commission; `amount` in fen, None where no money is asked for (STANDARD, OTHER)."""

    label: str
    kind: Kind
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Tested:
    """One item with its answer: final, not final, or not known, and why."""

    label: str
    amount: int | None
    final: bool | None
    reason: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class FinalAward:
    """The answer for the whole award; `limit` in fen, None while the minimum wage is not set."""

    limit: int | None
    limit_arithmetic: str
    items: tuple[Tested, ...]
    final: bool | None
    reason: str
    articles: tuple[Article, ...]
    rule_version: str


WITHIN = _("不超过当地月最低工资的 12 倍，终局")
ABOVE = _("超过当地月最低工资的 12 倍，不终局")
NO_FIGURE = _("当地月最低工资还没填，判断不了")
STANDARD = _("工时、休息休假、社会保险方面的争议，终局")
NOT_LISTED = _("不在终局的范围里，不终局")
DOUBTFUL = _("算不算终局的范围，各地不一样，先问律师")
ALL_FINAL = _("每一项都终局，整份裁决终局；加起来超过也不影响")
ONE_NOT = _("有一项不终局，整份裁决就不终局；加这一项之前先想好")
OPEN = _("有的项目还判断不了")
BY_AWARD = _("裁决书写明了，以裁决书为准")
EMPTY = _("还没有请求")


def demands(lines: Iterable[ClaimLine]) -> tuple[Demand, ...]:
    """The claim lines that ask for money now, one demand an item; a band counts with its upper end."""
    sums: dict[Item, int] = {}
    for line in lines:
        asked = line.amount if line.amount is not None else line.high
        if line.available and asked:
            sums[line.item] = sums.get(line.item, 0) + asked
    return tuple(
        Demand(item.value, Kind.UNSURE if item in _UNSURE_ITEMS else Kind.PAY, amount)
        for item, amount in sums.items()
    )


def final_award(asked: Sequence[Demand], *, figures: Figures, stated: bool | None = None) -> FinalAward:
    """Each item against 12 × the local monthly minimum wage; `stated`, the award's own words, rules.

    调裁法 Art.47; 解释一 Art.18 (the award's own words), 19 (per item), 20 (a mixed award is not final).
    """
    limit = None if figures.minimum_wage is None else MONTHS * figures.minimum_wage
    items = tuple(_test(demand, limit) for demand in asked)
    final, reason, articles = _whole(items) if stated is None else (stated, BY_AWARD, (STATED,))
    return FinalAward(limit, _limit(figures), items, final, reason, articles, figures.version)


def _limit(figures: Figures) -> str:
    if figures.minimum_wage is None:
        return ""
    wage = Fraction(figures.minimum_wage, 100)
    return f"{MONTHS} × {figure(wage)} = {figure(MONTHS * wage)} 元"


def _test(demand: Demand, limit: int | None) -> Tested:
    final, reason, articles = _answer(demand, limit)
    return Tested(demand.label, demand.amount, final, reason, articles)


def _answer(demand: Demand, limit: int | None) -> tuple[bool | None, str, tuple[Article, ...]]:
    if demand.kind is Kind.STANDARD:
        return True, STANDARD, (STANDARDS,)
    if demand.kind is Kind.OTHER:
        return False, NOT_LISTED, (PER_ITEM, STANDARDS)
    if limit is None or demand.amount is None:
        return None, NO_FIGURE, (PER_ITEM, EACH)
    if demand.amount > limit:
        return False, ABOVE, (PER_ITEM, EACH)
    if demand.kind is Kind.UNSURE:
        return None, DOUBTFUL, (UNSURE,)
    return True, WITHIN, (PER_ITEM, EACH)


def _whole(items: Sequence[Tested]) -> tuple[bool | None, str, tuple[Article, ...]]:
    answers = [item.final for item in items]
    if not answers:
        return None, EMPTY, ()
    if False in answers:
        return False, ONE_NOT, (MIXED,)
    return (None, OPEN, (EACH,)) if None in answers else (True, ALL_FINAL, (EACH,))
