from unionhall.base.alarms import ALARMS, Alarm
from unionhall.base.checks import CHECKS, Check
from unionhall.base.words import gettext_noop as _
from unionhall.kernel.notices.kinds import MESSAGES, Message

from . import commands, queries

ALARMS.add(Alarm("queued", queries.waiting), Alarm("broken", queries.broken))
CHECKS.add(Check("pulse", _("后台任务和定时检查都按时做"), commands.awake))
MESSAGES.add(Message("trouble", "{text}"))
