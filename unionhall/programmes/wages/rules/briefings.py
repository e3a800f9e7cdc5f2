"""Briefings: weekly and monthly work report, overview list, special report; their figures, their course, their fingerprint."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from unionhall.base.flow import Flow, Step
from unionhall.base.words import gettext_noop as _

OVERSEE = "wages.oversee"


class BriefingKind(StrEnum):
    """What a briefing is."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    OVERVIEW = "overview"
    MAJOR = "major"


KIND_LABELS = {
    BriefingKind.WEEKLY: _("欠薪工作周报"), BriefingKind.MONTHLY: _("欠薪工作月报"), BriefingKind.OVERVIEW: _("监测预警一览"),
    BriefingKind.MAJOR: _("重大案件专项报告"),
}  # fmt: skip


class BriefingState(StrEnum):
    """Where a briefing stands on its way up the tree."""

    DRAFT = "draft"
    ISSUED = "issued"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"


STATE_LABELS = {
    BriefingState.DRAFT: _("草稿，等人定稿"), BriefingState.ISSUED: _("已定稿"), BriefingState.SENT: _("已上报"),
    BriefingState.RECEIVED: _("上级已签收"), BriefingState.RETURNED: _("上级退回"),
}  # fmt: skip
FLOW = Flow(
    Step("issue", {BriefingState.DRAFT, BriefingState.RETURNED}, BriefingState.ISSUED, _("定稿"), (OVERSEE,)),
    Step("send", {BriefingState.ISSUED}, BriefingState.SENT, _("报给上级"), (OVERSEE,)),
    Step("receive", {BriefingState.SENT}, BriefingState.RECEIVED, _("签收"), (OVERSEE,)),
    Step("hand_back", {BriefingState.SENT}, BriefingState.RETURNED, _("退回"), (OVERSEE,)),
)
ABOVE = frozenset({"receive", "hand_back"})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a briefing with its definition; `stock` stands at the period's end, the others run through it."""

    code: str
    label: str
    unit: str
    definition: str
    stock: bool = False


FEN, MATTERS, HEADS = _("元"), _("件"), _("人")
FIGURES = (
    Figure("clues_new", _("新收线索"), _("条"), _("期内收到的线索，一条数一次")),
    Figure("clues_open", _("在查线索"), _("条"), _("期末还没有结果的线索"), True),
    Figure("opened", _("立案"), MATTERS, _("期内立案的案件")),
    Figure("concluded", _("办结"), MATTERS, _("期内走过“办结”或“不再追款”的案件，一件数一次")),
    Figure("in_hand", _("在办"), MATTERS, _("期末还没办结的案件"), True),
    Figure("heads", _("在办涉及"), HEADS, _("期末在办案件的人数加起来"), True),
    Figure("owed", _("在办欠薪"), FEN, _("期末在办案件的欠薪数加起来"), True),
    Figure("promised", _("公司答应"), FEN, _("期内协议里答应的钱，被新协议换掉的不算")),
    Figure("ordered", _("裁决判给"), FEN, _("期内裁决、判决写明的钱")),
    Figure("paid", _("公司说已付"), FEN, _("期内公司说付了的钱，职工没点“收到了”的也在内")),
    Figure("confirmed", _("职工确认到手"), FEN, _("期内职工本人确认到手的钱；要回多少只看这一栏")),
    Figure("breached", _("到期没付"), _("期"), _("期内到期没付清的分期")),
    Figure("late", _("过期没办"), _("项"), _("期末已过最后一天、还没办的期限"), True),
    Figure("aids", _("法律援助"), _("人次"), _("期内给出的法律援助，一名职工一件事数一次")),
    Figure("visits", _("做了回访"), _("次"), _("期内做完的结案回访")),
    Figure("visits_missed", _("回访没做"), _("次"), _("期末已到日子、还没做的回访"), True),
    Figure("care", _("走访职工家庭"), _("次"), _("期内工会上门走访的次数")),
    Figure("reached", _("普法宣传"), _("人次"), _("期内各场普法宣传到场的人加起来")),
)
MAJOR_FIGURES = (
    Figure("heads", _("涉及人数"), HEADS, _("案件登记的职工人数"), True),
    Figure("owed", _("欠薪数"), FEN, _("案件登记的欠薪数"), True),
    Figure("promised", _("公司答应"), FEN, _("到出报告时有效的协议里答应的钱"), True),
    Figure("ordered", _("裁决判给"), FEN, _("到出报告时裁决、判决写明的钱"), True),
    Figure("paid", _("公司说已付"), FEN, _("到出报告时公司说付了的钱"), True),
    Figure("confirmed", _("职工确认到手"), FEN, _("到出报告时职工本人确认到手的钱"), True),
    Figure("days", _("立案以来"), _("天"), _("从立案到出报告的天数"), True),
    Figure("incidents", _("突发情况"), _("次"), _("到出报告时登记的停工、聚集、极端等情况"), True),
)


def figures_of(kind: str) -> tuple[Figure, ...]:
    """The figures that a kind of briefing carries, in order."""
    return MAJOR_FIGURES if kind == BriefingKind.MAJOR else FIGURES


class Part(StrEnum):
    """A list inside a briefing."""

    PLACE = "place"
    INDUSTRY = "industry"
    LATE = "late"
    CLOCK = "clock"
    AGAIN = "again"
    OLD = "old"
    LARGE = "large"
    COURSE = "course"
    REASON = "reason"


PART_LABELS = {
    Part.PLACE: _("按单位"), Part.INDUSTRY: _("按行业"), Part.LATE: _("过了最后一天的"), Part.CLOCK: _("还没办的期限"), Part.AGAIN: _("同一家不止一件的"),
    Part.OLD: _("办得久的"), Part.LARGE: _("在办里钱最多的"), Part.COURSE: _("办理经过"), Part.REASON: _("为什么算重大"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: a label, a sentence, and what was counted; money in fen, None where it says nothing."""

    part: str
    label: str
    said: str = ""
    count: int | None = None
    heads: int | None = None
    owed: int | None = None
    promised: int | None = None
    ordered: int | None = None
    paid: int | None = None
    confirmed: int | None = None


def fingerprint(head: tuple[object, ...], figures: Iterable[tuple[str, int, int | None]], lines: Iterable[Line]) -> str:
    """Twelve hex characters over all that a briefing says: the same records give the same snapshot."""
    text = repr((head, sorted(figures), list(lines)))
    return sha256(text.encode()).hexdigest()[:12]


def reasons(people: int, owed: int | None, incidents: int, least_people: int | None, least_amount: int | None) -> list[str]:
    """Why a case is a major one: codes of people, amount, incident; none when it is not. Sums in fen."""
    found = ["people"] if least_people is not None and people >= least_people else []
    if least_amount is not None and owed is not None and owed >= least_amount:
        found.append("amount")
    return [*found, "incident"] if incidents else found


REASON_WORDS = {
    "people": _("人数到了 {least} 人：这一件 {value} 人"), "amount": _("欠薪到了 {least} 元：这一件 {value} 元"),
    "incident": _("出过突发情况 {value} 次"),
}  # fmt: skip
