"""A short seeded run of the machine; `make prove` runs the long one. Its twin without the guard is found out."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ..services import counters
from . import machine

CALM = {"phases": (Phase.generate,), "deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck), "database": None, "print_blob": False}


def run(examples: int, steps: int) -> None:
    """So many courses of so many steps, each in a transaction that is rolled back."""
    run_state_machine_as_test(
        machine.Bookings, settings=settings(max_examples=examples, stateful_step_count=steps, **CALM)
    )


@pytest.mark.django_db
def test_every_order_of_verbs_keeps_every_invariant() -> None:
    run(25, 25)


@pytest.mark.django_db
def test_a_counter_that_is_not_given_back_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "give_back", lambda session_id, heads: None)
    with pytest.raises(AssertionError):
        run(20, 20)
