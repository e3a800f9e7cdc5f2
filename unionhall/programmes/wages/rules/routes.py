"""What one road closes on another: the cautions the software must state before a step is taken."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .articles import (
    ARBITRATION_LAW,
    CIVIL_PROCEDURE,
    CRIME_INTERPRETATION,
    INSPECTION_RULES,
    INTERPRETATION_1,
    Article,
)
from .tristate import Answer


class CautionCode(StrEnum):
    """The conflicts of roads, one code each."""

    INSPECTION_CLOSED = "inspection_closed"
    INSPECTION_FIRST = "inspection_first"
    WAGES_ONLY = "wages_only"
    NO_PAYMENT_ORDER = "no_payment_order"
    NO_SMALL_CLAIM = "no_small_claim"
    MIXED_AWARD = "mixed_award"
    KEEP_PROOF = "keep_proof"
    ORDER_FORK = "order_fork"
    EACH_DECIDES = "each_decides"
    IOU_ALONE = "iou_alone"


@dataclass(frozen=True, slots=True)
class RouteFacts:
    """What decides which roads are open; None: not known. `workers` counts the claimants."""

    workers: int = 1
    unreachable: Answer = None
    fled_or_bad_faith: Answer = None
    other_debts: Answer = None
    wage_iou: Answer = None
    other_items: Answer = None
    non_final_item: Answer = None
    mediation_begun: Answer = None
    arbitration_begun: Answer = None
    suit_begun: Answer = None
    order_to_pay: Answer = None
    asked_for_relief: Answer = None
    mediation_agreement: Answer = None


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to say before a step, and where it stands."""

    code: CautionCode
    sentence: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    caution: Caution
    applies: Callable[[RouteFacts], bool]


def _begun(facts: RouteFacts) -> bool:
    return True in (facts.mediation_begun, facts.arbitration_begun, facts.suit_begun)


def _rule(
    code: CautionCode, sentence: str, articles: tuple[Article, ...], applies: Callable[[RouteFacts], bool]
) -> _Rule:
    return _Rule(Caution(code, sentence, articles), applies)


INSPECTION = Article(INSPECTION_RULES, "第21条第2款")
ORDER_NEEDED = Article(CRIME_INTERPRETATION, "第4条")
MEDIATED = Article(INTERPRETATION_1, "第51条")
PAYMENT_ORDER = Article(CIVIL_PROCEDURE, "第225条")

RULES = (
    _rule(
        CautionCode.INSPECTION_CLOSED,
        _("已经在调解、仲裁或者诉讼里，劳动监察会让人回原来的路"),
        (INSPECTION,),
        _begun,
    ),
    _rule(
        CautionCode.INSPECTION_FIRST,
        _("老板跑了或者有钱不给，又还没有责令文书：先去劳动监察，再在时效内仲裁；走刑事要有责令文书"),
        (INSPECTION, ORDER_NEEDED),
        lambda facts: (
            facts.fled_or_bad_faith is True and facts.order_to_pay is not True and not _begun(facts)
        ),
    ),
    _rule(
        CautionCode.WAGES_ONLY,
        _("工资单独签一份协议，能申请支付令、能直接起诉、也能仲裁；混进别的请求就不能直接起诉。分两份签"),
        (MEDIATED,),
        lambda facts: facts.other_items is not False,
    ),
    _rule(
        CautionCode.NO_PAYMENT_ORDER,
        _("双方还有别的债，或者支付令送不到公司：不能申请支付令"),
        (PAYMENT_ORDER,),
        lambda facts: True in (facts.unreachable, facts.other_debts),
    ),
    _rule(
        CautionCode.NO_SMALL_CLAIM,
        _("公司下落不明，不能走小额诉讼"),
        (Article(CIVIL_PROCEDURE, "第166条"),),
        lambda facts: facts.unreachable is True,
    ),
    _rule(
        CautionCode.MIXED_AWARD,
        _("是不是终局按每一项看；加进一项不终局的，整份裁决就不终局"),
        (Article(INTERPRETATION_1, "第19条、第20条"),),
        lambda facts: facts.non_final_item is True,
    ),
    _rule(
        CautionCode.KEEP_PROOF,
        _("去过劳动监察，或者以职工名义发过工会函，时效重新算：凭证要留好"),
        (Article(ARBITRATION_LAW, "第27条第2款"),),
        lambda facts: facts.asked_for_relief is True,
    ),
    _rule(
        CautionCode.ORDER_FORK,
        _(
            "没有调解协议就申请支付令，失效后要先仲裁；拿着调解协议申请，失效后能直接起诉。先调解，再申请支付令"
        ),
        (Article(INTERPRETATION_1, "第13条"),),
        lambda facts: (
            facts.mediation_agreement is not True and True not in (facts.unreachable, facts.other_debts)
        ),
    ),
    _rule(
        CautionCode.EACH_DECIDES,
        _("集体裁决里，起不起诉每个人自己定，不能替大家一起定"),
        (Article(INTERPRETATION_1, "第17条"),),
        lambda facts: facts.workers >= 2,
    ),
    _rule(
        CautionCode.IOU_ALONE,
        _("只凭工资欠条起诉，不用先仲裁；加上别的劳动请求，就丢了这条路"),
        (Article(INTERPRETATION_1, "第15条"),),
        lambda facts: facts.wage_iou is True,
    ),
)


def cautions(facts: RouteFacts) -> tuple[Caution, ...]:
    """The cautions that the known facts call for, in the order of the table."""
    return tuple(rule.caution for rule in RULES if rule.applies(facts))
