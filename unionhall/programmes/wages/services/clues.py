"""Clues: reported without a log-in, registered by staff, checked, merged by a person, opened as a case."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor, Scope
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices import services as notices
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs import rules as org_rules
from unionhall.kernel.people import services as people
from unionhall.kernel.people.rules import clean_phone

from ..kinds import Answer, MoneyKind
from ..models import Clue
from . import words

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case, Receipt
    from unionhall.kernel.orgs.models import Employer, Union
    from unionhall.web.kinds import Told


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody tells about unpaid wages. `amount` in fen, None when they cannot say."""

    employer_name: str
    region_code: str = ""
    project: str = ""
    amount: int | None = None
    approximate: bool = False
    people: int | None = None
    period: str = ""
    contact: str = ""
    phone: str = ""
    told: str = ""
    credit_code: str = ""
    industry: str = ""
    address: str = ""
    work: str = ""
    money_kind: str = MoneyKind.UNKNOWN
    migrant: str = Answer.UNKNOWN
    still_employed: str = Answer.UNKNOWN
    boss_reachable: str = Answer.UNKNOWN
    evidence: str = ""
    informant_hidden: bool = False

    def said(self) -> str:
        """The report as one text: what the receipt's hash covers."""
        return "\n".join(f"{name}={value}" for name, value in asdict(self).items() if value not in ("", None))


def draft_clue(*, report: Report, received_on: date) -> Clue:
    """An unsaved clue with its search keys; a wrong phone is refused beside its field."""
    phone = clean_phone(report.phone)
    if report.phone and not phone:
        raise Refused("phone", _("手机号是 11 位数字，以 1 开头"), field="phone")
    keys = org_rules.keys(report.employer_name)
    facts = {**asdict(report), "phone": phone}
    return Clue(
        **facts, name_key=keys.name[:120], sound_key=keys.sound[:400], phone_hash=keyed_hash(phone, "phone"),
        received_on=received_on,
    )  # fmt: skip


def title_of(*, report: Report) -> str:
    """What it is, in a line."""
    who = report.contact or _("匿名")
    return f"{report.employer_name or '—'} · {who}"


def report(*, report: Report, client_key: str, by: Actor, at: datetime) -> tuple[Receipt, str]:
    """File a worker's report once per form key: (receipt row, enquiry code). A retry gets the same answer."""
    return cases.file_once(client_key=client_key, file=lambda: _file(report, case_rules.Channel.WEB, client_key, by, at))


def take_down(*, report: Report, channel: str, client_key: str, by: Actor, at: datetime) -> tuple[Receipt, str]:
    """A clue taken at the desk for somebody, once per form key: the receipt and the code are theirs, as on the web."""
    by.require("wages.register")
    return cases.file_once(client_key=client_key, file=lambda: _file(report, channel, client_key, by, at))


@transaction.atomic
def _file(report: Report, channel: str, client_key: str, by: Actor, at: datetime) -> tuple[Receipt, str]:
    clue = register(report=report, channel=channel, by=by, at=at)
    person = None
    if clue.phone:
        person = people.person_for(name=report.contact, phone=clue.phone, by=by, at=at)
        cases.join(case=clue.case, person=person, role=case_rules.PartyRole.REPORTER, at=at, hidden=report.informant_hidden)
    receipt, code = cases.issue_receipt(case=clue.case, person=person, client_key=client_key, said=report.said(), at=at)
    if person:
        notices.tell(
            person=person, message="clue_received", effect_key=f"clue:{clue.case_id}", at=at,
            link="/wages/mine/", reference=clue.case.reference,
        )  # fmt: skip
    return receipt, code


@transaction.atomic
def register(
    *, report: Report, channel: str, by: Actor, at: datetime, received_on: date | None = None, origin: Case | None = None
) -> Clue:
    """Enter a clue: the union in charge of its street gets it, with the first clock running."""
    if not report.employer_name.strip():
        raise Refused("employer", _("写上单位或者工地的名字，知道多少写多少"), field="employer_name")
    clue = draft_clue(report=report, received_on=received_on or at.astimezone().date())
    union = orgs.for_region(report.region_code) or home_union(by=by)
    clue.case = cases.open_case(
        kind="clue", union=union, title=title_of(report=report), channel=channel, says=_("收到线索"), by=by, at=at,
        topic=report.industry, origin=origin,
    )  # fmt: skip
    clue.employer = known_employer(report=report)
    clue.save(force_insert=True)
    words.learn(names=words.names_of([clue]))
    return clue


@transaction.atomic
def take_over(told: Told, by: Actor, at: datetime) -> Case:
    """A wages matter that was told to another programme: a clue follows on it; the same receipt and reporters lead here."""
    by.require("wages.register")
    facts = Report(
        employer_name=told.about, region_code=told.region_code, told=told.text, contact=told.contact, phone=told.phone
    )  # fmt: skip
    clue = register(report=facts, channel=told.origin.channel, by=by, at=at, origin=told.origin)
    for party in told.origin.parties.select_related("person"):
        cases.join(case=clue.case, person=party.person, role=party.role, at=at, hidden=party.hidden)
    return clue.case


def known_employer(*, report: Report) -> Employer | None:
    """The registered employer with this credit code; names alone decide nothing."""
    code = org_rules.clean_code(report.credit_code)
    return orgs.by_codes([code]).get(code) if code else None


def home_union(*, by: Actor) -> Union:
    """The actor's own union, else the one that runs this installation: a clue without a place still finds a desk."""
    for grant in by.grants:
        return orgs.union(grant.org_id)
    found = orgs.home()
    if found is None:
        raise Refused("no_union", _("这里还没有设好工会，请打 12351"))
    return found


def load(*, pk: int, scope: Scope) -> Clue:
    """One clue in scope; Refused when it is not open to the actor."""
    clue = Clue.objects.filter(case_queries.reach(scope, "case__"), pk=pk).select_related("case__union", "employer").first()
    if clue is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    return clue


def check(*, clue_id: int, by: Actor, at: datetime, says: str = "") -> Clue:
    """Begin to verify."""
    clue = load(pk=clue_id, scope=by.scope("wages.check"))
    cases.take_step(case_id=clue.case_id, step="check", by=by, at=at, says=says or _("开始核实"), power="wages.check")
    return clue


@transaction.atomic
def conclude(*, clue_id: int, step: str, outcome: str, says: str, by: Actor, at: datetime) -> Clue:
    """End a clue without a case: not wages, elsewhere, unsubstantiated, withdrawn. The reporter is told."""
    clue = load(pk=clue_id, scope=by.scope("wages.check"))
    if step not in {"not_wages", "elsewhere", "unsubstantiated", "withdraw"}:
        raise Refused("step", _("这一步现在走不了，先看看最新的进展"))
    if len(says.strip()) < 4:
        raise Refused("says", _("写明查了什么、该找谁，反映人会看到"), field="says")
    cases.take_step(case_id=clue.case_id, step=step, by=by, at=at, says=says, outcome=outcome, power="wages.check")
    tell_reporters(clue=clue, message="clue_concluded", key=f"{step}:{clue.case.version}", at=at)
    return clue


@transaction.atomic
def merge(*, clue_id: int, into_id: int, by: Actor, at: datetime) -> Clue:
    """A person decides that two clues are one; the merged reporter keeps sight of the master record."""
    clue, master = load(pk=clue_id, scope=by.scope("wages.check")), load(pk=into_id, scope=by.scope("wages.check"))
    if clue.pk == master.pk or master.merged_into_id:
        raise Refused("merge", _("不能并到这一条，请选一条没被并走的"), field="into")
    clue.merged_into = master
    clue.save(update_fields=["merged_into"])
    cases.take_step(
        case_id=clue.case_id, step="merge", by=by, at=at, says=_("并入 {reference}").format(reference=master.case.reference), outcome="K10", power="wages.check"
    )
    for party in clue.case.parties.select_related("person"):
        cases.join(case=master.case, person=party.person, role=party.role, at=at, hidden=party.hidden)
    cases.remark(case=master.case, says=_("{reference} 并进来了").format(reference=clue.case.reference), by=by, at=at, step="merged")
    return clue


def tell_reporters(*, clue: Clue, message: str, key: str, at: datetime) -> None:
    """Tell everyone who reported that there is news; never what it is."""
    for party in clue.case.parties.select_related("person"):
        notices.tell(
            person=party.person, message=message, effect_key=f"{message}:{clue.case_id}:{key}", at=at,
            link="/wages/mine/", reference=clue.case.reference,
        )  # fmt: skip

