"""What bookable services add: powers, pages, facts, a part of the demo world."""

from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, Tick
from unionhall.kernel.bookings.kinds import BOOKING_KINDS, BookingKind
from unionhall.kernel.people.kinds import POWERS
from unionhall.web.kinds import CONCERNS, DEMO, NAV, VERBS, ConcernSource, DemoPart, NavItem, VerbItem

from . import tasks
from .demo import definitions as demo_definitions
from .queries import today
from .rules.powers import TABLE

POWERS.add(*TABLE)
BOOKING_KINDS.add(BookingKind("service", _("服务预约"), "services.view", "services.serve", "/services/mine/{pk}/"))
TICKS.add(Tick("services.slots", 3600, tasks.write_slots))
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
