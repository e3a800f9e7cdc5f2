from unionhall.base.words import gettext_noop as _

from .kinds import POWERS, Power
from .rules import Role

OFFICE = frozenset({Role.CLERK, Role.OFFICER})

POWERS.add(
    Power("people.unmask", _("看完整的手机号、证号（写明原因）"), OFFICE | {Role.HOTLINE}, assigned=frozenset({Role.MEDIATOR, Role.LAWYER})),
    Power("desk.use", _("用工作台"), frozenset(Role)),
    Power("people.admin", _("管账号和岗位"), frozenset({Role.ADMINISTRATOR})),
    Power("law.confirm", _("核实规则、填参数"), frozenset({Role.ADMINISTRATOR})),
    Power("journal.view", _("看日志"), frozenset({Role.AUDITOR})),
)
