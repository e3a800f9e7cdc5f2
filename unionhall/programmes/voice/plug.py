"""What opinions add: powers, one kind of matter, its clocks, messages, pages, facts."""

from unionhall.base.words import gettext_noop as _
from unionhall.base.work import WORKS, Work
from unionhall.kernel.cases.kinds import CASE_KINDS, LAPSES, CaseKind, Clock, LapseHandler
from unionhall.kernel.notices.kinds import MESSAGES, Message
from unionhall.kernel.people.kinds import POWERS
from unionhall.reports.kinds import FACTS
from unionhall.web.kinds import (
    CONCERNS,
    DEMO,
    NAV,
    OWN,
    SEARCH,
    VERBS,
    WORK,
    ConcernSource,
    DemoPart,
    NavItem,
    OwnPage,
    SearchSource,
    VerbItem,
    WorkSource,
)  # fmt: skip
from unionhall.web.services import ROUTERS, ApiRouter

from . import tasks
from .demo import opinions
from .queries import facts, today
from .rules.flows import ENDED, FLOW, WORDS, State
from .rules.powers import TABLE

POWERS.add(*TABLE)
SENT = ("dispatch", "answer", "accept", "hand_over")
DONE = ("answer", "return", "hand_over")
CASE_KINDS.add(
    CaseKind(
        code="matter", prefix="ZS", label=_("职工说的事"), flow=FLOW, first=State.RECEIVED,
        states={state: WORDS[state].name for state in State}, ended=ENDED, view="voice.view", handle="voice.handle",
        clocks=(
            Clock("voice_dispatch", "VOICE-DISPATCH", _("派出去，或者当场答复"), "open", met_by=SENT),
            Clock("voice_dispatch", "VOICE-DISPATCH", _("派出去，或者当场答复"), "return", met_by=SENT),
            Clock("voice_respond", "VOICE-RESPOND", _("接下来，跟职工说上话"), "dispatch", met_by=("accept", *DONE)),
            Clock("voice_track", "VOICE-TRACK", _("问一句办到哪了"), "dispatch", met_by=DONE),
            Clock("voice_callback", "VOICE-CALLBACK", _("回访，问满意不满意"), "answer", met_by=("satisfied", "reopen", "still_unsatisfied")),
        ),
    ),
)  # fmt: skip
LAPSES.add(*(LapseHandler(code, "voice.lapsed") for code in ("voice_dispatch", "voice_respond", "voice_answer", "voice_callback")))
WORKS.add(Work("voice.lapsed", tasks.lapsed))
MESSAGES.add(
    Message("voice_received", _("您说的事收到了，编号 {reference}。点开看进展。")),
    Message("voice_news", _("您说的事（{reference}）有 1 条新进展，点开看。")),
    Message("voice_answered", _("您说的事（{reference}）有答复了，点开看，满意不满意请告诉我们。")),
    Message("voice_traced", _("您的建议（{reference}）有了结果，点开看。")),
    Message("voice_late", _("{reference} 到时候没办，请您过问。")),
    Message("voice_unsatisfied", _("{reference} 的职工说不满意，请您过问。")),
)
NAV.add(
    NavItem("voice.call", _("职工之声"), _("接热线"), "phone", "/voice/call/", "voice.take", 30),
    NavItem("voice.paper", _("职工之声"), _("来访来信"), "file-plus", "/voice/paper/", "voice.take", 31),
    NavItem("voice.matters", _("职工之声"), _("职工说的事"), "message-circle", "/voice/matters/", "voice.view", 32, today.count),
    NavItem("voice.knowledge", _("职工之声"), _("答复要点"), "book-open", "/voice/knowledge/", "voice.knowledge", 33),
    NavItem("voice.quality", _("职工之声"), _("热线质检"), "star", "/voice/quality/", "voice.check", 34),
)
VERBS.add(
    VerbItem("voice.help", "apply", _("请工会帮忙"), _("有难处，说一声；不用登录"), "/voice/new/?kind=help", 20),
    VerbItem("voice.report", "claim", _("问事、提建议、投诉"), _("四个问题，留个回执码就行"), "/voice/new/", 20),
    VerbItem("voice.mine", "claim", _("查我说过的事"), _("用回执码或者手机号"), "/voice/mine/", 21),
    VerbItem("voice.answers", "find", _("常问的事"), _("工资、合同、社保，先看看有没有答案"), "/voice/answers/", 50),
    VerbItem("voice.suggestions", "find", _("建议有没有用"), _("职工提的建议，后来变成了什么"), "/voice/suggestions/", 51),
)
OWN.add(OwnPage("matter", "/voice/mine/{pk}/"))
CONCERNS.add(ConcernSource("voice", today.concerns))
WORK.add(WorkSource("voice", today.work))
SEARCH.add(SearchSource("voice", _("职工说的事"), today.search))
DEMO.add(DemoPart("voice", opinions.load, opinions.loaded, 20))
FACTS.add(*facts.TABLE)
ROUTERS.add(ApiRouter("/voice", "unionhall.programmes.voice.api.router"))
