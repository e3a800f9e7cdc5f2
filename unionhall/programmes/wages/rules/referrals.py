"""Which body gets which facts of a wage matter, and by whose clock it answers: one table that a lawyer could read.

Minimal per receiver (PIPL 6); each worker's own consent per receiver and purpose (PIPL 23, 28–29).
"""

from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.orgs.rules import AgencyKind


class Fact(StrEnum):
    """What is said of the matter; no worker stands in it."""

    EMPLOYER = "employer"
    CODE = "code"
    PROJECT = "project"
    INDUSTRY = "industry"
    PEOPLE = "people"
    OWED = "owed"
    PERIOD = "period"
    AGREEMENT = "agreement"


class WorkerFact(StrEnum):
    """What is said of one worker who agreed, besides the name."""

    PHONE = "phone"
    ID_NUMBER = "id_number"
    WORK = "work"
    SPAN = "span"
    OWED = "owed"
    MIGRANT = "migrant"


FACT_LABELS = {
    Fact.EMPLOYER: _("用人单位"), Fact.CODE: _("信用代码"), Fact.PROJECT: _("项目、工地"), Fact.INDUSTRY: _("行业"), Fact.PEOPLE: _("人数"),
    Fact.OWED: _("一共欠多少元"), Fact.PERIOD: _("哪几个月"), Fact.AGREEMENT: _("签过的协议"),
}  # fmt: skip
WORKER_LABELS = {
    WorkerFact.PHONE: _("电话"), WorkerFact.ID_NUMBER: _("身份证号"), WorkerFact.WORK: _("干什么活"), WorkerFact.SPAN: _("从哪天干到哪天"),
    WorkerFact.OWED: _("欠多少元"), WorkerFact.MIGRANT: _("是不是农民工"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """One way to another body. `facts` and `worker` are all that it gets; without `worker` no worker's data leaves."""

    code: str
    label: str
    purpose: str
    receivers: tuple[AgencyKind, ...]
    rule: str
    facts: tuple[Fact, ...]
    worker: tuple[WorkerFact, ...] = ()


SITE = (Fact.EMPLOYER, Fact.CODE, Fact.PROJECT, Fact.INDUSTRY, Fact.PEOPLE, Fact.OWED, Fact.PERIOD)
FIRM = (Fact.EMPLOYER, Fact.CODE, Fact.PROJECT, Fact.PERIOD, Fact.AGREEMENT)
SUIT = (WorkerFact.PHONE, WorkerFact.ID_NUMBER, WorkerFact.WORK, WorkerFact.SPAN, WorkerFact.OWED)
WAYS = (
    Way("support", _("请求支持起诉"), _("请检察院支持我起诉要工资"), (AgencyKind.PROCURATORATE,), "REF-REPLY", FIRM, SUIT),
    Way("transfer", _("线索移送"), _("移送欠薪线索"), (AgencyKind.PROCURATORATE,), "REF-REPLY", SITE),
    Way("letter", _("抄送工会文书"), _("抄送工会文书"), (AgencyKind.PROCURATORATE,), "REF-REPLY", (Fact.EMPLOYER, Fact.PROJECT, Fact.PEOPLE, Fact.OWED)),
    Way(
        "inspection", _("移送劳动监察"), _("请劳动监察查处欠薪"), (AgencyKind.INSPECTORATE, AgencyKind.HRSS), "INS-ACCEPT", SITE,
        (WorkerFact.PHONE, WorkerFact.WORK, WorkerFact.SPAN, WorkerFact.OWED),
    ),
    Way("arbitration", _("转仲裁委"), _("申请劳动仲裁"), (AgencyKind.COMMISSION,), "ARB-ACCEPT", FIRM, SUIT),
    Way("suit", _("转法院"), _("起诉或者申请支付令"), (AgencyKind.COURT,), "REF-REPLY", FIRM, SUIT),
    Way(
        "aid", _("申请法律援助"), _("申请免费的律师"), (AgencyKind.LEGAL_AID,), "AID-7", (Fact.EMPLOYER, Fact.PERIOD),
        (WorkerFact.PHONE, WorkerFact.ID_NUMBER, WorkerFact.OWED, WorkerFact.MIGRANT),
    ),
)  # fmt: skip
BY_CODE = {way.code: way for way in WAYS}
TO_INSPECTORATE = "inspection"


def gives(way: Way) -> tuple[str, ...]:
    """The worker's own facts in words, as the consent names them."""
    return (_("姓名"), *(WORKER_LABELS[fact] for fact in way.worker))
