"""The table of a report from a station's door: received, taken on, mended or refused with the reason, closed.

Whoever told it may say once that it is not mended after all: then it is taken up again. That step is the reporter's alone.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

HANDLE = "stations.handle"
REOPEN = "reopen"


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    MENDED = "mended"
    REFUSED = "refused"
    CLOSED = "closed"
    REOPENED = "reopened"


ENDED = frozenset({ReportState.CLOSED})
FLOW = Flow(
    Step("accept", {ReportState.RECEIVED}, ReportState.ACCEPTED, _("接下来办"), (HANDLE,)),
    Step("mend", {ReportState.RECEIVED, ReportState.ACCEPTED, ReportState.REOPENED}, ReportState.MENDED, _("办好了"), (HANDLE,)),
    Step("refuse", {ReportState.RECEIVED, ReportState.ACCEPTED, ReportState.REOPENED}, ReportState.REFUSED, _("办不了，说明原因"), (HANDLE,)),
    Step("close", {ReportState.MENDED, ReportState.REFUSED}, ReportState.CLOSED, _("办结"), (HANDLE,)),
    Step(REOPEN, {ReportState.MENDED, ReportState.CLOSED}, ReportState.REOPENED, _("没修好，请再办一次")),
)
NAMES = {
    ReportState.RECEIVED: _("已收到"), ReportState.ACCEPTED: _("在办"), ReportState.MENDED: _("办好了"), ReportState.REFUSED: _("没办成"),
    ReportState.CLOSED: _("已办结"), ReportState.REOPENED: _("说没修好，再办"),
}  # fmt: skip
NOW = {
    ReportState.RECEIVED: (_("我们收到了。"), _("下一步有人接下来办。")),
    ReportState.ACCEPTED: (_("有人正在办。"), _("办好了，回复写在这一页。")),
    ReportState.MENDED: (_("办好了，请看回复。"), _("再到驿站，欢迎看看行不行。")),
    ReportState.REFUSED: (_("这次没办成，原因写在下面。"), _("还有话说，再扫一次门口的码。")),
    ReportState.CLOSED: (_("这件事办结了。"), _("有新情况，再扫一次门口的码。")),
    ReportState.REOPENED: (_("您说没修好，我们再办一次。"), _("办好了，回复写在这一页。")),
}  # fmt: skip


def reopens_until(state: str, mended_at: datetime | None, reopened_at: datetime | None, days: int) -> datetime | None:
    """Up to when the reporter may say that it is not mended: so many days after the word that it was, and only once; else None."""
    if mended_at is None or reopened_at is not None or state not in (ReportState.MENDED, ReportState.CLOSED):
        return None
    return mended_at + timedelta(days=days)
