"""The table of a report from a station's door: received, taken on, mended or refused with the reason, closed."""

from enum import StrEnum

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

HANDLE = "stations.handle"


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    MENDED = "mended"
    REFUSED = "refused"
    CLOSED = "closed"


ENDED = frozenset({ReportState.CLOSED})
FLOW = Flow(
    Step("accept", {ReportState.RECEIVED}, ReportState.ACCEPTED, _("接下来办"), (HANDLE,)),
    Step("mend", {ReportState.RECEIVED, ReportState.ACCEPTED}, ReportState.MENDED, _("办好了"), (HANDLE,)),
    Step("refuse", {ReportState.RECEIVED, ReportState.ACCEPTED}, ReportState.REFUSED, _("办不了，说明原因"), (HANDLE,)),
    Step("close", {ReportState.MENDED, ReportState.REFUSED}, ReportState.CLOSED, _("办结"), (HANDLE,)),
)
NAMES = {
    ReportState.RECEIVED: _("已收到"), ReportState.ACCEPTED: _("在办"), ReportState.MENDED: _("办好了"), ReportState.REFUSED: _("没办成"),
    ReportState.CLOSED: _("已办结"),
}  # fmt: skip
NOW = {
    ReportState.RECEIVED: (_("我们收到了。"), _("下一步有人接下来办。")),
    ReportState.ACCEPTED: (_("有人正在办。"), _("办好了，回复写在这一页。")),
    ReportState.MENDED: (_("办好了，请看回复。"), _("再到驿站，欢迎看看行不行。")),
    ReportState.REFUSED: (_("这次没办成，原因写在下面。"), _("还有话说，再扫一次门口的码。")),
    ReportState.CLOSED: (_("这件事办结了。"), _("有新情况，再扫一次门口的码。")),
}  # fmt: skip
