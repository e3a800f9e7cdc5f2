"""§10.9, the long run: a hundred pairs told on the web and taken down on paper differ in nothing."""

from collections.abc import Callable

import pytest

from unionhall.programmes.voice.tests import pairs
from unionhall.programmes.voice.tests.conftest import built, ground  # noqa: F401  the same world as the short run

PAIRS = 100


@pytest.mark.prove
def test_a_hundred_pairs(ground, proved: Callable[[str, str, str], None]) -> None:  # noqa: F811
    wrong = pairs.differences(ground, PAIRS)
    twin = pairs.differences(ground, 2, pairs.without_receipt)
    tried = f"N = {PAIRS} pairs: receipt, deadlines, timeline, journal, notices, union, parties"
    proved("§10.9 the same rights on paper", tried, f"{len(wrong)} differences; the twin without receipt differs in {len(twin)}")
    assert wrong == []
    assert twin
