"""Who must pay: eight facts about a site give the payers in order, each with its reason and article.

保障农民工工资支付条例 Art.16-22, 29-30, 36-37 for rural workers; 解释（二） Art.1-2 for every worker.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from unionhall.base.words import gettext_noop as _

from .articles import CONTRACT_LAW, INTERPRETATION_2, WAGE_RULES, Article, Mark
from .tristate import Answer, every, negated, some


class Hirer(StrEnum):
    """Fact 1: who hired and paid the worker."""

    EMPLOYER = "employer"
    SUBCONTRACTOR = "subcontractor"
    GENERAL_CONTRACTOR = "general_contractor"
    INDIVIDUAL = "individual"
    DISPATCHER = "dispatcher"


class NameShown(StrEnum):
    """Fact 3: whose name stands on the site contract and the rights board."""

    HIRER = "hirer"
    GENERAL_CONTRACTOR = "general_contractor"
    OTHER_COMPANY = "other_company"
    NOBODY = "nobody"


class EmployerState(StrEnum):
    """Fact 8: the employer's legal form and state; several may hold."""

    UNLICENSED_DISPATCH = "unlicensed_dispatch"
    OWNED_BY_PERSONS = "owned_by_persons"
    MERGING = "merging"
    SUCCEEDED = "succeeded"
    CLOSING = "closing"
    DEREGISTERED = "deregistered"


class Role(StrEnum):
    """Who is asked to pay."""

    EMPLOYER = "employer"
    GENERAL_CONTRACTOR = "general_contractor"
    DEVELOPER = "developer"
    DEVELOPER_OR_CONTRACTOR = "developer_or_contractor"
    LENDING_COMPANY = "lending_company"
    USER_COMPANY = "user_company"
    QUALIFIED_COMPANY = "qualified_company"
    INVESTORS = "investors"
    SUCCESSOR = "successor"
    MAIN_INVESTOR = "main_investor"


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The eight facts, and the two that decide which rules apply; None: nobody has found out yet.

    `states` None: the employer's form and state are not known; an empty set: an ordinary living company.
    """

    hirer: Hirer | None = None
    qualified: Answer = None
    name_shown: NameShown | None = None
    passed_on: Answer = None
    name_borrowed: Answer = None
    developer_paid: Answer = None
    lawful: Answer = None
    states: frozenset[EmployerState] | None = None
    construction: Answer = None
    rural_worker: Answer = None


@dataclass(frozen=True, slots=True)
class Payer:
    """One who must pay, in the order of the chain. An empty `condition` means the facts carry it already."""

    role: Role
    reason: str
    article: Article
    condition: str = ""

    @property
    def mark(self) -> Mark:
        """How surely the rule was read."""
        return self.article.mark


@dataclass(frozen=True, slots=True)
class Rule:
    """One situation: when it holds the role pays; while it is not known, `to_find` says what to find out."""

    code: str
    role: Role
    reason: str
    article: Article
    to_find: str
    holds: Callable[[SiteFacts], Answer]


def _hired_by(facts: SiteFacts, *hirers: Hirer) -> Answer:
    return None if facts.hirer is None else facts.hirer in hirers


def _state(facts: SiteFacts, *states: EmployerState) -> Answer:
    return None if facts.states is None else not facts.states.isdisjoint(states)


def _on_site(facts: SiteFacts, *answers: Answer) -> Answer:
    return every(facts.rural_worker, facts.construction, *answers)


def _given_to_unqualified(facts: SiteFacts) -> Answer:
    return some(_hired_by(facts, Hirer.INDIVIDUAL), negated(facts.qualified))


def _borrowed(facts: SiteFacts) -> Answer:
    """A borrowed name; the board in another company's name leaves it open until somebody has asked."""
    if facts.name_borrowed is None and facts.name_shown is NameShown.HIRER:
        return False
    return facts.name_borrowed


def _subcontracted(facts: SiteFacts) -> Answer:
    return some(_hired_by(facts, Hirer.SUBCONTRACTOR), facts.passed_on)


def _unlicensed_supply(facts: SiteFacts) -> Answer:
    sent = some(_state(facts, EmployerState.UNLICENSED_DISPATCH), negated(facts.qualified))
    return every(facts.rural_worker, _hired_by(facts, Hirer.DISPATCHER), sent)


def _contractor_hired(facts: SiteFacts) -> Answer:
    return _hired_by(facts, Hirer.GENERAL_CONTRACTOR)


RULES = (
    Rule(
        "employer",
        Role.EMPLOYER,
        _("谁招的人，谁先还工资"),
        Article(CONTRACT_LAW, "第30条"),
        _("先问清谁招的人、谁发的钱"),
        lambda facts: None if facts.hirer is None else facts.hirer is not Hirer.INDIVIDUAL,
    ),
    Rule(
        "subcontracted",
        Role.GENERAL_CONTRACTOR,
        _("分包单位欠薪或者工程转包，总承包先清偿，再去追偿"),
        Article(WAGE_RULES, "第30条"),
        _("先查清是不是分包、转包，干活的是不是农民工"),
        lambda facts: _on_site(facts, negated(_contractor_hired(facts)), _subcontracted(facts)),
    ),
    Rule(
        "unqualified_site",
        Role.DEVELOPER_OR_CONTRACTOR,
        _("把工程包给个人或者没有资格的单位，由发包的建设单位或者总承包清偿"),
        Article(WAGE_RULES, "第36条第1款"),
        _("先查清包工的人或者单位有没有资格，是谁包出去的"),
        lambda facts: _on_site(facts, _given_to_unqualified(facts)),
    ),
    Rule(
        "borrowed_site",
        Role.LENDING_COMPANY,
        _("出借名义承揽工程的施工单位清偿"),
        Article(WAGE_RULES, "第36条第2款"),
        _("先查清有没有挂靠，合同和告示牌上是谁的名字"),
        lambda facts: _on_site(facts, _borrowed(facts)),
    ),
    Rule(
        "borrowed",
        Role.LENDING_COMPANY,
        _("允许别人用自己名义经营的单位清偿，再去追偿"),
        Article(WAGE_RULES, "第19条第2款"),
        _("先查清有没有借用名义"),
        lambda facts: every(facts.rural_worker, negated(facts.construction), _borrowed(facts)),
    ),
    Rule(
        "money_withheld",
        Role.DEVELOPER,
        _("建设单位没按约拨工程款，以没结清的工程款为限先垫付"),
        Article(WAGE_RULES, "第29条第2款"),
        _("先查清建设单位有没有按约拨付工程款和人工费"),
        lambda facts: _on_site(facts, negated(facts.developer_paid)),
    ),
    Rule(
        "unlawful_building",
        Role.DEVELOPER,
        _("违法建设的工程欠薪，由建设单位清偿"),
        Article(WAGE_RULES, "第37条"),
        _("先查清工程的规划、施工手续合不合法"),
        lambda facts: _on_site(facts, negated(facts.lawful)),
    ),
    Rule(
        "unlicensed_dispatch",
        Role.USER_COMPANY,
        _("用了没有派遣许可的单位派来的人，用工单位清偿，再去追偿"),
        Article(WAGE_RULES, "第18条"),
        _("先查清是不是派遣，派遣单位有没有许可"),
        _unlicensed_supply,
    ),
    Rule(
        "qualified_company",
        Role.QUALIFIED_COMPANY,
        _("把活包给没有资格的单位、个人，或者让人挂靠，有资格的单位担用工主体责任"),
        Article(INTERPRETATION_2, "第1条、第2条", Mark.SECONDARY),
        _("先查清对方有没有资格，有没有挂靠"),
        lambda facts: some(every(facts.passed_on, _given_to_unqualified(facts)), _borrowed(facts)),
    ),
    Rule(
        "investors",
        Role.INVESTORS,
        _("合伙、个人独资、个体户不还的，出资人还"),
        Article(WAGE_RULES, "第20条"),
        _("先查清单位的登记类型"),
        lambda facts: every(facts.rural_worker, _state(facts, EmployerState.OWNED_BY_PERSONS)),
    ),
    Rule(
        "merging",
        Role.EMPLOYER,
        _("合并、分立之前要先还清"),
        Article(WAGE_RULES, "第21条"),
        _("先查清单位是不是正在合并、分立"),
        lambda facts: every(facts.rural_worker, _state(facts, EmployerState.MERGING)),
    ),
    Rule(
        "succeeded",
        Role.SUCCESSOR,
        _("和职工书面说好的，由合并、分立后的单位还"),
        Article(WAGE_RULES, "第21条"),
        _("先查清单位有没有合并、分立，和职工有没有书面约定"),
        lambda facts: every(facts.rural_worker, _state(facts, EmployerState.SUCCEEDED)),
    ),
    Rule(
        "closing",
        Role.EMPLOYER,
        _("吊销、关闭、解散的，申请注销之前要还清"),
        Article(WAGE_RULES, "第22条第1款"),
        _("先查清单位的登记状态"),
        lambda facts: every(facts.rural_worker, _state(facts, EmployerState.CLOSING)),
    ),
    Rule(
        "deregistered",
        Role.MAIN_INVESTOR,
        _("没还清就注销的，主要出资人注册新单位之前要还清"),
        Article(WAGE_RULES, "第22条第2款"),
        _("先查清单位注销没有、主要出资人是谁"),
        lambda facts: every(facts.rural_worker, _state(facts, EmployerState.DEREGISTERED)),
    ),
)


def payers(facts: SiteFacts) -> tuple[Payer, ...]:
    """All who must pay: first those whom the facts already carry, then those with something to find out.

    A rule that a fact rules out is left away; within each half the order is the order of the chain.
    """
    answers = [(rule, rule.holds(facts)) for rule in RULES]
    sure = [Payer(rule.role, rule.reason, rule.article) for rule, answer in answers if answer is True]
    unsure = [
        Payer(rule.role, rule.reason, rule.article, rule.to_find)
        for rule, answer in answers
        if answer is None
    ]
    return (*sure, *unsure)
