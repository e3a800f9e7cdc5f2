"""Promise 3: whatever happens, each sees exactly their own matters; without the scope the machine finds the leak."""

from collections.abc import Callable

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from unionhall.kernel.cases import queries as case_queries

from .isolation import Isolation

QUICK = settings(
    max_examples=8, stateful_step_count=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip
STEPS = 20_000


@pytest.fixture(autouse=True)
def _fresh(db: None) -> None:
    """Counts from nought."""
    Isolation.steps = 0


def test_each_sees_exactly_their_own_matters() -> None:
    run_state_machine_as_test(Isolation, settings=QUICK)
    assert Isolation.steps > 100


def test_without_the_scope_the_machine_finds_the_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin."""
    monkeypatch.setattr(case_queries, "reach", lambda scope, prefix="": Q())
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Isolation, settings=settings(QUICK, print_blob=False))


def test_without_the_duties_end_the_machine_finds_the_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another twin: a scope that forgets that a duty ended."""
    real = case_queries.Assignment.objects.filter

    def forgetful(*terms: Q, ended_at__isnull: bool = True, **values: object) -> object:
        return real(*terms, **values)

    monkeypatch.setattr(case_queries.Assignment.objects, "filter", forgetful)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Isolation, settings=settings(QUICK, max_examples=20))


@pytest.mark.prove
def test_twenty_thousand_steps(proved: Callable[[str, str, str], None]) -> None:
    while Isolation.steps < STEPS:
        run_state_machine_as_test(Isolation, settings=settings(QUICK, derandomize=False, max_examples=100, stateful_step_count=60))
    proved("3 isolation per object", f"state machine, 6 actors, 3 levels: N = {Isolation.steps} steps", "0 reads outside the model")
