"""Who may do what with stations: one table that a lawyer could read."""

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.kinds import Power
from unionhall.kernel.people.rules import Role

TABLE = (
    Power("stations.view", _("看驿站台账"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK, Role.LEADER})),
    Power("stations.edit", _("登记、修改驿站"), frozenset({Role.OFFICER, Role.CLERK})),
)
