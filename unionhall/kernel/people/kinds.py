"""Powers that rooms and programmes announce: one row each, with the roles that hold it."""

from dataclasses import dataclass

from unionhall.base.registry import Registry

from .rules import Role


@dataclass(frozen=True, slots=True)
class Power:
    """`code` is 'wages.import'; `roles` hold it; `assigned` roles hold it only for matters assigned to them."""

    code: str
    label: str
    roles: frozenset[Role]
    assigned: frozenset[Role] = frozenset()


POWERS: Registry[Power] = Registry("powers", key=lambda power: power.code)


def powers_of(role: str, *, assigned: bool = False) -> frozenset[str]:
    """The codes of the powers a role holds everywhere in its area, or only for assigned matters."""
    return frozenset(power.code for power in POWERS if role in (power.assigned if assigned else power.roles))
