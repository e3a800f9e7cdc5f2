"""The facts of a site as they were found out, and who must pay by them, each with name, reason and article."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases import services as cases

from ...kinds import Answer
from ...models import Arrears, SiteFacts
from ...rules import payers as rules
from ...rules import tristate
from ...rules.articles import Mark
from ...rules.payers import EmployerState, Hirer, NameShown, Role
from .. import cases as wage_cases

ROLE_LABELS: Mapping[Role, str] = {
    Role.EMPLOYER: _("用人单位"), Role.GENERAL_CONTRACTOR: _("施工总承包单位"), Role.DEVELOPER: _("建设单位"),
    Role.DEVELOPER_OR_CONTRACTOR: _("建设单位或者总承包单位"), Role.LENDING_COMPANY: _("出借名义的单位"),
    Role.USER_COMPANY: _("用工单位"), Role.QUALIFIED_COMPANY: _("有资格的单位"), Role.INVESTORS: _("出资人"),
    Role.SUCCESSOR: _("合并、分立后的单位"), Role.MAIN_INVESTOR: _("主要出资人"),
}  # fmt: skip
HIRER_LABELS: Mapping[Hirer, str] = {
    Hirer.EMPLOYER: _("用人单位自己"), Hirer.SUBCONTRACTOR: _("分包单位"), Hirer.GENERAL_CONTRACTOR: _("总承包单位"),
    Hirer.INDIVIDUAL: _("包工头个人"), Hirer.DISPATCHER: _("派遣单位"),
}  # fmt: skip
STATES: Mapping[str, frozenset[EmployerState]] = {
    "dispatch": frozenset({EmployerState.UNLICENSED_DISPATCH}),
    "sole_trader": frozenset({EmployerState.OWNED_BY_PERSONS}),
    "merged_or_split": frozenset({EmployerState.MERGING, EmployerState.SUCCEEDED}),
    "deregistered": frozenset({EmployerState.DEREGISTERED}),
}
NAMES = ("contractor", "developer")
ASKED = (
    "construction", "licensed", "subcontracted", "passed_on", "borrowed_name", "developer_paid", "lawful", *STATES,
)  # fmt: skip
FACT_NAMES = ("hired_by", *NAMES, *ASKED)


@dataclass(frozen=True, slots=True)
class NamedPayer:
    """One who must pay, with the name where it is known. `condition` says what to find out first."""

    role: Role
    label: str
    name: str
    reason: str
    article: str
    mark: Mark
    condition: str

    @property
    def unconfirmed(self) -> bool:
        """Whether the badge is due."""
        return self.mark is Mark.UNCONFIRMED


@transaction.atomic
def save_site(*, case_id: int, answers: Mapping[str, str], by: Actor, at: datetime) -> SiteFacts:
    """Keep what was found out about a site: `hired_by` a Hirer or '', names as text, the rest yes, no or unknown."""
    arrears = wage_cases.load(pk=case_id, scope=by.scope("wages.handle"))
    for name, value in answers.items():
        _check(name, value)
    row, _fresh = SiteFacts.objects.update_or_create(arrears=arrears, defaults=dict(answers))
    cases.remark(case=arrears.case, says=_("记下了用工和工地的情况"), by=by, at=at, step="site")
    cases.review_duties(case=arrears.case, by=by, at=at)
    return row


def facts_of(*, arrears: Arrears) -> rules.SiteFacts:
    """The eight facts as the rules take them, and whether rural workers are among the claimants."""
    row = SiteFacts.objects.filter(arrears=arrears).first() or SiteFacts(arrears=arrears)
    answer = {name: _truth(getattr(row, name)) for name in ASKED}
    return rules.SiteFacts(
        hirer=Hirer(row.hired_by) if row.hired_by else None, qualified=answer["licensed"],
        name_shown=_shown(row, arrears), passed_on=tristate.some(answer["subcontracted"], answer["passed_on"]),
        name_borrowed=answer["borrowed_name"], developer_paid=answer["developer_paid"], lawful=answer["lawful"],
        states=_states(row, Answer.YES), construction=answer["construction"],
        rural_worker=tristate.some(*(_truth(one.migrant) for one in arrears.claimants.all())) if arrears.pk else None,
    )  # fmt: skip


def payers_of(*, arrears: Arrears) -> list[NamedPayer]:
    """All who must pay by the facts of the site, in order; then those with something to find out first."""
    row = SiteFacts.objects.filter(arrears=arrears).first() or SiteFacts(arrears=arrears)
    facts = facts_of(arrears=arrears)
    found = [*rules.payers(facts), *_open_states(row, facts)]
    names = {
        Role.EMPLOYER: arrears.employer_name, Role.GENERAL_CONTRACTOR: row.contractor, Role.DEVELOPER: row.developer,
        Role.DEVELOPER_OR_CONTRACTOR: "、".join(filter(None, (row.developer, row.contractor))),
        Role.LENDING_COMPANY: row.contractor, Role.QUALIFIED_COMPANY: row.contractor,
    }  # fmt: skip
    return [
        NamedPayer(
            one.role, ROLE_LABELS[one.role], names.get(one.role, ""), one.reason, str(one.article), one.mark, one.condition
        )
        for one in found
    ]


def respondents_of(*, arrears: Arrears) -> list[NamedPayer]:
    """Whom an application names, each once: the employer unless ruled out, then those whom the facts carry."""
    found = payers_of(arrears=arrears)
    employer = [one for one in found if one.role is Role.EMPLOYER][:1]
    named: dict[str, NamedPayer] = {}
    for one in [*employer, *(each for each in found if not each.condition)]:
        named.setdefault(one.name or one.label, one)
    return list(named.values())


def _open_states(row: SiteFacts, facts: rules.SiteFacts) -> list[rules.Payer]:
    """What hangs on a state nobody has found out: the rules take all states or none, so the open ones are asked apart."""
    known = rules.payers(facts)
    possible = {_key(one) for one in rules.payers(replace(facts, states=_states(row, Answer.YES, Answer.UNKNOWN)))}
    possible -= {_key(one) for one in known}
    return [one for one in rules.payers(replace(facts, states=None)) if _key(one) in possible]


def _key(one: rules.Payer) -> tuple[str, str]:
    return one.role, one.reason


def _states(row: SiteFacts, *answers: Answer) -> frozenset[EmployerState]:
    return frozenset().union(*(states for name, states in STATES.items() if getattr(row, name) in answers))


def _truth(answer: str) -> bool | None:
    return {Answer.YES: True, Answer.NO: False}.get(Answer(answer))


def _shown(row: SiteFacts, arrears: Arrears) -> NameShown | None:
    if not row.contractor:
        return None
    return NameShown.HIRER if row.contractor == arrears.employer_name else NameShown.GENERAL_CONTRACTOR


def _check(name: str, value: str) -> None:
    allowed = {str(one) for one in Hirer} | {""} if name == "hired_by" else {str(one) for one in Answer}
    if name not in FACT_NAMES or (name not in NAMES and value not in allowed):
        raise Refused("site", _("这一题没有这个答案"), field=name)
