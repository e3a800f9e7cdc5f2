"""Who may do what with services: one table that a lawyer could read."""

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.kinds import Power
from unionhall.kernel.people.rules import Role

TABLE = (
    Power("services.view", _("看服务和预约"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK, Role.LEADER})),
    Power("services.edit", _("登记、修改服务"), frozenset({Role.OFFICER, Role.CLERK})),
    Power("services.serve", _("签到、现场登记、改价"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK})),
    Power("services.duty", _("看自己的班、请假、换班"), frozenset({Role.PROVIDER})),
    Power("services.rota", _("看排班表"), frozenset({Role.KEEPER, Role.OFFICER, Role.LEADER})),
    Power("services.plan", _("排班、管请假"), frozenset({Role.KEEPER, Role.OFFICER})),
    Power("services.override", _("写明理由，让保证的一天空着"), frozenset({Role.OFFICER})),
    Power("services.requests", _("看企业要车的单子和分组报告"), frozenset({Role.GRASSROOTS, Role.OFFICER, Role.CLERK, Role.LEADER})),
    Power("services.ask", _("替企业要体检车、排人、到场登记"), frozenset({Role.GRASSROOTS})),
    Power("services.bus", _("排车、定计划、出分组报告"), frozenset({Role.OFFICER, Role.CLERK})),
    Power("services.body", _("写、看身体检查结果（只此一样）"), frozenset({Role.DOCTOR})),
    Power("services.mind", _("写、看心理测评结果（只此一样）"), frozenset({Role.COUNSELLOR})),
    Power("services.law", _("写、看法律体检结果（只此一样）"), frozenset({Role.LAWYER})),
    Power("services.board", _("体检车到场登记"), frozenset({Role.GRASSROOTS, Role.OFFICER, Role.CLERK})),
)
