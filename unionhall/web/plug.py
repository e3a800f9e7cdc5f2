from unionhall.base.commands import COMMANDS, Command
from unionhall.base.words import gettext_noop as _

from . import commands, queries
from .kinds import NAV, WORK, NavItem, WorkSource

NAV.add(
    NavItem("today", "", _("今天的事"), "inbox", "/desk/", "desk.use", order=1),
    NavItem("search", "", _("找人找事"), "search", "/search/", "desk.use", order=2),
    NavItem("escalations", "", _("升上来的事"), "chevron-up", "/escalations/", "desk.use", order=3, count=queries.count_climbed),
    NavItem("partner.list", "", _("送来的事"), "inbox", "/partner/list/", "cases.answer", order=3),
    NavItem("partner.agencies", _("管理"), _("协作单位"), "handshake", "/partner/agencies/", "cases.partners", order=89),
    NavItem("people", _("管理"), _("账号和岗位"), "users", "/desk/people/", "people.admin", order=90),
    NavItem("unions", _("管理"), _("工会和协作单位"), "building-2", "/desk/unions/", "people.admin", order=88),
    NavItem("rules", _("管理"), _("规则和参数"), "scale", "/desk/rules/", "law.confirm", order=89),
    NavItem("ties", "", _("回避登记"), "users", "/desk/ties/", "desk.use", order=3),
    NavItem("pulse", _("管理"), _("后台在不在干活"), "clock", "/desk/pulse/", "people.admin", order=90),
    NavItem("journal", _("管理"), _("日志"), "scroll-text", "/desk/journal/", "journal.view", order=91),
)
WORK.add(WorkSource("escalations", queries.work))
COMMANDS.add(
    Command("demo", _("装上示例数据并启动"), commands.demo, commands.demo_arguments, database=False),
    Command("found", _("空系统装第一个工会和管理员"), commands.found, commands.found_arguments),
    Command("serve", _("启动网页和后台任务"), commands.serve, commands.serve_arguments),
    Command("worker", _("只跑后台任务和定时检查"), commands.worker, commands.worker_arguments),
    Command("tick", _("把到时候的定时检查跑一遍"), commands.tick),
    Command("check", _("核对记录：日志链、经过、流程表、文件"), commands.check),
    Command("where", _("每个房间：一句话、服务、命令"), commands.where, database=False),
)
