"""How a matter goes to another body and comes back: states, steps, terms of links and codes."""

from datetime import datetime, timedelta
from enum import StrEnum

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

LINK_LIFE = timedelta(days=15)
CODE_LIFE = timedelta(minutes=10)  # ASVS 6.5.5: the link is an invitation, it opens after a fresh code
PASS_LIFE = timedelta(hours=12)
CODE_TRIES = 5
NUDGE_REST = timedelta(hours=20)
PREFIX = "YS"
CLOCK = "referral"


class ReferralState(StrEnum):
    """Where a referral stands: no receiver sees anything before a worker said yes."""

    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


STATE_LABELS = {
    ReferralState.ASKED: _("等职工同意"), ReferralState.OFFERED: _("已送出"), ReferralState.ACCEPTED: _("已签收，等答复"),
    ReferralState.RETURNED: _("退回"), ReferralState.ANSWERED: _("有结果"), ReferralState.WITHDRAWN: _("已撤回"),
}  # fmt: skip
LIVE = (ReferralState.ASKED, ReferralState.OFFERED, ReferralState.ACCEPTED)
WITH_RECEIVER = (ReferralState.OFFERED, ReferralState.ACCEPTED)
REFERRAL_FLOW = Flow(
    Step("offer", {ReferralState.ASKED}, ReferralState.OFFERED, _("送出")),
    Step("accept", {ReferralState.OFFERED}, ReferralState.ACCEPTED, _("签收")),
    Step("return", WITH_RECEIVER, ReferralState.RETURNED, _("退回")),
    Step("answer", {ReferralState.ACCEPTED}, ReferralState.ANSWERED, _("答复")),
    Step("withdraw", LIVE, ReferralState.WITHDRAWN, _("撤回")),
)
RECEIVER_STEPS = ("accept", "return", "answer")
STAGES = {
    ReferralState.ASKED: 0, ReferralState.OFFERED: 1, ReferralState.ACCEPTED: 3, ReferralState.RETURNED: 4,
    ReferralState.ANSWERED: 4, ReferralState.WITHDRAWN: 4,
}  # fmt: skip


def grouped_short(code: str) -> str:
    """K7QF 2M9X: the typed code of a link in two groups."""
    return f"{code[:4]} {code[4:]}"


def rested(last: datetime | None, at: datetime) -> bool:
    """Whether a receiver may be reminded again: once a day."""
    return last is None or at - last >= NUDGE_REST
