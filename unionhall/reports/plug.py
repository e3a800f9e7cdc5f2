from unionhall.base.commands import COMMANDS, Command
from unionhall.base.words import gettext_noop as _

from . import commands, queries
from .kinds import FACTS, Fact

FACTS.add(Fact("posts", queries.POST_COLUMNS, queries.posts))
COMMANDS.add(
    Command("figures", _("从记录里算出公开过的每个数，和原来的数对照"), commands.figures, commands.figures_arguments),
    Command("export facts", _("把统计用的数据导成 Parquet，附清单"), commands.export_facts, commands.export_arguments),
)
