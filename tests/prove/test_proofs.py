"""Promises 4 and §10.3, the long runs: altered journals and altered receipts are all found."""

import random
from collections.abc import Callable

import pytest

from unionhall.base.testing import at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.tests.test_receipts import altered, proofs
from unionhall.kernel.journal.rules import first_break
from unionhall.kernel.journal.tests.test_chain import WAYS, written

RECEIPTS, ALTERATIONS = 500, 1_000
pytestmark = pytest.mark.prove


def test_receipts(proved: Callable[[str, str, str], None]) -> None:
    saved, dice = proofs(RECEIPTS), random.Random(33)
    good = sum(cases.proof_holds(text=text) for text in saved)
    bad = sum(cases.proof_holds(text=altered(text, dice)) for text in saved)
    proved("§10.3 the receipt proves itself offline", f"N = {RECEIPTS} receipts and {RECEIPTS} altered copies", f"{good} verify, {RECEIPTS - bad} fail")
    assert (good, bad) == (RECEIPTS, 0)


def test_journals(proved: Callable[[str, str, str], None]) -> None:
    links, dice = written(500, at()), random.Random(44)
    noted = {len(links): links[-1].head}
    found = sum(first_break(dice.choice(WAYS)(links, dice), noted) is not None for _ in range(ALTERATIONS))
    proved("4 the log cannot be altered unseen", f"N = {ALTERATIONS} edits, forgeries, deletions, swaps, cut ends", f"{found} found")
    assert found == ALTERATIONS
