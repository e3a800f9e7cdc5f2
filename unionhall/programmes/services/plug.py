"""What bookable services add: powers, pages, facts, a part of the demo world."""

from unionhall.base.checks import CHECKS, Check
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, WORKS, Tick, Work
from unionhall.kernel.bookings.kinds import BOOKING_KINDS, BookingKind
from unionhall.kernel.cases.kinds import CASE_KINDS, CaseKind, Clock
from unionhall.kernel.notices.kinds import MESSAGES, Message
from unionhall.kernel.people.kinds import POWERS
from unionhall.reports.kinds import FACTS, INDICATORS
from unionhall.web.kinds import CONCERNS, DEMO, NAV, VERBS, WORK, ConcernSource, DemoPart, NavItem, VerbItem, WorkSource
from unionhall.web.services import ROUTERS, ApiRouter

from . import commands
from .demo import bus as bus_demo
from .demo import definitions as demo_definitions
from .demo import rota as demo_rota
from .demo import visits as demo_visits
from .queries import bus_facts, facts, rota_today, today, unserved_today
from .rules import bus, bus_indicators, indicators
from .rules.powers import TABLE
from .tasks import bus as bus_tasks
from .tasks import rota as rota_tasks
from .tasks import slots as slot_tasks

POWERS.add(*TABLE)
BOOKING_KINDS.add(BookingKind("service", _("服务预约"), "services.view", "services.serve", "/services/mine/{pk}/", changed="services.booking_changed"))
TICKS.add(Tick("services.slots", 3600, slot_tasks.write_slots, _("写后面几天的可约时间")))
NAV.add(
    NavItem("services.desk", _("服务"), _("今天谁来"), "calendar-check", "/services/desk/", "services.serve", 40),
    NavItem("services.definitions", _("服务"), _("服务和价格"), "tag", "/services/definitions/", "services.view", 41),
)
VERBS.add(
    VerbItem("services.book", "book", _("约一项服务"), _("哪天来、几点来、付多少，先看再约"), "/services/", 10),
    VerbItem("services.mine", "book", _("我约的"), _("改时间、取消、给码签到"), "/services/mine/", 11),
)
CONCERNS.add(ConcernSource("services", today.concerns))
DEMO.add(DemoPart("services.definitions", demo_definitions.load, demo_definitions.loaded, 75))

# Rota: who is there, leave and swaps, days that alarm
MESSAGES.add(
    Message("rota_asked", _("同事想请您顶一个班，点开答复。")),
    Message("rota_agreed", _("同事答应顶您的班了。")),
    Message("rota_declined", _("同事来不了，请换一位问问。")),
    Message("rota_granted", _("您请的假准了。")),
    Message("rota_refused", _("您请的假没准，点开看。")),
    Message("rota_uncovered", _("{day} 有保证的服务还没有人，请安排。")),
    Message("rota_unconfirmed", _("{day} 的班排了，本人还没确认，请问一声。")),
)
TICKS.add(Tick("services.rota", 3600, rota_tasks.watch, _("看有没有没人的班")))
WORKS.add(Work("services.duty_changed", rota_tasks.duty_changed))
NAV.add(
    NavItem("services.duty", _("服务"), _("我的班"), "calendar-check", "/services/duty/", "services.duty", 50),
    NavItem("services.rota", _("服务"), _("排班"), "calendar", "/services/rota/", "services.rota", 51, rota_today.count),
)
WORK.add(WorkSource("services.rota", rota_today.work))
DEMO.add(DemoPart("services.rota", demo_rota.load, demo_rota.loaded, 70))

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
VERBS.add(VerbItem("services.checks", "find", _("体检车：我的时段和结果"), _("几点来、在哪里；身体、心理、法律三样结果只有您自己看得全"), "/services/bus/mine/", 60))
DEMO.add(DemoPart("services.bus", bus_demo.load, bus_demo.loaded, 60))

# the rota's people and the bookings that are with them
WORKS.add(Work("services.booking_changed", slot_tasks.booking_changed))
MESSAGES.add(
    Message("service_handed", _("您约的{day} {hour}照常，这次由{name}为您服务。")),
    Message("service_unserved", _("您约的{day} {hour}，原来的师傅来不了，还没有人顶。点开可以改到别的时间，站点也会跟您联系。")),
    Message("service_moved", _("您约的服务改到{day} {hour}，码不变。")),
    Message("service_off", _("您约的{day} {hour}取消了，点开看原因和别的时间。")),
)
WORK.add(WorkSource("services.unserved", unserved_today.work))
FACTS.add(*facts.TABLE)
INDICATORS.add(*indicators.TABLE)
ROUTERS.add(ApiRouter("/services", "unionhall.programmes.services.api.router"))
DEMO.add(DemoPart("services.visits", demo_visits.load, demo_visits.loaded, 76))
BOOKING_KINDS.add(BookingKind("bus", _("体检车"), bus.BOARD, bus.BOARD, "/services/bus/mine/", changed="services.bus_changed"))
MESSAGES.add(
    Message("bus_slot", _("体检车：您的时段是{day} {hour}，点开看在哪里、带什么；来不了请改时间或者取消。")),
    Message("bus_moved", _("体检车：您的时段改到{day} {hour}，点开看。")),
    Message("bus_none", _("体检车：您还没有时段，点开看原因和空着的时段。")),
    Message("bus_off", _("体检车：您约的那天车不来了，点开看接下来怎么办。")),
    Message("bus_day_off", _("体检车{day}不来了，点开看为什么。名单上没留手机号的，请当面告诉。")),
    Message("bus_day_late", _("体检车{day}晚到 {minutes} 分钟，没开始的时段都往后推。没留手机号的，请当面告诉。")),
    Message("bus_struck", _("体检车：企业把您从名单上划掉了，有疑问请问企业工会。")),
)
WORKS.add(Work("services.bus_told", bus_tasks.told), Work("services.bus_changed", bus_tasks.changed))
FACTS.add(*bus_facts.TABLE)
INDICATORS.add(*bus_indicators.TABLE)
