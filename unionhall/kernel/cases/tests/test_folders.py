"""A matter's folder: its files open for whom the matter is open, to a party when they are shared, to nobody else."""

from collections.abc import Callable
from io import BytesIO

import pytest

from unionhall.base.access import NOBODY
from unionhall.base.testing import SYSTEM
from unionhall.kernel.files import queries as file_queries
from unionhall.kernel.files import services as files
from unionhall.kernel.files.kinds import FileKind
from unionhall.kernel.files.models import Blob
from unionhall.kernel.journal.models import Entry

from .. import plug, queries, services
from ..models import Case
from .conftest import NOW, VIEW, Ground

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff\xff\x7f\x00\t\xfb\x03\xfd\x05CE\xca\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def blob(db: None, settings, tmp_path) -> Blob:
    """A kept picture."""
    settings.FILES_DIR = tmp_path
    return files.keep(content=BytesIO(PICTURE), name="证据.png", by=SYSTEM, at=NOW, allow=frozenset(FileKind))


@pytest.fixture
def case(ground: Ground, opened: Callable[..., Case]) -> Case:
    """The street's matter, with the worker as party and the lawyer assigned."""
    case = opened("street")
    services.join(case=case, person=ground.person("worker"), role="reporter", at=NOW)
    services.assign(case=case, account=ground.accounts["lawyer"], role="lawyer", by=SYSTEM, at=NOW)
    return case


def open_to(ground: Ground, blob: Blob) -> set[str]:
    """Who gets the file."""
    found = {name for name, actor in ground.actors.items() if file_queries.handed_out(blob.pk, by=actor, at=NOW)}
    assert found == {name for name, actor in ground.actors.items() if plug.may_open(actor, blob.pk)}
    return found


def test_an_inner_file_opens_for_the_office_and_the_assigned_lawyer(ground: Ground, case: Case, blob: Blob) -> None:
    services.add_file(case=case, blob=blob, label="内部", by=SYSTEM, at=NOW)
    assert open_to(ground, blob) == {"officer", "streetwise", "lawyer"}
    assert not plug.may_open(NOBODY, blob.pk)


def test_a_shared_file_opens_for_the_party_too_and_for_no_stranger(ground: Ground, case: Case, blob: Blob) -> None:
    services.add_file(case=case, blob=blob, label="工资条", by=SYSTEM, at=NOW, shared=True)
    assert open_to(ground, blob) == {"officer", "streetwise", "lawyer", "worker"}
    assert not plug.may_open(NOBODY, blob.pk)


def test_a_file_that_lies_in_no_folder_opens_for_nobody(ground: Ground, case: Case, blob: Blob) -> None:
    assert open_to(ground, blob) == set()


def test_the_folder_lists_what_it_opens(ground: Ground, case: Case, blob: Blob) -> None:
    services.add_file(case=case, blob=blob, label="内部", by=SYSTEM, at=NOW)
    services.add_file(case=case, blob=blob, label="工资条", by=SYSTEM, at=NOW, shared=True)

    def labels(name: str, shared_only: bool = False) -> list[str]:
        scope = ground.actors[name].own() if name in ("worker", "stranger") else ground.actors[name].scope(VIEW)
        return [row.label for row in queries.files(case, scope=scope, shared_only=shared_only)]

    assert labels("officer") == ["工资条", "内部"]
    assert labels("worker", shared_only=True) == ["工资条"]
    assert labels("neighbour") == labels("stranger") == []


def test_every_look_is_a_line_that_says_who_and_why(ground: Ground, case: Case) -> None:
    services.looked(case=case, by=ground.actors["officer"], at=NOW, reason="核对金额")
    line = Entry.objects.get(kind="read")
    assert (line.verb, line.subject, line.path, line.actor, line.roles, line.reason) == (
        "trial.view", f"cases.case:{case.pk}", case.path, "示例officer", "officer", "核对金额"
    )  # fmt: skip
