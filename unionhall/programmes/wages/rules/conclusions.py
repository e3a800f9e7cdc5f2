"""The coded conclusions K1-K10: each with its conditions, model text and caution."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter

from unionhall.base.words import gettext_noop as _


class Code(StrEnum):
    """The ten conclusions."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    K4 = "K4"
    K5 = "K5"
    K6 = "K6"
    K7 = "K7"
    K8 = "K8"
    K9 = "K9"
    K10 = "K10"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the file shows when a conclusion is chosen. Money in fen; empty text means it is not on file."""

    claimants: int = 0
    unconfirmed: int = 0
    confirmed: int = 0
    plan_signed: bool = False
    plan_has_days: bool = False
    agreement_on_file: bool = False
    instalments_open: int = 0
    hrss_receipt: str = ""
    acceptance_number: str = ""
    order_served_or_posted: bool = False
    order_proof_kept: bool = False
    police_receipt: str = ""
    reason: str = ""
    right_door: str = ""
    receiver_confirmed: bool = False
    reporter_told: bool = False
    checked_what: str = ""
    checked_on: str = ""
    checked_by: str = ""
    reporter_word: str = ""
    master_record: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: the sentence says what is missing while it does not hold."""

    missing: str
    holds: Callable[[CaseFacts], bool]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One row. `text` has {names} to fill; `ends`: the matter rests, otherwise it stays open and watched."""

    code: Code
    name: str
    conditions: tuple[Condition, ...]
    text: str
    caution: str
    ends: bool

    @property
    def fields(self) -> tuple[str, ...]:
        """The names the model text wants, in order."""
        return tuple(name for _text, name, _spec, _conv in Formatter().parse(self.text) if name)


_ROWS = (
    Conclusion(
        Code.K1,
        _("付清并确认"),
        (
            Condition(_("还没有登记职工"), lambda facts: facts.claimants > 0),
            Condition(_("还有职工没确认到手"), lambda facts: facts.unconfirmed == 0),
        ),
        _("{employer}欠 {workers} 名职工的工资共 {amount} 元，已于 {day} 付清，职工本人逐一确认到手。"),
        _("答应的、判给的都不等于付清。"),
        True,
    ),
    Conclusion(
        Code.K2,
        _("付了一部分，其余约定"),
        (
            Condition(_("还没有职工确认收到一部分"), lambda facts: facts.confirmed > 0),
            Condition(_("其余的钱还没签付款计划"), lambda facts: facts.plan_signed),
            Condition(_("付款计划没写明哪天付"), lambda facts: facts.plan_has_days),
        ),
        _(
            "{employer}已付 {confirmed} 元并经职工确认，其余 {amount} 元按 {day} 签的计划付，"
            "最后一期 {last_day}。"
        ),
        _("到日子没付，第二天自动转为到期未付。"),
        False,
    ),
    Conclusion(
        Code.K3,
        _("达成协议，分期在付"),
        (
            Condition(_("调解协议还没入卷"), lambda facts: facts.agreement_on_file),
            Condition(_("没有还在付的分期"), lambda facts: facts.instalments_open > 0),
        ),
        _(
            "{employer}与 {workers} 名职工于 {day} 达成调解协议，共 {amount} 元，"
            "分期支付，最后一期 {last_day}。"
        ),
        _("最后一期付清、职工确认之前不能办结。"),
        False,
    ),
    Conclusion(
        Code.K4,
        _("移送劳动监察"),
        (Condition(_("劳动监察的签收回执还没收到"), lambda facts: bool(facts.hrss_receipt)),),
        _("已将 {workers} 名职工、{amount} 元的欠薪材料移送 {receiver}，回执号 {number}，签收日 {day}。"),
        _("移出去了，我们自己的期限还在走。"),
        False,
    ),
    Conclusion(
        Code.K5,
        _("进入仲裁或者诉讼"),
        (Condition(_("还没有受理案号"), lambda facts: bool(facts.acceptance_number)),),
        _("{receiver}已于 {day} 受理，案号 {number}，请求 {amount} 元。"),
        _("进了仲裁、诉讼，劳动监察这条路就关了。"),
        False,
    ),
    Conclusion(
        Code.K6,
        _("移交公安（拒不支付劳动报酬）"),
        (
            Condition(_("责令支付文书还没送达或者张贴"), lambda facts: facts.order_served_or_posted),
            Condition(_("送达或者张贴的凭证没留"), lambda facts: facts.order_proof_kept),
            Condition(_("公安机关的接收回执还没收到"), lambda facts: bool(facts.police_receipt)),
        ),
        _(
            "责令支付文书 {order} 已送达（或张贴留证），逾期未付 {amount} 元；"
            "材料由 {sender} 于 {day} 移交 {receiver}。"
        ),
        _("构不构成犯罪由人判断，系统只列要件。"),
        False,
    ),
    Conclusion(
        Code.K7,
        _("不是工资"),
        (
            Condition(_("没写明为什么不是工资"), lambda facts: bool(facts.reason)),
            Condition(_("没写明该找哪个部门"), lambda facts: bool(facts.right_door)),
            Condition(_("还没告诉反映人"), lambda facts: facts.reporter_told),
        ),
        _(
            "经核实，反映的 {amount} 元属于 {kind}，不是工资，理由：{reason}。"
            "已告知反映人到 {receiver} 办理。"
        ),
        _("以欠薪名义要工程款，依法处理（保障农民工工资支付条例第52条）；要告诉反映人。"),
        True,
    ),
    Conclusion(
        Code.K8,
        _("不归本地管"),
        (
            Condition(_("接收方还没确认"), lambda facts: facts.receiver_confirmed),
            Condition(_("还没告诉反映人转到了哪里"), lambda facts: facts.reporter_told),
        ),
        _("欠薪发生在 {place}，已于 {day} 转给 {receiver}，对方已确认接收，反映人已知道。"),
        _("要告诉反映人转到哪里、为什么。"),
        True,
    ),
    Conclusion(
        Code.K9,
        _("查不实"),
        (
            Condition(_("没写查了什么"), lambda facts: bool(facts.checked_what)),
            Condition(_("没写哪天查的"), lambda facts: bool(facts.checked_on)),
            Condition(_("没写谁查的"), lambda facts: bool(facts.checked_by)),
        ),
        _("{person}于 {day} 查了 {checked}，没有查实欠薪。"),
        _("有新情况随时重新办。"),
        True,
    ),
    Conclusion(
        Code.K10,
        _("撤回或者并案"),
        (
            Condition(
                _("反映人的话没记下，也没写并到哪一件"),
                lambda facts: bool(facts.reporter_word) or bool(facts.master_record),
            ),
        ),
        _("{reason}，于 {day} 撤回（或并入 {number}）。"),
        _("并案的反映人仍然看得到进展。"),
        True,
    ),
)
CONCLUSIONS: Mapping[Code, Conclusion] = {row.code: row for row in _ROWS}


def unmet(code: Code, facts: CaseFacts) -> tuple[str, ...]:
    """What still stands against a conclusion, one sentence each; empty when it may be chosen."""
    return tuple(one.missing for one in CONCLUSIONS[code].conditions if not one.holds(facts))


def possible(facts: CaseFacts) -> tuple[Code, ...]:
    """The conclusions whose conditions all hold, in their order; a person chooses."""
    return tuple(code for code in Code if not unmet(code, facts))
