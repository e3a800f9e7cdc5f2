"""Sending a matter to a partner with the workers' consent, and what the partner and the workers do with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.notices import services as notices
from unionhall.kernel.orgs.rules import AGENCY_LABELS, AgencyKind
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people

from .. import kinds, queries
from .. import rules as case_rules
from ..models import Case, CaseFile, Referral, ReferralLink, ReferralPerson
from ..rules import referrals as rules
from ..rules.referrals import ReferralState
from . import clocks, folders, hooks, matters, receipts

if TYPE_CHECKING:
    from unionhall.kernel.files.models import Blob
    from unionhall.kernel.orgs.models import Agency
    from unionhall.kernel.people.models import Consent, Person

SAID = {
    "offer": _("送给{agency}：{label}（{reference}）"), "accept": _("{agency}签收了（{reference}）"),
    "return": _("{agency}退回了（{reference}）"), "answer": _("{agency}答复了（{reference}）"),
    "withdraw": _("从{agency}撤回了（{reference}）"),
}  # fmt: skip
ENDS = ("return", "answer", "withdraw")
GONE = _("这一件现在看不到了：撤回了，或者职工收回了同意")


def purpose_of(*, kind: str) -> str:
    """The purpose under which a consent to this kind of referral is kept."""
    return f"referral:{kind}"


def receiver_of(*, agency: Agency) -> str:
    """The receiver as a consent names it."""
    return f"agency:{agency.pk}"


def consent_text(*, kind: str, agency: Agency) -> str:
    """What a worker says yes to: receiver, contact, what for, which facts, how, and that it can be taken back (PIPL 23)."""
    table = kinds.REFERRALS[kind]
    contact = agency.phone or AGENCY_LABELS[AgencyKind(agency.kind)]
    return _("同意工会把我的{facts}交给{agency}（联系：{contact}），只用来{purpose}。对方在工会的网页或者纸上看。我随时可以收回。").format(
        facts="、".join(table.gives), agency=agency.name, contact=contact, purpose=table.purpose
    )


@transaction.atomic
def refer(
    *, case: Case, kind: str, agency: Agency, people: Sequence[Person], by: Actor, at: datetime, says: str = "",
    paper: CaseFile | None = None,
) -> Referral:  # fmt: skip
    """Begin a referral. Workers who said yes go with it, the others are asked; it leaves with the first yes, or at once
    when no worker's data is in it. The caller has loaded the matter through its own scope."""
    table = kinds.REFERRALS[kind]
    if agency.kind not in table.receivers or case.kind != table.case_kind:
        raise Refused("receiver", _("这一种不能送给这个单位"), field="agency")
    if table.personal and not people:
        raise Refused("nobody", _("至少选一名留了手机号的职工，要他本人同意"), field="people")
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    if Referral.objects.filter(case=case, agency=agency, kind=kind, state__in=rules.LIVE).exists():
        raise Refused("referred", _("已经送给这个单位了，还没有结果"), field="agency")
    number = matters.next_numbers(key=f"{rules.PREFIX}-{at.astimezone().year}")
    row = Referral.objects.create(
        case=case, agency=agency, kind=kind, reference=case_rules.reference(rules.PREFIX, at.astimezone().year, number), says=says[:300],
        paper=paper, asked_at=at, asked_by=(by.name or by.system)[:80],
    )  # fmt: skip
    for person in people if table.personal else ():
        _ask(row, person, at)
    if not table.personal or queries.consented(row):
        return move_referral(referral_id=row.pk, step="offer", by=by, at=at)
    matters.remark(case=case, says=_("想请{agency}帮忙，等职工同意").format(agency=agency.name), inner=row.reference, by=by, at=at, step="referral")
    return row


def _ask(row: Referral, person: Person, at: datetime) -> None:
    """A live consent is taken up; without one the worker is asked, in the app and by SMS."""
    purpose, receiver = purpose_of(kind=row.kind), receiver_of(agency=row.agency)
    live = people_queries.consents(person.pk).filter(purpose=purpose, receiver=receiver).first()
    text = consent_text(kind=row.kind, agency=row.agency)
    ReferralPerson.objects.create(referral=row, person=person, consent=live, text=live.text if live else text, asked_at=at)
    if live is None:
        notices.tell(
            person=person, message="consent_asked", effect_key=f"consent:{row.pk}:{person.pk}", at=at, link="/me/consents/",
            reference=row.case.reference,
        )  # fmt: skip


@transaction.atomic
def agree(*, referral_id: int, person: Person, by: Actor, at: datetime, on_paper: bool = False) -> Referral:
    """A worker's own yes (or one signed on paper, entered by the office): the referral leaves, or what is shown grows."""
    row, own = _asked(referral_id, person)
    text = _("（书面同意，原件在案卷里）") if on_paper else ""
    given = people.consent(
        person=person, purpose=purpose_of(kind=row.kind), receiver=receiver_of(agency=row.agency), text=own.text + text, by=by, at=at
    )
    ReferralPerson.objects.filter(pk=own.pk).update(consent=given, declined_at=None)
    says = _("职工书面同意交给{agency}") if on_paper else _("职工同意交给{agency}")
    matters.remark(case=row.case, says=says.format(agency=row.agency.name), inner=person.name, by=by, at=at, step="consent")
    return move_referral(referral_id=row.pk, step="offer", by=by, at=at) if row.state == ReferralState.ASKED else row


@transaction.atomic
def decline(*, referral_id: int, person: Person, by: Actor, at: datetime) -> None:
    """A worker's no: nothing of theirs goes there."""
    row, own = _asked(referral_id, person)
    ReferralPerson.objects.filter(pk=own.pk).update(declined_at=at)
    says = _("职工不同意交给{agency}").format(agency=row.agency.name)
    matters.remark(case=row.case, says=says, inner=person.name, by=by, at=at, step="consent")


def _asked(referral_id: int, person: Person) -> tuple[Referral, ReferralPerson]:
    row = _locked(referral_id)
    own = ReferralPerson.objects.filter(referral=row, person=person).select_related("consent").first()
    if own is None or row.state not in rules.LIVE:
        raise Refused("not_asked", _("这一件已经不用答复了"))
    if own.consent and own.consent.revoked_at is None:
        raise Refused("agreed", _("已经同意过了"))
    return row, own


def _locked(referral_id: int) -> Referral:
    """The row under its lock: who reads and who revokes pass one after the other."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("case__union", "agency")
    try:
        return rows.get(pk=referral_id)
    except Referral.DoesNotExist as error:
        raise Refused("not_yours", GONE) from error


@transaction.atomic
def move_referral(*, referral_id: int, step: str, by: Actor, at: datetime, says: str = "", blobs: Sequence[Blob] = ()) -> Referral:
    """One step of the flow; its door (desk, partner's account, opened link) has loaded the referral. A return or an answer
    says why, may bring files into the folder, and is signed as a receipt."""
    row = _locked(referral_id)
    target, table = rules.REFERRAL_FLOW.after(row.state, step), kinds.REFERRALS[row.kind]
    if step in ("return", "answer") and len(says.strip()) < 2:
        raise Refused("says", _("写一句办得怎么样、为什么"), field="says")
    if step in rules.RECEIVER_STEPS and table.personal and not queries.consented(row):
        raise Refused("not_yours", GONE)
    stamps = {"offer": "offered_at", "accept": "accepted_at"}
    row.state = target
    setattr(row, stamps.get(step, "ended_at"), at)
    if step in ("return", "answer"):
        row.answer = says.strip()[:1000]
        row.statement = case_rules.statement(reference=row.reference, at=at, said=f"{step}\n{row.answer}")
        row.signature = receipts.sign(row.statement)
    row.save()
    words = SAID[step].format(agency=row.agency.name, label=table.label, reference=row.reference)
    event = matters.remark(case=row.case, says=words, inner=says[:500], by=by, at=at, step=f"referral_{step}")
    for blob in blobs:
        folders.add_file(case=row.case, blob=blob, label=_("{agency}的答复").format(agency=row.agency.name), by=by, at=at)
    _clock(row, step, event, at)
    if step == "withdraw":
        dead(referral=row, at=at)
    if step == "offer":
        tell_receiver(referral=row, key="offer", at=at)
    if table.moved:
        table.moved(row, step, by, at)
    return row


def _clock(row: Referral, step: str, event: object, at: datetime) -> None:
    """The receiver's own clock: begins when the matter leaves, ends with return, answer or withdrawal."""
    day, table = at.astimezone().date(), kinds.REFERRALS[row.kind]
    if step == "offer":
        label = _("{agency}答复").format(agency=row.agency.name)[:80]
        clocks.run_clock(
            case=row.case, code=rules.CLOCK, rule=table.rule, label=label, start=day, event=event, subject=str(row.pk),
            place=row.case.union.region_code,
        )  # fmt: skip
    elif step in ENDS:
        clocks.meet(case=row.case, code=rules.CLOCK, on=day, subject=str(row.pk))


def dead(*, referral: Referral, at: datetime) -> None:
    """Links end and what has not left the outbox is taken back."""
    ReferralLink.objects.filter(referral=referral, ended_at=None).update(ended_at=at)
    notices.drop_unsent(effect_prefix=f"referral:{referral.pk}:")
    hooks.drop(referral=referral)


def tell_receiver(*, referral: Referral, key: str, at: datetime) -> None:
    """Tell the registered contact, the agency's accounts and, if it wants, its machine that something waits; never what."""
    agency, effect = referral.agency, f"referral:{referral.pk}:{key}"
    if agency.phone:
        notices.send_sms(phone=agency.phone, message="referral_waits", effect_key=effect, at=at, reference=referral.reference)
    for account in people_queries.agency_accounts(agency.pk, at.astimezone().date()):
        notices.tell(
            person=account.person, message="referral_waits", effect_key=f"{effect}:{account.pk}", at=at, link=f"/partner/{referral.pk}/",
            reference=referral.reference,
        )  # fmt: skip
    hooks.want(referral=referral, event=key, at=at)


@transaction.atomic
def nudge(*, referral_id: int, by: Actor, at: datetime) -> Referral:
    """Remind the receiver, once a day at most."""
    row = _locked(referral_id)
    if row.state not in rules.WITH_RECEIVER:
        raise Refused("step_closed", _("这一步现在走不了，先看看最新的进展"))
    if not rules.rested(row.nudged_at, at):
        raise Refused("nudged", _("今天已经催过了，明天再催"))
    row.nudged_at = at
    row.save(update_fields=["nudged_at"])
    tell_receiver(referral=row, key=f"nudge-{at.astimezone():%m%d}", at=at)
    matters.remark(case=row.case, says=_("催了{agency}").format(agency=row.agency.name), inner=row.reference, by=by, at=at, step="referral_nudge")
    return row


@transaction.atomic
def read(*, referral_id: int, by: Actor, at: datetime) -> tuple[Referral, kinds.Shown, int]:
    """What the receiver sees now, and how many workers are left out; journalled, so that the worker sees who looked.

    Only while it lies with the receiver, and only of workers whose yes stands at this moment.
    """
    row = _locked(referral_id)
    table, agreed = kinds.REFERRALS[row.kind], queries.consented(row)
    if row.state not in rules.WITH_RECEIVER or (table.personal and not agreed):
        raise Refused("not_yours", GONE)
    shown = table.show(row.case_id, agreed)
    receipts.looked(case=row.case, by=by, at=at, what="referral", reason=table.label)
    return row, shown, row.people.count() - len(agreed)


@transaction.atomic
def revoke(*, consent_id: int, person_id: int, by: Actor, at: datetime) -> Consent:
    """A worker takes a yes back; in the same transaction nothing of theirs can be read any more, and a referral that
    stood on it alone is withdrawn with its link and its waiting messages."""
    held = ReferralPerson.objects.filter(consent_id=consent_id, person_id=person_id).values("referral_id")
    rows = list(Referral.objects.select_for_update(of=("self",)).filter(pk__in=held).select_related("case", "agency").order_by("pk"))
    given = people.revoke_consent(consent_id=consent_id, person_id=person_id, by=by, at=at)
    for row in rows:
        says = _("职工收回了给{agency}的同意").format(agency=row.agency.name)
        matters.remark(case=row.case, says=says, inner=row.reference, by=by, at=at, step="consent")
        notices.drop_unsent(effect_prefix=f"referral:{row.pk}:")
        if row.state in rules.LIVE and not queries.consented(row):
            move_referral(referral_id=row.pk, step="withdraw", by=by, at=at)
    return given
