"""Part money for several workers: shared by the rule they chose, to the fen, once; each confirms their own part."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from unionhall.base import money as fen
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal import services as journal

from ..models import Arrears, Claimant, Distribution, MoneyEntry, Portion
from ..queries import groups as queries
from ..rules import groups, sharing
from ..rules.columns import EntryKind
from ..rules.flows import CaseState
from . import cases as wage_cases
from . import interruptions, money

KEY_LEAST = 32
TWICE = _("这张凭据（{slip}）已经记过了，是第 {n} 笔")


def proposed(
    *, arrears: Arrears, amount: int, rule: str, agreed: Mapping[int, int] | None = None
) -> list[tuple[Claimant, int, sharing.Part]]:
    """What each worker would get now: (worker, still owed, part), in order of entry. Writes nothing."""
    lines = {own.line.worker: own for own in queries.book(arrears=arrears)}
    claims = groups.claims([own.line for own in lines.values()])
    named = {f"{pk:012d}": part for pk, part in (agreed or {}).items() if part}
    parts = sharing.share(sharing.ShareRule(rule), amount, claims, named)
    return [(lines[part.worker].claimant, lines[part.worker].line.open, part) for part in parts]


def receive(
    *, case_id: int, amount: int, on: date, rule: str, slip: str, key: str, by: Actor, at: datetime,
    agreed: Mapping[int, int] | None = None, final: bool = False,
) -> Distribution:  # fmt: skip
    """Record money that came in for several workers (fen) and share it. The same form (`key`) or slip counts once.

    `final`: the company says that this is all, and the case waits for the workers' own word. `agreed`: worker's id → fen.
    """
    if len(key) < KEY_LEAST:
        raise Refused("form_key", _("这一页放得太久了，请重新打开再填"))
    facts = {"amount": amount, "on": on, "rule": rule, "slip": clean_slip(slip)}
    try:
        return _receive(case_id, facts, key, agreed, final, by, at)
    except IntegrityError:  # the same form or slip arrived a moment before
        return _receive(case_id, facts, key, agreed, final, by, at)


def clean_slip(text: str) -> str:
    """A voucher's number for comparing: half-width, capitals, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())[:80]


@transaction.atomic
def _receive(
    case_id: int, facts: Mapping[str, object], key: str, agreed: Mapping[int, int] | None, final: bool, by: Actor, at: datetime
) -> Distribution:
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    lock(arrears=arrears)
    if done := seen(key=key, arrears=arrears, slip=str(facts["slip"])):
        return done
    _check(facts)
    parts = [row for row in proposed(arrears=arrears, amount=facts["amount"], rule=facts["rule"], agreed=agreed) if row[2].amount]
    row = _store(arrears, facts, key, parts, by, at)
    _tell(row, final, by, at)
    return row


def lock(*, arrears: Arrears) -> None:
    """One at a time per case: what is still owed is read and written under the row's lock."""
    Arrears.objects.select_for_update().get(pk=arrears.pk)


def seen(*, key: str, arrears: Arrears, slip: str) -> Distribution | None:
    """What this form recorded already. Refused when the key is another case's, or the slip stands there under another form."""
    if done := queries.distribution_by_key(key):
        if done.arrears_id != arrears.pk or done.taken_back_at:
            raise Refused("form_key", _("这一页放得太久了，请重新打开再填"))
        return done
    if twin := Distribution.objects.filter(arrears=arrears, slip=slip, taken_back_at=None).first():
        raise Refused("paid_twice", TWICE, field="slip", values={"slip": slip, "n": twin.number})
    return None


def _check(facts: Mapping[str, object]) -> None:
    if facts["amount"] <= 0:
        raise Refused("amount", _("请只填数字，比如 18900"), field="amount")
    if not facts["slip"]:
        raise Refused("slip", _("写上凭据的号，比如银行回单号：同一张不会记两次"), field="slip")
    if facts["rule"] not in set(sharing.ShareRule):
        raise Refused("rule", _("先选怎么分"), field="rule")


def _store(
    arrears: Arrears, facts: Mapping[str, object], key: str, parts: Sequence[tuple[Claimant, int, sharing.Part]], by: Actor, at: datetime
) -> Distribution:
    last = arrears.distributions.aggregate(last=Max("number"))["last"] or 0
    who = by.name or by.system
    row = Distribution.objects.create(arrears=arrears, number=last + 1, key=key, recorded_at=at, recorded_by=who, **facts)
    entries = MoneyEntry.objects.bulk_create(
        MoneyEntry(
            arrears=arrears, claimant=worker, kind=EntryKind.PAID, amount=part.amount, on=row.on, note=row.slip, recorded_at=at,
            recorded_by=who, effect_key=f"share:{row.pk}:{worker.pk}",
        )
        for worker, _open, part in parts
    )  # fmt: skip
    Portion.objects.bulk_create(
        Portion(distribution=row, claimant=worker, amount=part.amount, arithmetic=part.arithmetic, entry=entry)
        for (worker, _open, part), entry in zip(parts, entries, strict=True)
    )
    money.refresh(arrears=arrears)
    return row


def _tell(row: Distribution, final: bool, by: Actor, at: datetime) -> None:
    """The timeline names sum, rule and heads, nobody's own part; everybody hears that there is news."""
    case, label = row.arrears.case, sharing.RULE_LABELS[sharing.ShareRule(row.rule)]
    says = _("公司付了 {sum} 元，{rule}，分给 {n} 人").format(sum=fen.short(row.amount), rule=label, n=row.portions.count())
    cases.remark(case=case, says=says, inner=row.slip, by=by, at=at, step="money_paid")
    if final:
        case = cases.take_step(case_id=case.pk, step="report_paid", by=by, at=at, power="wages.handle")
        cases.meet(case=case, code="instalment", on=row.on)
    wage_cases.tell_claimants(case=case, at=at, key=f"shared:{row.pk}")


@transaction.atomic
def take_back(*, case_id: int, number: int, reason: str, by: Actor, at: datetime) -> Distribution:
    """A distribution recorded by mistake: each part gets a row of nought that replaces it, both stay in the book.

    Refused once any worker has answered for their part. A case that waited for the workers' word is negotiated again; an
    instalment that the mistake had met does not begin anew by itself.
    """
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    lock(arrears=arrears)
    row = arrears.distributions.filter(number=number).first()
    if row is None:
        raise Refused("not_yours", _("没有这一笔"))
    if row.taken_back_at:
        return row
    if not reason.strip():
        raise Refused("reason", _("写上为什么撤回，比如“金额记错了”"), field="reason")
    parts = list(row.portions.select_related("entry").order_by("pk"))
    if arrears.entries.filter(effect_key__in=[f"answer:{part.entry_id}" for part in parts]).exists():
        raise Refused("answered", _("已经有职工对这一笔作了答复，不能再撤回"))
    _replace(row, parts, reason.strip(), by, at)
    _say_back(row, by, at)
    interruptions.follow(case_id=case_id, at=at)
    return row


def _replace(row: Distribution, parts: Sequence[Portion], reason: str, by: Actor, at: datetime) -> None:
    who = by.name or by.system
    MoneyEntry.objects.bulk_create(
        MoneyEntry(
            arrears=row.arrears, claimant_id=part.claimant_id, kind=EntryKind.PAID, amount=0, on=row.on, note=reason[:200],
            replaces=part.entry, recorded_at=at, recorded_by=who, effect_key=f"back:{row.pk}:{part.claimant_id}",
        )
        for part in parts
    )  # fmt: skip
    row.taken_back_at, row.taken_back_by, row.taken_back_why = at, who[:80], reason[:200]
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    money.refresh(arrears=row.arrears)


def _say_back(row: Distribution, by: Actor, at: datetime) -> None:
    """Everybody who heard of the money hears that it was none; the reason stays inside, it may name somebody."""
    case = row.arrears.case
    says = _("第 {n} 笔 {sum} 元记错了，撤回，大家的账改回原样").format(n=row.number, sum=fen.short(row.amount))
    cases.remark(case=case, says=says, inner=row.taken_back_why, by=by, at=at, step="money_back")
    case.refresh_from_db()
    if case.state == CaseState.AWAITING_CONFIRMATION:
        cases.take_step(case_id=case.pk, step="not_received", by=by, at=at, power="wages.handle")
    journal.record(
        kind="change", verb="wages.distribution_back", subject=f"cases.case:{case.pk}", path=case.path, by=by, at=at,
        reason=row.taken_back_why, note=f"number {row.number}",
    )  # fmt: skip
    wage_cases.tell_claimants(case=case, at=at, key=f"back:{row.pk}")


def shares_hold() -> list[str]:
    """Whether every distribution equals its parts, and each part the row of the book it became: part of `unionhall check`."""
    wrong = []
    rows = Distribution.objects.select_related("arrears__case").annotate(
        parts=Sum("portions__amount"), booked=Sum("portions__entry__amount")
    )
    for row in rows.iterator(2000):
        live = row.portions.filter(entry__replaced_by=None).exists()
        if not row.amount == row.parts == row.booked or live == bool(row.taken_back_at):
            wrong.append(f"{row.arrears.case.reference} #{row.number}: {row.amount} ≠ {row.parts} ≠ {row.booked}")
    return wrong
