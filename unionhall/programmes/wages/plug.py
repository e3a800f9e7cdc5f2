"""What unpaid wages add: powers, two kinds of matters, their clocks, messages, pages, facts and figures."""

from unionhall.base.checks import CHECKS, Check
from unionhall.base.commands import COMMANDS
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, WORKS, Tick, Work
from unionhall.kernel.cases.kinds import ANSWER, CASE_KINDS, LAPSES, REFERRALS, Aftercare, CaseKind, Clock, LapseHandler, Question
from unionhall.kernel.files.kinds import FILE_OWNERS, FileOwner
from unionhall.kernel.notices.kinds import MESSAGES, Message
from unionhall.kernel.people.kinds import POWERS
from unionhall.reports.kinds import FACTS, INDICATORS
from unionhall.web.kinds import (
    CONCERNS,
    DEMO,
    HANDOVERS,
    NAV,
    OUTBOXES,
    OWN,
    SEARCH,
    VERBS,
    WORK,
    ConcernSource,
    DemoPart,
    HandOver,
    NavItem,
    Outbox,
    OwnPage,
    SearchSource,
    VerbItem,
    WorkSource,
)  # fmt: skip
from unionhall.web.services import ROUTERS, ApiRouter

from . import commands, tasks
from .demo import aided, group, partners, settlement, warnings
from .demo import limits as demo_limits
from .demo import regimes as regimes_demo
from .demo import rounds as demo_rounds
from .demo import sealed as demo_sealed
from .queries import briefings, care, facts, regimes, subjects, today, weeks
from .rules import indicators
from .rules.flows import CASE_FLOW, CLUE_FLOW, WORDS, CaseState, ClueState
from .rules.powers import TABLE
from .services import clues, distributions, money, referrals, rounds
from .services import regimes as regime_services

TOLD = ("open", "not_wages", "elsewhere", "unsubstantiated", "withdraw")  # the steps whose words reach the reporter
STEPS = tuple(step.code for step in CASE_FLOW.steps)

POWERS.add(*TABLE)
CASE_KINDS.add(
    CaseKind(
        code="clue", prefix="XS", label=_("线索"), flow=CLUE_FLOW, first=ClueState.RECEIVED,
        states={state: WORDS[state].name for state in ClueState},
        ended=frozenset(set(ClueState) - {ClueState.RECEIVED, ClueState.CHECKING}),
        view="wages.view", handle="wages.check", subjects=subjects.of_clue,
        desk="/wages/clues/case/{pk}/", own="/wages/mine/",
        clocks=(
            Clock("first_answer", "FIRST-ANSWER", _("首次答复反映人"), "open", met_by=("check", "not_wages", "elsewhere", "withdraw", "merge", ANSWER), climbs="CLIMB", answered_by=TOLD),
            *(Clock("next_word", "NEXT-WORD", _("再次答复反映人"), step, met_by=(*TOLD, "merge", ANSWER), climbs="CLIMB") for step in ("check", "reopen", ANSWER)),
        ),
    ),
    CaseKind(
        code="arrears", prefix="AX", label=_("欠薪案件"), flow=CASE_FLOW, first=CaseState.OPENED,
        states={state: WORDS[state].name for state in CaseState}, ended=frozenset({CaseState.CLOSED}),
        view="wages.view", handle="wages.handle", subjects=subjects.of_case,
        clocks=(
            Clock("mediation", "MED-15", _("调解期限"), "mediate", met_by=("agree", "arbitrate", "sue", "payment_order", "negotiate")),
            Clock("arb_accept", "ARB-ACCEPT", _("仲裁委决定受不受理"), "arbitrate", met_by=("settle", "enforce", "sue")),
            Clock("award", "ARB-45", _("仲裁裁决"), "arbitrate", met_by=("settle", "enforce", "sue")),
            Clock("inspection", "INS-60", _("劳动监察查结"), "refer_hrss", met_by=("negotiate", "mediate", "arbitrate", "report_paid")),
            Clock("payment_order", "PO-ACCEPT", _("法院决定受不受理支付令"), "payment_order", met_by=("settle", "enforce")),
            *(
                Clock("next_word", "NEXT-WORD", _("再次答复反映人"), step, met_by=(*STEPS, ANSWER), climbs="CLIMB", answered_by=("conclude", "drop"))
                for step in ("open", "reopen", "negotiate", "breach", "not_received", ANSWER)
            ),
        ),
        desk="/wages/cases/{pk}/", own="/wages/mine/",
        aftercare=Aftercare(
            on=("conclude", "drop"), close="close", rules=("RETURN-7", "RETURN-30", "RETURN-90"),
            questions=(
                Question("kept", _("要回来的钱，还在职工手里吗"), "no"), Question("harassed", _("有没有人为难职工"), "yes"),
                Question("owed", _("又欠工资了吗"), "yes"),
            ),
        ),
    ),
)  # fmt: skip
TICKS.add(Tick("wages.limits", 3600, tasks.watch_limits, _("看时效快到的案子")))
WORKS.add(Work("wages.limits_again", tasks.limits_again), Work("wages.aid_first", tasks.aid_first))
LAPSES.add(LapseHandler("instalment", "wages.instalment_lapsed"))
WORKS.add(Work("wages.instalment_lapsed", tasks.instalment_lapsed), Work("wages.draft_next", tasks.draft_next))
WORKS.add(Work("wages.letters", tasks.make_letters))
MESSAGES.add(
    Message("clue_received", _("您反映的事收到了，编号 {reference}。点开看进展。")),
    Message("clue_concluded", _("您反映的事（{reference}）有结果了，点开看。")),
    Message("case_opened", _("您反映的事已经立案（{reference}），点开看进展。")),
    Message("case_news", _("您的案子（{reference}）有 1 条新进展，点开看。")),
    Message("answered", _("您反映的事（{reference}）有答复了，点开看。")),
    Message("warning_given", _("有一条预警派给您去看，点开看。")),
    Message("assigned", _("{reference} 派给您了，点开看。")),
)
CHECKS.add(Check("wages.sums", _("四栏钱数和流水一致"), money.sums_hold))
CHECKS.add(Check("wages.shares", _("每一笔分的钱，各人的份加起来正好"), distributions.shares_hold))
NAV.add(
    NavItem("wages.cases", _("维权"), _("欠薪台账"), "table-2", "/wages/cases/", "wages.view", 10, today.count_cases),
    NavItem("wages.clues", _("维权"), _("线索"), "flag", "/wages/clues/", "wages.view", 11, today.count_clues),
    NavItem("wages.import", _("维权"), _("导入台账"), "upload", "/wages/imports/", "wages.import", 12),
)
NAV.add(
    NavItem("wages.warnings", _("排查预警"), _("预警"), "triangle-alert", "/wages/warnings/", "wages.watch", 23, today.count_warnings),
    NavItem("wages.observations", _("排查预警"), _("单位每月的数"), "sheet", "/wages/observations/", "wages.watch", 24),
)
TICKS.add(Tick("wages.warnings", 21600, tasks.evaluate, _("算预警")))
NAV.add(
    NavItem("wages.letters", _("维权"), _("成批文书"), "file-plus", "/wages/letters/", "wages.handle", 14),
    NavItem("wages.templates", _("维权"), _("文书模板"), "pencil", "/wages/templates/", "wages.templates", 15),
)
VERBS.add(VerbItem("wages.interview", "claim", _("写仲裁申请书"), _("一题一题问，答完就有"), "/wages/interview/", 12))
VERBS.add(
    VerbItem("wages.report", "claim", _("反映欠薪"), _("不用登录，留个回执码就行"), "/wages/report/", 10),
    VerbItem("wages.mine", "claim", _("查我反映的事"), _("用回执码或者手机号"), "/wages/mine/", 11),
    VerbItem("wages.law", "find", _("算期限"), _("仲裁、监察、支付令，哪天到期"), "/law/clock/", 40),
)
OWN.add(OwnPage("clue", "/wages/mine/{pk}/"), OwnPage("arrears", "/wages/mine/{pk}/"))
HANDOVERS.add(HandOver("wages", _("欠薪线索"), "wages.register", clues.take_over))
CONCERNS.add(ConcernSource("wages", today.concerns))
WORK.add(WorkSource("wages", today.work))
SEARCH.add(SearchSource("wages", _("欠薪"), today.search))
DEMO.add(DemoPart("wages", settlement.load, settlement.loaded, 10), DemoPart("wages.warnings", warnings.load, warnings.loaded, 16))
WORK.add(WorkSource("wages.warnings", today.warned))
DEMO.add(DemoPart("wages.aided", aided.load, aided.loaded, 11), DemoPart("wages.limits", demo_limits.load, demo_limits.loaded, 20))
DEMO.add(DemoPart("wages.group", group.load, group.loaded, 11))
FACTS.add(*facts.TABLE)
INDICATORS.add(*indicators.TABLE)
ROUTERS.add(ApiRouter("/wages", "unionhall.programmes.wages.api.router"))
COMMANDS.add(commands.import_ledger(existing_rows=commands.known_rows, commit=commands.commit))

# Rounds: the weekly look at places of work
NAV.add(
    NavItem("wages.round", _("排查预警"), _("本周巡查"), "smartphone", "/wages/rounds/", "wages.round", 20),
    NavItem("wages.round_coverage", _("排查预警"), _("巡查到了哪里"), "chart-column", "/wages/rounds/coverage/", "wages.coverage", 22),
    NavItem("wages.round_plan", _("排查预警"), _("巡查计划"), "calendar-check", "/wages/rounds/plan/", "wages.plan", 21),
)
OUTBOXES.add(Outbox("wages.round", "wages.round", "/wages/rounds/key/"))
WORK.add(WorkSource("wages.rounds", weeks.work))
FILE_OWNERS.add(FileOwner("wages.rounds", rounds.photo_open_to))
DEMO.add(DemoPart("wages.rounds", demo_rounds.load, demo_rounds.loaded, 11))
COMMANDS.add(commands.import_checks())

# regimes, briefings, care
TICKS.add(Tick("wages.major", 600, tasks.watch_major, _("看重大案件")), Tick("wages.visits", 3600, tasks.ask_visits, _("到时候请职工回访")))
MESSAGES.add(Message("visit_due", _("您的案子（{reference}）办结有些日子了，想再问您三句，点开答。")))
NAV.add(
    NavItem("wages.visits", _("维权"), _("回访"), "phone", "/wages/visits/", "wages.handle", 13, care.count_visits),
    NavItem("wages.care", _("排查预警"), _("走访和宣传"), "hand-heart", "/wages/care/", "wages.care", 25),
    NavItem("wages.overview", _("看全局"), _("欠薪总览"), "chart-column", "/wages/overview/", "wages.oversee", 40),
    NavItem("wages.briefings", _("看全局"), _("工作报告"), "file-text", "/wages/briefings/", "wages.oversee", 41, regimes.count_due),
    NavItem("wages.regimes", _("看全局"), _("工作制度"), "calendar-check", "/wages/regimes/", "wages.oversee", 42),
)
WORK.add(WorkSource("wages_regimes", regimes.work))
FACTS.add(*regimes.TABLE)
FILE_OWNERS.add(
    FileOwner("wages_briefings", briefings.may_open), FileOwner("wages_publicity", care.may_open),
    FileOwner("wages_outputs", lambda actor, blob_id: regime_services.may_open(by=actor, blob_id=blob_id)),
)
DEMO.add(DemoPart("wages_regimes", regimes_demo.load, regimes_demo.loaded, 60))
REFERRALS.add(*referrals.kinds())
MESSAGES.add(Message("referral_news", _("移送 {reference} 有回音了，点开看。")))
NAV.add(NavItem("wages.joint", _("维权"), _("和检察院一起办"), "handshake", "/wages/joint/", "wages.view", 16))
DEMO.add(DemoPart("wages.partners", partners.load, partners.loaded, 60))

# Confidential letters
DEMO.add(DemoPart("wages.sealed", demo_sealed.load, demo_sealed.loaded, 61))
VERBS.add(VerbItem("wages.report_sealed", "claim", _("保密举报"), _("只有工会里有钥匙的经办人打得开，管理员也看不到"), "/wages/report/sealed/", 13))
