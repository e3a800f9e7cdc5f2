from unionhall.base.checks import CHECKS, Check
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, Tick
from unionhall.kernel.notices.kinds import MESSAGES, Message

from . import commands, tasks

TICKS.add(Tick("bookings.sweep", 60, tasks.sweep, _("候补、过期的占位和提醒")), Tick("bookings.hourly", 3600, tasks.hourly, _("预约的每小时核对")))
MESSAGES.add(
    Message("booking_reminder", _("您约的服务是{day} {hour}，点开看要带什么；来不了请取消，位子好给别人。")),
    Message("booking_offer", _("您排队的那一场有空位了，{minutes} 分钟内点开确认，过时给下一位。")),
)
CHECKS.add(
    Check("booking_kinds", _("预约种类的权限都有人登记"), commands.kinds_hold),
    Check("booking_counters", _("每一场的计数等于它的预约"), commands.counters_hold),
    Check("booking_providers", _("取消了的预约不占服务人员"), commands.ticks_hold),
)
