"""What a rule, a period and a due day are: frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from unionhall.base.words import gettext_noop as _


class Unit(StrEnum):
    """Calendar days, working days, hours, months, years, minutes."""

    CD = "cd"
    WD = "wd"
    H = "h"
    M = "m"
    Y = "y"
    MI = "mi"


CLOCKED = frozenset({Unit.H, Unit.MI})  # counted from a minute to a minute; they never roll


class Mark(StrEnum):
    """How well a row is known."""

    C = "C"
    S = "S"
    M = "M"
    D = "D"


class Anchor(StrEnum):
    """From where a length runs: the start, the unrolled end of the length before, or back from the start."""

    START = "start"
    PREVIOUS = "previous"
    BEFORE = "before"


UNIT_LABELS = {
    Unit.CD: _("日"),
    Unit.WD: _("个工作日"),
    Unit.H: _("小时"),
    Unit.M: _("个月"),
    Unit.Y: _("年"),
    Unit.MI: _("分钟"),
}
MARK_LABELS = {Mark.C: _("已核全文"), Mark.S: _("据转载"), Mark.M: _("待核实"), Mark.D: _("建议")}
ANCHOR_LABELS = {Anchor.START: _("起算后"), Anchor.PREVIOUS: _("接前一段"), Anchor.BEFORE: _("倒推")}


@dataclass(frozen=True, slots=True)
class Length:
    """One period. `n` is None while a place has not filled the setting in.

    `roll`: a last day that is free moves to the next working day (民诉法 Art.85), or for one that is counted
    backwards to the working day before. Working days and hours never need it.
    """

    n: int | None
    unit: Unit
    label: str = ""
    anchor: Anchor = Anchor.START
    roll: bool = False

    @property
    def unit_label(self) -> str:
        """The unit's words."""
        return UNIT_LABELS[self.unit]


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule at a place ('' is the nation). Without lengths it has no clock: see `reason`.

    `unit_mark` is the mark of the unit alone, where the text leaves open which days are meant.
    `at_once`: the consequence opens on the day after the start.
    """

    id: str
    title: str
    trigger: str
    who: str
    law: str
    mark: Mark
    valid_from: date
    valid_to: date | None = None
    lengths: tuple[Length, ...] = ()
    unit_mark: Mark | None = None
    place: str = ""
    version: int = 1
    note: str = ""
    reason: str = ""
    at_once: bool = False
    confirmed_by: str = ""

    @property
    def unit(self) -> Unit | None:
        """The unit of the main length."""
        return self.lengths[0].unit if self.lengths else None

    @property
    def mark_label(self) -> str:
        """The mark's words."""
        return MARK_LABELS[self.mark]

    @property
    def unconfirmed(self) -> bool:
        """Whether the badge is due: the row or its unit is marked M and nobody has confirmed it."""
        return unconfirmed(self.mark, self.confirmed_by) or unconfirmed(self.unit_mark, self.confirmed_by)


@dataclass(frozen=True, slots=True)
class Due:
    """The result of a clock. `due` is a date, for hours a date-time, or None with a `reason`.

    `safe_day`: the last working day not later than `due`. `opens`: the day after it, for what comes next.
    `provisional`: a year is touched whose holiday notice is not loaded. `also`: the further lengths.
    """

    due: date | datetime | None
    safe_day: date | None = None
    unit: Unit | None = None
    provisional: bool = False
    also: tuple["Due", ...] = ()
    label: str = ""
    reason: str = ""
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated figure; `value` is None while the place has not filled it in."""

    code: str
    title: str
    value: Decimal | None
    unit: str
    source: str
    mark: Mark
    valid_from: date
    valid_to: date | None = None
    place: str = ""
    note: str = ""
    confirmed_by: str = ""

    @property
    def unconfirmed(self) -> bool:
        """Whether the badge is due."""
        return unconfirmed(self.mark, self.confirmed_by)


def unconfirmed(mark: Mark | None, confirmed_by: str) -> bool:
    """Marked M, and no person has confirmed it yet."""
    return mark is Mark.M and not confirmed_by
