"""Agreed payments in instalments (6.15): what is due when, what is paid, and the day a breach opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _

from .articles import ARBITRATION_LAW, CIVIL_PROCEDURE, Article
from .wage import add_months

BREACH = Article(ARBITRATION_LAW, "第15条、第16条")
ENFORCEMENT = Article(CIVIL_PROCEDURE, "第250条")
ENFORCEMENT_YEARS = 2


@dataclass(frozen=True, slots=True)
class Instalment:
    """One agreed payment: its last day and its amount in fen."""

    due: date
    amount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The instalments in order of their days; made by `plan`."""

    instalments: tuple[Instalment, ...]

    @property
    def total(self) -> int:
        """The sum in fen."""
        return sum(one.amount for one in self.instalments)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in on a day, in fen."""

    on: date
    amount: int


class InstalmentState(StrEnum):
    """Where one instalment stands on a day."""

    NOT_DUE = "not_due"
    PART_PAID = "part_paid"
    PAID = "paid"
    PAID_LATE = "paid_late"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class Standing:
    """One instalment on a day: what of it is paid (fen), since when in full, and its state."""

    instalment: Instalment
    paid: int
    paid_on: date | None
    state: InstalmentState

    @property
    def open(self) -> int:
        """What is still unpaid of it, in fen."""
        return self.instalment.amount - self.paid


def plan(rows: Iterable[Instalment], *, total: int | None = None) -> Plan:
    """A checked plan: amounts above 0, days ascending, the sum equal to `total` (fen) when given."""
    rows = tuple(rows)
    if not rows:
        raise Refused("plan_empty", _("先填哪天付多少"), field="instalments")
    if any(row.amount <= 0 for row in rows):
        raise Refused("plan_amount", _("每一期的钱数要大于 0"), field="instalments")
    if any(later.due <= earlier.due for earlier, later in zip(rows, rows[1:], strict=False)):
        raise Refused("plan_order", _("每一期的日子要晚于前一期"), field="instalments")
    made = Plan(rows)
    if total is not None and made.total != total:
        raise Refused("plan_sum", _("各期加起来和总数对不上"), field="instalments")
    return made


def breach_on(due: date) -> date:
    """The day after: the first on which the agreement is broken (调裁法 Art.15, 16). No rest day moves it."""
    return due + timedelta(days=1)


def standings(agreed: Plan, payments: Sequence[Payment], today: date) -> tuple[Standing, ...]:
    """Every instalment as it stands on `today`; money fills the oldest first. Later payments are not seen."""
    arrived = sorted((pay for pay in payments if pay.on <= today), key=lambda pay: pay.on)
    result, before = [], 0
    for row in agreed.instalments:
        got = max(0, min(row.amount, sum(pay.amount for pay in arrived) - before))
        before += row.amount
        paid_on = _reached(arrived, before)
        result.append(Standing(row, got, paid_on, _state(row, got, paid_on, today)))
    return tuple(result)


def breached(agreed: Plan, payments: Sequence[Payment], today: date) -> tuple[Standing, ...]:
    """The instalments that are overdue and unpaid on `today`, oldest first: what the daily sweep opens."""
    return tuple(one for one in standings(agreed, payments, today) if one.state is InstalmentState.BREACHED)


def surplus(agreed: Plan, payments: Iterable[Payment]) -> int:
    """What was paid beyond the whole plan, in fen."""
    return max(0, sum(pay.amount for pay in payments) - agreed.total)


def enforcement_base(agreed: Plan) -> date:
    """The day from which two years run: the due day of the last instalment, not of each (民诉法 Art.250)."""
    return agreed.instalments[-1].due


def enforce_by(agreed: Plan) -> date:
    """The last day to apply for enforcement, before any roll over a rest day."""
    return add_months(enforcement_base(agreed), 12 * ENFORCEMENT_YEARS)


def _reached(arrived: Sequence[Payment], wanted: int) -> date | None:
    so_far = 0
    for pay in arrived:
        so_far += pay.amount
        if so_far >= wanted:
            return pay.on
    return None


def _state(row: Instalment, got: int, paid_on: date | None, today: date) -> InstalmentState:
    if paid_on is not None:
        return InstalmentState.PAID if paid_on <= row.due else InstalmentState.PAID_LATE
    if today >= breach_on(row.due):
        return InstalmentState.BREACHED
    return InstalmentState.PART_PAID if got else InstalmentState.NOT_DUE
