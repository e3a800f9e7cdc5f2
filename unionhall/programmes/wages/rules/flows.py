"""The two tables of a wage matter, a clue's and a case's, and each state in plain words for the worker.

A step's `needs` names the powers of which one is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

CHECK, HANDLE, MEDIATE = "wages.check", "wages.handle", "wages.mediate"
COUNSEL, CONFIRM = "wages.counsel", "wages.confirm"


class ClueState(StrEnum):
    """Where a clue stands. A clue is not a case: it becomes one when it is substantiated."""

    RECEIVED = "received"
    CHECKING = "checking"
    SUBSTANTIATED = "substantiated"
    NOT_WAGES = "not_wages"
    ELSEWHERE = "elsewhere"
    UNSUBSTANTIATED = "unsubstantiated"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class CaseState(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    NEGOTIATING = "negotiating"
    MEDIATING = "mediating"
    AGREED = "agreed"
    BREACHED = "breached"
    ARBITRATING = "arbitrating"
    IN_COURT = "in_court"
    ENFORCING = "enforcing"
    WITH_HRSS = "with_hrss"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    CONCLUDED = "concluded"
    CLOSED = "closed"


_OPEN_CLUE = {ClueState.RECEIVED, ClueState.CHECKING}
_ENDED_CLUE = {
    ClueState.NOT_WAGES,
    ClueState.ELSEWHERE,
    ClueState.UNSUBSTANTIATED,
    ClueState.WITHDRAWN,
    ClueState.MERGED,
}

CLUE_FLOW = Flow(
    Step("check", {ClueState.RECEIVED}, ClueState.CHECKING, _("开始核实"), (CHECK, HANDLE)),
    Step("open", {ClueState.CHECKING}, ClueState.SUBSTANTIATED, _("查实立案"), (HANDLE,)),
    Step("not_wages", _OPEN_CLUE, ClueState.NOT_WAGES, _("记为不是工资"), (CHECK, HANDLE)),
    Step("elsewhere", _OPEN_CLUE, ClueState.ELSEWHERE, _("转给管的地方"), (CHECK, HANDLE)),
    Step(
        "unsubstantiated", {ClueState.CHECKING}, ClueState.UNSUBSTANTIATED, _("记为查不实"), (CHECK, HANDLE)
    ),
    Step("withdraw", _OPEN_CLUE, ClueState.WITHDRAWN, _("按反映人的话撤回"), (CHECK, HANDLE)),
    Step("merge", _OPEN_CLUE, ClueState.MERGED, _("并入另一条"), (CHECK, HANDLE)),
    Step("reopen", _ENDED_CLUE, ClueState.CHECKING, _("重新核实"), (CHECK, HANDLE)),
)

_BEFORE_AWARD = {CaseState.OPENED, CaseState.NEGOTIATING, CaseState.MEDIATING, CaseState.BREACHED}
_LIVE = set(CaseState) - {CaseState.CONCLUDED, CaseState.CLOSED}
_UNPAID = _LIVE - {CaseState.AWAITING_CONFIRMATION}

CASE_FLOW = Flow(
    Step(
        "negotiate",
        {CaseState.OPENED, CaseState.MEDIATING, CaseState.BREACHED, CaseState.WITH_HRSS},
        CaseState.NEGOTIATING,
        _("约谈公司"),
        (HANDLE,),
    ),
    Step(
        "mediate",
        {CaseState.OPENED, CaseState.NEGOTIATING, CaseState.BREACHED, CaseState.WITH_HRSS},
        CaseState.MEDIATING,
        _("组织调解"),
        (HANDLE, MEDIATE),
    ),
    Step(
        "agree",
        {CaseState.NEGOTIATING, CaseState.MEDIATING},
        CaseState.AGREED,
        _("签调解协议"),
        (HANDLE, MEDIATE),
    ),
    Step("breach", {CaseState.AGREED}, CaseState.BREACHED, _("登记到期未付"), (HANDLE,)),
    Step(
        "arbitrate",
        _BEFORE_AWARD | {CaseState.WITH_HRSS, CaseState.IN_COURT},
        CaseState.ARBITRATING,
        _("申请仲裁"),
        (HANDLE, COUNSEL),
    ),
    Step("payment_order", _BEFORE_AWARD, CaseState.IN_COURT, _("申请支付令"), (HANDLE, COUNSEL)),
    Step("sue", _BEFORE_AWARD | {CaseState.ARBITRATING}, CaseState.IN_COURT, _("起诉"), (HANDLE, COUNSEL)),
    Step(
        "settle",
        {CaseState.ARBITRATING, CaseState.IN_COURT},
        CaseState.AGREED,
        _("调解结案"),
        (HANDLE, COUNSEL),
    ),
    Step(
        "enforce",
        {CaseState.BREACHED, CaseState.ARBITRATING, CaseState.IN_COURT},
        CaseState.ENFORCING,
        _("申请强制执行"),
        (HANDLE, COUNSEL),
    ),
    Step(
        "refer_hrss",
        {CaseState.OPENED, CaseState.NEGOTIATING, CaseState.BREACHED},
        CaseState.WITH_HRSS,
        _("移送劳动监察"),
        (HANDLE,),
    ),
    Step("report_paid", _UNPAID, CaseState.AWAITING_CONFIRMATION, _("登记公司付清"), (HANDLE,)),
    Step(
        "confirm",
        {CaseState.AWAITING_CONFIRMATION},
        CaseState.AWAITING_CONFIRMATION,
        _("职工确认收款"),
        (CONFIRM,),
    ),
    Step(
        "not_received",
        {CaseState.AWAITING_CONFIRMATION},
        CaseState.NEGOTIATING,
        _("登记没收到，找公司核对"),
        (CONFIRM, HANDLE),
    ),
    Step("conclude", {CaseState.AWAITING_CONFIRMATION}, CaseState.CONCLUDED, _("办结"), (HANDLE,)),
    Step("drop", _LIVE, CaseState.CONCLUDED, _("写明理由，不再追款"), (HANDLE,)),
    Step("reopen", {CaseState.CONCLUDED, CaseState.CLOSED}, CaseState.OPENED, _("重新办"), (HANDLE,)),
    Step("close", {CaseState.CONCLUDED}, CaseState.CLOSED, _("回访完，结案"), (HANDLE,)),
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A state as the worker reads it: the state's short name, where it stands, and what comes next."""

    name: str
    now: str
    next: str


_CLUE_WORDS: dict[ClueState | CaseState, Plain] = {
    ClueState.RECEIVED: Plain(
        _("已收到"), _("我们收到了您反映的事。"), _("下一步我们去核实，查清欠谁、欠多少。")
    ),
    ClueState.CHECKING: Plain(_("核实中"), _("我们正在核实。"), _("查实了就立案；需要您补材料，会告诉您。")),
    ClueState.SUBSTANTIATED: Plain(
        _("已立案"), _("查实了，已经立案。"), _("下一步找公司谈，进展在案子里看。")
    ),
    ClueState.NOT_WAGES: Plain(
        _("不是工资"), _("查下来，这笔钱不是工资。"), _("该找哪个部门，已写在下面；有新情况请再告诉我们。")
    ),
    ClueState.ELSEWHERE: Plain(
        _("转给外地"),
        _("这件事归别的地方管，已经转过去了。"),
        _("转给了谁，已写在下面；那边没动静，请告诉我们。"),
    ),
    ClueState.UNSUBSTANTIATED: Plain(
        _("查不实"), _("我们查了，没有查实。"), _("您有新的证据，随时可以让我们重新查。")
    ),
    ClueState.WITHDRAWN: Plain(_("已撤回"), _("按您的意思，已经撤回。"), _("想再办，随时告诉我们。")),
    ClueState.MERGED: Plain(_("已并案"), _("您这件和同一件事并在一起办。"), _("您照样看得到进展。")),
}
_CASE_WORDS: dict[ClueState | CaseState, Plain] = {
    CaseState.OPENED: Plain(_("已立案"), _("工会查实了，已经立案。"), _("下一步约公司来谈。")),
    CaseState.NEGOTIATING: Plain(
        _("正在谈"), _("我们正在跟公司谈。"), _("谈成了就签协议；谈不成就调解或者仲裁。")
    ),
    CaseState.MEDIATING: Plain(_("调解中"), _("正在调解。"), _("谈成了请您来签字；谈不成可以申请仲裁。")),
    CaseState.AGREED: Plain(
        _("答应付"),
        _("公司签了协议，答应付钱。答应了，不等于钱到了。"),
        _("到日子没付，第二天我们就接着追。"),
    ),
    CaseState.BREACHED: Plain(
        _("到期没付"), _("到了答应的日子，公司没付清。"), _("材料已经备好，下一步申请支付令或者仲裁。")
    ),
    CaseState.ARBITRATING: Plain(
        _("仲裁中"), _("已经申请仲裁。"), _("等仲裁委开庭或者调解，日子定了告诉您。")
    ),
    CaseState.IN_COURT: Plain(_("在法院"), _("案子在法院。"), _("等法院的结果，日子定了告诉您。")),
    CaseState.ENFORCING: Plain(
        _("强制执行中"), _("已经申请法院强制执行。"), _("法院查公司的财产；您知道线索，请告诉我们。")
    ),
    CaseState.WITH_HRSS: Plain(
        _("劳动监察在查"), _("案子移送给了劳动监察。"), _("等劳动监察的结果，我们接着盯。")
    ),
    CaseState.AWAITING_CONFIRMATION: Plain(
        _("等职工确认"), _("公司说钱付了。"), _("您收到了，请点“收到了”；没收到，请点“没收到”。")
    ),
    CaseState.CONCLUDED: Plain(
        _("办结，待回访"), _("这件事办结了。"), _("7 天、30 天、90 天后，我们各问您一次。")
    ),
    CaseState.CLOSED: Plain(_("已结案"), _("回访做完了，已经结案。"), _("再欠工资，随时告诉我们。")),
}
WORDS: Mapping[ClueState | CaseState, Plain] = MappingProxyType({**_CLUE_WORDS, **_CASE_WORDS})


def plain(state: ClueState | CaseState) -> Plain:
    """The state in the worker's words; real dates are added where they are known."""
    return WORDS[state]
