"""Whatever stands still is seen by whoever runs the house within two minutes, told once, and gone when it is mended."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django_tasks_db.models import DBTaskResult

from unionhall.base.testing import SYSTEM, at
from unionhall.base.work import TICKS, run_named
from unionhall.kernel.notices import services as notices
from unionhall.kernel.notices.models import Notice
from unionhall.kernel.orgs import services as orgs
from unionhall.kernel.people import queries as people_queries
from unionhall.kernel.people import services as people
from unionhall.web import commands

from .. import commands as questions
from .. import queries, rules, services
from ..models import Pulse, Raised

NOW, MOST = at("2026-11-24 10:00"), timedelta(seconds=120)
NAMES = [tick.name for tick in TICKS]


@pytest.fixture
def admin(db):
    """Who runs the house, signed in; a worker began at NOW and every timer went well."""
    union = orgs.found(name="示例市总工会", level="city", parent=None, valid_from=NOW.date(), by=SYSTEM, at=NOW)
    person = people.person_for(name="示例管理", phone="19900009901", by=SYSTEM, at=NOW)
    account = people.open_account(person=person, login="admin", by=SYSTEM, at=NOW)
    people.give_post(account=account, role="administrator", union=union, valid_from=NOW.date(), by=SYSTEM, at=NOW)
    services.begin(at=NOW)
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(account)
        people.begin(account=account, session_key=client.session.session_key, device="d", agent="", at=NOW)
    client.actor = people_queries.actor_for(account, NOW.date())
    return client


def lives(moment, but: str = "") -> None:
    """The worker beats and every timer goes well, but one."""
    for name in (rules.WORKER, *NAMES):
        if name != but:
            services.beat(at=moment, name=name)


def told() -> int:
    """In how many inboxes of whoever runs the house an alarm lies."""
    return Notice.objects.filter(channel="app", effect_key__startswith="app:trouble:").count()


def banner(client: Client, moment) -> bool:
    """Whether a desk page says so at the top."""
    with time_machine.travel(moment, tick=False):
        return "后台有" in client.get("/desk/people/").content.decode()


def visible(client: Client, moment) -> bool:
    """Seen on the page, told, and asked by `unionhall check`: all three or none."""
    services.watch(at=moment)
    with time_machine.travel(moment, tick=False):
        seen = {banner(client, moment), told() > 0, bool(questions.awake())}
    assert len(seen) == 1
    return seen.pop()


@pytest.mark.parametrize("name", NAMES)
def test_a_timer_that_fails_is_seen_told_once_stops_no_other_and_is_over_when_it_goes_well(admin, monkeypatch, name):
    ran = []
    for tick in TICKS:
        monkeypatch.setitem(TICKS._rows, tick.name, type(tick)(tick.name, tick.seconds, lambda moment, tick=tick: ran.append(tick.name) or 1, tick.says))
    good = TICKS[name]
    monkeypatch.setitem(TICKS._rows, name, type(good)(name, good.seconds, lambda moment: 1 // 0, good.says))
    assert not visible(admin, NOW)
    with time_machine.travel(NOW, tick=False):
        commands.run_ticks({})
    assert sorted(ran) == sorted(set(NAMES) - {name})
    assert visible(admin, NOW + timedelta(seconds=10))
    services.watch(at=NOW + timedelta(seconds=20))
    assert told() == 1
    row = Pulse.objects.get(name=name)
    assert (row.failures, row.failure) == (1, "ZeroDivisionError")
    services.run(tick=good, at=NOW + timedelta(seconds=60))
    assert not services.watch(at=NOW + timedelta(seconds=60))
    assert Raised.objects.get().over_at


@pytest.mark.parametrize("name", NAMES)
def test_a_timer_that_nobody_runs_is_seen_two_minutes_after_its_time(admin, name):
    moment = NOW + timedelta(seconds=TICKS[name].seconds)
    lives(moment, but=name)
    assert not visible(admin, moment)
    moment += MOST
    lives(moment, but=name)
    assert visible(admin, moment)


def test_a_dead_worker_is_seen_within_two_minutes_and_speaks_for_its_timers(admin):
    assert not visible(admin, NOW + timedelta(seconds=90))
    assert visible(admin, NOW + MOST)
    kinds = {each.kind for each in queries.troubles(NOW + timedelta(hours=1))}
    assert "silent" in kinds and not kinds & {"late", "failed"}
    lives(NOW + timedelta(hours=1))
    assert "silent" not in {each.kind for each in services.watch(at=NOW + timedelta(hours=1))}


def test_queued_work_that_nobody_does_and_work_that_failed_are_seen_and_done_again(admin):
    with time_machine.travel(NOW, tick=False):
        work = run_named.enqueue("no.such.work", {})
    lives(NOW + MOST)
    assert visible(admin, NOW + MOST)
    with time_machine.travel(NOW + MOST, tick=False):
        DBTaskResult.objects.filter(pk=work.id).update(status="FAILED", finished_at=NOW + MOST, exception_class_path="builtins.KeyError")  # as the worker leaves it
        (failed,) = queries.failed_works()
        assert [each.kind for each in queries.troubles(NOW + MOST)] == ["broken"]
        stranger = Client()
        assert stranger.post(f"/desk/pulse/again/{failed.pk}/").status_code in (302, 403)
        admin.post(f"/desk/pulse/again/{failed.pk}/")
        assert not queries.failed_works()
        assert "已经做过了" in admin.post(f"/desk/pulse/again/{failed.pk}/", follow=True).content.decode()


def test_messages_that_do_not_leave_are_told_with_their_number_and_age(admin, monkeypatch):
    for number in range(3):
        notices.send_sms(phone="19900009902", message="sign_in_code", effect_key=f"k{number}", at=NOW, code="000000")
    moment = NOW + timedelta(minutes=11)
    lives(moment)
    (trouble,) = [each for each in queries.troubles(moment) if each.kind == "outbox"]
    assert (trouble.count, trouble.since) == (3, NOW)
    assert "3 条" in queries.said(trouble)


def test_the_staff_group_is_told_without_a_worker(admin, monkeypatch, settings):
    sent = []
    settings.APPRISE_URLS = ["示例"]
    monkeypatch.setattr(notices, "group", lambda *, address, text: sent.append(text))
    services.watch(at=NOW + MOST)
    assert len(sent) == 1 and "后台任务停了" in sent[0]


def test_without_the_guard_a_failing_timer_ends_the_others_and_nobody_hears(admin, monkeypatch):
    monkeypatch.setattr(services, "run", lambda *, tick, at: tick.run(at))
    first = TICKS[NAMES[0]]
    monkeypatch.setitem(TICKS._rows, first.name, type(first)(first.name, first.seconds, lambda moment: 1 // 0, first.says))
    with pytest.raises(ZeroDivisionError), time_machine.travel(NOW, tick=False):
        commands.run_ticks({})
    assert not visible(admin, NOW + timedelta(seconds=10))
