"""Promise §10.2: silence climbs by itself. A local chair with every power tries to stop, hide or back-date it, matter by matter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.strangers.table import ROWS
from unionhall.base.access import Actor
from unionhall.base.refusal import Refused
from unionhall.base.testing import SYSTEM
from unionhall.kernel.cases import services as cases
from unionhall.kernel.cases import tasks
from unionhall.kernel.cases.models import Escalation
from unionhall.kernel.law import services as law
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.kernel.people.models import Account
from unionhall.kernel.people.rules import Role
from unionhall.kernel.places import services as places
from unionhall.programmes.wages.models import Clue
from unionhall.programmes.wages.services import cases as wage_cases
from unionhall.programmes.wages.services import clues, replies

SHORT, LONG = 20, 200
DAY = timedelta(days=1)
SHIFTS = (DAY * 0, DAY, DAY * 30, DAY * 400)
FORMS = ("wages:clue_step", "wages:merge", "wages:clue_reply", "wages:report", "wages:register", "wages:bulk", "wages:clue")
Tamper = Callable[["Stall"], None]


@dataclass
class Place:
    """The chair of a street with every post there, their browser, and a clue that was answered in time."""

    chair: Actor
    account: Account
    browser: Client
    master: Clue


@dataclass
class Stall:
    """One clue that nobody answers, and the hour at which it is meddled with."""

    place: Place
    clue: Clue
    at: datetime

    @property
    def by(self) -> Actor:
        return self.place.chair


def refused(verb: Callable[..., object], **values: object) -> None:
    """A verb that has to say no."""
    with pytest.raises(Refused):
        verb(**values)


def idle(stall: Stall) -> None:
    """Nobody does anything."""


def checked(stall: Stall) -> None:
    clues.check(clue_id=stall.clue.pk, by=stall.by, at=stall.at)


def merged(stall: Stall) -> None:
    clues.merge(clue_id=stall.clue.pk, into_id=stall.place.master.pk, by=stall.by, at=stall.at)


def closed_without_a_word(stall: Stall) -> None:
    """The kernel's own step, past the programme's verb that asks for words."""
    cases.take_step(case_id=stall.clue.case_id, step="check", by=stall.by, at=stall.at, power="wages.check")
    cases.take_step(case_id=stall.clue.case_id, step="merge", by=stall.by, at=stall.at, power="wages.check")


def moved_to_and_fro(stall: Stall) -> None:
    merged(stall)
    cases.take_step(case_id=stall.clue.case_id, step="reopen", by=stall.by, at=stall.at, power="wages.check")


def reassigned(stall: Stall) -> None:
    row = cases.assign(case=stall.clue.case, account=stall.place.account, role="officer", by=stall.by, at=stall.at)
    cases.release(assignment=row, by=stall.by, at=stall.at)


def talked_about(stall: Stall) -> None:
    cases.remark(case=stall.clue.case, says="已经办好了", by=stall.by, at=stall.at)
    cases.set_topic(case_id=stall.clue.case_id, topic="other")


def clock_touched(stall: Stall) -> None:
    for verb in (cases.stop, cases.meet):
        refused(verb, case=stall.clue.case, code="first_answer", on=stall.at.date())
    refused(cases.run_clock, case=stall.clue.case, code="first_answer", label="", start=stall.at.date(), due=stall.at.date() + DAY * 99)


def taken_out(stall: Stall) -> None:
    """After it went up, there is nothing to take back; before, the sweep comes first."""
    cases.sweep(at=stall.at + DAY * 900)
    refused(cases.remove_untouched, case_ids=[stall.clue.case_id])


def answered_with_nothing(stall: Stall) -> None:
    refused(replies.reply, case_id=stall.clue.case_id, kind="clue", says=" 嗯 ", by=stall.by, at=stall.at)


def every_form(stall: Stall) -> None:
    """Each page that a chair can post to about this clue, with nothing said."""
    for name in FORMS:
        for step in ("check", "not_wages", "elsewhere", "unsubstantiated", "withdraw", "reopen") if name == "wages:clue_step" else ("",):
            fields = ROWS[name].kwargs(_Ids(stall)) | ({"step": step} if step else {})
            answer = stall.place.browser.post(reverse(name, kwargs=fields), {"says": "", "cases": [stall.clue.case_id]})
            assert answer.status_code < 500


class _Ids:
    """What a row of the table asks of its target: the clue by name."""

    def __init__(self, stall: Stall) -> None:
        self.ids = {"clue": stall.clue.pk}


def concluded(stall: Stall) -> None:
    """An answer, though a late one: it ends what climbed."""
    clues.conclude(clue_id=stall.clue.pk, step="withdraw", outcome="K10", says="您说不追了，先收着", by=stall.by, at=stall.at)


def opened(stall: Stall) -> None:
    """An answer as well: it became a case, and the reporter was told."""
    checked(stall)
    wage_cases.open_from(clue_id=stall.clue.pk, by=stall.by, at=stall.at)


SILENT: tuple[Tamper, ...] = (
    idle, checked, merged, closed_without_a_word, moved_to_and_fro, reassigned, talked_about, clock_touched, taken_out,
    answered_with_nothing, every_form,
)  # fmt: skip
ANSWERING: tuple[Tamper, ...] = (concluded, opened)


@pytest.fixture
def place(db: None) -> Place:
    """City, county, street; the chair holds every post of the street."""
    now, parent = timezone.now() - DAY * 60, None
    places.seed(at=now)
    law.seed(at=now)
    for level, code in (("province", "370000"), ("city", "370700"), ("county", "370702"), ("street", "370702001")):
        parent = orgs.found(name=f"示例{level}", level=level, parent=parent, region_code=code, valid_from=now.date(), by=SYSTEM, at=now)
    person = people.person_for(name="示例主席", phone="19900009300", by=SYSTEM, at=now)
    account = people.open_account(person=person, login="chair", by=SYSTEM, at=now)
    for role in Role:
        people.give_post(account=account, role=role, union=parent, valid_from=now.date(), by=SYSTEM, at=now)
    browser = Client()
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    people.begin(account=account, session_key=browser.session.session_key, device="", agent="", at=now)
    chair = people_queries.actor_for(account, timezone.localdate())
    master = reported(10**6, now)
    replies.reply(case_id=master.case_id, kind="clue", says="收到了，这就去看", by=chair, at=now)
    return Place(chair, account, browser, master)


def reported(number: int, at: datetime) -> Clue:
    """A worker tells of unpaid wages at the street."""
    report = clues.Report(employer_name=f"示例{number}号工地", region_code="370702001", phone=f"1990000{number % 10**4:04d}", contact="职工")
    receipt, _code = clues.report(report=report, client_key=f"{number:040d}", by=SYSTEM, at=at)
    return Clue.objects.get(case=receipt.case)


def plan(count: int) -> Iterator[tuple[Tamper, timedelta, bool]]:
    """What is done, by how much it is back-dated, and whether it comes before a sweep that was late: all of them, in turn."""
    ways = (*SILENT, *ANSWERING)
    modes = (*((shift, False) for shift in SHIFTS), (DAY * 0, True))
    for number in range(count):
        yield ways[number % len(ways)], *modes[(number // len(ways) + number) % len(modes)]


def stalls(place: Place, count: int) -> tuple[int, int, int]:
    """(stalls, those with their one row of the first level unchanged, those that ended without an answer)."""
    now, kept, ended = timezone.now(), 0, 0
    for number, (tamper, shift, late_sweep) in enumerate(plan(count)):
        clue = reported(number, now - DAY * 20)
        if not late_sweep:
            cases.sweep(at=now - DAY * 10)
        before = list(first_level(clue).values_list("pk", "at", "due", "to_union_id"))
        tamper(Stall(place, clue, now - shift))
        tasks.sweep(now)
        rows = list(first_level(clue).values_list("pk", "at", "due", "to_union_id"))
        kept += len(rows) == 1 and before in ([], rows)
        ended += first_level(clue).filter(answered_at__isnull=False).exists() and tamper not in ANSWERING
    return count, kept, ended


def first_level(clue: Clue) -> object:
    """The rows of a clue's first answer that went to the county."""
    return Escalation.objects.filter(case_id=clue.case_id, deadline__code="first_answer", level=1)


def test_the_short_run_tries_every_way() -> None:
    assert {way for way, _shift, _late in plan(SHORT)} == {*SILENT, *ANSWERING}


@pytest.mark.slow
def test_twenty_stalls_all_go_up_whatever_the_chair_does(place: Place) -> None:
    assert stalls(place, SHORT) == (SHORT, SHORT, 0)


@pytest.mark.slow
def test_without_the_climbing_they_would_all_stay(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: the same stalls, the sweep's climbing removed."""
    monkeypatch.setattr(cases.clocks.escalations, "rise", lambda **_: 0)
    silent = [each for each in plan(SHORT) if each[0] is not taken_out]  # what never went up may be taken back
    monkeypatch.setitem(globals(), "plan", lambda count: iter(silent))
    assert stalls(place, len(silent))[1] == 0


@pytest.mark.slow
def test_if_a_bare_step_ended_it_the_chair_could_hide_it(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: every step counts as an answer."""
    after_step = cases.clocks.after_step

    def lenient(*, case: object, step: str, event: object, at: datetime) -> None:
        after_step(case=case, step=step, event=event, at=at)
        cases.clocks.escalations.end(case=case, answer=event, at=at)

    monkeypatch.setattr(cases.matters.clocks, "after_step", lenient)
    assert stalls(place, SHORT)[2] > 0


@pytest.mark.prove
def test_two_hundred_stalls(place: Place, proved: Callable[[str, str, str], None]) -> None:
    tried, kept, ended = stalls(place, LONG)
    proved(
        "§10.2 silence climbs by itself", f"N = {tried} stalls, {len(SILENT) + len(ANSWERING)} ways of meddling, back-dated up to 400 days",
        f"{kept} escalations unchanged, {ended} ended without an answer",
    )  # fmt: skip
    assert (kept, ended) == (tried, 0)
