"""Two at once, on PostgreSQL: what one writer at a time hides on SQLite."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connection, connections

from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM, at
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases.models import Case, Deadline
from unionhall.kernel.journal.models import Entry
from unionhall.kernel.notices import kinds
from unionhall.kernel.notices import services as notices
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.orgs.models import Union
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Guess, Person

NOW, AT_ONCE = at(), 8
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races run on PostgreSQL: python -m tests.postgres"),
]


def together(do: Callable[[int], object], count: int = AT_ONCE) -> list[object]:
    """Do it so many times at once; what each returned, or the error it met."""
    start, found = threading.Barrier(count), []

    def one(number: int) -> None:
        start.wait()
        try:
            found.append(do(number))
        except Exception as error:  # told to the test, which counts it
            found.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def errors(found: list[object]) -> list[object]:
    """Those that failed."""
    return [each for each in found if isinstance(each, Exception)]


@pytest.fixture
def union(transactional_db: None) -> Union:
    """A county."""
    return orgs.found(name="示例区", level="county", parent=None, valid_from=date(2020, 1, 1), by=SYSTEM, at=NOW)


@pytest.fixture
def case(union: Union) -> Case:
    """A matter of it."""
    return cases.open_case(kind="clue", union=union, title="试", channel="web", says="", by=SYSTEM, at=NOW)


def test_remarks_at_once_stand_one_after_the_other(case: Case) -> None:
    found = together(lambda number: cases.remark(case=case, says=f"第 {number} 句", by=SYSTEM, at=NOW))
    assert errors(found) == []
    assert list(case.events.order_by("number").values_list("number", flat=True)) == list(range(1, AT_ONCE + 2))


def test_of_two_steps_at_once_one_is_taken_and_the_others_are_refused_aloud(case: Case) -> None:
    found = together(lambda number: cases.take_step(case_id=case.pk, step="check", by=SYSTEM, at=NOW))
    assert Counter(type(each).__name__ for each in found) == {"Case": 1, "Refused": AT_ONCE - 1}
    assert Case.objects.get().version == 2


def test_matters_opened_at_once_get_each_their_own_number(union: Union) -> None:
    found = together(lambda number: cases.open_case(kind="clue", union=union, title="", channel="web", says="", by=SYSTEM, at=NOW))
    assert errors(found) == []
    assert len({case.reference for case in found}) == AT_ONCE


def test_one_phone_that_arrives_many_times_at_once_is_one_person(union: Union) -> None:
    found = together(lambda number: people.person_for(name="职工001", phone="19900000037", by=SYSTEM, at=NOW))
    assert errors(found) == []
    assert Person.objects.count() == 1


def test_two_sweepers_lapse_each_deadline_once(case: Case) -> None:
    Deadline.objects.all().delete()
    Deadline.objects.bulk_create(
        Deadline(case=case, code="plan", label="", start=NOW.date(), due=NOW.date(), subject=str(number)) for number in range(200)
    )
    found = together(lambda number: cases.sweep(at=at("2026-12-24 00:00")))
    assert sum(found) == Entry.objects.filter(verb="deadline.plan.lapsed").count() == 200


@pytest.fixture
def gateway(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A gateway that takes its time."""
    sent: list[str] = []
    others = threading.Event()

    def send(*, address: str, text: str) -> None:
        others.wait(0.2)
        sent.append(address)

    settings.SMS_GATEWAY = "slow"
    monkeypatch.setitem(kinds.GATEWAYS._rows, "slow", kinds.Gateway("slow", send))
    yield sent
    others.set()


def test_a_message_that_many_workers_hold_leaves_once(union: Union, gateway: list[str]) -> None:
    notices.send_sms(phone="19900000037", message="sign_in_code", effect_key="k", at=NOW, code="000000")
    row = Notice.objects.get()
    together(lambda number: notices.deliver(notice_id=row.pk, at=NOW))
    assert gateway == ["19900000037"]


def test_an_effect_told_many_times_at_once_is_told_once(union: Union) -> None:
    found = together(lambda number: notices.send_sms(phone="19900000037", message="sign_in_code", effect_key="k", at=NOW, code="0"))
    assert errors(found) == []
    assert Notice.objects.count() == 1


def test_of_a_volley_of_guesses_one_is_looked_at(union: Union) -> None:
    key = "a" * 64
    Guess.objects.create(key=key, tries=5, last_at=at("2026-11-23 09:59"))
    found = together(lambda number: people.attempt(key=key, at=NOW))
    assert found.count(None) == 1
    assert all(isinstance(each, Refused) for each in errors(found))
    assert Guess.objects.get().tries == 6
