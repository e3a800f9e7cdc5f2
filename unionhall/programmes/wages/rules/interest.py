"""Interest (6.9): off until somebody sets a rate, for no labour-law rate was found."""

from datetime import date

from unionhall.base import money
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .figures import FigureName, Figures
from .lines import ClaimLine, Item, fen, plain_figure

READS = frozenset({FigureName.INTEREST_RATE})
OFF = _("没有查到劳动法上的利率，利息默认不算")
UNSURE = _("利息的依据待核实，先问律师")


def interest(principal: int, *, since: date, until: date, figures: Figures) -> ClaimLine:
    """Principal (fen) × yearly rate × days ÷ 365; `since` is not counted. Off when no rate is set."""
    if until < since or principal < 0:
        raise Refused("interest_span", _("止算的日子不能早于起算的日子，本金不能是负的"), field="until")
    if figures.interest_rate is None:
        return ClaimLine(
            Item.INTEREST, None, (), (), figures.version, notes=(OFF,), available=False, reads=READS
        )
    days = (until - since).days
    amount = fen(principal * figures.interest_rate * days / 365)
    step = (
        f"{money.yuan(principal)} × {plain_figure(figures.interest_rate * 100)}% × {days} ÷ 365"
        f" = {money.yuan(amount)} 元"
    )
    return ClaimLine(Item.INTEREST, amount, (step,), (), figures.version, notes=(UNSURE,), reads=READS)
