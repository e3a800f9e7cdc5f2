"""Who may do what with stations: one table that a lawyer could read."""

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.kinds import Power
from unionhall.kernel.people.rules import Role

TABLE = (
    Power("stations.view", _("看驿站台账"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK, Role.LEADER})),
    Power("stations.edit", _("登记、修改驿站"), frozenset({Role.OFFICER, Role.CLERK})),
    Power("stations.keep", _("看门口的情况，管物资和爱心架"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK})),
    Power("stations.handle", _("办驿站报修和建议"), frozenset({Role.OFFICER, Role.CLERK})),
    Power("stations.counts", _("看驿站人次"), frozenset({Role.KEEPER, Role.OFFICER, Role.CLERK, Role.LEADER})),
    Power("stations.map", _("给驿站地图换边界"), frozenset({Role.ADMINISTRATOR})),
    Power("stations.cover", _("看驿站覆盖"), frozenset({Role.OFFICER, Role.CLERK, Role.LEADER})),
)
