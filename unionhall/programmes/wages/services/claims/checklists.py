"""What people decide with: whether each item's award would be final, and the elements of crime and blacklist.

No function here joins the elements into a verdict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ...kinds import Answer
from ...models import Arrears, Claimant, ClaimLine, ElementAnswer
from ...rules import crime, final_award, lines
from ...rules.crime import CrimeFacts, Element, Owed
from ...rules.figures import FigureName, Figures
from ...rules.lines import ITEM_LABELS, Item
from ...rules.wage import months_and_days
from .. import cases as wage_cases
from .figures import figures_for, place_of
from .inputs import ArrearsInput, inputs_of

FACTS: Mapping[str, str] = {
    "hid_or_moved": _("有没有转移、藏匿财产？"), "fled": _("老板有没有逃走、躲起来？"),
    "ignored_notice": _("用能查实的方式通知了，老板有没有不来？"), "able_to_pay": _("是不是付得起却不付？"),
    "ordered": _("人社部门下了限期整改指令书或者行政处理决定书？"), "order_served": _("文书送到了？"),
    "posted_with_proof": _("人跑了的，在住处或者工地张贴并拍照、录像了？"), "unpaid_after_order": _("过了限期还是没付？"),
    "controller_known": _("找到实际控制人了？"), "mass_incident": _("引发了群体性事件、极端事件？"),
}  # fmt: skip
WAGES = (Item.ARREARS, Item.OVERTIME)


@dataclass(frozen=True, slots=True)
class Checklist:
    """The elements one by one, what was answered by whom, and the steps of leniency to quote. No answer for the whole."""

    crime: tuple[Element, ...]
    blacklist: tuple[Element, ...]
    answers: Mapping[str, ElementAnswer]
    leniency: tuple[tuple[str, str], ...]
    unconfirmed: bool


def tested(*, claimant: Claimant, figures: Figures) -> final_award.FinalAward:
    """The final-award test of one worker's lines, item by item; labels are those of the items."""
    demands = final_award.demands(_frozen(row) for row in claimant.lines.order_by("pk"))
    named = [final_award.Demand(ITEM_LABELS[Item(one.label)], one.kind, one.amount) for one in demands]
    return final_award.final_award(named, figures=figures)


def final_award_of(*, arrears: Arrears, on: date) -> list[tuple[Claimant, final_award.FinalAward]]:
    """The test for every worker of a case with the figures of the day."""
    figures = figures_for(on=on, place=place_of(arrears=arrears))
    return [(one, tested(claimant=one, figures=figures)) for one in arrears.claimants.order_by("pk")]


def crime_checklist(*, arrears: Arrears, on: date) -> Checklist:
    """The elements of 刑法 276-1 and of the joint-punishment list with what the file and the people say."""
    figures = figures_for(on=on, place=place_of(arrears=arrears))
    answers = {row.code: row for row in arrears.elements.all()}
    facts = crime_facts(arrears=arrears)
    leniency = tuple((sentence, str(article)) for sentence, article in crime.LENIENCY)
    open_figures = figures.unconfirmed(frozenset({FigureName.CRIME_ONE, FigureName.CRIME_MANY}))
    return Checklist(crime.crime(facts, figures), crime.blacklist(facts, figures), answers, leniency, bool(open_figures))


def crime_facts(*, arrears: Arrears) -> CrimeFacts:
    """What the file and the people say of one case's elements."""
    said = {row.code: _truth(row.answer) for row in arrears.elements.all()}
    return CrimeFacts(owed=owed_by_worker(arrears=arrears), **said)


def owed_by_worker(*, arrears: Arrears) -> tuple[Owed, ...]:
    """What each worker is owed in wages and for how many months; unknown for those of whom only the number is known."""
    known = [_owed(one) for one in arrears.claimants.order_by("pk")]
    return (*known, *(Owed(None) for _each in range(arrears.people - len(known))))


@transaction.atomic
def save_elements(*, case_id: int, answers: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Keep what somebody found out about the elements: yes, no or unknown by the names of FACTS."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    if unknown := set(answers) - set(FACTS):
        raise Refused("element", _("没有这一题"), field=min(unknown))
    before = {row.code: row.answer for row in arrears.elements.all()}
    said = {"said_by": by.name or by.system, "said_at": at}
    for code, answer in answers.items():
        if before.get(code, Answer.UNKNOWN) != Answer(answer):
            ElementAnswer.objects.update_or_create(arrears=arrears, code=code, defaults={"answer": Answer(answer), **said})
    cases.remark(case=arrears.case, says=_("核对了要件清单"), by=by, at=at, step="elements")


def _owed(claimant: Claimant) -> Owed:
    """Wages and overtime where they are computed, otherwise what was reported; severance is no pay for work."""
    rows = {row.item: row for row in claimant.lines.filter(item__in=WAGES, amount__isnull=False)}
    amount = sum(row.amount or 0 for row in rows.values()) if rows else claimant.owed or None
    inputs = inputs_of(line=rows[Item.ARREARS]) if Item.ARREARS in rows else None
    periods = [one for one in inputs.periods if one.owed] if isinstance(inputs, ArrearsInput) else []
    spans = [months_and_days(one.first, one.last)[0] for one in periods]
    return Owed(amount, sum(spans) if spans else None)


def _frozen(row: ClaimLine) -> lines.ClaimLine:
    return lines.ClaimLine(
        Item(row.item), row.amount, (), (), row.rule_version, low=row.low, high=row.high, available=row.available
    )


def _truth(answer: str) -> bool | None:
    return cast("bool | None", {Answer.YES: True, Answer.NO: False}.get(Answer(answer)))
