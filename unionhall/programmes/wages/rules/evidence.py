"""The evidence puzzle: what proves which part of a wage claim, what is missing, what the employer holds.

劳动争议调解仲裁法 Art.6, 39(2); 保障农民工工资支付条例 Art.15, 28, 50. It sorts papers and judges nothing: how much a
piece counts for is a proposal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from unionhall.base.words import gettext_noop as _

from .articles import ARBITRATION_LAW, RELATION_NOTICE, WAGE_RULES, Article, Mark


class Element(StrEnum):
    """The four things that a wage claim has to show."""

    RELATION = "relation"
    WAGE = "wage"
    PERIOD = "period"
    ARREARS = "arrears"


class Proof(StrEnum):
    """What a worker may have at hand."""

    CONTRACT = "contract"
    BADGE = "badge"
    ATTENDANCE = "attendance"
    PAY_SLIP = "pay_slip"
    BANK = "bank"
    CHAT = "chat"
    IOU = "iou"
    PLEDGE = "pledge"
    RECORDING = "recording"
    PHOTO = "photo"
    SOCIAL = "social"
    REGISTER = "register"
    FORM = "form"
    WITNESS = "witness"


class State(StrEnum):
    """How far one element stands."""

    PROVED = "proved"
    THIN = "thin"
    OPEN = "open"


ENOUGH = 2
ELEMENT_LABELS: Mapping[Element, str] = MappingProxyType(
    {
        Element.RELATION: _("给这家单位干过活"), Element.WAGE: _("工资是多少"), Element.PERIOD: _("干了多久"),
        Element.ARREARS: _("欠了多少没给"),
    }
)  # fmt: skip
PROOF_LABELS: Mapping[Proof, str] = MappingProxyType(
    {
        Proof.CONTRACT: _("劳动合同或者用工协议"), Proof.BADGE: _("工牌、工作服、出入证"), Proof.ATTENDANCE: _("考勤表、打卡记录"),
        Proof.PAY_SLIP: _("工资条、工资表"), Proof.BANK: _("银行、微信、支付宝的收款记录"), Proof.CHAT: _("和老板、班组长的聊天记录"),
        Proof.IOU: _("欠条、结算单"), Proof.PLEDGE: _("书面承诺、调解协议"), Proof.RECORDING: _("说到欠钱的录音"),
        Proof.PHOTO: _("在工地上的照片、视频"), Proof.SOCIAL: _("社保、工伤保险缴费记录"), Proof.REGISTER: _("实名制、进场登记"),
        Proof.FORM: _("入职登记表、报名表"), Proof.WITNESS: _("一起干活的工友作证"),
    }
)  # fmt: skip
STATE_LABELS: Mapping[State, str] = MappingProxyType(
    {State.PROVED: _("能说清"), State.THIN: _("还差一点"), State.OPEN: _("还没有证据")}
)
# How much each piece counts for each element: 2 stands alone, 1 helps, two that help stand together.
PROVES: Mapping[Proof, Mapping[Element, int]] = MappingProxyType(
    {
        Proof.CONTRACT: {Element.RELATION: 2, Element.WAGE: 2, Element.PERIOD: 1},
        Proof.BADGE: {Element.RELATION: 1},
        Proof.ATTENDANCE: {Element.RELATION: 1, Element.PERIOD: 2},
        Proof.PAY_SLIP: {Element.RELATION: 1, Element.WAGE: 2, Element.PERIOD: 1},
        Proof.BANK: {Element.RELATION: 1, Element.WAGE: 1, Element.ARREARS: 1},
        Proof.CHAT: {Element.RELATION: 1, Element.WAGE: 1, Element.ARREARS: 1},
        Proof.IOU: {Element.RELATION: 1, Element.ARREARS: 2},
        Proof.PLEDGE: {Element.ARREARS: 2},
        Proof.RECORDING: {Element.ARREARS: 1},
        Proof.PHOTO: {Element.RELATION: 1, Element.PERIOD: 1},
        Proof.SOCIAL: {Element.RELATION: 2, Element.PERIOD: 1},
        Proof.REGISTER: {Element.RELATION: 1, Element.PERIOD: 2},
        Proof.FORM: {Element.RELATION: 1, Element.PERIOD: 1},
        Proof.WITNESS: {Element.RELATION: 1, Element.PERIOD: 1},
    }
)

PRODUCE = Article(ARBITRATION_LAW, "第39条第2款")
EMPLOYER_SHOWS = Article(WAGE_RULES, "第50条")
BURDEN = Article(ARBITRATION_LAW, "第6条")
RELATION = Article(RELATION_NOTICE, "第2条", Mark.UNCONFIRMED)


@dataclass(frozen=True, slots=True)
class Held:
    """A paper that the employer has to keep: what it is called, what it shows, and why the employer has it."""

    code: str
    label: str
    shows: frozenset[Element]
    article: Article


HELD = (
    Held("roster", _("劳动合同文本和职工名册"), frozenset({Element.RELATION}), EMPLOYER_SHOWS),
    Held("entry_form", _("招工登记表、入职登记表"), frozenset({Element.RELATION}), RELATION),
    Held("ledger", _("工资支付台账和工资清单"), frozenset({Element.WAGE, Element.ARREARS}), Article(WAGE_RULES, "第15条、第50条")),
    Held("attendance", _("考勤记录"), frozenset({Element.PERIOD}), RELATION),
    Held("register", _("用工实名登记和进出场记录"), frozenset({Element.PERIOD, Element.RELATION}), Article(WAGE_RULES, "第28条")),
    Held("paid_out", _("通过工资专用账户发放的记录"), frozenset({Element.ARREARS}), Article(WAGE_RULES, "第26条、第31条")),
)  # fmt: skip
SITE_ONLY = frozenset({"register", "paid_out"})


@dataclass(frozen=True, slots=True)
class Piece:
    """One element: what there is, what would show it (the strongest first), how far it stands."""

    element: Element
    have: tuple[Proof, ...]
    missing: tuple[Proof, ...]
    state: State


def puzzle(have: Iterable[Proof], *, colleagues: int = 0) -> tuple[Piece, ...]:
    """The four elements in order. `colleagues`: how many may testify; one or more count as one piece."""
    held = frozenset(have) | (frozenset({Proof.WITNESS}) if colleagues > 0 else frozenset())
    return tuple(_piece(element, held) for element in Element)


def _piece(element: Element, held: frozenset[Proof]) -> Piece:
    fit = sorted((proof for proof in Proof if element in PROVES[proof]), key=lambda proof: -PROVES[proof][element])
    score = sum(PROVES[proof][element] for proof in fit if proof in held)
    state = State.PROVED if score >= ENOUGH else State.THIN if score else State.OPEN
    return Piece(element, tuple(p for p in fit if p in held), tuple(p for p in fit if p not in held), state)


def to_produce(pieces: Iterable[Piece], *, on_site: bool | None = None) -> tuple[Held, ...]:
    """What to ask the employer for: each paper that shows an element which does not stand yet, once.

    `on_site` False: no construction site, so nothing that only sites have to keep.
    """
    wanted = {piece.element for piece in pieces if piece.state is not State.PROVED}
    return tuple(one for one in HELD if one.shows & wanted and not (on_site is False and one.code in SITE_ONLY))
