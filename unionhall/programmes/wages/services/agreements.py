"""Agreements with instalments; the day after an unpaid due day the breach opens by itself, papers drafted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import money as fen
from unionhall.base import work
from unionhall.base.access import Actor
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ..kinds import AGREEMENT_LABELS, AgreementKind
from ..models import Agreement, Arrears, Claimant, Instalment
from ..queries import groups
from ..rules import instalments as rules
from ..rules import sharing
from ..rules.columns import EntryKind
from ..rules.flows import CaseState
from . import cases as wage_cases
from . import interruptions, money

if TYPE_CHECKING:
    from unionhall.kernel.cases.models import Deadline


@transaction.atomic
def sign(
    *, case_id: int, kind: str, signed_on: date, parts: Sequence[tuple[date, int]], by: Actor, at: datetime, body: str = "",
    wages_only: bool = True,
) -> Agreement:  # fmt: skip
    """Store an agreement with its instalments (due day, fen): promised money, a deadline for each, the step in the flow."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.mediate"))
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    plan = rules.plan([rules.Instalment(due, amount) for due, amount in parts])
    _supersede(arrears, by, at)
    row = Agreement.objects.create(
        arrears=arrears, kind=kind, signed_on=signed_on, body=body, total=plan.total, wages_only=wages_only
    )
    step = "settle" if arrears.case.state in {CaseState.ARBITRATING, CaseState.IN_COURT, CaseState.ENFORCING} else "agree"
    case = cases.take_step(case_id=case_id, step=step, by=by, at=at, says=says(kind=kind, plan=plan), power="wages.mediate")
    for number, part in enumerate(plan.instalments, start=1):
        Instalment.objects.create(agreement=row, number=number, due=part.due, amount=part.amount)
        cases.run_clock(
            case=case, code="instalment", label=_("公司付清第 {n} 期").format(n=number), start=min(signed_on, part.due),
            due=part.due, subject=f"{row.pk}:{number}",
        )  # fmt: skip
    for claimant, amount in promised_to(arrears=arrears, total=plan.total):
        money.append(
            arrears=arrears, kind=EntryKind.PROMISED, amount=amount, on=signed_on, claimant=claimant, by=by, at=at,
            note=AGREEMENT_LABELS[AgreementKind(kind)],
        )  # fmt: skip
    wage_cases.tell_claimants(case=case, at=at, key=f"agreement:{row.pk}")
    interruptions.follow(case_id=case.pk, at=at)
    return row


def promised_to(*, arrears: Arrears, total: int) -> list[tuple[Claimant | None, int]]:
    """Whose line a promise stands on: the one worker's; in a group pro rata by what is owed, those who go on alone left out.

    More than the lines owe, or lines without a sum, stands on nobody's line until somebody puts the lines right.
    """
    if (only := money.only_claimant(arrears=arrears)) or not arrears.claimants.exists():
        return [(only, total)]
    owed = {own.line.worker: own for own in groups.book(arrears=arrears) if own.line.owed and not own.line.left}
    claims = [sharing.Claim(worker, own.line.owed) for worker, own in owed.items()]
    if total > sum(claim.owed for claim in claims):
        return [(None, total)]
    return [(owed[part.worker].claimant, part.amount) for part in sharing.pro_rata(total, claims) if part.amount]


def says(*, kind: str, plan: rules.Plan) -> str:
    """The timeline's line: what was signed, for how much, by when."""
    last = plan.instalments[-1].due
    return _("{kind}：{sum} 元，{day} 前付清").format(kind=AGREEMENT_LABELS[AgreementKind(kind)], sum=fen.short(plan.total), day=f"{last:%Y-%m-%d}")


def _supersede(arrears: Arrears, by: Actor, at: datetime) -> None:
    """A new agreement takes the old one's place: its promise is replaced by nought, its due days end."""
    for old in arrears.agreements.filter(superseded=False):
        old.superseded = True
        old.save(update_fields=["superseded"])
        cases.meet(case=arrears.case, code="instalment", on=at.astimezone().date())
    for entry in arrears.entries.filter(kind=EntryKind.PROMISED, replaced_by=None, amount__gt=0):
        money.append(
            arrears=arrears, kind=EntryKind.PROMISED, amount=0, on=at.astimezone().date(), claimant=entry.claimant,
            replaces=entry, by=by, at=at,
        )  # fmt: skip


def standing(*, agreement: Agreement, today: date) -> Sequence[rules.Standing]:
    """Each instalment with what of it is paid: confirmed money and what the company says, oldest due day first."""
    rows = agreement.arrears.entries.filter(kind=EntryKind.PAID, replaced_by=None, on__gte=agreement.signed_on)
    payments = [rules.Payment(row.on, row.amount) for row in rows.order_by("on", "pk")]
    parts = [rules.Instalment(row.due, row.amount) for row in agreement.instalments.order_by("number")]
    return rules.standings(rules.plan(parts), payments, today)


@transaction.atomic
def lapse(*, deadline: Deadline, at: datetime) -> bool:
    """The day after a due day: unpaid means breach, opened by itself; paid means the deadline is met. Runs once."""
    agreement_id, number = (int(part) for part in deadline.subject.split(":"))
    agreement = Agreement.objects.select_related("arrears__case").get(pk=agreement_id)
    today, case = at.astimezone().date(), agreement.arrears.case
    row = standing(agreement=agreement, today=today)[number - 1]
    if row.open <= 0 or agreement.superseded:
        cases.meet(case=case, code="instalment", on=today, subject=deadline.subject)
        return False
    if not Instalment.objects.filter(agreement=agreement, number=number, breached_on=None).update(breached_on=today):
        return False
    if case.state == CaseState.AGREED:
        system = Actor(name=_("系统"), system="instalment unpaid")
        says = _("第 {n} 期到期没付清，还差 {sum} 元").format(n=number, sum=f"{row.open / 100:,.2f}")
        cases.take_step(case_id=case.pk, step="breach", by=system, at=at, says=says)
        work.later("wages.draft_next", case_id=case.pk)
        wage_cases.tell_claimants(case=case, at=at, key=f"breach:{deadline.pk}")
    return True

