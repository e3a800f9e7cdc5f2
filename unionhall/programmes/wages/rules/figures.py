"""The dated figures a calculation used, so that one can ask which results an update touches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from unionhall.base.words import gettext_noop as _

from .articles import CONVERSION_2008, CONVERSION_2025, CRIME_INTERPRETATION, DEPOSIT_RULES, Mark


class FigureName(StrEnum):
    """The figures by name; each is a field of `Figures`."""

    MONTH_DAYS = "month_days"
    DAY_HOURS = "day_hours"
    PARTIAL_MONTHS = "partial_months"
    MINIMUM_WAGE = "minimum_wage"
    AVERAGE_WAGE = "average_wage"
    INTEREST_RATE = "interest_rate"
    CRIME_ONE = "crime_one"
    CRIME_MANY = "crime_many"
    DEPOSIT = "deposit"


class PartialMonths(StrEnum):
    """How a month begun counts: by calendar days, or by its Mondays to Fridays over 21.75."""

    CALENDAR = "calendar"
    WEEKDAYS = "weekdays"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was found, and how surely."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Band:
    """The limits the Supreme Court left to a province, in fen; `chosen` is the province's figure or None."""

    low: int
    high: int
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class DepositRates:
    """Shares of a contract: the usual range and the floor below which no reduction goes."""

    low: Fraction = Fraction(1, 100)
    high: Fraction = Fraction(3, 100)
    floor: Fraction = Fraction(5, 1000)


UNSET = Source(_("来源还没填"), Mark.UNCONFIRMED)
SOURCES: Mapping[FigureName, Source] = MappingProxyType(
    {
        FigureName.MONTH_DAYS: Source(f"{CONVERSION_2025}；{CONVERSION_2008}", Mark.SECONDARY),
        FigureName.DAY_HOURS: Source(CONVERSION_2008, Mark.CONFIRMED),
        FigureName.CRIME_ONE: Source(f"{CRIME_INTERPRETATION}第3条", Mark.CONFIRMED),
        FigureName.CRIME_MANY: Source(f"{CRIME_INTERPRETATION}第3条", Mark.CONFIRMED),
        FigureName.DEPOSIT: Source(DEPOSIT_RULES, Mark.SECONDARY),
    }
)


@dataclass(frozen=True, slots=True)
class Figures:
    """One dated set of figures. Money in fen, per month where a wage; None means nobody has filled it in.

    `interest_rate` is a yearly rate; None keeps interest off. `sources` says where each figure comes from.
    """

    version: str
    month_days: Fraction = Fraction(2175, 100)
    day_hours: Fraction = Fraction(8)
    partial_months: PartialMonths = PartialMonths.CALENDAR
    minimum_wage: int | None = None
    average_wage: int | None = None
    interest_rate: Fraction | None = None
    crime_one: Band = Band(5_000_00, 20_000_00)
    crime_many: Band = Band(30_000_00, 100_000_00)
    deposit: DepositRates = DepositRates()
    sources: Mapping[FigureName, Source] = field(default_factory=lambda: SOURCES, hash=False)

    def source(self, name: FigureName) -> Source:
        """Where the figure comes from; `UNSET` (unconfirmed) when nobody said."""
        return self.sources.get(name, UNSET)

    def unconfirmed(self, names: frozenset[FigureName]) -> tuple[FigureName, ...]:
        """Those of `names` that wear the badge, in the order of the enumeration."""
        return tuple(one for one in FigureName if one in names and self.source(one).mark is Mark.UNCONFIRMED)


def differences(old: Figures, new: Figures) -> frozenset[FigureName]:
    """The figures whose value differs between two sets; a new source alone changes no result."""
    return frozenset(name for name in FigureName if getattr(old, name) != getattr(new, name))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Working days of a year, quarter and month, from `valid_from` on."""

    valid_from: date
    statutory_days: int
    source: Source

    @property
    def year(self) -> int:
        """365 days less 104 rest days less the statutory days."""
        return 365 - 104 - self.statutory_days

    @property
    def quarter(self) -> Fraction:
        """A fourth of the year."""
        return Fraction(self.year, 4)

    @property
    def month(self) -> Fraction:
        """A twelfth of the year."""
        return Fraction(self.year, 12)


WORKING_TIMES = (
    WorkingTime(date(2025, 1, 1), 13, Source(CONVERSION_2025, Mark.SECONDARY)),
    WorkingTime(date(2008, 1, 3), 11, Source(CONVERSION_2008, Mark.CONFIRMED)),
)


def working_time(on: date) -> WorkingTime:
    """The row in force on a day; the oldest row also serves the days before it."""
    return next((row for row in WORKING_TIMES if row.valid_from <= on), WORKING_TIMES[-1])
