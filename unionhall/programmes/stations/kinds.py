"""The words of a station: kind, state."""

from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .rules.truth import Found as Found


class StationKind(StrEnum):
    """What sort of place it is."""

    CENTRE = "centre"
    STATION = "station"
    UNATTENDED = "unattended"
    PALACE = "palace"
    OTHER = "other"


class StationState(StrEnum):
    """What is known of it now: doubtful means that people found it locked in its hours."""

    OPEN = "open"
    DOUBTFUL = "doubtful"
    SUSPENDED = "suspended"
    ENDED = "ended"


KIND_LABELS = {
    StationKind.CENTRE: _("职工服务中心"), StationKind.STATION: _("工会驿站"), StationKind.UNATTENDED: _("24 小时无人驿站"),
    StationKind.PALACE: _("工人文化宫"), StationKind.OTHER: _("其他服务点"),
}  # fmt: skip
STATE_LABELS = {
    StationState.OPEN: _("正常开放"), StationState.DOUBTFUL: _("开没开不确定"), StationState.SUSPENDED: _("暂停开放"), StationState.ENDED: _("已撤销"),
}  # fmt: skip


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
