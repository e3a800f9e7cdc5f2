"""What unpaid wages add: powers, two kinds of matters, their clocks, messages, pages, facts and figures."""

from unionhall.base.checks import CHECKS, Check
from unionhall.base.commands import COMMANDS
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import WORKS, Work
from unionhall.kernel.cases.kinds import CASE_KINDS, LAPSES, REFERRALS, CaseKind, Clock, LapseHandler
from unionhall.kernel.notices.kinds import MESSAGES, Message
from unionhall.kernel.people.kinds import POWERS
from unionhall.reports.kinds import FACTS, INDICATORS
from unionhall.web.kinds import (
    CONCERNS,
    DEMO,
    NAV,
    SEARCH,
    VERBS,
    WORK,
    ConcernSource,
    DemoPart,
    NavItem,
    SearchSource,
    VerbItem,
    WorkSource,
)  # fmt: skip
from unionhall.web.services import ROUTERS, ApiRouter

from . import commands, tasks
from .demo import partners, settlement
from .queries import facts, today
from .rules import indicators
from .rules.flows import CASE_FLOW, CLUE_FLOW, WORDS, CaseState, ClueState
from .rules.powers import TABLE
from .services import money, referrals

POWERS.add(*TABLE)
CASE_KINDS.add(
    CaseKind(
        code="clue", prefix="XS", label=_("线索"), flow=CLUE_FLOW, first=ClueState.RECEIVED,
        states={state: WORDS[state].name for state in ClueState},
        ended=frozenset(set(ClueState) - {ClueState.RECEIVED, ClueState.CHECKING}),
        view="wages.view", handle="wages.check",
        clocks=(Clock("first_answer", "FIRST-ANSWER", _("首次答复反映人"), "open", met_by=("check", "not_wages", "elsewhere", "withdraw", "merge")),),
    ),
    CaseKind(
        code="arrears", prefix="AX", label=_("欠薪案件"), flow=CASE_FLOW, first=CaseState.OPENED,
        states={state: WORDS[state].name for state in CaseState}, ended=frozenset({CaseState.CLOSED}),
        view="wages.view", handle="wages.handle",
        clocks=(
            Clock("mediation", "MED-15", _("调解期限"), "mediate", met_by=("agree", "arbitrate", "sue", "payment_order", "negotiate")),
            Clock("arb_accept", "ARB-ACCEPT", _("仲裁委决定受不受理"), "arbitrate", met_by=("settle", "enforce", "sue")),
            Clock("award", "ARB-45", _("仲裁裁决"), "arbitrate", met_by=("settle", "enforce", "sue")),
            Clock("inspection", "INS-60", _("劳动监察查结"), "refer_hrss", met_by=("negotiate", "mediate", "arbitrate", "report_paid")),
            Clock("payment_order", "PO-ACCEPT", _("法院决定受不受理支付令"), "payment_order", met_by=("settle", "enforce")),
        ),
    ),
)  # fmt: skip
LAPSES.add(LapseHandler("instalment", "wages.instalment_lapsed"))
WORKS.add(Work("wages.instalment_lapsed", tasks.instalment_lapsed), Work("wages.draft_next", tasks.draft_next))
MESSAGES.add(
    Message("clue_received", _("您反映的事收到了，编号 {reference}。点开看进展。")),
    Message("clue_concluded", _("您反映的事（{reference}）有结果了，点开看。")),
    Message("case_opened", _("您反映的事已经立案（{reference}），点开看进展。")),
    Message("case_news", _("您的案子（{reference}）有 1 条新进展，点开看。")),
    Message("assigned", _("{reference} 派给您了，点开看。")),
)
CHECKS.add(Check("wages.sums", _("四栏钱数和流水一致"), money.sums_hold))
NAV.add(
    NavItem("wages.cases", _("维权"), _("欠薪台账"), "table-2", "/wages/cases/", "wages.view", 10, today.count_cases),
    NavItem("wages.clues", _("维权"), _("线索"), "flag", "/wages/clues/", "wages.view", 11, today.count_clues),
    NavItem("wages.import", _("维权"), _("导入台账"), "upload", "/wages/imports/", "wages.import", 12),
)
VERBS.add(
    VerbItem("wages.report", "claim", _("反映欠薪"), _("不用登录，留个回执码就行"), "/wages/report/", 10),
    VerbItem("wages.mine", "claim", _("查我反映的事"), _("用回执码或者手机号"), "/wages/mine/", 11),
    VerbItem("wages.law", "find", _("算期限"), _("仲裁、监察、支付令，哪天到期"), "/law/clock/", 40),
)
CONCERNS.add(ConcernSource("wages", today.concerns))
WORK.add(WorkSource("wages", today.work))
SEARCH.add(SearchSource("wages", _("欠薪"), today.search))
DEMO.add(DemoPart("wages", settlement.load, settlement.loaded, 10))
FACTS.add(*facts.TABLE)
INDICATORS.add(*indicators.TABLE)
ROUTERS.add(ApiRouter("/wages", "unionhall.programmes.wages.api.router"))
COMMANDS.add(commands.import_ledger(existing_rows=commands.known_rows, commit=commands.commit))
REFERRALS.add(*referrals.kinds())
MESSAGES.add(Message("referral_news", _("移送 {reference} 有回音了，点开看。")))
NAV.add(NavItem("wages.joint", _("维权"), _("和检察院一起办"), "handshake", "/wages/joint/", "wages.view", 13))
DEMO.add(DemoPart("wages.partners", partners.load, partners.loaded, 60))
