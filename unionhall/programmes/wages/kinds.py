"""The words of a clue's and a claimant's facts."""

from enum import StrEnum

from unionhall.base.words import gettext_noop as _


class MoneyKind(StrEnum):
    """条例 Art.52: wages or project money, asked per claimant."""

    WAGES = "wages"
    PROJECT = "project"
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """A question that may be unknown."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class AgreementKind(StrEnum):
    """How money was promised or ordered."""

    PROMISE = "promise"
    MEDIATION = "mediation"
    ARB_MEDIATION = "arb_mediation"
    COURT_MEDIATION = "court_mediation"


class RunState(StrEnum):
    """An import: looked at, done, taken back."""

    DONE = "done"
    UNDONE = "undone"


class TemplateChoice(StrEnum):
    """What a union uses for a paper: its own file, that of the union above, or the shipped one."""

    OWN = "own"
    INHERITED = "inherited"
    SHIPPED = "shipped"


class LetterState(StrEnum):
    """A letter of a batch: to be made, made, or not possible."""

    WAITING = "waiting"
    MADE = "made"
    REFUSED = "refused"


TEMPLATE_CHOICE_LABELS = {
    TemplateChoice.OWN: _("自己改的"), TemplateChoice.INHERITED: _("跟上级一样"), TemplateChoice.SHIPPED: _("系统自带"),
}  # fmt: skip
LETTER_STATE_LABELS = {LetterState.WAITING: _("还没轮到"), LetterState.MADE: _("做好了"), LetterState.REFUSED: _("没做成")}
class Degree(StrEnum):
    """How hard life is for a claimant: as the union saw it, for relief to look at."""

    HARD = "hard"
    SEVERE = "severe"
    URGENT = "urgent"


class IncidentKind(StrEnum):
    """What happened around a case."""

    STOPPAGE = "stoppage"
    GATHERING = "gathering"
    EXTREME = "extreme"
    PETITION = "petition"
    PRESS = "press"


DEGREE_LABELS = {Degree.HARD: _("困难"), Degree.SEVERE: _("很困难"), Degree.URGENT: _("急难，等不得")}
INCIDENT_LABELS = {
    IncidentKind.STOPPAGE: _("停工"), IncidentKind.GATHERING: _("聚集"), IncidentKind.EXTREME: _("有人要走极端"),
    IncidentKind.PETITION: _("集体信访"), IncidentKind.PRESS: _("媒体、网上关注"),
}  # fmt: skip
MONEY_KIND_LABELS = {
    MoneyKind.WAGES: _("工资"), MoneyKind.PROJECT: _("工程款"), MoneyKind.UNKNOWN: _("说不清"),
}  # fmt: skip
ANSWER_LABELS = {Answer.YES: _("是"), Answer.NO: _("不是"), Answer.UNKNOWN: _("说不清")}
AGREEMENT_LABELS = {
    AgreementKind.PROMISE: _("书面承诺"), AgreementKind.MEDIATION: _("调解协议"),
    AgreementKind.ARB_MEDIATION: _("仲裁调解书"), AgreementKind.COURT_MEDIATION: _("法院调解书"),
}  # fmt: skip
