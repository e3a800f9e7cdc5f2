"""The money book: promised, ordered, paid, confirmed. Rows are appended; the four sums follow from the rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum

from unionhall.base import money as fen
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ..models import Arrears, Claimant, MoneyEntry, Rating
from ..rules.columns import LABELS, EntryKind
from ..rules.flows import CaseState
from . import cases as wage_cases
from . import interruptions

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Person


def append(
    *, arrears: Arrears, kind: str, amount: int, on: date, by: Actor, at: datetime, claimant: Claimant | None = None,
    note: str = "", replaces: MoneyEntry | None = None, effect_key: str | None = None,
) -> MoneyEntry:  # fmt: skip
    """Append a row and refresh the sums. The caller has loaded the case in scope, in a transaction."""
    if amount < 0:
        raise Refused("amount", _("钱数不能是负的；记错了，请改那一笔"), field="amount")
    Arrears.objects.select_for_update().get(pk=arrears.pk)  # the sums are read and written by one at a time
    row = MoneyEntry.objects.create(
        arrears=arrears, claimant=claimant, kind=kind, amount=amount, on=on, note=note[:200], replaces=replaces,
        recorded_at=at, recorded_by=by.name or by.system, effect_key=effect_key,
    )  # fmt: skip
    refresh(arrears=arrears)
    return row


def refresh(*, arrears: Arrears) -> None:
    """Write the four sums from the live rows: the one place that does."""
    live = arrears.entries.filter(replaced_by=None).values("kind").annotate(total=Sum("amount"))
    sums = {row["kind"]: row["total"] for row in live}
    arrears.promised, arrears.ordered = sums.get(EntryKind.PROMISED), sums.get(EntryKind.ORDERED)
    arrears.paid, arrears.confirmed = sums.get(EntryKind.PAID, 0), sums.get(EntryKind.CONFIRMED, 0)
    arrears.save(update_fields=["promised", "ordered", "paid", "confirmed"])


@transaction.atomic
def record(
    *, case_id: int, kind: str, amount: int, on: date, by: Actor, at: datetime, claimant_id: int | None = None, note: str = "",
    key: str = "",
) -> MoneyEntry:  # fmt: skip
    """An officer writes what was ordered or what the company says it paid, once per form `key`. Confirming is the worker's."""
    if kind not in {EntryKind.ORDERED, EntryKind.PAID}:
        raise Refused("kind", _("确认到手只能由职工本人来点"), field="kind")
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    if done := recorded(arrears=arrears, key=key):
        return done
    if amount <= 0:
        raise Refused("amount", _("请只填数字，比如 18900"), field="amount")
    claimant = arrears.claimants.get(pk=claimant_id) if claimant_id else only_claimant(arrears=arrears)
    if kind == EntryKind.PAID:
        _require_new(arrears, claimant, amount, on, note)
    row = append(
        arrears=arrears, kind=kind, amount=amount, on=on, claimant=claimant, note=note, by=by, at=at,
        effect_key=f"form:{key}" if key else None,
    )  # fmt: skip
    _write_down(row, by, at)
    if kind == EntryKind.PAID:
        wage_cases.tell_claimants(case=arrears.case, at=at, key=f"paid:{row.pk}")
        interruptions.follow(case_id=case_id, at=at)
    return row


def recorded(*, arrears: Arrears, key: str) -> MoneyEntry | None:
    """What this form recorded already; Refused when its key is another case's."""
    done = MoneyEntry.objects.filter(effect_key=f"form:{key}").first() if key else None
    if done and done.arrears_id != arrears.pk:
        raise Refused("form_key", _("这一页放得太久了，请重新打开再填"))
    return done


def _require_new(arrears: Arrears, claimant: Claimant | None, amount: int, on: date, note: str) -> None:
    """A payment to a group is shared by a rule, not put on nobody's line; the same voucher is not counted twice."""
    if claimant is None and arrears.claimants.count() > 1:
        raise Refused("share_first", _("这一件有几个人：选给谁的，或者从“分一笔钱”记，定好怎么分"), field="claimant")
    same = arrears.entries.filter(kind=EntryKind.PAID, claimant=claimant, amount=amount, on=on, note=note[:200], replaced_by=None)
    if note and same.exists():
        raise Refused("paid_twice", _("一样的一笔已经记过了。真是另一笔，请写它自己的凭据号"), field="note")


def _write_down(row: MoneyEntry, by: Actor, at: datetime) -> None:
    """The timeline's line. Of a group everybody reads it, so one worker's sum stays inside."""
    case, column, sum_ = row.arrears.case, LABELS[EntryKind(row.kind)], fen.short(row.amount)
    says, inner = _("{column} {sum} 元").format(column=column, sum=sum_), ""
    if row.claimant and only_claimant(arrears=row.arrears) is None:
        says, inner = _("给一名职工记了一笔：{column}").format(column=column), f"{row.claimant.name} {sum_}"
    cases.remark(case=case, says=says, inner=inner, by=by, at=at, step=f"money_{row.kind}")


def only_claimant(*, arrears: Arrears) -> Claimant | None:
    """The worker of a case of one; None in a group case, where shares are decided."""
    rows = list(arrears.claimants.all()[:2])
    return rows[0] if len(rows) == 1 else None


@transaction.atomic
def paid_off(
    *, case_id: int, amount: int, on: date, by: Actor, at: datetime, claimant_id: int | None = None, note: str = "", key: str = ""
) -> MoneyEntry:
    """The company says the rest is paid: the case now waits for the worker's own word. Once per form `key`."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    if done := recorded(arrears=arrears, key=key):
        return done
    row = record(
        case_id=case_id, kind=EntryKind.PAID, amount=amount, on=on, claimant_id=claimant_id, note=note, by=by, at=at, key=key
    )
    case = cases.take_step(case_id=case_id, step="report_paid", by=by, at=at, power="wages.handle")
    cases.meet(case=case, code="instalment", on=on)
    return row


def unanswered(*, claimant: Claimant) -> MoneyEntry | None:
    """The oldest payment said to be made that the worker has not yet answered."""
    answered = claimant.entries.filter(effect_key__startswith="answer:").values_list("effect_key", flat=True)
    done = {int(key.split(":")[1]) for key in answered if key}
    rows = claimant.entries.filter(kind=EntryKind.PAID, replaced_by=None, amount__gt=0).order_by("pk")
    return next((row for row in rows if row.pk not in done), None)


@transaction.atomic
def answer(*, entry_id: int, received: bool, person: Person, by: Actor, at: datetime) -> MoneyEntry:
    """The worker says whether a payment arrived: the only way money becomes confirmed. A repeated tap is one answer."""
    entry = MoneyEntry.objects.select_related("arrears__case", "claimant").filter(
        pk=entry_id, kind=EntryKind.PAID, claimant__person=person
    ).first()  # fmt: skip
    if entry is None:
        raise Refused("not_yours", _("这一笔不是付给您的"))
    Arrears.objects.select_for_update().get(pk=entry.arrears_id)
    key = f"answer:{entry.pk}"
    if done := MoneyEntry.objects.filter(effect_key=key).first():
        return done
    if MoneyEntry.objects.filter(replaces=entry).exists():
        raise Refused("taken_back", _("这一笔是记错的，已经撤回了，不用再答"))
    amount = entry.amount if received else 0
    row = append(
        arrears=entry.arrears, kind=EntryKind.CONFIRMED, amount=amount, on=at.astimezone().date(), claimant=entry.claimant,
        effect_key=key, note="" if received else "not received", by=by, at=at,
    )  # fmt: skip
    _follow(entry, received, by, at)
    interruptions.follow(case_id=entry.arrears.case_id, at=at)
    return row


def _follow(entry: MoneyEntry, received: bool, by: Actor, at: datetime) -> None:
    case, system = entry.arrears.case, Actor(name=_("系统"), system="worker's answer")
    says, inner = _("职工确认收到 {sum} 元") if received else _("职工说没收到 {sum} 元"), ""
    if only_claimant(arrears=entry.arrears) is None:
        says, inner = _("一名职工确认收到了自己的一份") if received else _("一名职工说没收到自己的一份"), f"{entry.claimant.name} {fen.short(entry.amount)}"
    cases.remark(case=case, says=says.format(sum=fen.short(entry.amount)), inner=inner, by=by, at=at, step="answer")
    case.refresh_from_db()
    if not received and case.state == CaseState.AWAITING_CONFIRMATION:
        cases.take_step(case_id=case.pk, step="not_received", by=system, at=at)


@transaction.atomic
def rate(*, arrears: Arrears, person: Person, stars: int, words: str, at: datetime) -> Rating:
    """One rating per person and case; a second one replaces the first."""
    if not 1 <= stars <= 5:
        raise Refused("stars", _("请选 1 到 5"), field="stars")
    row, _fresh = Rating.objects.update_or_create(
        arrears=arrears, person=person, defaults={"stars": stars, "words": words[:300], "given_at": at}
    )
    return row


def sums_hold() -> list[str]:
    """Whether every case's four sums equal its rows: part of `unionhall check`."""
    wrong = []
    for arrears in Arrears.objects.select_related("case").iterator(2000):
        before = (arrears.promised, arrears.ordered, arrears.paid, arrears.confirmed)
        live = arrears.entries.filter(replaced_by=None).values("kind").annotate(total=Sum("amount"))
        sums = {row["kind"]: row["total"] for row in live}
        now = (sums.get("promised"), sums.get("ordered"), sums.get("paid", 0), sums.get("confirmed", 0))
        if before != now:
            wrong.append(f"{arrears.case.reference}: {before} ≠ {now}")
    return wrong
