"""Who is behind a case, cases that people link as one boss's, and the totals over those that the actor may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from unionhall.base.access import Actor, Scope
from unionhall.base.cipher import keyed_hash
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.journal import services as journal
from unionhall.kernel.people.rules import clean_phone

from ..models import Arrears, CaseLink, Clue, Controller
from ..queries import controllers as queries
from ..rules import controllers as rules
from ..rules import crime
from ..rules.controllers import Debt, Tie, Traits
from ..rules.figures import Band, FigureName
from . import cases as wage_cases
from . import claims

POWER = "wages.handle"


@dataclass(frozen=True, slots=True)
class Running:
    """The totals over the linked cases that the actor may see, and the elements still missing. No answer for the whole.

    `owed` in fen, None while nobody knows any sum; `one` and `many` the lines of 刑法 276-1; `elsewhere`: more hangs on it than the actor may see.
    """

    cases: tuple[Arrears, ...]
    owed: int | None
    workers: int
    unregistered: int
    one: Band
    many: Band
    crime: tuple[crime.Element, ...]
    blacklist: tuple[crime.Element, ...]
    missing: tuple[crime.Element, ...]
    unconfirmed: bool
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that may have the same boss, and why. A person links; nothing is linked by itself."""

    arrears: Arrears
    ties: tuple[Tie, ...]


def traits_of(*, arrears: Arrears) -> Traits:
    """By what a case is compared."""
    who = Controller.objects.filter(arrears=arrears).first()
    clue = Clue.objects.filter(case_id=arrears.case.origin_id).first()
    firm = arrears.employer
    return Traits(
        name=(who.name if who else "") or (firm.controller if firm else ""), phone=who.phone_hash if who else "",
        team=who.team if who else "", project=arrears.project,
        code=(firm.code or "" if firm else "") or (clue.credit_code if clue else ""),
    )  # fmt: skip


def suggestions(*, arrears: Arrears, scope: Scope, limit: int = 8) -> list[Suggestion]:
    """Cases in scope that may have the same boss and are not linked yet, the surest reasons first."""
    mine, standing = traits_of(arrears=arrears), linked(arrears=arrears)
    found = []
    for other in queries.candidates(arrears, mine, scope=scope):
        ties = rules.ties(mine, traits_of(arrears=other))
        if ties and other.pk not in standing:
            found.append(Suggestion(other, ties))
    order = list(Tie)
    return sorted(found, key=lambda one: ([order.index(tie) for tie in one.ties], one.arrears.pk))[:limit]


def linked(*, arrears: Arrears) -> frozenset[int]:
    """All that hang together with a case, itself included: only for counting inside, never for showing."""
    return rules.together(queries.links_around(arrears.pk), arrears.pk)


def running(*, arrears: Arrears, scope: Scope, on: date) -> Running:
    """Totals and elements over the linked cases in scope; of others nothing is told but that the upper union can be asked."""
    whole = linked(arrears=arrears)
    seen = tuple(queries.cases(whole, scope=scope))
    debts = [debt for one in seen for debt in _debts(one)]
    figures = claims.figures_for(on=on, place=claims.place_of(arrears=arrears))
    facts = rules.over_all({one.pk: claims.crime_facts(arrears=one) for one in seen}, debts)
    known = [one.amount for one in facts.owed if one.amount is not None]
    elements, blacklist = crime.crime(facts, figures), crime.blacklist(facts, figures)
    return Running(
        cases=seen, owed=sum(known) if known else None, workers=len(facts.owed),
        unregistered=sum(1 for debt in debts if debt.person is None), one=figures.crime_one, many=figures.crime_many,
        crime=elements, blacklist=blacklist, missing=crime.missing(elements), elsewhere=len(seen) < len(whole),
        unconfirmed=bool(figures.unconfirmed(frozenset({FigureName.CRIME_ONE, FigureName.CRIME_MANY}))),
    )  # fmt: skip


def _debts(arrears: Arrears) -> Iterable[Debt]:
    people = [one.person_id for one in arrears.claimants.order_by("pk")]
    owed = claims.owed_by_worker(arrears=arrears)
    for place, one in enumerate(owed):
        yield Debt(arrears.pk, people[place] if place < len(people) else None, one)


@transaction.atomic
def say(*, case_id: int, name: str, phone: str, team: str, by: Actor, at: datetime) -> Controller:
    """Keep who stands behind a case. The phone lies encrypted and is found by its keyed hash; an empty one leaves it as it was."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope(POWER))
    clean = clean_phone(phone)
    if phone and not clean:
        raise Refused("phone", _("手机号是 11 位数字，以 1 开头"), field="phone")
    said = {"name": name.strip()[:40], "team": team.strip()[:60]} | ({"phone": clean, "phone_hash": keyed_hash(clean, "phone")} if clean else {})
    row, _fresh = Controller.objects.update_or_create(
        arrears=arrears, defaults={**said, "said_by": by.name or by.system, "said_at": at}
    )
    cases.remark(case=arrears.case, says=_("记下了谁在背后管"), by=by, at=at, step="controller")
    return row


@transaction.atomic
def link(*, case_id: int, other_id: int, by: Actor, at: datetime, note: str = "") -> CaseLink:
    """A person says that two cases have one boss; both must be theirs to handle. Why they looked alike is kept with it."""
    one, other = _both(case_id, other_id, by)
    if one.pk == other.pk:
        raise Refused("link", _("选另一件案子"), field="other")
    ties = rules.ties(traits_of(arrears=one), traits_of(arrears=other))
    if not ties and len(note.strip()) < 4:
        raise Refused("link_why", _("看不出哪里相同，写明为什么是同一个老板"), field="note")
    kept = {"ties": ",".join(ties), "note": note.strip()[:200], "linked_by": by.name or by.system, "linked_at": at}
    first, second = sorted((one, other), key=lambda row: row.pk)
    row, fresh = CaseLink.objects.get_or_create(one=first, other=second, cut_at=None, defaults=kept)
    if fresh:
        _told(one, other, "link", by, at)
    return row


@transaction.atomic
def cut(*, case_id: int, other_id: int, by: Actor, at: datetime) -> None:
    """Undo a link; it stays on record."""
    one, other = _both(case_id, other_id, by)
    live = CaseLink.objects.filter(one_id=min(one.pk, other.pk), other_id=max(one.pk, other.pk), cut_at=None)
    if live.update(cut_at=at, cut_by=by.name or by.system):
        _told(one, other, "cut", by, at)


def _both(case_id: int, other_id: int, by: Actor) -> tuple[Arrears, Arrears]:
    scope = by.scope(POWER)
    return wage_cases.load(pk=case_id, scope=scope), wage_cases.load(pk=other_id, scope=scope)


def _told(one: Arrears, other: Arrears, verb: str, by: Actor, at: datetime) -> None:
    """Journalled for both. The timeline says it once, without name or number: who sees one case learns nothing of the others."""
    for row in (one, other):
        subject = f"cases.case:{row.case_id}"
        journal.record(kind="change", verb=f"arrears.{verb}", subject=subject, path=row.case.path, by=by, at=at)
        if not row.case.events.filter(step="controller_link").exists():
            cases.remark(case=row.case, says=_("查过是不是同一个老板"), by=by, at=at, step="controller_link")
