from unionhall.base.access import Actor
from unionhall.base.checks import CHECKS, Check
from unionhall.base.commands import COMMANDS, Command
from unionhall.base.words import gettext_noop as _
from unionhall.base.work import TICKS, WORKS, Tick, Work
from unionhall.kernel.files.kinds import FILE_OWNERS, FileOwner
from unionhall.kernel.notices.kinds import MESSAGES, Message
from unionhall.kernel.people.kinds import POWERS, Power
from unionhall.kernel.people.rules import Role

from . import commands, queries, tasks
from .kinds import CASE_KINDS, LAPSES, LapseHandler
from .rules import referrals

TICKS.add(Tick("cases.sweep", 60, tasks.sweep, _("到期提醒和升级")), Tick("cases.hooks", 60, tasks.retry_hooks, _("办完一步以后的后续")))
WORKS.add(Work("cases.hooks", tasks.hooks), Work("cases.referral_late", tasks.referral_late))
LAPSES.add(LapseHandler(referrals.CLOCK, "cases.referral_late"))
POWERS.add(
    Power("cases.answer", _("替协作单位签收、退回、答复"), frozenset({Role.PARTNER})),
    Power("cases.partners", _("登记协作单位的联系方式"), frozenset({Role.CLERK, Role.ADMINISTRATOR})),
)
MESSAGES.add(
    Message("referral_waits", _("工会有 1 件事等贵单位处理（{reference}）。用工会给的链接或者回执单上的短码打开。")),
    Message("referral_code", _("验证码 {code}，10 分钟内有效，用来打开 {reference}。不是贵单位在打开，就不用管它。")),
    Message("consent_asked", _("工会想请别的单位帮您，先要您同意（{reference}）。点开看。")),
)
CHECKS.add(
    Check("case_kinds", _("事项的流程表完整"), commands.tables_hold),
    Check("timelines", _("每件事的经过没被改过"), commands.timelines_hold),
    Check("escalations", _("升到上级的记录一条不少"), commands.escalations_hold),
)
WORKS.add(Work("cases.tell_climbed", tasks.tell_climbed))
MESSAGES.add(
    Message("case_climbed", _("{reference} 没有按时答复，升到 {union} 了，点开看。")),
    Message("case_climbed_yours", _("您反映的事（{reference}）没有按时答复您，已经升到 {union}，由上级工会来管。")),
)


def may_open(actor: Actor, blob_id: int) -> bool:
    """A file opens for whom one of its matters is open; to a person who is only a party, when it is shared."""
    rows = queries.file_cases(blob_id)
    held, shared = rows.values("case_id"), rows.filter(shared=True).values("case_id")
    office = (queries.visible(actor.scope(kind.view), kind.code).filter(pk__in=held) for kind in CASE_KINDS)
    return any(found.exists() for found in office) or queries.visible(actor.own()).filter(pk__in=shared).exists()


FILE_OWNERS.add(FileOwner("cases", may_open))
COMMANDS.add(
    Command("check receipt", _("核对一张回执，不用数据库"), commands.check_receipt, commands.receipt_arguments, database=False)
)
MESSAGES.add(Message("duty_handed", _("{reference} 原来的经办要回避，这一件转给您了，点开看。")))
