"""Who may do what in wages: one table that a lawyer could read."""

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.kinds import Power
from unionhall.kernel.people.rules import Role

OFFICE = frozenset({Role.CLERK, Role.OFFICER})

TABLE = (
    Power("wages.view", _("看线索和台账"), OFFICE | {Role.LEADER, Role.HOTLINE}, assigned=frozenset({Role.MEDIATOR, Role.LAWYER})),
    Power("wages.register", _("登记线索"), OFFICE | {Role.HOTLINE, Role.INSPECTOR}),
    Power("wages.check", _("核实线索"), OFFICE | {Role.INSPECTOR}),
    Power("wages.handle", _("立案、办案、办结"), OFFICE),
    Power("wages.mediate", _("主持调解"), OFFICE, assigned=frozenset({Role.MEDIATOR})),
    Power("wages.counsel", _("代理仲裁、出文书"), OFFICE, assigned=frozenset({Role.LAWYER})),
    Power("wages.confirm", _("替职工登记确认（要写凭据）"), OFFICE),
    Power("wages.import", _("导入台账"), frozenset({Role.CLERK})),
    Power("wages.export", _("导出台账"), OFFICE | {Role.LEADER}),
    Power("wages.oversee", _("看总览、出工作报告"), OFFICE | {Role.LEADER}),
    Power("wages.regime", _("定工作制度"), frozenset({Role.CLERK, Role.LEADER})),
    Power("wages.care", _("登记走访和宣传"), OFFICE | {Role.LEADER, Role.INSPECTOR}),
    Power("wages.assign", _("派经办、调解员、律师"), OFFICE),
    Power("wages.round", _("走访巡查、报结果"), frozenset({Role.INSPECTOR})),
    Power("wages.plan", _("排每周的巡查"), OFFICE),
    Power("wages.coverage", _("看巡查到了哪里"), OFFICE | {Role.LEADER}),
    Power("wages.watch", _("看预警"), OFFICE | {Role.INSPECTOR, Role.LEADER}),
    Power("wages.observe", _("记用工单位每个月的数"), OFFICE | {Role.INSPECTOR}),
    Power("wages.judge", _("派预警、答预警准不准"), OFFICE | {Role.INSPECTOR}),
    Power("wages.thresholds", _("改预警的数"), frozenset({Role.OFFICER, Role.LEADER})),
    Power("wages.templates", _("改文书模板"), frozenset({Role.CLERK})),
    Power("wages.sealed", _("读保密件（要有自己的钥匙）"), OFFICE),
)
