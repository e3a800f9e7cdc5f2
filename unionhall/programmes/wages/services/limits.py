"""The limitation book of a case: each worker's lines with their last day, entries by hand, proof, and aid before the papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from unionhall.base import work
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.places import queries as places

from ..kinds import Answer
from ..models import Arrears, Claimant, Clue, LimitDay, LimitEvent, LimitFact
from ..queries import limits as queries
from ..rules import limitation as rules
from ..rules.limitation import Covers, Event, Facts, Kind, Reading, Standing, Start
from ..rules.lines import ITEM_LABELS, Item
from . import cases as wage_cases
from . import claims, interruptions

if TYPE_CHECKING:
    from unionhall.base.workdays import Calendar

POWER = "wages.counsel"


@dataclass(frozen=True, slots=True)
class Law:
    """The rows that a book of one day and place is read by."""

    rules: Mapping[str, law_rules.Rule]
    emergency: law_rules.Rule
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a worker. `proved` counts only what has proof: its last day is the one to rely on; `all` counts everything."""

    item: Item
    label: str
    start: Start
    rule: law_rules.Rule
    proved: Reading | None
    all: Reading | None
    standing: Standing
    ordinary: date | None
    aid_first: bool


@dataclass(frozen=True, slots=True)
class Book:
    """A worker's lines, and their entries in order of days."""

    claimant: Claimant
    lines: tuple[Line, ...]
    events: tuple[LimitEvent, ...]

    @property
    def first(self) -> Line | None:
        """The line whose proved last day comes first; None while none has one."""
        dated = [line for line in self.lines if line.proved and line.proved.last]
        return min(dated, key=lambda line: line.proved.last, default=None)  # type: ignore[union-attr]


def book_law(*, on: date, place: str) -> Law:
    """The rows in force on a day at a place, and the calendar."""
    found = {code: law.rule(code, on, place) for code in ("LIM-1Y", "LIM-WAGE")}
    return Law(found, law.rule("AID-EMERG", on, place), places.calendar())


def books_of(*, arrears: Arrears, on: date) -> list[Book]:
    """The book of every worker of a loaded case."""
    by = book_law(on=on, place=claims.place_of(arrears=arrears))
    entries = list(arrears.limit_events.filter(struck_at=None).select_related("proof__blob", "claimant").order_by("on", "pk"))
    still = employed_by_clue(arrears=arrears)
    workers = arrears.claimants.prefetch_related("lines__inputs", "limit_facts").order_by("pk")
    return [_book(one, entries, still, by, on) for one in workers]


def employed_by_clue(*, arrears: Arrears) -> bool | None:
    """Whether the reporter still worked there: it holds for a case of one only."""
    clue = Clue.objects.filter(case_id=arrears.case.origin_id).first()
    if clue is None or (clue.people or 1) > 1:
        return None
    return {Answer.YES: True, Answer.NO: False}.get(Answer(clue.still_employed))


def _book(claimant: Claimant, entries: Sequence[LimitEvent], still: bool | None, by: Law, on: date) -> Book:
    own = tuple(row for row in entries if row.claimant_id in (None, claimant.pk))
    events = [_event(row) for row in own]
    return Book(claimant, tuple(_line(one, events, by, on) for one in _facts(claimant, still)), own)


def _event(row: LimitEvent) -> Event:
    return Event(Kind(row.kind), row.on, row.until, rules.items_of(Covers(row.covers)), row.proof_id is not None, row.pk)


def _facts(claimant: Claimant, still: bool | None) -> list[Facts]:
    """What each computed line's year runs from; unpaid wages are always a line, computed or not."""
    said = {row.item: row.known_on for row in claimant.limit_facts.all()}
    rows = {Item(row.item): row for row in claimant.lines.all()}
    employed = {Answer.YES: True, Answer.NO: False}.get(Answer(claimant.employed), still)
    known = {"employed": employed, "ended_on": claimant.ended_on}
    found = []
    for item in dict.fromkeys([Item.ARREARS, *rows]):
        inputs = claims.inputs_of(line=rows[item]) if item in rows else None
        contract = law_rules.add_months(inputs.started, 1) if isinstance(inputs, claims.DoubleWageInput) else None
        order = inputs.last_day if isinstance(inputs, claims.AddedInput) else None
        found.append(Facts(item, known_on=said.get(item), contract_due=contract, order_last_day=order, **known))
    return found


def _line(facts: Facts, events: Sequence[Event], by: Law, on: date) -> Line:
    start = rules.start_of(facts)
    rule = by.rules[start.rule]
    proved = every = None
    if start.on is not None:
        proved = rules.read(facts.item, start.on, events, rule, by.calendar, proved_only=True)
        every = rules.read(facts.item, start.on, events, rule, by.calendar)
    last = proved.last if proved else None
    ordinary = rules.ordinary_last(last, by.emergency, by.calendar) if last else None
    urgent = last is not None and rules.aid_first(last, on, by.emergency, by.calendar)
    return Line(facts.item, ITEM_LABELS[facts.item], start, rule, proved, every, rules.standing(start, proved, on), ordinary, urgent)


def refresh(*, arrears: Arrears, at: datetime) -> None:
    """Gather what the case's own steps show and write each worker's earliest day. In the caller's transaction."""
    interruptions.gather(arrears=arrears, at=at)
    for book in books_of(arrears=arrears, on=at.astimezone().date()):
        _write(book, at)


def _write(book: Book, at: datetime) -> None:
    line = book.first
    if line is None or line.proved is None or line.proved.last is None:
        LimitDay.objects.filter(claimant=book.claimant).delete()
        return
    mark = "M" if line.start.unconfirmed or line.rule.unconfirmed else str(line.rule.mark)
    values = {
        "item": line.item, "last": line.proved.last, "safe": line.proved.safe, "ordinary": line.ordinary, "mark": mark,
        "provisional": line.proved.provisional, "rule": line.rule.id, "law": line.rule.law, "computed_at": at,
    }  # fmt: skip
    LimitDay.objects.update_or_create(claimant=book.claimant, defaults=values)


@transaction.atomic
def enter(
    *, case_id: int, kind: str, on: date, by: Actor, at: datetime, claimant_id: int | None = None, covers: str = Covers.WAGES,
    until: date | None = None, to_whom: str = "", note: str = "", proof_id: int | None = None,
) -> LimitEvent:  # fmt: skip
    """Write an entry by hand. `proof_id` is a file of this case; a day to come is refused, so is a pause that ends before it begins."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope(POWER))
    if on > at.astimezone().date():
        raise Refused("limit_future", _("还没到的日子不能记"), field="on")
    if until is not None and (Kind(kind) is not Kind.SUSPENSION or until < on):
        raise Refused("limit_until", _("只有中止才填恢复的日子，而且不能早于停下的日子"), field="until")
    worker = arrears.claimants.filter(pk=claimant_id).first()
    if claimant_id is not None and worker is None:
        raise Refused("not_yours", _("这一件里没有这位职工"), field="claimant")
    row = LimitEvent.objects.create(
        arrears=arrears, claimant=worker, covers=Covers(covers), kind=Kind(kind), on=on, until=until, to_whom=to_whom[:80],
        note=note[:200], proof=_proof(arrears, proof_id, by), recorded_at=at, recorded_by=by.name or by.system,
    )  # fmt: skip
    _kept(arrears, _("时效簿记了一笔：{kind}").format(kind=rules.KIND_LABELS[Kind(kind)]), by, at)
    return row


def _kept(arrears: Arrears, says: str, by: Actor, at: datetime) -> None:
    cases.remark(case=arrears.case, says=says, by=by, at=at, step="limits")
    refresh(arrears=arrears, at=at)


def _proof(arrears: Arrears, proof_id: int | None, by: Actor) -> object | None:
    if proof_id is None:
        return None
    found = case_queries.files(arrears.case, scope=by.scope(POWER)).filter(pk=proof_id).first()
    if found is None:
        raise Refused("proof", _("材料夹里没有这一份"), field="proof")
    return found


@transaction.atomic
def prove(*, event_id: int, proof_id: int, by: Actor, at: datetime) -> LimitEvent:
    """Attach a file of the case to an entry: from now on it counts in the reading to rely on."""
    row = _event_row(event_id, by)
    row.proof = _proof(row.arrears, proof_id, by)
    row.save(update_fields=["proof"])
    _kept(row.arrears, _("时效簿的一笔附上了凭证"), by, at)
    return row


@transaction.atomic
def strike(*, event_id: int, by: Actor, at: datetime) -> LimitEvent:
    """Take a wrong entry out of the count; it stays in the book, struck through."""
    row = _event_row(event_id, by)
    if row.struck_at is None:
        row.struck_at, row.struck_by = at, by.name or by.system
        row.save(update_fields=["struck_at", "struck_by"])
        _kept(row.arrears, _("时效簿划掉了一笔"), by, at)
    return row


def _event_row(event_id: int, by: Actor) -> LimitEvent:
    row = queries.event(event_id, scope=by.scope(POWER))
    if row is None:
        raise Refused("not_yours", _("这一件不归您管。要协办，请对方加您"))
    return row


@transaction.atomic
def tell_start(
    *, case_id: int, claimant_id: int, employed: str, ended_on: date | None, known: Mapping[str, date | None], by: Actor, at: datetime
) -> Claimant:
    """Keep whether a worker still works there, since when not, and when they knew of each other line (None: unsaid)."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope(POWER))
    worker = arrears.claimants.filter(pk=claimant_id).first()
    if worker is None:
        raise Refused("not_yours", _("这一件里没有这位职工"))
    if employed == Answer.YES and ended_on is not None:
        raise Refused("employed", _("还在职，就不填离开的日子"), field="ended_on")
    worker.employed, worker.ended_on = Answer(employed), ended_on
    worker.save(update_fields=["employed", "ended_on"])
    for item, day in known.items():
        worker.limit_facts.filter(item=Item(item)).delete()
        if day is not None:
            LimitFact.objects.create(claimant=worker, item=Item(item), known_on=day, said_by=by.name or by.system, said_at=at)
    _kept(arrears, _("记下了时效从哪天起算"), by, at)
    return worker


def watch(*, at: datetime) -> int:
    """Start the drafts of aid for every worker who has fewer than seven days left; returns how many were started."""
    rows = queries.urgent(on=at.astimezone().date())
    for row in rows:
        work.later("wages.aid_first", claimant_id=row.claimant_id)
    return len(rows)
