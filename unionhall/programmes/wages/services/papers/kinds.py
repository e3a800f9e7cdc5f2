"""Which papers there are, who may make each, and what is handed from maker to folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files.kinds import FileKind


class Paper(StrEnum):
    """The papers of a case."""

    ARBITRATION = "arbitration"
    MEDIATION = "mediation"
    AID = "aid"
    SCHEDULE = "schedule"
    PAYMENT_ORDER = "payment_order"
    REPRESENTATIVES = "representatives"
    DISTRIBUTION = "distribution"


PAPER_LABELS: Mapping[Paper, str] = {
    Paper.ARBITRATION: _("仲裁申请书"), Paper.MEDIATION: _("调解协议书"), Paper.AID: _("法律援助申请表"),
    Paper.SCHEDULE: _("欠薪明细表"), Paper.PAYMENT_ORDER: _("支付令提示"),
    Paper.REPRESENTATIVES: _("推举代表表"), Paper.DISTRIBUTION: _("工资分配表"),
}  # fmt: skip
POWERS: Mapping[Paper, str] = {
    Paper.ARBITRATION: "wages.counsel", Paper.MEDIATION: "wages.mediate", Paper.AID: "wages.counsel",
    Paper.SCHEDULE: "wages.counsel", Paper.PAYMENT_ORDER: "wages.counsel",
    Paper.REPRESENTATIVES: "wages.counsel", Paper.DISTRIBUTION: "wages.counsel",
}  # fmt: skip
SHARED = frozenset({Paper.ARBITRATION, Paper.MEDIATION, Paper.AID})


@dataclass(frozen=True, slots=True)
class Made:
    """A paper before it is kept: bytes, file name, kind, and the code that is printed on it."""

    paper: Paper
    content: bytes
    name: str
    kind: FileKind
    code: str
