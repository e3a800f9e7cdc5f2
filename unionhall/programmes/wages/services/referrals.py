"""A wage matter to another body: which facts it gets, what its steps move here, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import money
from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.kinds import ReferralKind, Shown
from unionhall.kernel.cases.rules import DutyRole
from unionhall.kernel.notices import services as notices
from unionhall.kernel.orgs import queries as orgs
from unionhall.kernel.orgs.rules import INDUSTRY_LABELS

from ..kinds import AGREEMENT_LABELS, ANSWER_LABELS, AgreementKind, Answer
from ..models import Arrears, Claimant
from ..rules.flows import CASE_FLOW
from ..rules.referrals import BY_CODE, FACT_LABELS, TO_INSPECTORATE, WAYS, WORKER_LABELS, Fact, Way, WorkerFact, gives
from . import cases as wage_cases

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import CaseFile, Referral

PREFIX = "wages."
NEWS = frozenset({"accept", "return", "answer", "withdraw"})


def kind_of(*, way: str) -> str:
    """The kernel's code of a way."""
    return f"{PREFIX}{way}"


def kinds() -> list[ReferralKind]:
    """Every way as the kernel takes it."""
    return [
        ReferralKind(
            code=kind_of(way=way.code), case_kind="arrears", label=way.label, purpose=way.purpose, receivers=tuple(map(str, way.receivers)),
            rule=way.rule, gives=gives(way), show=partial(shown, way), personal=bool(way.worker), moved=moved,
        )
        for way in WAYS
    ]  # fmt: skip


def shown(way: Way, case_id: int, person_ids: list[int], masked: bool = False) -> Shown:
    """What this receiver reads: the way's facts, and of each worker who agreed the way's own; `masked` for paper."""
    arrears = Arrears.objects.select_related("employer").get(case_id=case_id)
    facts = [(FACT_LABELS[fact], FACTS[fact](arrears)) for fact in way.facts]
    workers = arrears.claimants.filter(person_id__in=person_ids).select_related("person").order_by("pk") if way.worker else ()
    tell = WORKER | MASKED if masked else WORKER
    people = [(row.name, tuple(_said((WORKER_LABELS[fact], tell[fact](row)) for fact in way.worker))) for row in workers]
    return Shown(tuple(_said(facts)), tuple(people))


def _said(pairs: object) -> list[tuple[str, str]]:
    return [(label, words) for label, words in pairs if words]


def _agreement(row: Arrears) -> str:
    found = row.agreements.filter(superseded=False).order_by("-pk").first()
    if found is None:
        return ""
    return f"{AGREEMENT_LABELS[AgreementKind(found.kind)]} {found.signed_on:%Y-%m-%d}，{money.short(found.total)} 元"


def _span(row: Claimant) -> str:
    return f"{row.begun_on or ''}—{row.ended_on or ''}" if row.begun_on or row.ended_on else ""


FACTS: dict[Fact, Callable[[Arrears], str]] = {
    Fact.EMPLOYER: lambda row: row.employer_name, Fact.CODE: lambda row: (row.employer.code or "") if row.employer else "",
    Fact.PROJECT: lambda row: row.project, Fact.INDUSTRY: lambda row: INDUSTRY_LABELS.get(row.industry, row.industry),
    Fact.PEOPLE: lambda row: str(row.people or ""), Fact.OWED: lambda row: money.short(row.owed) if row.owed else "",
    Fact.PERIOD: lambda row: row.period, Fact.AGREEMENT: _agreement,
}  # fmt: skip
WORKER: dict[WorkerFact, Callable[[Claimant], str]] = {
    WorkerFact.PHONE: lambda row: row.person.phone, WorkerFact.ID_NUMBER: lambda row: row.person.id_number,
    WorkerFact.WORK: lambda row: row.work, WorkerFact.SPAN: _span, WorkerFact.OWED: lambda row: money.short(row.owed) if row.owed else "",
    WorkerFact.MIGRANT: lambda row: ANSWER_LABELS[Answer(row.migrant)],
}  # fmt: skip

MASKED: dict[WorkerFact, Callable[[Claimant], str]] = {
    WorkerFact.PHONE: lambda row: row.person.masked_phone, WorkerFact.ID_NUMBER: lambda row: row.person.masked_id,
}  # fmt: skip


def for_paper(*, referral: Referral, by: Actor, at: datetime) -> tuple[Shown, int]:
    """The packet as it is printed, and how many workers are left out: numbers masked, as on every paper that leaves the house."""
    row, _whole, left_out = cases.read(referral_id=referral.pk, by=by, at=at)
    return shown(BY_CODE[row.kind.removeprefix(PREFIX)], row.case_id, case_queries.consented(row), masked=True), left_out


@transaction.atomic
def refer(
    *, case_id: int, way: str, agency_id: int, claimant_ids: Sequence[int], by: Actor, at: datetime, says: str = "", on_paper: bool = False,
    paper: CaseFile | None = None,
) -> Referral:  # fmt: skip
    """Send a case on. `on_paper`: these workers signed a consent for this receiver, the office has it; else they are asked."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    if way not in BY_CODE:
        raise Refused("way", _("没有这一种移送"), field="to")
    agency = orgs.agencies(arrears.case.path).filter(pk=agency_id).first()
    if agency is None:
        raise Refused("receiver", _("这一种不能送给这个单位"), field="to")
    chosen = arrears.claimants.filter(pk__in=claimant_ids, person__isnull=False).select_related("person").order_by("pk")
    people = [row.person for row in chosen] if BY_CODE[way].worker else []
    row = cases.refer(case=arrears.case, kind=kind_of(way=way), agency=agency, people=people, by=by, at=at, says=says, paper=paper)
    for person in people if on_paper else ():
        if not row.people.filter(person=person, consent__isnull=False).exists():
            cases.agree(referral_id=row.pk, person=person, by=by, at=at, on_paper=True)
    row.refresh_from_db()
    return row


def load(*, case_id: int, pk: int, scope: Scope) -> Referral:
    """One referral of a case in scope; Refused otherwise."""
    row = case_queries.referrals(scope=scope).filter(case_id=case_id, pk=pk).first()
    if row is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    return row


def moved(row: Referral, step: str, by: Actor, at: datetime) -> None:
    """With the inspectorate the case itself moves; the officers hear what came back, the workers that there is news."""
    case = row.case
    if step == "offer" and row.kind == kind_of(way=TO_INSPECTORATE) and case.state in CASE_FLOW.step("refer_hrss").sources:
        system = Actor(account_id=by.account_id, name=by.name, system="sent to the inspectorate")
        case = cases.take_step(case_id=case.pk, step="refer_hrss", by=system, at=at)
    if step in NEWS:
        _tell_officers(row, step, at)
    if step in {"offer", "return", "answer"}:
        wage_cases.tell_claimants(case=case, at=at, key=f"referral:{row.pk}:{step}")


def _tell_officers(row: Referral, step: str, at: datetime) -> None:
    duties = case_queries.assignments(row.case, scope=Scope.system("who handles it")).filter(role=DutyRole.OFFICER)
    for duty in duties:
        notices.tell(
            person=duty.account.person, message="referral_news", effect_key=f"referral-news:{row.pk}:{step}:{duty.pk}", at=at,
            link=f"/wages/cases/{row.case_id}/referrals/{row.pk}/", reference=row.reference,
        )  # fmt: skip
