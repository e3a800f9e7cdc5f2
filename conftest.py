"""Test ground: own keys and files in a throwaway folder, no demo, presence of PostgreSQL and browser as asked."""

import os
import shutil
import tempfile

_GROUND = tempfile.mkdtemp(prefix="unionhall-test-")
os.environ["UNIONHALL_VAR_DIR"] = _GROUND
os.environ.pop("UNIONHALL_DEMO", None)


import pytest  # noqa: E402

REQUIRED = set(filter(None, os.environ.get("UNIONHALL_REQUIRE", "").split(",")))


def pytest_unconfigure() -> None:
    shutil.rmtree(_GROUND, ignore_errors=True)


@pytest.fixture(autouse=True)
def _quick_hash(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
