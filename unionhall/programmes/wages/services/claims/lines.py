"""A claim's lines: computed, kept with their inputs and figures, computed again; and which an update touches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum

from unionhall.base import money as fen
from unionhall.base.access import Actor, Scope
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.base.workdays import Calendar
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.places import queries as places

from ...kinds import MoneyKind
from ...models import Arrears, Claimant, ClaimFigure, ClaimInput, ClaimLine
from ...rules import added, arrears, double_wage, interest, lines, overtime, severance
from ...rules.articles import Mark
from ...rules.figures import FigureName, Figures, differences
from ...rules.lines import ITEM_LABELS, Item
from .. import interruptions
from .figures import as_read, figures_for, place_of, statutory_pay_unconfirmed, written
from .inputs import (
    INPUTS,
    AddedInput,
    ArrearsInput,
    DamagesInput,
    DoubleWageInput,
    Inputs,
    InterestInput,
    OvertimeInput,
    SeveranceInput,
    flat,
    inputs_of,
)

KINDS = {
    MoneyKind.WAGES: arrears.MoneyKind.WAGES, MoneyKind.PROJECT: arrears.MoneyKind.PROJECT_MONEY,
    MoneyKind.UNKNOWN: arrears.MoneyKind.UNKNOWN,
}  # fmt: skip
NOT_YOURS = _("这一件不归您管。要协办，请对方加您")


@dataclass(frozen=True, slots=True)
class Stale:
    """A line whose figures have changed: which ones, and its sum in fen with those of today."""

    line: ClaimLine
    figures: tuple[FigureName, ...]
    amount: int | None


def load(*, claimant_id: int, scope: Scope) -> Claimant:
    """One worker of a case in scope; Refused when it is not open to the actor."""
    rows = Claimant.objects.filter(case_queries.reach(scope, "arrears__case__"), pk=claimant_id)
    claimant = rows.select_related("arrears__case__union", "person").first()
    if claimant is None:
        raise Refused("not_yours", NOT_YOURS)
    return claimant


@transaction.atomic
def compute(*, claimant_id: int, item: str, inputs: Inputs, by: Actor, at: datetime) -> ClaimLine:
    """Compute an item with the figures of today; it replaces the worker's line of that item, inputs kept."""
    claimant = load(claimant_id=claimant_id, scope=by.scope("wages.counsel"))
    Arrears.objects.select_for_update().get(pk=claimant.arrears_id)
    if not isinstance(inputs, INPUTS[Item(item)]):
        raise TypeError(f"{item} is not computed from {type(inputs).__name__}")
    if item == Item.SEVERANCE and claimant.lines.filter(item=Item.DAMAGES_2N).exists():
        raise Refused("excluded", severance.EXCLUDED)
    today = at.astimezone().date()
    figures = figures_for(on=today, place=place_of(arrears=claimant.arrears))
    made = calculated(inputs=inputs, claimant=claimant, figures=figures, days=places.calendar(), today=today)
    rows = {line.item: _write(claimant, line, figures, at) for line in made}
    kept = flat(inputs=inputs)
    ClaimInput.objects.bulk_create(ClaimInput(line=rows[Item(item)], name=name, value=text) for name, text in kept.items())
    refresh(claimant=claimant)
    label = ITEM_LABELS[Item(item)]
    cases.remark(case=claimant.arrears.case, says=_("算了一项：{label}").format(label=label), inner=claimant.name, by=by, at=at, step="claim")
    interruptions.follow(case_id=claimant.arrears.case_id, at=at)
    return rows[Item(item)]


def calculated(
    *, inputs: Inputs, claimant: Claimant, figures: Figures, days: Calendar, today: date
) -> tuple[lines.ClaimLine, ...]:
    """The lines that inputs lead to; damages bring the severance line with them, at nought."""
    match inputs:
        case ArrearsInput():
            return (arrears.arrears(inputs.periods, KINDS[MoneyKind(claimant.money_kind)], figures=figures),)
        case OvertimeInput():
            return (overtime.overtime(inputs.entries, inputs.month_pay, days=days, figures=figures),)
        case DoubleWageInput(pay, started, signed, ended):
            return (
                double_wage.double_wage(pay, started=started, signed=signed, ended=ended, today=today, figures=figures),
            )
        case SeveranceInput(started, ended, pays, left):
            return (severance.severance(severance.Service(started, ended), pays, figures=figures, left_unpaid=left),)
        case DamagesInput(started, ended, pays):
            return severance.unlawful_dismissal(severance.Service(started, ended), pays, figures=figures)
        case AddedInput(amount, last_day, paid):
            order = added.OrderToPay(amount, last_day, paid) if amount is not None and last_day else None
            return (added.added(order, today=today, figures=figures),)
        case InterestInput(principal, since, until):
            return (interest.interest(principal, since=since, until=until, figures=figures),)


def recompute(*, line: ClaimLine, by: Actor, at: datetime) -> ClaimLine:
    """Compute a line again from what it was computed from, with today's figures."""
    inputs = inputs_of(line=line)
    if inputs is None:
        raise Refused("no_inputs", _("这一项是别的项带出来的，请重算那一项"))
    return compute(claimant_id=line.claimant_id, item=line.item, inputs=inputs, by=by, at=at)


@transaction.atomic
def remove(*, claimant_id: int, item: str, by: Actor, at: datetime) -> None:
    """Take an item back; what it brought along goes with it. The last line stays: compute it again instead."""
    claimant = load(claimant_id=claimant_id, scope=by.scope("wages.counsel"))
    Arrears.objects.select_for_update().get(pk=claimant.arrears_id)
    gone = claimant.lines.filter(item__in=[item, Item.SEVERANCE] if item == Item.DAMAGES_2N else [item])
    if not gone.filter(inputs__isnull=False).exists():
        raise Refused("no_inputs", _("这一项是别的项带出来的，请去掉那一项"))
    if not claimant.lines.exclude(pk__in=gone.values("pk")).exists():
        raise Refused("last_line", _("只剩这一项了。算错了就重算"))
    gone.delete()
    refresh(claimant=claimant)
    label = ITEM_LABELS[Item(item)]
    cases.remark(case=claimant.arrears.case, says=_("去掉一项：{label}").format(label=label), inner=claimant.name, by=by, at=at, step="claim")


def refresh(*, claimant: Claimant) -> None:
    """A worker's sum is that of the lines that can be claimed; with none yet, what was reported stands."""
    counted = claimant.lines.filter(available=True, amount__isnull=False)
    if counted.exists():
        claimant.owed = counted.aggregate(sum=Sum("amount"))["sum"]
        claimant.save(update_fields=["owed"])
    own = claimant.arrears.claimants
    total = own.aggregate(sum=Sum("owed"))["sum"]
    Arrears.objects.filter(pk=claimant.arrears_id).update(owed=total, people=own.count())


def stale_lines(*, scope: Scope, on: date) -> list[Stale]:
    """The lines of open cases in scope that read a figure which has another value on the day: what would change."""
    rows = ClaimLine.objects.filter(case_queries.reach(scope, "claimant__arrears__case__"), claimant__arrears__case__open=True)
    rows = rows.exclude(reads="").filter(inputs__isnull=False).distinct()
    return list(_stale(rows, on))


def words(*, line: ClaimLine) -> dict[str, Any]:
    """A line as it is printed: label, sum, arithmetic by line, articles, notes, badges. Chinese source text."""
    return {
        "row": line, "label": ITEM_LABELS[Item(line.item)], "sum": sum_text(line), "arithmetic": line.arithmetic.splitlines(),
        "articles": line.articles, "notes": line.note.splitlines(), "unconfirmed": unconfirmed(line=line),
        "provisional": overtime.PROVISIONAL in line.note.splitlines(), "version": line.rule_version,
    }  # fmt: skip


def sum_text(line: ClaimLine) -> str:
    """18,900.00; a band as 9,450.00–18,900.00; nothing while it cannot be claimed."""
    if line.amount is not None:
        return fen.yuan(line.amount)
    return "" if line.low is None or line.high is None else f"{fen.yuan(line.low)}–{fen.yuan(line.high)}"


def unconfirmed(*, line: ClaimLine) -> bool:
    """Whether the badge is due."""
    return Mark.UNCONFIRMED in line.marks.split(",")


def _stale(rows: QuerySet[ClaimLine], on: date) -> Iterator[Stale]:
    now: dict[str, Figures] = {}
    days = places.calendar()
    for line in rows.select_related("claimant__arrears__case__union").prefetch_related("figures", "inputs").order_by("pk"):
        place = place_of(arrears=line.claimant.arrears)
        figures = now.setdefault(place, figures_for(on=on, place=place)) if place not in now else now[place]
        before = as_read(line=line, now=figures)
        reads = frozenset(FigureName(row.name) for row in line.figures.all())
        frozen = lines.ClaimLine(Item(line.item), line.amount, (), (), line.rule_version, reads=reads)
        if lines.changed(before, figures, [frozen]):
            moved = differences(before, figures) & reads
            yield Stale(line, tuple(name for name in FigureName if name in moved), _amount(line, figures, days, on))


def _amount(line: ClaimLine, figures: Figures, days: Calendar, on: date) -> int | None:
    """What the line would come to with other figures, in fen."""
    inputs = inputs_of(line=line)
    if inputs is None:
        return None
    made = calculated(inputs=inputs, claimant=line.claimant, figures=figures, days=days, today=on)
    return next((one.amount for one in made if one.item == line.item), None)


def _write(claimant: Claimant, line: lines.ClaimLine, figures: Figures, at: datetime) -> ClaimLine:
    """The row of an item, with the figures it read; older inputs and figures of the row go."""
    values = {
        "amount": line.amount, "low": line.low, "high": line.high, "available": line.available,
        "arithmetic": "\n".join(line.arithmetic), "articles": "；".join(str(article) for article in line.articles),
        "marks": _marks(claimant, line, figures, at), "note": "\n".join(line.notes), "rule_version": line.rule_version,
        "reads": ",".join(name for name in FigureName if name in line.reads), "computed_at": at,
    }  # fmt: skip
    row, _fresh = ClaimLine.objects.update_or_create(claimant=claimant, item=line.item, defaults=values)
    row.inputs.all().delete()
    row.figures.all().delete()
    ClaimFigure.objects.bulk_create(
        ClaimFigure(line=row, name=name, value=written(figures=figures, name=name)) for name in line.reads
    )
    return row


def _marks(claimant: Claimant, line: lines.ClaimLine, figures: Figures, at: datetime) -> str:
    """How surely the line stands: the marks of its articles and of the figures it read, surest first."""
    found = {article.mark for article in line.articles} | {figures.source(name).mark for name in line.reads}
    place = place_of(arrears=claimant.arrears)
    if overtime.ON_TOP in line.notes and statutory_pay_unconfirmed(on=at.astimezone().date(), place=place):
        found.add(Mark.UNCONFIRMED)
    return ",".join(mark for mark in Mark if mark in found)
