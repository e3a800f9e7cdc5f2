"""What a site must have, what is missing, and the penalty for leaving it so (条例 Art.15, 24-34, 54-57)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .articles import WAGE_RULES, Article
from .tristate import Answer


class Point(StrEnum):
    """One question of the visit's checklist."""

    PAID_IN_MONEY = "paid_in_money"
    LEDGER = "ledger"
    SLIP = "slip"
    CARDS_FREE = "cards_free"
    ACCOUNT = "account"
    DEPOSIT = "deposit"
    REAL_NAME = "real_name"
    MONTHLY_SHEET = "monthly_sheet"
    SUPERVISION = "supervision"
    BOARD = "board"
    GUARANTEE = "guarantee"
    LABOUR_COST = "labour_cost"
    DOCUMENTS = "documents"
    OFFICER = "officer"
    REGISTER = "register"
    OWN_CARD = "own_card"


@dataclass(frozen=True, slots=True)
class Penalty:
    """The fine if the point is not corrected in time, in fen; `persons` is the fine of those responsible."""

    article: Article
    low: int
    high: int
    persons: tuple[int, int] | None = None
    stop_work: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the checklist: the question (yes is good), the duty's article, the penalty if any."""

    point: Point
    question: str
    article: Article
    penalty: Penalty | None


def _duty(article: str) -> Article:
    return Article(WAGE_RULES, article)


ART_54 = Penalty(_duty("第54条"), 20_000_00, 50_000_00, persons=(10_000_00, 30_000_00))
ART_55 = Penalty(_duty("第55条"), 50_000_00, 100_000_00, stop_work=True)
ART_56 = Penalty(_duty("第56条"), 50_000_00, 100_000_00)
ART_57 = Penalty(_duty("第57条"), 50_000_00, 100_000_00, stop_work=True)

CHECKLIST = (
    Duty(Point.PAID_IN_MONEY, _("工资发的是钱，没有拿东西顶？"), _duty("第11条"), ART_54),
    Duty(Point.LEDGER, _("有工资支付台账，存满 3 年？"), _duty("第15条"), ART_54),
    Duty(Point.SLIP, _("给了职工本人工资清单？"), _duty("第15条"), ART_54),
    Duty(Point.CARDS_FREE, _("职工的银行卡、社保卡在自己手里？"), _duty("第31条"), ART_54),
    Duty(Point.ACCOUNT, _("开了工资专用账户，在用？"), _duty("第26条"), ART_55),
    Duty(Point.DEPOSIT, _("存了工资保证金，或者有保函？"), _duty("第32条"), ART_55),
    Duty(Point.REAL_NAME, _("进场的人都做了实名登记？"), _duty("第28条"), ART_55),
    Duty(Point.MONTHLY_SHEET, _("每月编工资表，职工本人签字？"), _duty("第31条"), ART_56),
    Duty(Point.SUPERVISION, _("总承包管着分包的用工和发薪？"), _duty("第30条"), ART_56),
    Duty(Point.BOARD, _("维权告示牌在醒目处，联系人、最低工资、发薪日都写了？"), _duty("第34条"), ART_56),
    Duty(Point.GUARANTEE, _("建设单位提供了工程款支付担保？"), _duty("第24条"), ART_57),
    Duty(Point.LABOUR_COST, _("人工费至少一个月拨一次，拨够了？"), _duty("第24条、第29条"), ART_57),
    Duty(Point.DOCUMENTS, _("施工合同、专户资料拿得出来？"), _duty("第24条、第26条"), ART_57),
    Duty(Point.OFFICER, _("项目部有劳资专管员？"), _duty("第28条"), None),
    Duty(Point.REGISTER, _("用工台账留着，留到完工结清后 3 年？"), _duty("第28条"), None),
    Duty(Point.OWN_CARD, _("总承包把工资直接打到职工自己的卡？"), _duty("第31条"), None),
)
PAY_DAY = Article(WAGE_RULES, "第14条")


def gaps(answers: Mapping[Point, Answer]) -> tuple[Duty, ...]:
    """The duties answered with no, in the order of the checklist."""
    return tuple(duty for duty in CHECKLIST if answers.get(duty.point) is False)


def unasked(answers: Mapping[Point, Answer]) -> tuple[Duty, ...]:
    """The duties nobody has answered yet: silence is not a yes."""
    return tuple(duty for duty in CHECKLIST if answers.get(duty.point) is None)
