"""What `unionhall check` asks of the check bus."""

from unionhall.kernel.bookings.rules import State
from unionhall.kernel.people.kinds import powers_of
from unionhall.kernel.people.rules import Role

from .models import Arrival, Block, GroupBlock
from .rules.stores import held_twice


def stores_apart() -> list[str]:
    """No role opens two of the three stores, by all powers that any room has given it."""
    return [f"{role}: {', '.join(two)}" for role in Role if (two := held_twice(powers_of(role) | powers_of(role, assigned=True)))]


def blocks_whole() -> list[str]:
    """Every block counts its own members, all of one employer, and a published group names its own store's blocks."""
    wrong = [f"block {block.pk}" for block in Block.objects.all() if block.members.count() != block.people]
    strays = Arrival.objects.filter(pk__in=Block.objects.values("members__arrival")).exclude(booking__state=State.ATTENDED)
    wrong += [f"arrival {row.pk}" for row in strays]
    return wrong + [f"group {row.group_id}" for row in GroupBlock.objects.select_related("group") if row.store != row.group.store]
