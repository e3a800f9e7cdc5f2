"""A group's people: representatives, each worker's own word, going on alone and coming back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ..models import Arrears, Claimant, Departure, Word
from ..queries import groups as queries
from ..rules import groups as rules
from . import cases as wage_cases

if TYPE_CHECKING:
    from unionhall.kernel.people.models import Person

NOT_IN = _("这一件里没有这位职工")


@transaction.atomic
def choose(*, case_id: int, claimant_ids: Collection[int], by: Actor, at: datetime) -> list[Claimant]:
    """Write down the three to five whom the workers chose; a new choice takes the old one's place and is asked anew."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    Arrears.objects.select_for_update().get(pk=arrears.pk)
    staying = [own.claimant for own in queries.book(arrears=arrears) if not own.line.left]
    chosen = [each for each in staying if each.pk in set(claimant_ids)]
    if len(chosen) != len(set(claimant_ids)):
        raise Refused("not_in_group", NOT_IN, field="chosen")
    rules.check_choice(len(chosen), len(staying))
    if {each.pk for each in staying if each.representative} == {each.pk for each in chosen}:
        return chosen
    arrears.claimants.update(representative=False, chosen_at=None)
    arrears.claimants.filter(pk__in=[each.pk for each in chosen]).update(representative=True, chosen_at=at)
    says = _("职工推举了 {n} 名代表").format(n=len(chosen))
    cases.remark(case=arrears.case, says=says, inner="、".join(each.name for each in chosen), by=by, at=at, step="representatives")
    return chosen


@transaction.atomic
def say(
    *, claimant_id: int, matter: str, yes: bool, by: Actor, at: datetime, person: Person | None = None, proof: str = "",
    agreement_id: int | None = None,
) -> Word:  # fmt: skip
    """One worker's own yes or no: by the worker (`person`), or written down by the office with its proof (a signed paper)."""
    claimant = _line(claimant_id, by, person)
    if person is None and not proof.strip():
        raise Refused("proof", _("替职工登记，要写凭据，比如“签字表第 3 行”"), field="proof")
    if matter == rules.Matter.SETTLEMENT and not claimant.arrears.agreements.filter(pk=agreement_id, superseded=False).exists():
        raise Refused("agreement", _("先登记协议，再问职工同不同意"), field="matter")
    last = claimant.words.filter(matter=matter, agreement_id=agreement_id).order_by("-pk").first()
    chosen = claimant.arrears.claimants.filter(representative=True).order_by("-chosen_at").first()
    if last and last.yes == yes and rules.counts(rules.Matter(matter), last.said_at, chosen.chosen_at if chosen else None):
        return last
    row = Word.objects.create(
        claimant=claimant, matter=matter, agreement_id=agreement_id, yes=yes, own=person is not None, proof=proof.strip()[:100],
        said_at=at, said_by=by.name or by.system,
    )  # fmt: skip
    answer = _("同意") if yes else _("不同意")
    inner = f"{claimant.name}：{rules.MATTER_LABELS[rules.Matter(matter)]}：{answer}"
    cases.remark(case=claimant.arrears.case, says=_("一名职工表了态"), inner=inner, by=by, at=at, step="word")
    return row


def _line(claimant_id: int, by: Actor, person: Person | None) -> Claimant:
    """A worker's own line for the worker, any line of a case in scope for the office; locked, so that words queue up."""
    row = Claimant.objects.select_for_update(of=("self",)).filter(pk=claimant_id).select_related("arrears__case").first()
    if row is None or (person is not None and row.person_id != person.pk):
        raise Refused("not_yours", _("这一行不是您的"))
    if person is None:
        wage_cases.load(pk=row.arrears.case_id, scope=by.scope("wages.handle"))
    return row


@transaction.atomic
def leave(
    *, claimant_id: int, on: date, reason: str, by: Actor, at: datetime, person: Person | None = None
) -> Departure:
    """One worker goes on alone (解释一 Art.17): out of what is shared from now on; the own line stays as it is."""
    claimant = _line(claimant_id, by, person)
    if live := claimant.departures.filter(back_on__isnull=True).first():
        return live
    if len(reason.strip()) < 2:
        raise Refused("reason", _("写一句为什么自己去办，比如“自己起诉”"), field="reason")
    row = Departure.objects.create(
        claimant=claimant, left_on=on, reason=reason.strip()[:200], said_at=at, said_by=by.name or by.system
    )
    Claimant.objects.filter(pk=claimant.pk).update(representative=False, chosen_at=None)
    cases.remark(case=claimant.arrears.case, says=_("一名职工决定自己去办"), inner=f"{claimant.name}：{row.reason}", by=by, at=at, step="leave")
    return row


@transaction.atomic
def come_back(*, claimant_id: int, on: date, by: Actor, at: datetime, person: Person | None = None) -> None:
    """A worker who went on alone is one of the group again."""
    claimant = _line(claimant_id, by, person)
    live = claimant.departures.filter(back_on__isnull=True).first()
    if live is None:
        return
    live.back_on = max(on, live.left_on)
    live.save(update_fields=["back_on"])
    cases.remark(case=claimant.arrears.case, says=_("一名职工回来一起办"), inner=claimant.name, by=by, at=at, step="back")
