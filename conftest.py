"""Test ground: own keys and files in a throwaway folder, no demo, presence of PostgreSQL and browser as asked."""

import os
import shutil
import tempfile

_GROUND = tempfile.mkdtemp(prefix="unionhall-test-")
os.environ["UNIONHALL_VAR_DIR"] = _GROUND
os.environ.pop("UNIONHALL_DEMO", None)


import pytest  # noqa: E402
from xdist.remote import Producer  # noqa: E402
from xdist.scheduler import LoadScopeScheduling  # noqa: E402

REQUIRED = set(filter(None, os.environ.get("UNIONHALL_REQUIRE", "").split(",")))


def pytest_unconfigure() -> None:
    shutil.rmtree(_GROUND, ignore_errors=True)


@pytest.fixture(autouse=True)
def _quick_hash(settings, monkeypatch) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr("unionhall.base.envelope.KIBIBYTES", 32)
    monkeypatch.setattr("unionhall.base.envelope.LANES", 1)


SLOW = (
    "wages/tests/test_indicators.py", "wages/tests/test_rounds.py", "cases/tests/test_escalations.py", "cases/tests/test_ties.py",
    "tests/strangers/", "tests/prove/", "tests/test_programmes.py", "tests/test_schema.py", "tests/test_words.py", "wages/tests/test_papers.py",
    "wages/tests/test_claim_pages.py", "files/tests/test_documents.py", "cases/tests/test_deadlines.py",
    "web/tests/test_api.py", "tests/test_benchmarks.py", "wages/tests/test_ledger_mutations.py", "wages/tests/test_routes.py",
    "wages/tests/test_warning_pages.py", "wages/tests/test_templates.py", "wages/tests/test_letters.py",
    "wages/tests/test_interview.py", "files/tests/test_payloads.py", "voice/tests/test_pages.py", "voice/tests/test_paper.py",
    "wages/tests/test_regimes.py", "wages/tests/test_group_pages.py", "wages/tests/test_partners.py",
    "wages/tests/test_round_pages.py", "wages/tests/test_limitation.py", "wages/tests/test_triage.py",
    "wages/tests/test_worker_view.py", "wages/tests/test_imports.py", "voice/tests/test_matters.py",
    "cases/tests/test_silence.py", "wages/tests/test_sealed_pages.py",
    "services/tests/test_bus_pages.py", "services/tests/test_bus_demo.py", "services/tests/test_staffing.py",
    "services/tests/test_bus_lists.py", "services/tests/test_results.py", "services/tests/test_rota.py", "services/tests/test_prices.py",
    "services/tests/test_book.py", "services/tests/test_timetables.py", "services/tests/test_sessions.py", "services/tests/test_decisions.py",
    "stations/tests/test_nearest.py", "bookings/tests/test_machine.py",
)  # fmt: skip


GROUNDS = ("tests/journeys/", "tests/strangers/")  # each has one ground for all its modules
ORDER = (*GROUNDS, "tests/", "")  # the long ones first, so that no worker waits for another at the end


class Modules(LoadScopeScheduling):
    """A worker takes a whole module, or all modules of one ground: what a module stands on is built once."""

    def _split_scope(self, nodeid: str) -> str:
        return next((ground for ground in GROUNDS if nodeid.startswith(ground)), nodeid.partition("::")[0])


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Modules:
    """What `-n 2` deals out, in the order of the collection."""
    config.option.loadscopereorder = False
    return Modules(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole modules that `make test-fast` leaves to `make test`."""
    items.sort(key=lambda item: next(at for at, part in enumerate(ORDER) if item.nodeid.startswith(part)))
    for item in items:
        if any(part in item.nodeid for part in SLOW):
            item.add_marker(pytest.mark.slow)
