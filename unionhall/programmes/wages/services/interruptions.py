"""Entries of the limitation book that a case's own steps make: asked of an authority, promised, paid in part.

They stand for wages alone: whatever else a paper names is entered by hand, from the paper. Talks with the company led by the
union are no entry: only what is shown to have been said in the worker's name is a demand.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from unionhall.base import work
from unionhall.base.words import gettext_noop as _

from ..models import Arrears, Clue, LimitEvent
from ..rules.columns import EntryKind
from ..rules.limitation import Covers, Kind

STEPS = {
    "refer_hrss": (Kind.RELIEF, _("劳动监察")), "arbitrate": (Kind.RELIEF, _("仲裁委")), "payment_order": (Kind.RELIEF, _("法院")),
    "sue": (Kind.RELIEF, _("法院")), "enforce": (Kind.RELIEF, _("法院")), "mediate": (Kind.MEDIATION, _("调解组织")),
}  # fmt: skip
SYSTEM = _("系统")


def follow(*, case_id: int, at: datetime) -> None:
    """Something happened in a case: the book takes it in now, the desk's list of last days follows as later work."""
    arrears = Arrears.objects.select_related("case").filter(case_id=case_id).first()
    if arrears is not None:
        gather(arrears=arrears, at=at)
        work.later("wages.limits_again", case_id=case_id)


def gather(*, arrears: Arrears, at: datetime) -> int:
    """Enter what the case's steps, agreements and payments show and the book lacks; strike payments that were none.

    Returns how many rows changed; a second call changes none. The caller has loaded the case, in a transaction.
    """
    shown = {row.effect_key: row for row in drafts(arrears, at)}
    kept = set(arrears.limit_events.filter(effect_key__isnull=False).values_list("effect_key", flat=True))
    fresh = [row for key, row in shown.items() if key not in kept]
    LimitEvent.objects.bulk_create(fresh, ignore_conflicts=True)
    gone = [key for key in kept - set(shown) if key.startswith("paid:")]
    struck = arrears.limit_events.filter(effect_key__in=gone, struck_at=None).update(struck_at=at, struck_by=SYSTEM)
    return len(fresh) + struck


def drafts(arrears: Arrears, at: datetime) -> Iterator[LimitEvent]:
    """All entries that the case's own rows call for, unsaved."""
    if clue := Clue.objects.filter(case_id=arrears.case.origin_id).first():
        yield _entry(arrears, at, f"clue:{clue.pk}", Kind.CLUE, clue.received_on)
    for step in arrears.case.events.filter(step__in=STEPS).order_by("number"):
        kind, whom = STEPS[step.step]
        yield _entry(arrears, at, f"step:{step.pk}", kind, step.at.astimezone().date(), to_whom=whom)
    for agreement in arrears.agreements.order_by("pk"):
        yield _entry(arrears, at, f"agreement:{agreement.pk}", Kind.PROMISE, agreement.signed_on, to_whom=arrears.employer_name[:80])
    yield from _payments(arrears, at)


def _payments(arrears: Arrears, at: datetime) -> Iterator[LimitEvent]:
    """A payment to one worker is that worker's alone; one that nobody was named for, or that never arrived, is none."""
    denied = set(arrears.entries.filter(effect_key__startswith="answer:", amount=0).values_list("effect_key", flat=True))
    rows = arrears.entries.filter(kind=EntryKind.PAID, amount__gt=0, replaced_by=None, claimant__isnull=False)
    for row in rows.order_by("pk"):
        if f"answer:{row.pk}" not in denied:
            yield _entry(arrears, at, f"paid:{row.pk}", Kind.PAYMENT, row.on, claimant_id=row.claimant_id, note=row.note)


def _entry(arrears: Arrears, at: datetime, key: str, kind: Kind, on: date, **more: object) -> LimitEvent:
    return LimitEvent(
        arrears=arrears, kind=kind, covers=Covers.WAGES, on=on, effect_key=key, recorded_at=at, recorded_by=SYSTEM, **more
    )
