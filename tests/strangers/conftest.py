"""The world of the walk, built once for a module."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from .world import World, build


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Built once, with its own folder for files, outside the demo; taken back at the end."""
    ground = override_settings(FILES_DIR=tmp_path_factory.mktemp("files"), DEMO=False)
    with django_db_blocker.unblock(), ground, transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World) -> Iterator[World]:
    """As it was built, for each test."""
    with transaction.atomic():
        yield built
        transaction.set_rollback(True)
