"""What a run has shown is told at its end, as rows for docs/proof.md."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.strangers.conftest import built, world  # noqa: F401  the walk's world

ROWS: list[str] = []


@pytest.fixture
def proved() -> Callable[[str, str, str], None]:
    """`proved(promise, what was tried, what was found)`: one row of the table."""

    def tell(promise: str, tried: str, found: str) -> None:
        ROWS.append(f"| {datetime.now(UTC):%Y-%m-%d} | {promise} | {tried} | {found} |")

    return tell


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The rows of this run."""
    for row in ROWS:
        terminalreporter.write_line(row)
