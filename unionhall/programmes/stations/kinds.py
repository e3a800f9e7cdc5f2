"""The words of a station: kind, state."""

from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .rules.states import KIND_LABELS as KIND_LABELS
from .rules.states import STATE_LABELS as STATE_LABELS
from .rules.states import StationKind as StationKind
from .rules.states import StationState as StationState
from .rules.truth import Found as Found


class Occupation(StrEnum):
    """What somebody does; asked once per device, may be left out."""

    UNSAID = "unsaid"
    COURIER = "courier"
    DRIVER = "driver"
    CLEANER = "cleaner"
    BUILDER = "builder"
    GUARD = "guard"
    OTHER = "other"


class ReportKind(StrEnum):
    """What somebody reports at the door."""

    BROKEN = "broken"
    MISSING = "missing"
    WISH = "wish"


class SupplyState(StrEnum):
    """A lot is there, or how it ended."""

    THERE = "there"
    USED = "used"
    REPLACED = "replaced"
    THROWN = "thrown"


OCCUPATION_LABELS = {
    Occupation.COURIER: _("外卖、快递"), Occupation.DRIVER: _("货车、网约车"), Occupation.CLEANER: _("环卫"), Occupation.BUILDER: _("工地"),
    Occupation.GUARD: _("保安、物业"), Occupation.OTHER: _("别的"), Occupation.UNSAID: _("没说"),
}  # fmt: skip
REPORT_LABELS = {ReportKind.BROKEN: _("坏了"), ReportKind.MISSING: _("缺了"), ReportKind.WISH: _("建议")}
SUPPLY_LABELS = {
    SupplyState.THERE: _("在"), SupplyState.USED: _("用完了"), SupplyState.REPLACED: _("换了新的"), SupplyState.THROWN: _("扔掉了"),
}  # fmt: skip
