"""Promise 2, the long run: everybody asks for everything of every matter."""

from collections.abc import Callable

import pytest

from tests.strangers.table import OPERATIONS, ROWS
from tests.strangers.walk import Walk
from tests.strangers.world import PERSONAS, World


@pytest.mark.prove
@pytest.mark.django_db
def test_the_whole_walk(world: World, proved: Callable[[str, str, str], None]) -> None:
    """Every persona, address, operation and method for a street's, a county's, a sister's and a closed matter."""
    wrong, cells = [], 0
    for persona in PERSONAS:
        step = Walk(world, persona)
        wrong += step.pages(world.targets.values()) + step.operations(world.targets.values())
        cells += step.cells
    tried = f"{len(ROWS)} addresses, {len(OPERATIONS)} operations, {len(PERSONAS)} askers, {len(world.targets)} matters: N = {cells} cells"
    proved("2 routes declare who may call them", tried, f"{len(wrong)} differ from the table")
    assert not wrong, "\n".join(wrong)
    assert cells >= 5000
