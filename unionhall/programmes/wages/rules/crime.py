"""The elements of refusing to pay (刑法 276-1) and of the joint-punishment list (6.11).

A list that people decide on: nothing here joins the elements into an answer for the whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from unionhall.base.words import gettext_noop as _

from .articles import (
    BLACKLIST_RULES,
    CRIME_INTERPRETATION,
    CRIMINAL_LAW,
    TRANSFER_OPINION,
    Article,
    Mark,
)
from .figures import Band, FigureName, Figures
from .tristate import Answer, every, some

READS = frozenset({FigureName.CRIME_ONE, FigureName.CRIME_MANY})
MONTHS, WORKERS = 3, 10
LENIENCY = (
    (
        _("公安立案前付清并承担赔偿：可以认定情节显著轻微，不认为是犯罪"),
        Article(CRIME_INTERPRETATION, "第6条"),
    ),
    (_("提起公诉前付清并承担赔偿：可以减轻或者免除处罚"), Article(CRIME_INTERPRETATION, "第6条")),
    (_("一审宣判前付清并承担赔偿：可以从轻处罚"), Article(CRIME_INTERPRETATION, "第6条")),
)


@dataclass(frozen=True, slots=True)
class Owed:
    """What one worker is owed, in fen, and for how many months of pay; None where nobody knows."""

    amount: int | None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class CrimeFacts:
    """What is known of the matter; None: nobody has found out yet."""

    owed: tuple[Owed, ...] = ()
    hid_or_moved: Answer = None
    fled: Answer = None
    ignored_notice: Answer = None
    able_to_pay: Answer = None
    ordered: Answer = None
    order_served: Answer = None
    posted_with_proof: Answer = None
    unpaid_after_order: Answer = None
    controller_known: Answer = None
    mass_incident: Answer = None


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its question, its article, whether it is met (None: not known), and why."""

    code: str
    question: str
    article: Article
    met: Answer
    reason: str = ""


REACHED = _("够了：不管本省定在哪，都到了数额")
REACHED_SET = _("够了：到了本省定的数额")
BELOW = _("不够：没到数额")
DEPENDS = _("要看本省定的数额：现在落在上下限之间，数额还没填")
UNKNOWN = _("还没查清每个人欠多少、欠几个月")
NEVER = _("不够：没有人满 3 个月且到数额，也不满 10 人")


def conduct(facts: CrimeFacts) -> tuple[Element, ...]:
    """How the employer avoids paying: one of these is enough (刑法 276-1; 人社部发〔2014〕100号)."""
    hidden = Article(CRIMINAL_LAW, "第276条之一")
    return (
        Element("HID", _("有没有转移、藏匿财产？"), hidden, facts.hid_or_moved),
        Element("FLED", _("老板有没有逃走、躲起来？"), hidden, facts.fled),
        Element(
            "NO_SHOW",
            _("用能查实的方式通知了，老板有没有不来？可以算逃匿"),
            Article(TRANSFER_OPINION, "第1条第2项", Mark.SECONDARY),
            facts.ignored_notice,
        ),
        Element("ABLE", _("是不是付得起却不付？"), hidden, facts.able_to_pay),
    )


def amount(facts: CrimeFacts, figures: Figures) -> Element:
    """One worker with 3 months and more, or ten together; a band until the province's figure is set."""
    met, reason = _amount(facts.owed, figures)
    question = _("数额到了没有？一个人满 3 个月，或者 10 人以上加在一起")
    return Element("AMOUNT", question, Article(CRIME_INTERPRETATION, "第3条"), met, reason)


def order(facts: CrimeFacts) -> tuple[Element, ...]:
    """An order to pay, served or posted, and not followed (拒付解释 Art.4)."""
    article = Article(CRIME_INTERPRETATION, "第4条")
    served = some(facts.order_served, facts.posted_with_proof)
    return (
        Element("ORDERED", _("人社部门有没有下限期整改指令书或者行政处理决定书？"), article, facts.ordered),
        Element(
            "SERVED",
            _("送到了没有？逃匿的，在住处或者工地张贴并拍照、录像，也算"),
            article,
            served,
        ),
        Element("UNPAID", _("过了限期还是没付？"), article, facts.unpaid_after_order),
    )


def crime(facts: CrimeFacts, figures: Figures) -> tuple[Element, ...]:
    """The checklist for 刑法 276-1, in the order a hand-over file follows."""
    who = Article(CRIME_INTERPRETATION, "第7条、第8条")
    person = Element(
        "WHO", _("找到实际控制人了吗？没有用工资格的人、实际控制人也要担责"), who, facts.controller_known
    )
    return (*conduct(facts), amount(facts, figures), *order(facts), person)


def blacklist(facts: CrimeFacts, figures: Figures) -> tuple[Element, ...]:
    """The checklist for the joint-punishment list: amount or incident, an order, and default on it."""
    article = Article(BLACKLIST_RULES, "", Mark.SECONDARY)
    met, reason = _amount(facts.owed, figures)
    return (
        Element("BL_AMOUNT", _("数额到了拒不支付劳动报酬罪的线？"), article, met, reason),
        Element("BL_INCIDENT", _("或者引发了群体性事件、极端事件？"), article, facts.mass_incident),
        Element("BL_ORDERED", _("人社部门责令限期支付了？"), article, facts.ordered),
        Element("BL_UNPAID", _("过了限期还是没付？"), article, facts.unpaid_after_order),
    )


def missing(elements: Iterable[Element]) -> tuple[Element, ...]:
    """The elements that nobody has shown yet: the list to work on, with no judgement of the whole."""
    return tuple(element for element in elements if element.met is not True)


def _against(sum_owed: int | None, band: Band) -> Answer:
    if sum_owed is None:
        return None
    if band.chosen is not None:
        return sum_owed >= band.chosen
    if sum_owed >= band.high:
        return True
    return False if sum_owed < band.low else None


def _one(owed: Owed, figures: Figures) -> Answer:
    lasts = None if owed.months is None else owed.months >= MONTHS
    return every(lasts, _against(owed.amount, figures.crime_one))


def _many(owed: Sequence[Owed], figures: Figures) -> Answer:
    if len(owed) < WORKERS:
        return False
    known = sum(one.amount or 0 for one in owed)
    answer = _against(known, figures.crime_many)
    # An unknown sum can only add: what is already reached stays reached, what is not stays open.
    return None if answer is False and any(one.amount is None for one in owed) else answer


def _reached(owed: Sequence[Owed], figures: Figures) -> Answer:
    return some(*(_one(one, figures) for one in owed), _many(owed, figures))


def _without_choice(figures: Figures) -> Figures:
    one, many = (replace(band, chosen=None) for band in (figures.crime_one, figures.crime_many))
    return replace(figures, crime_one=one, crime_many=many)


def _amount(owed: Sequence[Owed], figures: Figures) -> tuple[Answer, str]:
    if not owed:
        return None, UNKNOWN
    answer = _reached(owed, figures)
    if answer is True:
        return True, REACHED if _reached(owed, _without_choice(figures)) else REACHED_SET
    if answer is False:
        return False, BELOW if len(owed) >= WORKERS else NEVER
    unknown = any(one.amount is None or one.months is None for one in owed)
    return None, UNKNOWN if unknown else DEPENDS
