"""A ground that a module's tests stand on: built once, and for each test as it was built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from unionhall.base.testing import Ground, standing
from unionhall.kernel.places import queries as places


def grounds(found: Callable[[], Ground]) -> tuple[Any, Any]:
    """The fixtures `built` (once for the module) and `ground` (a copy for each test, the rows taken back after it)."""

    @pytest.fixture(scope="module")
    def built(django_db_setup, django_db_blocker) -> Iterator[Ground]:
        """Founded once for the module."""
        with standing(django_db_blocker):
            yield found()

    @pytest.fixture
    def ground(built: Ground, db: None) -> Ground:
        """As it was founded, for each test."""
        places.forget()
        return deepcopy(built)

    return built, ground
