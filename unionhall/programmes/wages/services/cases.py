"""Cases: opened from a clue, assigned, aided by lawyers, concluded by a code whose conditions hold."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import rules as case_rules
from unionhall.kernel.cases import services as cases
from unionhall.kernel.notices import services as notices
from unionhall.kernel.orgs import rules as org_rules
from unionhall.kernel.people import queries as people

from ..kinds import MoneyKind
from ..models import Aid, Arrears, Claimant
from ..queries import groups
from ..rules.conclusions import CONCLUSIONS, CaseFacts, Code, unmet
from . import clues, interruptions, words

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Case
    from unionhall.kernel.orgs.models import Agency
    from unionhall.kernel.people.models import Account, Person

    from ..models import Clue


def load(*, pk: int, scope: Scope) -> Arrears:
    """One case by its matter's id, in scope; Refused when it is not open to the actor."""
    rows = Arrears.objects.filter(case_queries.reach(scope, "case__"), case_id=pk)
    arrears = rows.select_related("case__union", "employer").first()
    if arrears is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    return arrears


def draft(*, case: Case, clue: Clue) -> Arrears:
    """An unsaved case row with what the clue knows."""
    name = clue.employer.name if clue.employer else clue.employer_name
    return Arrears(
        case=case, employer=clue.employer, employer_name=name, sound_key=org_rules.keys(name).sound[:400],
        project=clue.project, industry=clue.industry, street=clue.street, people=clue.people or 0, period=clue.period,
        owed=clue.amount, contact=clue.contact,
    )  # fmt: skip


@transaction.atomic
def open_from(*, clue_id: int, by: Actor, at: datetime, says: str = "") -> Arrears:
    """Substantiated: the clue ends, a case opens with its parties, clocks and an officer."""
    clue = clues.load(pk=clue_id, scope=by.scope("wages.handle"))
    if clue.money_kind == MoneyKind.PROJECT:
        raise Refused("not_wages", _("工程款不是工资，请记为“不是工资”，告诉反映人该找谁"))
    if clue.sealed and not clue.employer_name:
        raise Refused("sealed", _("这是保密件，台账上还没有单位。请有钥匙的人先把单位写入台账，再立案"))
    cases.take_step(case_id=clue.case_id, step="open", by=by, at=at, says=says or _("查实，立案"), power="wages.handle")
    case = cases.open_case(
        kind="arrears", union=clue.case.union, title=_title(clue), channel=clue.case.channel, says=says or _("查实，立案"),
        by=by, at=at, origin=clue.case, topic=clue.industry,
    )  # fmt: skip
    arrears = draft(case=case, clue=clue)
    arrears.save(force_insert=True)
    words.learn(names=words.names_of([arrears]))
    for party in clue.case.parties.select_related("person"):
        cases.join(case=case, person=party.person, role=case_rules.PartyRole.CLAIMANT, at=at, hidden=party.hidden)
        _first_claimant(arrears, clue, party.person)
    clues.tell_reporters(clue=clue, message="case_opened", key=str(case.pk), at=at)
    interruptions.follow(case_id=case.pk, at=at)
    return arrears


def _title(clue: Clue) -> str:
    name = clue.employer.name if clue.employer else clue.employer_name
    return _("{name} 欠 {n} 人工资").format(name=name, n=clue.people or 1)


def _first_claimant(arrears: Arrears, clue: Clue, person: Person) -> None:
    alone = (clue.people or 1) == 1
    Claimant.objects.create(
        arrears=arrears, person=person, name=person.name or clue.contact, work=clue.work, migrant=clue.migrant,
        ended_on=clue.ended_on, owed=(clue.amount or 0) if alone else 0,
    )  # fmt: skip


@transaction.atomic
def add_claimant(
    *, case_id: int, name: str, owed: int, by: Actor, at: datetime, person: Person | None = None, monthly: int | None = None,
    begun_on: date | None = None, ended_on: date | None = None, migrant: str = "unknown", work: str = "",
    owed_since: date | None = None,
) -> Claimant:  # fmt: skip
    """Add a worker with their own line; sums in fen."""
    arrears = load(pk=case_id, scope=by.scope("wages.handle"))
    row = Claimant.objects.create(
        arrears=arrears, person=person, name=name.strip(), owed=owed, monthly=monthly, begun_on=begun_on,
        ended_on=ended_on, migrant=migrant, work=work, owed_since=owed_since,
    )  # fmt: skip
    if person:
        cases.join(case=arrears.case, person=person, role=case_rules.PartyRole.CLAIMANT, at=at)
    refresh_owed(arrears=arrears)
    cases.remark(case=arrears.case, says=_("加进一名职工"), inner=name, by=by, at=at, step="claimant")
    interruptions.follow(case_id=case_id, at=at)
    if person:
        cases.review_duties(case=arrears.case, by=by, at=at)
    return row


@transaction.atomic
def amend_claimant(*, case_id: int, claimant_id: int, owed: int, by: Actor, at: datetime) -> Claimant:
    """Put a worker's own sum right, in fen; the case's sum follows."""
    arrears = load(pk=case_id, scope=by.scope("wages.handle"))
    row = arrears.claimants.get(pk=claimant_id)
    row.owed = owed
    row.save(update_fields=["owed"])
    refresh_owed(arrears=arrears)
    cases.remark(case=arrears.case, says=_("改了一名职工的欠薪数"), inner=row.name, by=by, at=at, step="claimant")
    return row


def refresh_owed(*, arrears: Arrears) -> None:
    """The case's sum and head count from its workers."""
    total = sum(arrears.claimants.values_list("owed", flat=True))
    Arrears.objects.filter(pk=arrears.pk).update(owed=total, people=arrears.claimants.count())


@transaction.atomic
def assign(
    *, case_id: int, account_id: int, role: str, by: Actor, at: datetime, agency: Agency | None = None
) -> None:
    """Give the case to an officer, mediator or lawyer; the one who gets it is told."""
    by.require("wages.assign")
    arrears = load(pk=case_id, scope=by.scope("wages.assign"))
    account = people.account(account_id)
    row = cases.assign(case=arrears.case, account=account, role=role, agency=agency, by=by, at=at)
    notices.tell(
        person=account.person, message="assigned", effect_key=f"assigned:{row.pk}", at=at,
        link=f"/wages/cases/{case_id}/", reference=arrears.case.reference,
    )  # fmt: skip


@transaction.atomic
def give_aid(
    *, case_id: int, claimant_id: int, lawyer: Account, matter: str, by: Actor, at: datetime, agency: Agency | None = None
) -> Aid:
    """Legal aid: a contracted or public lawyer for one worker and one matter, counted once."""
    arrears = load(pk=case_id, scope=by.scope("wages.assign"))
    claimant = arrears.claimants.get(pk=claimant_id)
    row, fresh = Aid.objects.get_or_create(
        claimant=claimant, matter=matter,
        defaults={"arrears": arrears, "lawyer": lawyer, "agency": agency, "given_on": at.astimezone().date()},
    )  # fmt: skip
    if fresh:
        assign(case_id=case_id, account_id=lawyer.pk, role=case_rules.DutyRole.LAWYER, agency=agency, by=by, at=at)
    return row


PLAIN_STEPS = frozenset({"negotiate", "mediate", "arbitrate", "payment_order", "sue", "enforce", "refer_hrss", "reopen"})


@transaction.atomic
def take(
    *, case_id: int, step: str, by: Actor, at: datetime, says: str = "", inner: str = "", version: int | None = None
) -> Case:
    """One of the plain steps of the flow; the workers are told. Steps that ask for more have their own verbs."""
    if step not in PLAIN_STEPS:
        raise Refused("step_closed", _("这一步要填的不止这些，请从案件页进去"))
    power = "wages.counsel" if step in {"arbitrate", "sue", "payment_order", "enforce"} else "wages.handle"
    power = "wages.mediate" if step == "mediate" else power
    case = cases.take_step(case_id=case_id, step=step, by=by, at=at, says=says, inner=inner, version=version, power=power)
    tell_claimants(case=case, at=at, key=f"{step}:{case.version}")
    interruptions.follow(case_id=case.pk, at=at)
    return case


def tell_claimants(*, case: Case, at: datetime, key: str) -> None:
    """Tell the workers that there is news; never what it is."""
    for party in case.parties.select_related("person"):
        notices.tell(
            person=party.person, message="case_news", effect_key=f"case:{case.pk}:{key}", at=at, link="/wages/mine/",
            reference=case.reference,
        )  # fmt: skip


def facts_of(*, arrears: Arrears, **said: object) -> CaseFacts:
    """What the file shows, for the conditions of a conclusion; `said` is what the officer fills in."""
    alone = groups.departed().values("claimant_id")
    owing = [row for row in arrears.claimants.exclude(pk__in=alone).annotate(got=F("owed")) if row.owed]
    confirmed = {row.pk: sum(e.amount for e in row.entries.filter(kind="confirmed", replaced_by=None)) for row in owing}
    agreement = arrears.agreements.filter(superseded=False).order_by("-pk").first()
    return CaseFacts(
        claimants=len(owing), unconfirmed=sum(1 for row in owing if confirmed[row.pk] < row.owed),
        confirmed=arrears.confirmed, plan_signed=agreement is not None, plan_has_days=agreement is not None,
        agreement_on_file=agreement is not None,
        instalments_open=agreement.instalments.count() if agreement and arrears.confirmed < agreement.total else 0,
        **said,
    )  # fmt: skip


@transaction.atomic
def conclude(*, case_id: int, code: str, by: Actor, at: datetime, says: str = "", **said: object) -> Case:
    """End a case by a coded conclusion; refused, with what is missing, while its conditions do not hold."""
    arrears = load(pk=case_id, scope=by.scope("wages.handle"))
    if not CONCLUSIONS[Code(code)].ends:
        raise Refused("conclusion_open", _("这个结论不结案，案子还要接着盯"), field="code")
    missing = unmet(Code(code), facts_of(arrears=arrears, **said))
    if missing:
        raise Refused("conclusion", _("还不能办结：{missing}"), field="code", values={"missing": "；".join(missing)})
    step = "conclude" if code == Code.K1 else "drop"
    case = cases.take_step(
        case_id=case_id, step=step, by=by, at=at, says=says or CONCLUSIONS[Code(code)].name, outcome=code, power="wages.handle"
    )
    tell_claimants(case=case, at=at, key=f"concluded:{case.version}")
    return case
