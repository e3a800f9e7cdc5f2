"""§10.6, the long run: an outsider subtracts published numbers of the bus and never finds a group of one to nine; the twin leaks."""

from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from unionhall.programmes.services.tests import attack
from unionhall.programmes.services.tests.test_aggregates import over_time

TIMES = 1000
pytestmark = pytest.mark.prove


def drawn(dice: Random) -> list[list[Counter[str]]]:
    """Up to three reports of up to four blocks."""

    def block() -> Counter[str]:
        return Counter({"none": dice.randint(0, 6), "well": dice.randint(10, 40), "watch": dice.randint(0, 20), "declined": dice.randint(0, 14), "seen": dice.randint(0, 14)})

    return [[block() for _block in range(dice.randint(1, 4))] for _report in range(dice.randint(1, 3))]


def test_numbers(proved: Callable[[str, str, str], None]) -> None:
    dice, found, leaks, cells = Random(106), 0, 0, 0
    for _time in range(TIMES):
        seen, told = over_time(drawn(dice))
        numbers = attack.published(seen, told)
        cells += len(numbers)
        found += attack.isolated(numbers, dice, tries=100) is not None
        leaks += attack.isolated(attack.naive(seen), dice, tries=20) is not None
    tried = f"N = {TIMES} series of reports of the bus, {cells:,} numbers, every pair and 100 sums each"
    proved("§10.6 numbers cannot unmask you", tried, f"{found} groups of 1–9; without complementary suppression {leaks} series leak")
    assert found == 0
    assert leaks > 0
