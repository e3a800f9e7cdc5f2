"""The words of a station: kind, state."""

from enum import StrEnum

from unionhall.base.words import gettext_noop as _


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
