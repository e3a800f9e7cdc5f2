"""Who may do what with opinions: one table that a lawyer could read."""

from unionhall.base.words import gettext_noop as _
from unionhall.kernel.people.kinds import Power
from unionhall.kernel.people.rules import Role

DESK = frozenset({Role.CLERK, Role.OFFICER, Role.HOTLINE})

TABLE = (
    Power("voice.view", _("看职工说的事"), DESK | {Role.LEADER}),
    Power("voice.take", _("替职工记下来"), DESK),
    Power("voice.handle", _("派单、接单、答复、退回、转办"), DESK),
    Power("voice.call_back", _("回访"), DESK),
    Power("voice.check", _("质检打分"), frozenset({Role.LEADER})),
    Power("voice.trace", _("登记建议带来的变化"), frozenset({Role.CLERK, Role.OFFICER, Role.LEADER})),
    Power("voice.knowledge", _("写答复要点"), DESK),
)


def independent(account_id: int | None, answered_by: int | None) -> bool:
    """Who answered does not ask whether the answer was good, nor marks it."""
    return account_id is None or account_id != answered_by
