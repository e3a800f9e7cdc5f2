from unionhall.base.checks import CHECKS, Check
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, Tick

from . import services, tasks

TICKS.add(Tick("files.scan", 60, tasks.scan, _("查上传的文件")), Tick("files.sweep", 3600, tasks.sweep, _("清理没用的文件")))
CHECKS.add(Check("files", _("文件和登记对得上"), lambda: services.orphans()))
