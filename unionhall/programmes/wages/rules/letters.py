"""一函两书: the union's three letters to an employer, by rising weight, and on which article each stands.

工会法 Art.23 (negotiate, then ask government), 保障农民工工资支付条例 Art.51 (supervise, ask to correct). Answer clock: UNION-REPLY.
"""

from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

CLOCK, RULE = "union_reply", "UNION-REPLY"


class LetterKind(StrEnum):
    """提示函, 意见书, 建议书."""

    NOTICE = "notice"
    OPINION = "opinion"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Name, the word in its number, and the sentences that make it what it is."""

    label: str
    word: str
    ground: str
    ask: str
    after: str


LETTERS = {
    LetterKind.NOTICE: LetterWords(
        _("提示函"), "工劳提", "依据《工会法》第23条、《保障农民工工资支付条例》第51条，工会就下列情况提示你单位：",
        "请尽快核实，把欠的工资付清，并把结果书面告诉工会。", "逾期不答复、不付清的，工会将发出劳动法律监督意见书。",
    ),
    LetterKind.OPINION: LetterWords(
        _("意见书"), "工劳意", "工会依据《工会法》第23条、《保障农民工工资支付条例》第51条进行劳动法律监督，发现你单位有下列情况：",
        "你单位应当改正：付清拖欠的工资，补齐工资台账和工资清单，并书面答复工会。", "逾期不改正的，工会将提请人力资源社会保障部门依法处理，并抄告检察院。",
    ),
    LetterKind.ADVICE: LetterWords(
        _("建议书"), "工劳建", "你单位的下列情况经工会监督仍未改正，工会依据《工会法》第23条、《保障农民工工资支付条例》第51条提出处理建议：",
        "建议依法责令付清工资，并处理有关责任人员；请你单位在答复期内说明。", "本建议书同时送人力资源社会保障部门和检察院。",
    ),
}  # fmt: skip


def number(kind: LetterKind, year: int, serial: int) -> str:
    """工劳提〔2026〕第3号."""
    return f"{LETTERS[kind].word}〔{year}〕第{serial}号"
