"""The browser, the house and the people of a journey; without Chromium they are left out, unless it is required."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from .house import House, standing
from .people import FLAGS, People

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
REQUIRED = "browser" in os.environ.get("UNIONHALL_REQUIRE", "").split(",")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    if not CHROMIUM:
        reason = "Chromium is not installed (on Debian: apt-get install chromium)"
        pytest.fail(reason) if REQUIRED else pytest.skip(reason)
    return CHROMIUM


@pytest.fixture(scope="session")
def house(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with standing(tmp_path_factory.mktemp("ground")) as found:
        yield found


@pytest.fixture(scope="session")
def known() -> dict[str, Any]:
    """Cookies by log-in: a one-time number serves once, so each person signs in once per house."""
    return {}


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser per module: Playwright's loop must be gone before another module opens the database."""
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def people(house: House, browser: Browser, known: dict[str, Any]) -> Iterator[People]:
    found = People(house, browser, known)
    yield found
    found.leave()
