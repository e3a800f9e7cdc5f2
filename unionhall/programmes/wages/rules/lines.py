"""One line of a claim: the item, its amount, the arithmetic a lawyer can follow, and the articles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from unionhall.base import money
from unionhall.base.words import gettext_noop as _

from .articles import Article
from .figures import FigureName, Figures, differences


class Item(StrEnum):
    """What can be claimed."""

    ARREARS = "arrears"
    OVERTIME = "overtime"
    DOUBLE_WAGE = "double_wage"
    SEVERANCE = "severance"
    DAMAGES_2N = "damages_2n"
    ADDED_COMPENSATION = "added_compensation"
    INTEREST = "interest"


ITEM_LABELS: Mapping[Item, str] = MappingProxyType(
    {
        Item.ARREARS: _("拖欠的工资"),
        Item.OVERTIME: _("加班工资"),
        Item.DOUBLE_WAGE: _("二倍工资差额"),
        Item.SEVERANCE: _("经济补偿"),
        Item.DAMAGES_2N: _("违法解除赔偿金"),
        Item.ADDED_COMPENSATION: _("加付赔偿金"),
        Item.INTEREST: _("利息"),
    }
)


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A computed line; money in fen. A band has `low` and `high` and no `amount`.

    `arithmetic` is printed as it stands; `reads` names the figures used; `notes` are fixed sentences.
    Not `available`: it cannot be claimed yet, and the first note says why.
    """

    item: Item
    amount: int | None
    arithmetic: tuple[str, ...]
    articles: tuple[Article, ...]
    rule_version: str
    low: int | None = None
    high: int | None = None
    notes: tuple[str, ...] = ()
    available: bool = True
    reads: frozenset[FigureName] = frozenset()

    @property
    def note(self) -> str:
        """The first note, or nothing."""
        return self.notes[0] if self.notes else ""


def fen(exact: Fraction) -> int:
    """An exact sum of fen, rounded half up to a whole one."""
    return money.round_fen(Fraction(exact) / 100)


def figure(exact: Fraction, places: int = 2) -> str:
    """A number in print, half up, with thousands commas and exactly `places` decimals: 36.2069, 6,300.00."""
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits, rest = divmod(whole, 10**places)
    fraction = f"{rest:0{places}d}" if places else ""
    sign = "-" if exact < 0 else ""
    return f"{sign}{digits:,}" + (f".{fraction}" if fraction else "")


def plain_figure(exact: Fraction, places: int = 4) -> str:
    """As `figure`, without trailing noughts: 174, 21.75, 3.5."""
    text = figure(exact, places)
    return text.rstrip("0").rstrip(".") if "." in text else text


def total(lines: Iterable[ClaimLine]) -> int:
    """The sum in fen of the lines that can be claimed now and have one amount; bands stay out."""
    return sum(line.amount or 0 for line in lines if line.available)


def changed(old: Figures, new: Figures, lines: Iterable[ClaimLine]) -> tuple[Item, ...]:
    """The items whose calculation read a figure that differs between the sets, in the order of the lines."""
    touched = differences(old, new)
    return tuple(dict.fromkeys(line.item for line in lines if line.reads & touched))
