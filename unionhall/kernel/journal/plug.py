from unionhall.base.checks import CHECKS, Check
from unionhall.base.work import TICKS, Tick
from unionhall.base.words import gettext_noop as _

from . import commands, tasks

TICKS.add(Tick("journal.seal", 30, tasks.seal))
CHECKS.add(Check("journal", _("日志链完整"), commands.chain_holds))
