"""The table of roads: conditions with their articles, the stretches by rows of law, cost, and what taking one makes true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from ..articles import (
    ARBITRATION_LAW,
    CIVIL_PROCEDURE,
    CONTRACT_LAW,
    DEPOSIT_RULES,
    INSPECTION_RULES,
    INTERPRETATION_1,
    WAGE_RULES,
    Article,
    Mark,
)
from ..routes import RouteFacts
from ..tristate import Answer, negated, some


class Route(StrEnum):
    """The roads, from the mildest to the hardest."""

    LETTER = "letter"
    MEDIATION = "mediation"
    INSPECTION = "inspection"
    ARBITRATION = "arbitration"
    IOU_SUIT = "iou_suit"
    PAYMENT_ORDER = "payment_order"
    BARE_ORDER = "bare_order"
    AGREEMENT_SUIT = "agreement_suit"
    CONFIRMATION = "confirmation"
    ENFORCEMENT = "enforcement"
    DEPOSIT = "deposit"
    EMERGENCY_FUND = "emergency_fund"
    SUIT_SUPPORT = "suit_support"


class Openness(StrEnum):
    """Whether a road can be taken."""

    OPEN = "open"
    ASK = "ask"
    CLOSED = "closed"


OPENNESS_WORDS = {Openness.OPEN: _("能走"), Openness.ASK: _("先查清"), Openness.CLOSED: _("走不了")}


@dataclass(frozen=True, slots=True)
class Facts(RouteFacts):
    """What the file and the people say, on top of what the cautions read; None: not known.

    `limit_last`: the last day to ask for arbitration by what is proved; `signed_on`: of the agreement in force;
    `last_due`: of its last instalment.
    """

    state: str = ""
    migrant: Answer = None
    construction: Answer = None
    deposit_kept: Answer = None
    short_of_money: Answer = None
    both_agree: Answer = None
    wages_only: Answer = None
    breached: Answer = None
    court_paper: Answer = None
    recent: Answer = None
    in_time: Answer = None
    final: Answer = None
    confirm_in_time: Answer = None
    limit_last: date | None = None
    signed_on: date | None = None
    last_due: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One question of a road: what to find out, what a no means, and where that is written."""

    code: str
    ask: str
    no: str
    article: Article
    answer: Callable[[Facts], Answer]


@dataclass(frozen=True, slots=True)
class Leg:
    """One stretch by a row of law; `place` picks its longest length. `contested`: only when the company fights on."""

    rule: str
    label: str
    place: int = 0
    contested: Callable[[Facts], bool] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A road as the table has it. `effect`: the facts that taking it makes true. `apply_by`: (rule, fact it runs from)."""

    route: Route
    article: Article
    label: str
    plain: str
    conditions: tuple[Condition, ...]
    legs: tuple[Leg, ...]
    cost: str
    first: str
    effect: tuple[str, ...] = ()
    step: str = ""
    apply_by: tuple[str, str] = ("", "")
    cost_unconfirmed: bool = False


def _civil(article: str) -> Article:
    return Article(CIVIL_PROCEDURE, article)


def _both_sides_quiet(facts: Facts) -> Answer:
    return negated(some(facts.arbitration_begun, facts.suit_begun))


QUIET = Condition(
    "not_begun", _("职工自己去过调解、仲裁或者法院吗？"), _("已经在调解、仲裁或者诉讼里，劳动监察会让人回原来的路"),
    Article(INSPECTION_RULES, "第21条第2款"), lambda facts: negated(some(facts.mediation_begun, facts.arbitration_begun, facts.suit_begun)),
)  # fmt: skip
UNDISPUTED = Condition(
    "no_proceedings", _("职工自己去过仲裁或者法院吗？"), _("已经在仲裁或者法院，由那边接着办"), Article(ARBITRATION_LAW, "第5条"), _both_sides_quiet,
)  # fmt: skip
RECENT = Condition(
    "recent", _("欠薪是两年内的吗？两年前的，看拖欠是不是一直没停"), _("过了两年没人发现、没人投诉，劳动监察不再查"),
    Article(INSPECTION_RULES, "第20条"), lambda facts: facts.recent,
)  # fmt: skip
REACHABLE = Condition(
    "reachable", _("公司、老板联系得上吗？"), _("公司找不到，谈不成"), Article(ARBITRATION_LAW, "第10条"), lambda facts: negated(facts.unreachable)
)
SERVABLE = Condition(
    "servable", _("公司、老板联系得上吗？支付令要送得到"), _("公司找不到，支付令送不到"), _civil("第225条"), lambda facts: negated(facts.unreachable)
)
NO_DEBTS = Condition(
    "no_other_debts", _("职工和公司之间还有别的债吗？"), _("双方还有别的债，不能申请支付令"), _civil("第225条"),
    lambda facts: negated(facts.other_debts),
)  # fmt: skip
IN_TIME = Condition(
    "in_time", _("时效够不够？看时效簿：补上凭证，或者问清哪天离开的"), "", Article(ARBITRATION_LAW, "第27条"), lambda facts: facts.in_time or None
)
HAS_IOU = Condition(
    "wage_iou", _("手里有公司写的工资欠条吗？"), _("没有工资欠条，要先仲裁"), Article(INTERPRETATION_1, "第15条"), lambda facts: facts.wage_iou
)
ONLY_IOU = Condition(
    "iou_alone", _("除了欠条上的工资，还要别的吗？"), _("加了别的劳动请求，就要先仲裁"), Article(INTERPRETATION_1, "第15条"),
    lambda facts: negated(facts.other_items),
)  # fmt: skip
HAS_AGREEMENT = Condition(
    "agreement", _("有调解协议吗？"), _("还没有调解协议：先调解"), Article(ARBITRATION_LAW, "第16条"), lambda facts: facts.mediation_agreement
)
BREACHED = Condition(
    "breached", _("到了约定的日子，付清了吗？"), _("约定的日子还没到"), Article(ARBITRATION_LAW, "第16条"), lambda facts: facts.breached
)
WAGES_ONLY = Condition(
    "wages_only", _("协议只谈工资吗？"), _("协议里写了工资以外的，不能直接起诉"), Article(INTERPRETATION_1, "第51条第2款"),
    lambda facts: facts.wages_only,
)  # fmt: skip
CONFIRM_DAYS = Condition(
    "confirm_in_time", _("协议是哪天签的？"), _("过了协议生效后的 30 天"), _civil("第205条"), lambda facts: facts.confirm_in_time
)
BOTH = Condition(
    "both_agree", _("公司愿意一起去法院确认吗？"), _("要双方一起申请，公司不愿意"), _civil("第205条"), lambda facts: facts.both_agree
)
PAPER = Condition(
    "court_paper", _("有仲裁调解书或者法院调解书吗？"), _("还没有能强制执行的文书"), _civil("第250条"), lambda facts: facts.court_paper
)
RURAL = Condition(
    "migrant", _("是农民工吗？"), _("只给农民工用"), Article(WAGE_RULES, "第2条"), lambda facts: facts.migrant
)
BUILDING = Condition(
    "construction", _("是工程建设吗？"), _("不是工程建设，没有工资保证金"), Article(WAGE_RULES, "第32条"), lambda facts: facts.construction
)
KEPT = Condition(
    "deposit_kept", _("存了工资保证金，或者有保函吗？"), _("没有存保证金；没存本身要罚"), Article(WAGE_RULES, "第32条、第55条"),
    lambda facts: facts.deposit_kept,
)  # fmt: skip
ORDERED = Condition(
    "ordered", _("人社部门下了责令文书吗？"), _("要先有人社部门的责令：先去劳动监察"), Article(DEPOSIT_RULES, "", Mark.SECONDARY),
    lambda facts: facts.order_to_pay,
)  # fmt: skip
SHORT = Condition(
    "short_of_money", _("公司一时拿不出钱，或者老板跑了吗？"), _("公司拿得出钱，周转金不垫"), Article(WAGE_RULES, "第63条"),
    lambda facts: some(facts.short_of_money, facts.unreachable),
)  # fmt: skip


def _may_sue(facts: Facts) -> Answer:
    """A suit is open by an IOU alone, by a broken wages-only agreement, or has begun; otherwise arbitration comes first."""
    iou = facts.wage_iou is True and facts.other_items is False
    agreed = facts.mediation_agreement is True and facts.wages_only is True and facts.breached is True
    if iou or agreed or facts.suit_begun is True:
        return True
    return None if None in (facts.wage_iou, facts.suit_begun) else False


MAY_SUE = Condition(
    "may_sue", _("能起诉了吗？凭欠条，或者只谈工资的协议没付，或者仲裁以后"), _("还不能起诉：要先仲裁"), _civil("第15条"), _may_sue
)


def _not_final(facts: Facts) -> bool:
    return facts.final is not True


def _always(_facts: Facts) -> bool:
    return True


FREE = _("不收费")
SMALL_FEE = _("案件受理费每件约 10 元")
ORDER_FEE = _("申请费按财产案件受理费的三分之一")
FIGHT = (Leg("SUE-15", _("公司不服，起诉"), 0, _not_final), Leg("COURT-ORD", _("一审审完（延长在内，二审另算）"), 1, _not_final))
ORDER = (Leg("PO-ACCEPT", _("法院说受不受理")), Leg("PO-ISSUE", _("发出支付令")), Leg("PO-DEBTOR", _("公司付清或者书面异议（送达的日子另加）")))
TABLE = (
    Row(
        Route.LETTER, Article(WAGE_RULES, "第51条"), _("工会发函、约谈"), _("工会发函，约公司来谈"), (REACHABLE,), (Leg("UNION-REPLY", _("公司书面答复")),), FREE,
        _("以职工名义发，送达回证留好：时效从送到那天重新算"), step="negotiate",
    ),
    Row(
        Route.MEDIATION, Article(ARBITRATION_LAW, "第10条、第14条"), _("调解，不付就申请支付令"), _("先调解；签了又不付，去法院申请支付令"), (REACHABLE, UNDISPUTED),
        (
            Leg("MED-15", _("谈成，或者到期可以仲裁")),
            *(Leg(leg.rule, leg.label, leg.place, _always) for leg in ORDER),
        ),
        FREE, _("工资单独签一份协议，写清哪天付；别的请求另签一份"), ("mediation_begun",), "mediate",
    ),
    Row(
        Route.INSPECTION, Article(INSPECTION_RULES, "第17条"), _("劳动监察"), _("请劳动监察去查"), (QUIET, RECENT),
        (Leg("INS-ACCEPT", _("受理并立案")), Leg("INS-60", _("查完（延长在内）"), 1)), FREE,
        _("投诉回执留好：时效重新算。要走刑事的，先要有责令文书"), step="refer_hrss",
    ),
    Row(
        Route.ARBITRATION, Article(ARBITRATION_LAW, "第29条、第43条"), _("劳动仲裁"), _("申请劳动仲裁"), (IN_TIME,),
        (Leg("ARB-ACCEPT", _("受理")), Leg("ARB-45", _("裁决（延长在内）"), 1), *FIGHT), FREE,
        _("先看时效簿；生活难的，一起申请先予执行"), ("arbitration_begun",), "arbitrate", ("LIM-WAGE", "limit_last"),
    ),
    Row(
        Route.IOU_SUIT, Article(INTERPRETATION_1, "第15条"), _("凭欠条直接起诉"), _("拿工资欠条直接去法院"), (HAS_IOU, ONLY_IOU, UNDISPUTED),
        (Leg("COURT-ORD", _("一审审完（延长在内，二审另算）"), 1),), SMALL_FEE,
        _("只告欠条上的工资；欠条原件留好"), ("suit_begun",), "sue", cost_unconfirmed=True,
    ),
    Row(
        Route.PAYMENT_ORDER, Article(ARBITRATION_LAW, "第16条"), _("拿调解协议申请支付令"), _("拿协议去法院申请支付令"), (HAS_AGREEMENT, BREACHED, SERVABLE, NO_DEBTS, UNDISPUTED),
        (*ORDER, Leg("COURT-ORD", _("有真异议，转去起诉"), 1, _always)), ORDER_FEE,
        _("带协议原件；公司只说没钱，不算异议"), step="payment_order", cost_unconfirmed=True,
    ),
    Row(
        Route.BARE_ORDER, Article(CONTRACT_LAW, "第30条第2款"), _("没有协议，直接申请支付令"), _("没有协议，直接申请支付令"), (SERVABLE, NO_DEBTS, UNDISPUTED),
        (*ORDER, Leg("ARB-ACCEPT", _("有异议，回头仲裁：受理"), 0, _always), Leg("ARB-45", _("裁决（延长在内）"), 1, _always), *FIGHT), ORDER_FEE,
        _("失效了要先仲裁，不如先调解再申请"), step="payment_order", cost_unconfirmed=True,
    ),
    Row(
        Route.AGREEMENT_SUIT, Article(INTERPRETATION_1, "第51条第2款"), _("凭只谈工资的协议起诉"), _("拿协议直接去法院"), (HAS_AGREEMENT, WAGES_ONLY, BREACHED, UNDISPUTED),
        (Leg("COURT-ORD", _("一审审完（延长在内，二审另算）"), 1),), SMALL_FEE,
        _("带协议原件和没付的证明"), ("suit_begun",), "sue", cost_unconfirmed=True,
    ),
    Row(
        Route.CONFIRMATION, _civil("第205条"), _("协议司法确认"), _("和公司一起去法院确认协议"), (HAS_AGREEMENT, CONFIRM_DAYS, BOTH), (), FREE,
        _("趁公司还愿意，签完就去；确认了，不付可以直接强制执行"), apply_by=("CONFIRM-30", "signed_on"), cost_unconfirmed=True,
    ),
    Row(
        Route.ENFORCEMENT, _civil("第250条"), _("申请强制执行"), _("请法院强制执行"), (PAPER, BREACHED), (), FREE,
        _("把公司的账户、车、工程款线索写清"), step="enforce", apply_by=("ENF-2Y", "last_due"), cost_unconfirmed=True,
    ),
    Row(
        Route.DEPOSIT, Article(DEPOSIT_RULES, "", Mark.SECONDARY), _("动用工资保证金"), _("用工地存的工资保证金付"), (RURAL, BUILDING, KEPT, ORDERED),
        (Leg("DEPOSIT", _("银行支付（自收到人社部门通知起）"), 1),), FREE, _("请人社部门给银行发支付通知"),
    ),
    Row(
        Route.EMERGENCY_FUND, Article(WAGE_RULES, "第63条"), _("应急周转金"), _("政府先垫一部分"), (RURAL, SHORT), (), FREE, _("请人社部门报县级以上政府，先垫一部分工资或者生活费"),
    ),
    Row(
        Route.SUIT_SUPPORT, _civil("第15条"), _("请检察院支持起诉"), _("请检察院、工会帮着起诉"), (MAY_SUE,), (), FREE, _("材料交检察院；工会自己也可以支持"),
    ),
)  # fmt: skip
ROWS: Mapping[Route, Row] = {row.route: row for row in TABLE}
LAWS = tuple(dict.fromkeys([*(leg.rule for row in TABLE for leg in row.legs), *(row.apply_by[0] for row in TABLE if row.apply_by[0])]))
