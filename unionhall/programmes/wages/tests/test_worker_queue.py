"""What the queue does after a real commit: so nothing here stands in a savepoint."""

from datetime import date

import pytest

from unionhall.base.testing import SYSTEM, Ground, at
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases import services as cases
from unionhall.kernel.pulse import queries as pulse
from unionhall.programmes.wages.services import agreements
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.web import commands

from .conftest import found
from .test_worker_view import matter  # noqa: F401


@pytest.fixture
def ground(transactional_db) -> Ground:
    """Founded for this test, and committed."""
    return found()


def test_the_queue_opens_the_breach_and_drafts_the_next_papers_once(ground, matter):  # noqa: F811
    officer = ground.actors["officer"]
    wage_cases.take(case_id=matter.case_id, step="negotiate", by=officer, at=at())
    agreements.sign(
        case_id=matter.case_id, kind="mediation", signed_on=date(2026, 11, 23), parts=[(date(2026, 11, 24), 18_900_00)], by=officer, at=at()
    )
    for _run in range(2):
        cases.sweep(at=at("2026-11-25 00:01"))
        commands.run_queue()
    case = case_queries.detail(matter.case_id, scope=SYSTEM.scope("wages.view"))
    labels = [row.label for row in case_queries.files(case, scope=SYSTEM.scope("wages.view"))]
    assert case.state == "breached"
    assert len(labels) == len(set(labels)) >= 2
    assert not pulse.failed_works()
