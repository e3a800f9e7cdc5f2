"""Which papers there are, who may make each, what they are made from, and what is handed from maker to folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.files.kinds import FileKind

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import CaseFile

    from ...models import Arrears, Claimant, Distribution
    from ..claims import NamedPayer

Value = str | list[dict[str, str]]
Values = dict[str, Value]


class Paper(StrEnum):
    """The papers of a case, and the worker's own application."""

    ARBITRATION = "arbitration"
    MEDIATION = "mediation"
    AID = "aid"
    SCHEDULE = "schedule"
    PAYMENT_ORDER = "payment_order"
    ORDER = "order"
    SUPPORT = "support"
    AUTHORITY = "authority"
    PRODUCTION = "production"
    DEMAND = "demand"
    TRANSFER = "transfer"
    OWN = "own"
    REPRESENTATIVES = "representatives"
    DISTRIBUTION = "distribution"


PAPER_LABELS: Mapping[Paper, str] = {
    Paper.ARBITRATION: _("仲裁申请书"), Paper.MEDIATION: _("调解协议书"), Paper.AID: _("法律援助申请表"),
    Paper.SCHEDULE: _("欠薪明细表"), Paper.PAYMENT_ORDER: _("支付令提示"), Paper.ORDER: _("支付令申请书"),
    Paper.SUPPORT: _("支持起诉申请书"), Paper.AUTHORITY: _("授权委托书"), Paper.PRODUCTION: _("责令提交证据申请书"),
    Paper.DEMAND: _("催告函"), Paper.TRANSFER: _("线索移送函"), Paper.OWN: _("本人仲裁申请书"),
    Paper.REPRESENTATIVES: _("推举代表表"), Paper.DISTRIBUTION: _("工资分配表"),
}  # fmt: skip
# The worker's own application is made by the worker, from the interview: no post may make it.
POWERS: Mapping[Paper, str] = {
    Paper.ARBITRATION: "wages.counsel", Paper.MEDIATION: "wages.mediate", Paper.AID: "wages.counsel",
    Paper.SCHEDULE: "wages.counsel", Paper.PAYMENT_ORDER: "wages.counsel", Paper.ORDER: "wages.counsel",
    Paper.SUPPORT: "wages.counsel", Paper.AUTHORITY: "wages.counsel", Paper.PRODUCTION: "wages.counsel",
    Paper.DEMAND: "wages.handle", Paper.TRANSFER: "wages.handle",
    Paper.REPRESENTATIVES: "wages.counsel", Paper.DISTRIBUTION: "wages.counsel",
}  # fmt: skip
SHARED = frozenset({Paper.ARBITRATION, Paper.MEDIATION, Paper.AID, Paper.ORDER, Paper.SUPPORT, Paper.PRODUCTION})
WANTS_AGREEMENT = frozenset({Paper.MEDIATION, Paper.PAYMENT_ORDER, Paper.ORDER})
IN_FULL = frozenset({Paper.AUTHORITY})  # the court compares the number with the card
MANY = (Paper.DEMAND, Paper.TRANSFER, Paper.PRODUCTION, Paper.SUPPORT, Paper.ARBITRATION)  # what is sent by the hundred


@dataclass(frozen=True, slots=True)
class File:
    """What a paper is made from: the case, its workers, the evidence of its folder, and the day.

    `payer`: to whom a demand goes. `numbers`: ID numbers in full by claimant, for the papers that need them. `urgent`: why aid comes first.
    """

    arrears: Arrears
    workers: Sequence[Claimant]
    evidence: Sequence[CaseFile]
    on: date
    payer: NamedPayer | None = None
    numbers: Mapping[int, str] = field(default_factory=dict)
    urgent: str = ""
    distribution: Distribution | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A paper before it is kept: bytes, file name, kind, the code that is printed on it, and its template's version."""

    paper: Paper
    content: bytes
    name: str
    kind: FileKind
    code: str
    template: str = ""


def code_of(values: Mapping[str, object]) -> str:
    """Sixteen hex characters of the SHA-256 over everything printed, in groups of four."""
    text = "\n".join(f"{name}={value}" for name, value in sorted(values.items()))
    digest = sha256(text.encode()).hexdigest()[:16].upper()
    return " ".join(digest[place : place + 4] for place in range(0, 16, 4))


def name_of(file: File, paper: Paper, suffix: str) -> str:
    """The file's name in the folder."""
    return f"{file.arrears.case.reference} {PAPER_LABELS[paper]}.{suffix}"
