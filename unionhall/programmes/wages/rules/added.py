"""The further 50-100 % (6.8): only after an order to pay and a default on it, never by itself."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .articles import CONTRACT_LAW, INSPECTION_RULES, INTERPRETATION_1, Article
from .figures import Figures
from .lines import ClaimLine, Item, fen

ARTICLES = (
    Article(CONTRACT_LAW, "第85条"),
    Article(INSPECTION_RULES, "第26条"),
    Article(INTERPRETATION_1, "第1条第8项"),
)
LOW, HIGH = Fraction(1, 2), Fraction(1)
NO_ORDER = _("还不能主张：劳动行政部门还没责令限期支付")
NOT_DUE = _("还不能主张：责令支付的期限还没过")
PAID = _("责令的数额在期限内付清了，没有加付赔偿金")
DECIDED = _("50% 到 100% 之间由人决定，这里只列范围")


@dataclass(frozen=True, slots=True)
class OrderToPay:
    """An order of the labour administration: fen to pay, its last day, and the fen paid in time."""

    amount: int
    last_day: date
    paid_in_time: int = 0


def added(order: OrderToPay | None, *, today: date, figures: Figures) -> ClaimLine:
    """The band of 50-100 % of what stayed unpaid on the order's last day, in fen. 劳动合同法 Art.85."""
    if order is None:
        return _not_yet(NO_ORDER, figures)
    if order.amount <= 0 or order.paid_in_time < 0:
        raise Refused("order_amount", _("责令支付的数额要大于 0，已付的不能是负的"), field="amount")
    if today <= order.last_day:
        return _not_yet(NOT_DUE, figures)
    unpaid = max(0, order.amount - order.paid_in_time)
    if not unpaid:
        return _not_yet(PAID, figures)
    low, high = fen(unpaid * LOW), fen(unpaid * HIGH)
    base = money.yuan(unpaid)
    steps = (f"{base} × 50% = {money.yuan(low)} 元", f"{base} × 100% = {money.yuan(high)} 元")
    return ClaimLine(
        Item.ADDED_COMPENSATION, None, steps, ARTICLES, figures.version, low=low, high=high, notes=(DECIDED,)
    )


def _not_yet(reason: str, figures: Figures) -> ClaimLine:
    return ClaimLine(
        Item.ADDED_COMPENSATION, None, (), ARTICLES, figures.version, notes=(reason,), available=False
    )
