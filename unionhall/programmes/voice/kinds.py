"""The words of an opinion: kind, topic, difficulty, what a suggestion changed."""

from enum import StrEnum

from unionhall.base.words import gettext_noop as _


class MatterKind(StrEnum):
    """What somebody wants."""

    ADVICE = "advice"
    HELP = "help"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"


class Topic(StrEnum):
    """The problem index: one list for every channel and level."""

    WAGES = "wages"
    CONTRACT = "contract"
    INSURANCE = "insurance"
    SAFETY = "safety"
    HOURS = "hours"
    HARDSHIP = "hardship"
    MEMBERSHIP = "membership"
    STATION = "station"
    SERVICE = "service"
    OTHER = "other"


class Difficulty(StrEnum):
    """Three terms by difficulty."""

    SIMPLE = "simple"
    ORDINARY = "ordinary"
    HARD = "hard"


class ChangeKind(StrEnum):
    """What a suggestion led to."""

    RULE = "rule"
    PARAMETER = "parameter"
    DECISION = "decision"
    SERVICE = "service"


class Mark(StrEnum):
    """How well an answer is known: read in the text, in a reprint, not confirmed, our own advice."""

    C = "C"
    S = "S"
    M = "M"
    D = "D"


KIND_LABELS = {
    MatterKind.ADVICE: _("咨询"), MatterKind.HELP: _("求助"), MatterKind.SUGGESTION: _("建议"), MatterKind.COMPLAINT: _("投诉"),
}  # fmt: skip
KIND_ASKS = {
    MatterKind.ADVICE: _("我想问件事"), MatterKind.HELP: _("我有难处，想请工会帮忙"), MatterKind.SUGGESTION: _("我有个建议"),
    MatterKind.COMPLAINT: _("我要投诉"),
}  # fmt: skip
TOPIC_LABELS = {
    Topic.WAGES: _("工资"), Topic.CONTRACT: _("劳动合同"), Topic.INSURANCE: _("社保"), Topic.SAFETY: _("安全和劳保"),
    Topic.HOURS: _("工时和休假"), Topic.HARDSHIP: _("生活困难"), Topic.MEMBERSHIP: _("入会和会费"), Topic.STATION: _("驿站"),
    Topic.SERVICE: _("工会服务"), Topic.OTHER: _("别的"),
}  # fmt: skip
DIFFICULTY_LABELS = {Difficulty.SIMPLE: _("简单"), Difficulty.ORDINARY: _("一般"), Difficulty.HARD: _("难办")}
TERMS = {Difficulty.SIMPLE: "VOICE-SIMPLE", Difficulty.ORDINARY: "VOICE-ORDINARY", Difficulty.HARD: "VOICE-HARD"}
CHANGE_LABELS = {
    ChangeKind.RULE: _("改了一条规定"), ChangeKind.PARAMETER: _("改了一个标准"), ChangeKind.DECISION: _("工会作了决定"),
    ChangeKind.SERVICE: _("添了或者改了一项服务"),
}  # fmt: skip
