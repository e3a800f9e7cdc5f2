"""Promise §10.1, the long run: a thousand looks are a thousand lines that the worker sees."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.strangers.walk import visitor
from tests.strangers.world import PERSONAS, World
from unionhall.base.access import Scope
from unionhall.base.testing import SYSTEM
from unionhall.kernel.journal import queries as journal
from unionhall.kernel.people import services as people

READS = 1_000


@pytest.mark.prove
@pytest.mark.django_db
def test_a_thousand_reads_are_a_thousand_lines(world: World, proved: Callable[[str, str, str], None]) -> None:
    now, case = timezone.now(), world.targets["street"].ids["case"]
    made = people.issue_token(
        account=world.accounts["officer"], label="reads", powers=["wages.view"], valid_to=now + timedelta(days=1), by=SYSTEM, at=now
    )
    headers, lines = {"Authorization": f"Bearer {made[1]}"}, journal.about(f"cases.case:{case}", scope=Scope.system("test"))
    before = lines.filter(kind="read").count()
    answers = {Client().get(f"/api/v1/wages/cases/{case}", headers=headers).status_code for _ in range(READS)}
    found = lines.filter(kind="read").count() - before
    worker = next(persona for persona in PERSONAS if persona.name == "worker")
    page = visitor(world, worker).get(f"/wages/mine/{case}/").content.decode()
    proved("§10.1 the worker sees who looked", f"N = {READS} reads by an officer", f"{found} lines in the read log, shown on the worker's page")
    assert answers == {200}
    assert found == READS
    assert "示例officer" in page
