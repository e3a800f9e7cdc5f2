"""The guided interview: which question comes next, from the answers so far. One question a page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .evidence import PROOF_LABELS, PROVES, Element, Proof

Answers = Mapping[str, str]


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    MONEY = "money"
    DAY = "day"
    PHONE = "phone"
    ID = "id"
    CHOICE = "choice"
    CHECKS = "checks"


def _always(_answers: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Question:
    """One page: what is asked, why, and when it is asked at all. `must`: it may not stay empty."""

    code: str
    ask: str
    kind: Kind
    why: str = ""
    must: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    when: Callable[[Answers], bool] = _always


YES_NO = (("yes", _("是")), ("no", _("不是")), ("unknown", _("说不清")))
NAMED_TEXT = _("可以写我的名字")
WITNESS_TEXT = _("愿意给同一工地的工友作证；工会可以告诉办案的人我愿意")


def _proofs(element: Element) -> tuple[tuple[str, str], ...]:
    """What a worker may tick for an element: witnesses are counted, not ticked."""
    return tuple((proof.value, PROOF_LABELS[proof]) for proof in Proof if element in PROVES[proof] and proof is not Proof.WITNESS)


QUESTIONS = (
    Question("name", _("您的姓名？"), Kind.TEXT, _("按身份证上的写"), must=True),
    Question("id_number", _("身份证号码？"), Kind.ID, _("只印在您自己的申请书上；现在不想填，打印后用笔写也行")),
    Question("phone", _("仲裁委打哪个电话找您？"), Kind.PHONE, _("开庭通知会打这个电话")),
    Question("address", _("文书寄到哪里？"), Kind.TEXT, _("写现在住的地方，能收到信就行")),
    Question("employer", _("哪家单位欠您工资？"), Kind.TEXT, _("写合同、工资条、工牌上的名字；都没有，写工地和老板的名字"), must=True),
    Question("employer_address", _("这家单位在哪里？"), Kind.TEXT, _("办公的地方或者工地的地址")),
    Question("site", _("您在哪个工地、门店干活？"), Kind.TEXT, _("同一个工地的工友可以互相作证")),
    Question("work", _("干的什么活？"), Kind.TEXT, _("比如：瓦工、送货")),
    Question("begun", _("哪天开始干的？"), Kind.DAY, _("记不准，写大概那一天")),
    Question("still", _("现在还在那里干吗？"), Kind.CHOICE, _("离开的，从离开那天起一年内要去申请"), must=True, choices=YES_NO),
    Question("ended", _("最后一天是哪天？"), Kind.DAY, when=lambda answers: answers.get("still") == "no"),
    Question("contract", _("签过书面合同吗？"), Kind.CHOICE, must=True, choices=YES_NO),
    Question("monthly", _("说好的工资，一个月多少元？"), Kind.MONEY, _("按天算的，写一个月大概多少")),
    Question("owed", _("一共欠您多少元？"), Kind.MONEY, _("去掉已经拿到的"), must=True),
    Question("period", _("欠的是哪几个月的？"), Kind.TEXT, _("比如 2026年6月到8月")),
    Question("has_relation", _("给这家单位干过活，您手里有什么？"), Kind.CHECKS, _("有几样选几样，没有就不选"), choices=_proofs(Element.RELATION)),
    Question("has_wage", _("工资是多少，您手里有什么？"), Kind.CHECKS, _("有几样选几样，没有就不选"), choices=_proofs(Element.WAGE)),
    Question("has_period", _("干了多久，您手里有什么？"), Kind.CHECKS, _("有几样选几样，没有就不选"), choices=_proofs(Element.PERIOD)),
    Question("has_arrears", _("欠了没给，您手里有什么？"), Kind.CHECKS, _("有几样选几样，没有就不选"), choices=_proofs(Element.ARREARS)),
    Question(
        "named", _("工会给单位发催告函，可以写上您的名字吗？"), Kind.CHOICE,
        _("写了名字，仲裁时效从单位收到那天重新算；不写，单位看不到您是谁"), must=True, choices=(("yes", NAMED_TEXT), ("no", _("不写"))),
    ),
    Question(
        "witness", _("愿意给同一工地的工友作证吗？"), Kind.CHOICE,
        _("愿意的，工会办案的人看得到您的名字；工友只看到有几个人愿意。以后可以改"), must=True, choices=(("yes", WITNESS_TEXT), ("no", _("不愿意"))),
    ),
)  # fmt: skip
BY_CODE = {question.code: question for question in QUESTIONS}
PROOF_CODES = tuple(f"has_{element.value}" for element in Element)


def asked(answers: Answers) -> tuple[Question, ...]:
    """The questions that these answers call for, in order."""
    return tuple(question for question in QUESTIONS if question.when(answers))


def next_question(answers: Answers, after: str = "") -> Question | None:
    """The first question without an answer, looking first behind `after`; None when all are answered.

    An answer may be empty: it was seen and left blank. Only a `must` has to be filled.
    """
    row = asked(answers)
    codes = [question.code for question in row]
    start = codes.index(after) + 1 if after in codes else 0
    return next((question for question in (*row[start:], *row[:start]) if not answered(question, answers)), None)


def missing(answers: Answers) -> Question | None:
    """The first question without which there is no application."""
    return next((question for question in asked(answers) if question.must and not answers.get(question.code)), None)


def answered(question: Question, answers: Answers) -> bool:
    """Whether a question needs no further look."""
    return question.code in answers and (bool(answers[question.code]) or not question.must)


def before(code: str, answers: Answers) -> str:
    """The question before this one, '' for the first."""
    codes = [question.code for question in asked(answers)]
    place = codes.index(code) if code in codes else 0
    return codes[place - 1] if place else ""


def proofs(answers: Answers) -> frozenset[Proof]:
    """What was ticked: a piece is held once it was ticked for any element."""
    ticked = {each for code in PROOF_CODES for each in answers.get(code, "").split(",") if each}
    return frozenset(proof for proof in Proof if proof.value in ticked and proof is not Proof.WITNESS)
