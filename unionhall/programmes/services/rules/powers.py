"""Who may do what with services: one table that a lawyer could read."""

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.kinds import Power
from unionhall.kernel.people.rules import Role

TABLE = (
    Power("services.view", _("看服务和预约"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK, Role.LEADER})),
    Power("services.edit", _("登记、修改服务"), frozenset({Role.OFFICER, Role.CLERK})),
    Power("services.serve", _("签到、现场登记、改价"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK})),
)
