from unionhall.base.checks import CHECKS, Check
from unionhall.base.commands import COMMANDS, Command
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, Tick

from . import commands, tasks

TICKS.add(Tick("journal.seal", 30, tasks.seal, _("日志封存")))
CHECKS.add(Check("journal", _("日志链完整"), commands.chain_holds))
COMMANDS.add(Command("check journal", _("核对日志链，打印今天的链头"), commands.check_journal, commands.journal_arguments))
