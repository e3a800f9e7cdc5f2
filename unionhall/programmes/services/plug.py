"""What bookable services add: powers, pages, facts, a part of the demo world."""

from unionhall.base.checks import CHECKS, Check
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.cases.kinds import CASE_KINDS, CaseKind, Clock
from unionhall.kernel.people.kinds import POWERS
from unionhall.web.kinds import DEMO, NAV, VERBS, DemoPart, NavItem, VerbItem

from . import commands
from .demo import bus as bus_demo
from .rules import bus
from .rules.powers import TABLE

POWERS.add(*TABLE)

# the check bus: requests, plans, visits, three stores, reports
CASE_KINDS.add(
    CaseKind(
        code="bus", prefix="TJ", label=_("企业要体检车"), flow=bus.FLOW, first=bus.State.DRAFTED, states={state: bus.WORDS[state] for state in bus.State},
        ended=bus.ENDED, view="services.requests", handle=bus.BUS, desk="/services/bus/{pk}/",
        clocks=(Clock("bus_answer", "BUS-ANSWER", _("排进计划，或者说明为什么不去"), "send", met_by=("plan", "refuse", "withdraw")),),
    ),
)  # fmt: skip
CHECKS.add(
    Check("stores_apart", _("没有一个岗位看得到两样体检结果"), commands.stores_apart),
    Check("blocks_whole", _("分组报告里的人数对得上"), commands.blocks_whole),
)
NAV.add(
    NavItem("services.bus", _("体检车"), _("企业要车"), "heart-pulse", "/services/bus/", "services.requests", 60),
    NavItem("services.plan", _("体检车"), _("两周计划"), "calendar", "/services/bus/plan/", "services.bus", 61),
    NavItem("services.reports", _("体检车"), _("分组报告"), "chart-column", "/services/bus/reports/", "services.requests", 62),
    NavItem("services.body", _("体检车"), _("身体结果"), "heart-pulse", "/services/bus/store/body/", "services.body", 63),
    NavItem("services.mind", _("体检车"), _("心理结果"), "message-circle", "/services/bus/store/mind/", "services.mind", 64),
    NavItem("services.law", _("体检车"), _("法律结果"), "scale", "/services/bus/store/law/", "services.law", 65),
)
VERBS.add(VerbItem("services.checks", "find", _("我的体检结果"), _("身体、心理、法律，三样分开放，只有您自己看得全"), "/services/bus/mine/", 60))
DEMO.add(DemoPart("services.bus", bus_demo.load, bus_demo.loaded, 60))
