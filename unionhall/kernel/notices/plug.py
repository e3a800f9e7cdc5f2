from unionhall.base.alarms import ALARMS, Alarm
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, WORKS, Tick, Work

from . import queries, services, tasks
from .kinds import GATEWAYS, MESSAGES, Gateway, Message

ALARMS.add(Alarm("notices", queries.stuck))
WORKS.add(Work("notices.send", tasks.send))
TICKS.add(Tick("notices.retry", 60, tasks.retry, _("短信和通知重发")))
GATEWAYS.add(Gateway("console", services.console), Gateway("email", services.email), Gateway("apprise", services.group))
MESSAGES.add(Message("sign_in_code", _("验证码 {code}，10 分钟内有效。不是您本人在登录，就不用管它。"), sealed=True))
