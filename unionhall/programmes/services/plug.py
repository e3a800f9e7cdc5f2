"""What bookable services add: powers, pages, facts, a part of the demo world."""

from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, WORKS, Tick, Work
from unionhall.kernel.notices.kinds import MESSAGES, Message
from unionhall.kernel.people.kinds import POWERS
from unionhall.web.kinds import DEMO, NAV, WORK, DemoPart, NavItem, WorkSource

from .demo import rota as demo_rota
from .queries import rota_today
from .rules.powers import TABLE
from .tasks import rota as rota_tasks

POWERS.add(*TABLE)

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
TICKS.add(Tick("services.rota", 3600, rota_tasks.watch))
WORKS.add(Work("services.duty_changed", rota_tasks.duty_changed))
NAV.add(
    NavItem("services.duty", _("服务"), _("我的班"), "calendar-check", "/services/duty/", "services.duty", 50),
    NavItem("services.rota", _("服务"), _("排班"), "calendar", "/services/rota/", "services.rota", 51, rota_today.count),
)
WORK.add(WorkSource("services.rota", rota_today.work))
DEMO.add(DemoPart("services.rota", demo_rota.load, demo_rota.loaded, 70))
