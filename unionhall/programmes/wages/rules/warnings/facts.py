"""What is known of an employer: its months as they were written down, and what the union's own records say."""

from dataclasses import dataclass
from datetime import date

from unionhall.base.workdays import Calendar

from ..tristate import Answer


@dataclass(frozen=True, slots=True)
class Month:
    """One month of an employer. Heads and cases are counts, sums are fen; None is unknown, never nought.

    `pay_on` is the agreed pay day for this month's wages, `paid_on` the day they came.
    `real_name`, `account`, `deposit`: whether the site has its register, its wage account, its deposit.
    """

    month: date
    attended: int | None = None
    paid: int | None = None
    recorded: int | None = None
    payroll: int | None = None
    top_payee: int | None = None
    leavers: int | None = None
    settled: int | None = None
    pay_on: date | None = None
    paid_on: date | None = None
    dues_late: int | None = None
    members: int | None = None
    hardship: int | None = None
    hotline: int | None = None
    real_name: Answer = None
    account: Answer = None
    deposit: Answer = None


@dataclass(frozen=True, slots=True)
class Records:
    """From clues, cases and agreements, as they stood at the end of the period (or today, when it still runs).

    `own` and `same_controller`: cases of unpaid wages of the last two years, of this employer and of others of its controller.
    """

    own: int = 0
    same_controller: int = 0
    open_clues: int = 0
    hotline: int = 0
    overdue: int = 0
    last_look: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the rules read. `months`: the period first, then the ones before it, as far as known.

    `day` is the day the figures are judged on; `minimum_wage` a month's minimum in fen; `eve` the next 除夕.
    """

    day: date
    months: tuple[Month, ...]
    records: Records
    calendar: Calendar
    construction: bool = False
    minimum_wage: int | None = None
    eve: date | None = None

    @property
    def month(self) -> Month | None:
        """The period's own figures."""
        return self.months[0] if self.months else None
