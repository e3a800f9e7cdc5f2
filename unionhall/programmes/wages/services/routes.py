"""The roads of a case compared on a day, what is still to be asked, and the officer's choice with the comparison as it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases
from unionhall.kernel.law import queries as law
from unionhall.kernel.law import rules as law_rules
from unionhall.kernel.places import queries as places

from ..kinds import AgreementKind, Answer
from ..models import Agreement, Arrears, Clue, RouteAnswer, RouteChoice, RouteFact, RouteRow, SiteFacts
from ..rules import routes, triage, tristate
from ..rules.columns import EntryKind
from ..rules.flows import CASE_FLOW
from ..rules.limitation import COUNTED, WAGES, Standing
from ..rules.lines import Item
from ..rules.triage import Facts, Openness, Option, Route
from . import cases as wage_cases
from . import claims, limits

QUESTIONS: Mapping[str, str] = {
    "unreachable": _("公司、老板找不到了吗？"), "began_elsewhere": _("职工自己去过调解、仲裁或者法院吗？"),
    "other_debts": _("职工和公司之间还有别的债吗？"), "wage_iou": _("手里有公司写的工资欠条吗？"),
    "other_items": _("除了工资，还要别的吗？比如经济补偿"), "both_agree": _("公司愿意一起去法院确认协议吗？"),
    "deposit_kept": _("工地存了工资保证金，或者有保函吗？"), "short_of_money": _("公司一时拿不出钱吗？"),
}  # fmt: skip
EVE = "new_year_eve"
BEGUN = {"mediation_begun": ("mediate",), "arbitration_begun": ("arbitrate",), "suit_begun": ("sue",)}
NUMBERS, TEXTS = {"workers"}, {"state"}
DAYS = {"limit_last", "signed_on", "last_due"}
TRUTH: Mapping[str, bool | None] = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}
COURT_PAPERS = (AgreementKind.ARB_MEDIATION, AgreementKind.COURT_MEDIATION)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All roads on a day: open ones first. `eve`: the next New Year's Eve by the dated row, None when none is entered."""

    on: date
    place: str
    facts: Facts
    options: tuple[Option, ...]
    cautions: tuple[routes.Caution, ...]
    eve: date | None

    def option(self, route: str) -> Option:
        """One road."""
        return next(one for one in self.options if one.row.route == route)


def compare(*, arrears: Arrears, on: date) -> Comparison:
    """The comparison of a loaded case on a day."""
    place = claims.place_of(arrears=arrears)
    return compare_facts(facts=facts_of(arrears=arrears, on=on), on=on, place=place)


def compare_facts(*, facts: Facts, on: date, place: str) -> Comparison:
    """The comparison of any facts, by the rows of law of a day and place."""
    laws = {row.id: row for row in law.rules_list(on, place)}
    options = triage.compare(facts, on, laws, places.calendar())
    return Comparison(on, place, facts, options, routes.cautions(facts), next_eve(on=on))


def next_eve(*, on: date) -> date | None:
    """The next New Year's Eve: a dated row, written as 20270205."""
    value = law.parameter(EVE, on).value
    return datetime.strptime(f"{value:.0f}", "%Y%m%d").date() if value else None


def facts_of(*, arrears: Arrears, on: date) -> Facts:
    """What the file shows, and where it is silent what somebody answered; None: not known."""
    said = {row.code: TRUTH[row.answer] for row in arrears.route_answers.all()}
    elements = {row.code: TRUTH[row.answer] for row in arrears.elements.all()}
    agreement = arrears.agreements.filter(superseded=False).order_by("-pk").first()
    return Facts(
        workers=max(1, arrears.people), state=arrears.case.state,
        unreachable=_unreachable(arrears, said.get("unreachable"), elements.get("fled")),
        fled_or_bad_faith=tristate.some(*_known(*(elements.get(name) for name in ("fled", "able_to_pay", "hid_or_moved")))),
        other_debts=said.get("other_debts"), wage_iou=said.get("wage_iou"), deposit_kept=said.get("deposit_kept"),
        short_of_money=said.get("short_of_money"), both_agree=said.get("both_agree"),
        order_to_pay=True if arrears.entries.filter(kind=EntryKind.ORDERED, replaced_by=None).exists() else elements.get("ordered"),
        asked_for_relief=arrears.limit_events.filter(kind__in=COUNTED, struck_at=None).exists() or None,
        **_begun(arrears, said.get("began_elsewhere")), **_items(arrears, said.get("other_items"), on), **_site(arrears),
        **_agreed(agreement, on, claims.place_of(arrears=arrears)), **_time(arrears, on),
    )  # fmt: skip


def _known(*answers: bool | None) -> tuple[bool | None, ...]:
    """Where one source is silent, another speaks; silence everywhere stays silence."""
    return tuple(one for one in answers if one is not None) or (None,)


def _unreachable(arrears: Arrears, said: bool | None, fled: bool | None) -> bool | None:
    """Somebody's answer stands over the clue's; a boss who fled cannot be reached, whatever was said."""
    clue = Clue.objects.filter(case_id=arrears.case.origin_id).first()
    reported = tristate.negated(TRUTH[clue.boss_reachable]) if clue else None
    return tristate.some(*_known(reported if said is None else said, fled))


def _begun(arrears: Arrears, elsewhere: bool | None) -> dict[str, bool | None]:
    """Proceedings that began: seen in the timeline or in an agreement of their kind; elsewhere only as the worker says."""
    steps = set(arrears.case.events.values_list("step", flat=True))
    kinds = set(arrears.agreements.values_list("kind", flat=True))
    seen = {name: any(step in steps for step in codes) for name, codes in BEGUN.items()}
    seen["mediation_begun"] |= AgreementKind.MEDIATION in kinds
    seen["arbitration_begun"] |= AgreementKind.ARB_MEDIATION in kinds
    seen["suit_begun"] |= AgreementKind.COURT_MEDIATION in kinds
    return {name: True if found else elsewhere for name, found in seen.items()}


def _items(arrears: Arrears, said: bool | None, on: date) -> dict[str, bool | None]:
    """Whether anything but wages is asked for, and whether the award would be final."""
    items = {Item(item) for one in arrears.claimants.all() for item in one.lines.values_list("item", flat=True)}
    finals = [award.final for _worker, award in claims.final_award_of(arrears=arrears, on=on)] if items else []
    final = tristate.every(*finals) if finals else None
    return {"other_items": True if items - WAGES else said, "non_final_item": tristate.negated(final), "final": final}


def _site(arrears: Arrears) -> dict[str, bool | None]:
    site = SiteFacts.objects.filter(arrears=arrears).first()
    building = TRUTH[site.construction] if site else None
    migrant = [TRUTH[one.migrant] for one in arrears.claimants.all()]
    return {
        "construction": True if building is None and arrears.industry == "construction" else building,
        "migrant": tristate.some(*migrant) if migrant else None,
    }


def _agreed(agreement: Agreement | None, on: date, place: str) -> dict[str, object]:
    """What the agreement in force says; without one there is none."""
    if agreement is None:
        return {"mediation_agreement": False, "wages_only": None, "breached": None, "court_paper": False, "confirm_in_time": None}
    parts = list(agreement.instalments.order_by("due"))
    last = law_rules.due(law.rule("CONFIRM-30", agreement.signed_on, place), agreement.signed_on, places.calendar()).due
    mediated = agreement.kind == AgreementKind.MEDIATION
    return {
        "mediation_agreement": mediated, "wages_only": agreement.wages_only if mediated else None,
        "breached": any(part.breached_on for part in parts), "court_paper": agreement.kind in COURT_PAPERS,
        "confirm_in_time": on <= law_rules.day_of(last) if mediated and last else None,
        "signed_on": agreement.signed_on, "last_due": parts[-1].due if parts else None,
    }  # fmt: skip


def _time(arrears: Arrears, on: date) -> dict[str, object]:
    """Limitation by what is proved, and whether the inspectorate's two years still run."""
    lines = [line for book in limits.books_of(arrears=arrears, on=on) for line in book.lines if line.item in WAGES]
    running = [_in_time(line.standing) for line in lines]
    lasts = [line.proved.last for line in lines if line.proved and line.proved.last]
    return {
        "in_time": tristate.every(*running) if running else None, "limit_last": min(lasts, default=None),
        "recent": tristate.every(*(_recent(line, on) for line in lines)) if lines else None,
    }  # fmt: skip


def _in_time(standing: Standing) -> bool | None:
    return {Standing.UNKNOWN: None, Standing.PASSED: False}.get(standing, True)


def _recent(line: limits.Line, on: date) -> bool | None:
    """Unpaid wages that still run, or that ended within two years; older ones may be continuing, which people judge."""
    if line.start.no_limit:
        return True
    if line.start.on is None:
        return None
    return True if law_rules.add_months(line.start.on, 24) >= on else None


@transaction.atomic
def save_answers(*, case_id: int, answers: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Keep what somebody found out: yes, no or unknown by the names of QUESTIONS."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    if unknown := set(answers) - set(QUESTIONS):
        raise Refused("question", _("没有这一题"), field=min(unknown))
    before = {row.code: row.answer for row in arrears.route_answers.all()}
    said = {"said_by": by.name or by.system, "said_at": at}
    for code, answer in answers.items():
        if before.get(code, Answer.UNKNOWN) != Answer(answer):
            RouteAnswer.objects.update_or_create(arrears=arrears, code=code, defaults={"answer": Answer(answer), **said})
    cases.remark(case=arrears.case, says=_("查清了走哪条路要问的事"), by=by, at=at, step="routes")


@transaction.atomic
def choose(*, case_id: int, route: str, by: Actor, at: datetime, note: str = "", version: int | None = None) -> RouteChoice:
    """Choose a road and keep the comparison of the day; an open one takes its step in the flow. A closed door is refused."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    found = compare(arrears=arrears, on=at.astimezone().date())
    option = found.option(Route(route))
    if option.openness is Openness.CLOSED:
        raise Refused("door_closed", _("这条路走不了：{why}"), field="route", values={"why": option.against[0].sentence})
    choice = _keep(arrears, found, option, note, by, at)
    cases.remark(case=arrears.case, says=_("选了路：{label}").format(label=option.row.label), inner=note, by=by, at=at, step="route")
    if option.openness is Openness.OPEN and _step_now(option, arrears.case.state):
        wage_cases.take(case_id=case_id, step=option.row.step, by=by, at=at, inner=note, version=version)
        choice.step_taken = option.row.step
        choice.save(update_fields=["step_taken"])
    return choice


def _step_now(option: Option, state: str) -> bool:
    return bool(option.row.step) and any(step.code == option.row.step for step in CASE_FLOW.open_to(state))


def _keep(arrears: Arrears, found: Comparison, option: Option, note: str, by: Actor, at: datetime) -> RouteChoice:
    choice = RouteChoice.objects.create(
        arrears=arrears, route=option.row.route, on=found.on, place=found.place, note=note[:300],
        chosen_by=by.name or by.system, chosen_at=at,
    )  # fmt: skip
    facts = written(facts=found.facts)
    RouteFact.objects.bulk_create(RouteFact(choice=choice, name=name, value=value) for name, value in facts.items())
    RouteRow.objects.bulk_create(RouteRow(choice=choice, **columns) for columns in columns_of(options=found.options))
    return choice


def columns_of(*, options: tuple[Option, ...]) -> list[dict[str, object]]:
    """Each road as its stored columns."""
    return [
        {
            "route": one.row.route, "openness": one.openness, "result": one.result, "worst": one.worst,
            "provisional": one.provisional, "against": ",".join(why.code for why in one.against),
            "closes": ",".join(each.route for each in one.closes),
        }
        for one in options
    ]  # fmt: skip


def written(*, facts: Facts) -> dict[str, str]:
    """Facts as text by name; what is not known has no entry."""
    values = {one.name: getattr(facts, one.name) for one in fields(facts)}
    return {name: _text(value) for name, value in values.items() if value not in (None, "")}


def _text(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def revived(*, values: Mapping[str, str]) -> Facts:
    """The facts again."""
    return Facts(**{name: _value(name, text) for name, text in values.items()})


def _value(name: str, text: str) -> object:
    if name in NUMBERS:
        return int(text)
    if name in TEXTS:
        return text
    return date.fromisoformat(text) if name in DAYS else text == "yes"


def replay(*, choice: RouteChoice) -> tuple[Comparison, tuple[Route, ...]]:
    """The comparison again from the stored facts and the rows of law of that day, and the roads on which it now differs.

    It differs when a row of law or the calendar was put right since: a year's holiday notice came out, for one.
    """
    facts = revived(values={row.name: row.value for row in choice.facts.all()})
    found = compare_facts(facts=facts, on=choice.on, place=choice.place)
    kept = {row.route: {name: getattr(row, name) for name in ("result", "worst", "openness", "against", "closes")} for row in choice.rows.all()}
    now = {str(one["route"]): {name: one[name] for name in ("result", "worst", "openness", "against", "closes")} for one in columns_of(options=found.options)}
    return found, tuple(Route(route) for route in now if kept.get(route) != now[route])
