"""Each bench runs, and its floor reads and writes the rows that the services do; how fast is not asked here."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from benchmarks import __main__ as command
from benchmarks import deadlines, pages, pouring, sheets, words
from benchmarks import settings as bench_settings
from benchmarks.counters import Counters, Worker
from benchmarks.measure import Result, medians, table
from benchmarks.world import HOME, POURED, Scale, World, found, pour_ledger, rare
from unionhall.kernel.bookings.models import Booking, Session
from unionhall.kernel.cases import queries as case_queries
from unionhall.kernel.cases.models import Case, Deadline
from unionhall.kernel.journal.models import Entry
from unionhall.programmes.services.models import Decision
from unionhall.programmes.wages.models import Arrears, Clue
from unionhall.programmes.wages.queries import ledger

TINY = Scale(cases=2400, counties=4, streets=2, due=4, rows=30, times=1, sweeps=2, page=2)


@pytest.fixture
def world(transactional_db: None) -> World:
    """The ground of the benches, small."""
    made = found(TINY, date(2026, 11, 23))
    with pouring.without_indexes(*POURED):
        pour_ledger(made)
    pouring.settle()
    return made


def test_every_bench_measures_ours_beside_its_floor(world: World) -> None:
    for bench, count in ((pages.run, 3), (words.run, 5), (deadlines.run, 1), (sheets.run, 1)):
        results = list(bench(world))
        assert len(results) == count
        assert all(result.floor > 0 and result.ours > 0 for result in results)


def test_poured_rows_stand_where_the_services_would_have_put_them(world: World) -> None:
    cases = list(Case.objects.filter(kind="arrears").select_related("union"))
    assert len(cases) == TINY.cases + 1
    for case in cases:
        assert case.path == case.union.path
        assert {f"tier{at}": getattr(case, f"tier{at}") for at in (1, 2, 3)} == case_queries.tiers(case.path)
    assert set(Arrears.objects.values_list("case_id", flat=True)) == {case.pk for case in cases}
    due = {case.pk: min(row.due for row in case.deadlines.all()) for case in cases if case.next_due}
    assert due == {case.pk: case.next_due for case in cases if case.next_due}
    assert not Arrears.objects.exclude(industry=ledger.F("case__topic")).exists()


def test_the_rare_word_stands_in_three_cases_of_the_home_county(world: World) -> None:
    assert sum(rare(TINY, at) for at in range(TINY.cases)) == 3
    scope = world.actor(HOME).scope("wages.view")
    assert ledger.arrears(scope=scope, by=ledger.Filter(text="鹦鹉螺", open=None)).count() == 3


def test_the_sweeps_floor_writes_what_the_service_writes(world: World) -> None:
    days = deadlines.Days(world)
    deadlines.clear()
    assert deadlines.ours(world, days.next()) == TINY.due
    rows, lapsed = deadlines.written(), Deadline.objects.filter(state="lapsed").count()
    deadlines.clear()
    deadlines.floor(days.next(), rows)
    assert Deadline.objects.filter(state="lapsed").count() == lapsed + TINY.due
    assert deadlines.written() == rows
    assert not Deadline.objects.filter(state="running", due__lt=world.today + timedelta(days=2)).exists()


def test_the_imports_floor_puts_back_every_row_that_the_import_wrote(world: World) -> None:
    content, since = sheets.workbook(world), sheets.marks()
    run = sheets.ours(world, content)
    assert (run.fresh, Clue.objects.filter(from_ledger=True).count()) == (TINY.rows, TINY.rows)
    rows = sheets.take_out(since)
    assert sheets.marks() == since
    sheets.floor(content, rows)
    assert sheets.take_out(since) == rows
    assert [model for model, lines in rows.items() if not lines] == [sheets.ClueExtra]


class Inside(Counters):
    """The counters without a server: each form through the same middleware in this process."""

    def post(self, address: str, worker: Worker, fields: Mapping[str, str]) -> tuple[int, str]:
        browser = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
        browser.cookies.load({settings.SESSION_COOKIE_NAME: worker.cookie, settings.CSRF_COOKIE_NAME: worker.token})
        answer = browser.post(address, dict(fields))
        return answer.status_code, answer.headers.get("Location") or answer.content.decode()


def booked(session: int) -> list[list[dict[str, object]]]:
    """The rows of a session's bookings, without what differs from one booking to the next."""
    own = ("id", "uuid", "session_id", "person_id", "account_id", "made_by_id", "booking_id", "client_key", "code", "made_at", "at", "subject", "digest", "actor")
    numbers = list(Booking.objects.filter(session_id=session).values_list("pk", flat=True))
    entries = Entry.objects.filter(subject__in=[f"bookings.booking:{number}" for number in numbers])
    assert all(entry.digest == entry.recomputed() for entry in entries)
    tables = (Booking.objects.filter(pk__in=numbers), entries, Decision.objects.filter(booking_id__in=numbers))
    return [[{name: value for name, value in row.items() if name not in own} for row in rows.values()] for rows in tables]


@pytest.fixture
def open_hours(world: World) -> Iterator[None]:
    """The hour of the world: its sessions are tomorrow's."""
    with time_machine.travel(world.at, tick=False):
        yield


def test_the_counters_floor_writes_what_the_booking_page_writes_and_both_stop_at_full(world: World, open_hours: None, settings: Any) -> None:
    settings.ROOT_URLCONF = bench_settings.ROOT_URLCONF
    at, tables = Inside(replace(world, scale=replace(TINY, places=2, tries=1))), []
    for attempt in (at.floor, at.ours):
        session = at.open()
        for number in range(3):
            attempt(session, number, at.people[number])
        assert Session.objects.get(pk=session).taken == 2
        tables.append(booked(session))
    assert tables[0] == tables[1]
    assert [len(rows) for rows in tables[0]] == [2, 2, 2]
    at.workers[0] = Worker("nobody", at.workers[0].token)  # a redirect to the log-in is no booking
    with pytest.raises(SystemExit):
        at.ours(at.open(), 0, at.people[0])


def test_a_passed_ceiling_is_said_and_is_the_exit_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    slow, quick = Result("slow one", 10.0, 21.0, 2.0), Result("quick one", 10.0, 20.0, 2.0)
    monkeypatch.setattr(command, "run", lambda address, scale, names: [slow, quick])
    assert command.main(["--database", "sqlite"]) == 1
    assert "1 over the ceiling: slow one" in capsys.readouterr().out
    monkeypatch.setattr(command, "run", lambda address, scale, names: [quick])
    assert command.main(["--database", "sqlite", "pages"]) == 0
    assert [line.split()[-3:] for line in table([slow, quick]).splitlines()[1:]] == [["2", "TOO", "SLOW"], ["2.00", "2", "ok"]]


def test_the_warm_up_is_not_measured_and_what_comes_after_is_not_timed() -> None:
    calls: list[str] = []
    assert len(medians(lambda: calls.append("work"), times=3, warm=2, after=lambda: calls.append("after"))) == 1
    assert calls == ["work", "after"] * 5
